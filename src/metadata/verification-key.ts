import type { Jwk } from "../../generated/messages/jwk.ts";
import { hasSecretMembers } from "../jose/key-material.ts";
import { isRecord } from "../schema/is-record.ts";
import type { Judgement } from "./key-check.ts";

/**
 * Takes from an entry of a JWK Set what verifying a signature needs, and leaves the rest: the members that choose a key or say
 * whose it is, and its numbers, of the type that they must have. The numbers themselves are judged where the key is used, which is also where a key of
 * an unknown type is passed over.
 * @see RFC 7517 §4
 */
export function pickVerificationKey(entry: unknown): Judgement {
  if (!isRecord(entry)) return malformed;
  if (hasSecretMembers(entry)) return { ok: false, reason: "secret", issues: [] };
  const { kty, key_ops } = entry;
  const texts: Record<string, string> = {};
  for (const name of textMembers) {
    const value = entry[name];
    if (typeof value === "string") texts[name] = value;
    else if (value !== undefined) return malformed;
  }
  const operations =
    Array.isArray(key_ops) && key_ops.every((operation) => typeof operation === "string") ? key_ops : undefined;
  if (typeof kty !== "string" || (key_ops !== undefined && operations === undefined)) return malformed;
  const key: Jwk = { ...texts, kty, ...(operations === undefined ? {} : { key_ops: operations }) };
  return { ok: true, key };
}

const malformed: Judgement = { ok: false, reason: "malformed", issues: [] };

const textMembers = ["kid", "use", "alg", "crv", "n", "e", "x", "y", "issuer"];
