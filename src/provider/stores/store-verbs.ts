import { ConfigurationError } from "../../errors/families.ts";
import type { ProviderStore } from "./store.ts";

/** A part of a store. */
export type StorePart = Exclude<keyof ProviderStore, "sweep" | "ping" | "close">;

/** A verb, one that adds rows, or one that a store may lack. */
export type VerbKind = "step" | "adds" | "optional";

/** A verb, and where it is looked for. */
export interface SoughtVerb {
  readonly verb: string;
  readonly kind: VerbKind;
  /** The option, and the part of it: `store.grants`. */
  readonly place: string;
}

/**
 * Gives a verb of a store or of a part; `undefined` for one that may be missing and is.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the verb
 */
export function findVerb(owner: unknown, { verb, kind, place }: SoughtVerb): VerbFunction | undefined {
  const run: unknown = Reflect.get(Object(owner), verb);
  if (run === undefined && kind === "optional") return undefined;
  if (isFunction(run)) return run;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${place}.${verb} must be a function.`,
    parameter: `${place}.${verb}`,
    remedy: "A store has every verb of ProviderStore; combineStores joins parts to one.",
  });
}

/**
 * Refuses a store that lacks a verb, where it is handed in and not where the verb is needed.
 * @param parts - the parts that are needed of it
 * @param place - the option that it stands in
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option, or the verb
 */
export function requireParts(store: unknown, parts: readonly StorePart[], place: string): void {
  if (typeof store !== "object" || store === null)
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: `${place} must be a store.`,
      parameter: place,
      remedy: "Give what createMemoryStore, createSqliteStore, createPostgresStore or your own code has made.",
    });
  for (const part of parts) requireVerbs(Reflect.get(store, part), partVerbs[part], `${place}.${part}`);
}

/**
 * The same for the verbs of one part, or of the store itself.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the verb
 */
export function requireVerbs(owner: unknown, kinds: Readonly<Record<string, VerbKind>>, place: string): void {
  for (const [verb, kind] of Object.entries(kinds)) findVerb(owner, { verb, kind, place });
}

type VerbFunction = (...given: readonly unknown[]) => Promise<unknown>;

function isFunction(value: unknown): value is VerbFunction {
  return typeof value === "function";
}

/** Verbs of the store itself. */
export const ownVerbs = { sweep: "step", ping: "step", close: "step" } as const;

/** Verbs of each part. */
export const partVerbs: { readonly [Name in StorePart]: Readonly<Record<keyof ProviderStore[Name], VerbKind>> } = {
  artifacts: {
    put: "adds",
    find: "step",
    findByAlternate: "step",
    update: "step",
    consume: "step",
    remove: "step",
    list: "step",
  },
  grants: {
    issue: "adds",
    rotate: "adds",
    findToken: "step",
    findGrant: "step",
    revokeToken: "step",
    revokeGrants: "step",
    listGrants: "step",
  },
  sessions: {
    put: "adds",
    find: "step",
    findBySid: "step",
    rotate: "step",
    update: "step",
    remove: "step",
    list: "step",
    removeAll: "step",
  },
  consents: { put: "step", find: "step", list: "step", remove: "step" },
  clients: { put: "step", find: "step", update: "step", remove: "step", list: "step" },
  accounts: { put: "step", find: "step", findByLogin: "step", update: "step", remove: "step", list: "step" },
  keys: { load: "step", save: "step" },
  replay: { claim: "adds", release: "optional" },
  throttle: { fail: "adds", find: "step", clear: "step" },
  deliveries: { put: "adds", claim: "step", update: "step", remove: "step", list: "step" },
};
