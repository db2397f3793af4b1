import type { JsonObject } from "./json.ts";

/** The spec files by path below `specs/`, parsed, before anything has been checked. */
export type SpecFiles = ReadonlyMap<string, unknown>;

/** The hand-written modules of codegen/runtime by file name: types and functions that generated modules import. */
export type RuntimeFiles = ReadonlyMap<string, string>;

/** One specification document (`specs/<id>/document.json`). */
export interface SpecDocument {
  readonly id: string;
  readonly label: string;
  readonly title: string;
  readonly url: string;
  readonly sectionUrl: string | undefined;
  readonly status: "standard" | "draft" | "registry";
  readonly sections: JsonObject;
}

/** A schema file with its place. */
export interface SchemaFile {
  /** Path below `specs/`: `rfc6749/token-response.schema.json`. */
  readonly path: string;
  /** Folder: `rfc6749`, `common`, `messages`. */
  readonly folder: string;
  /** Base name: `token-response`. */
  readonly name: string;
  readonly schema: JsonObject;
}

/** A named tolerance (`specs/tolerances.json`). */
export interface Tolerance {
  readonly name: string;
  readonly scope: "member" | "message" | "rule";
  readonly deviation: string;
  readonly description: string;
}

/** Everything under `specs/`, sorted into kinds. */
export interface SpecSet {
  readonly documents: ReadonlyMap<string, SpecDocument>;
  readonly commons: ReadonlyMap<string, SchemaFile>;
  readonly contributions: ReadonlyMap<string, SchemaFile>;
  readonly compositions: ReadonlyMap<string, SchemaFile>;
  readonly openapi: ReadonlyMap<string, JsonObject>;
  readonly registries: ReadonlyMap<string, readonly JsonObject[]>;
  /** By registry: names that no schema covers, with the reason. */
  readonly notPlanned: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Example files by path, as they are. */
  readonly examples: ReadonlyMap<string, unknown>;
  readonly tolerances: readonly Tolerance[];
}

/** Who says so: one document's section about a member, a rule or a message. */
export interface Provenance {
  readonly document: string;
  readonly section: string;
  readonly level: string | undefined;
}

/** One member of a flattened message. */
export interface FlatMember {
  /** Wire name, or the regular expression of a localized member. */
  readonly name: string;
  readonly description: string;
  /** The defining document first, refining ones after it. */
  readonly provenance: readonly Provenance[];
  /** Assertions only; `$ref` stands for `common/<name>` or `messages/<name>`. */
  readonly assertions: JsonObject;
  readonly openEnum: readonly string[];
  readonly sensitive: boolean;
  readonly deprecated: boolean;
  readonly tolerances: readonly string[];
  readonly encoding: string | undefined;
  readonly defaultValue: unknown;
}

/** A rule across members of a flattened message. */
export interface FlatRule {
  readonly description: string;
  readonly provenance: Provenance;
  readonly assertions: JsonObject;
  /** Tolerances under which a message may break it. */
  readonly tolerances: readonly string[];
}

/** A message with all contributions joined: what every emitter reads. */
export interface FlatMessage {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly wire: string;
  /** Composition that this one extends. */
  readonly base: string | undefined;
  /** Branches of a union; empty for an object. */
  readonly branches: readonly string[];
  readonly discriminator: string | undefined;
  /** Unknown members are refused. */
  readonly closed: boolean;
  readonly tolerances: readonly string[];
  /** The documents that contribute, in order, with the section of the message itself. */
  readonly documents: readonly Provenance[];
  readonly members: readonly FlatMember[];
  readonly patterns: readonly FlatMember[];
  readonly required: readonly string[];
  readonly rules: readonly FlatRule[];
}

/** A file to be written below `generated/`. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}
