/** A row of the layer table: a room may import the rooms of the rows above it, itself and `generated/`. */
export interface Layer {
  readonly name: string;
  /** Folders of `src/`, or files directly below it. */
  readonly rooms: readonly string[];
}

/** The rooms of `src/`, from the floor to the ceiling. docs/architecture.md shows the same table. */
export const layers: readonly Layer[] = [
  { name: "L0", rooms: ["constants", "errors", "util"] },
  { name: "L1", rooms: ["schema"] },
  { name: "L2", rooms: ["jose", "http"] },
  { name: "L3", rooms: ["pkce.ts", "dpop", "client-auth", "jwt-profiles", "http-signatures"] },
  { name: "L4", rooms: ["metadata", "exchange", "id-token"] },
  { name: "L5", rooms: ["endpoints", "tolerances.ts"] },
  { name: "L6", rooms: ["tokens", "resource-server"] },
  { name: "L7", rooms: ["client", "relying-party", "browser"] },
  { name: "L8", rooms: ["testing", "adapters", "cli", "index.ts"] },
];

/** Edges between rooms of one layer; each goes one way only. */
export const edgesWithinLayer: readonly (readonly [from: string, to: string])[] = [
  ["errors", "constants"],
  ["util", "constants"],
  ["util", "errors"],
  ["client-auth", "jwt-profiles"],
  ["dpop", "jwt-profiles"],
  ["http-signatures", "client-auth"],
  ["relying-party", "client"],
];

/** The embeddable server stands beside the client's rooms: it sees the floor and one file of the fourth layer. */
export const provider = {
  room: "provider",
  highestLayer: "L3",
  files: ["src/id-token/hashes.ts", "src/metadata/key-check.ts", "src/metadata/key-set-source.ts"],
} as const;

/** Rooms that may use what only one run-time has. */
export const roomsWithBuiltIns: readonly string[] = [
  "cli",
  "testing",
  "adapters",
  "provider/stores",
  "provider/crypto",
  "provider/node",
];
