import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import type { Jwk } from "../../generated/messages/jwk.ts";
import { ConfigurationError, ResponseError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError, type ValidationIssue } from "../errors/validation-error.ts";
import { readJsonObject } from "../http/read-json.ts";
import type { HttpAnswer } from "../http/types.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import type { MetadataContext } from "./context.ts";
import { readMaxAgeSeconds } from "./freshness.ts";
import type { KeyCheck, SkippedKeyReason } from "./key-check.ts";

/** An entry of a JWK Set that was left out, without its values. */
export interface SkippedKey {
  /** JSON pointer of the entry: `/keys/3`. With the reason `too-many`, of the first entry that was not looked at. */
  readonly pointer: string;
  readonly reason: SkippedKeyReason;
  /** What makes the entry malformed; pointers start at the entry. */
  readonly issues: readonly ValidationIssue[];
}

/** The usable public keys of a published JWK Set. All of it is frozen. */
export interface ReadJwkSet {
  /** At most 100 well-formed public keys; which of them fits a signature is decided at its verification. */
  readonly keys: readonly Jwk[];
  /** The entries that were left out. */
  readonly skipped: readonly SkippedKey[];
  /** How long the server lets the set be kept, in seconds; `undefined` where it does not say. */
  readonly maxAgeSeconds: number | undefined;
}

/** A JWK Set with the URL it was fetched from. */
export interface FetchedJwkSet extends ReadJwkSet {
  /** The `jwks_uri` of the metadata. */
  readonly url: string;
}

/** How a JWK Set is fetched. */
export interface FetchJwkSetOptions {
  /** Ends the call early. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Fetches the keys that a server publishes at its `jwks_uri` and reads them like {@link readKeySet}.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_METADATA_MISSING` where the metadata has no `jwks_uri`,
 * TransportError where no answer arrives, ResponseError and ValidationError for a foreign or broken answer
 * @see RFC 8414 §2
 */
export async function fetchKeySet(
  { http }: MetadataContext,
  metadata: AuthorizationServerMetadata,
  { signal, checkKey }: FetchJwkSetOptions & { readonly checkKey: KeyCheck },
): Promise<FetchedJwkSet> {
  const url = metadata.jwks_uri;
  if (url === undefined) {
    throw new ConfigurationError("ERR_CONFIGURATION_METADATA_MISSING", {
      message: `The metadata of issuer ${metadata.issuer} has no jwks_uri, so its signatures cannot be verified.`,
      parameter: "jwks_uri",
      specification: specification("rfc8414", "2"),
    });
  }
  const accept = mediaTypes.join(", ");
  const answer = await http.get({ path: "/jwks", url, endpointName: "jwks_uri", accept, signal });
  return Object.freeze({ ...readKeySet(answer, checkKey), url });
}

/**
 * Reads a published JWK Set: status 200, JSON, an array `keys`. Each entry is then judged alone, and one that cannot be
 * used is left out and listed: what the check refuses, or the repetition of an entry before it. So one bad key never takes the good
 * ones down.
 *
 * @throws ResponseError for another status, media type or text than JSON, ValidationError `ERR_VALIDATION_RESPONSE` where `keys` is not an array
 * @see RFC 7517 §5
 */
export function readKeySet(answer: HttpAnswer, checkKey: KeyCheck): ReadJwkSet {
  const keys: Jwk[] = [];
  const skipped: SkippedKey[] = [];
  const seen = new Set<string>();
  for (const [index, entry] of readEntries(answer).entries()) {
    const pointer = `/keys/${index}`;
    if (keys.length === maxKeys || index === maxEntries) {
      skipped.push({ pointer, reason: "too-many", issues: [] });
      break;
    }
    const judged = checkKey(entry);
    const fingerprint = judged.ok ? fingerprintOf(judged.key) : "";
    if (!judged.ok) skipped.push({ pointer, reason: judged.reason, issues: judged.issues });
    else if (seen.has(fingerprint)) skipped.push({ pointer, reason: "repeated", issues: [] });
    else keys.push(judged.key);
    seen.add(fingerprint);
  }
  return deepFreeze({ keys, skipped, maxAgeSeconds: readMaxAgeSeconds(answer.headers) });
}

function readEntries(answer: HttpAnswer): readonly unknown[] {
  const { status, endpoint } = answer;
  if (status !== 200) {
    throw new ResponseError("ERR_RESPONSE_STATUS", {
      message: `The request for the JWK Set was answered with status ${status}, not 200.`,
      status,
      endpoint,
    });
  }
  const { keys } = readJsonObject(answer, { mediaTypes });
  if (Array.isArray(keys)) return keys;
  const issue = {
    pointer: "/keys",
    keyword: keys === undefined ? "required" : "type",
    message: keys === undefined ? "is required" : "must be an array",
    specification: specification("rfc7517", "5.1"),
    tolerances: [],
  };
  throw new ValidationError("ERR_VALIDATION_RESPONSE", { messageName: "JwkSet", issues: [issue], status, endpoint });
}

/** The whole key as text that does not depend on the order of its members. */
function fingerprintOf(key: Jwk): string {
  return JSON.stringify(Object.entries(key).sort(([one], [other]) => (one < other ? -1 : 1)));
}

const mediaTypes = ["application/jwk-set+json", "application/json"];

/** Keys that are kept: more than any provider rotates through, few enough to try in a loop. */
const maxKeys = 100;

/** Entries that are looked at, so that a set full of rubbish costs bounded work. */
const maxEntries = 1000;
