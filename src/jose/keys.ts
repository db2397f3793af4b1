import type { Jwk } from "../../generated/messages/jwk.ts";
import type { JwsHeader } from "../../generated/messages/jws-header.ts";
import { VerificationError } from "../errors/families.ts";
import { quotePrintable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import type { JwsAlgorithm } from "./algorithms.ts";
import { importKey } from "./import-key.ts";
import { findPublicKeyDefect, hasSecretMembers, isSameKey, type KeyDefect } from "./key-material.ts";
import { recallKey } from "./key-memory.ts";

/** The keys of a set that may have made a signature, and why the others may not. */
export interface KeySelection {
  /** Different keys, all fit for the algorithm; more than one only when the header names none. */
  readonly keys: readonly Jwk[];
  /** One reason for each key passed over. */
  readonly skipped: readonly SkippedKey[];
}

/** A key of the set that cannot be the one. */
export interface SkippedKey extends KeyDefect {
  readonly kid: string | undefined;
}

/**
 * Selects the keys that may have made a signature: of the algorithm's type and curve, named by the header's `kid` if it
 * has one, not reserved for another algorithm or use, public, and strong enough. Broken entries are passed over, so one
 * bad key does not take the issuer down. Copies of one key count once.
 *
 * Without a `kid` up to four keys are handed out for trying one after the other. That is safe, since each of them belongs
 * to the issuer and to this very algorithm; the bound keeps a token from buying many signature checks.
 *
 * @throws {@link VerificationError} `ERR_VERIFICATION_KEY_NOT_FOUND`, `ERR_VERIFICATION_KEY_WEAK` when only weak keys fit,
 * `ERR_VERIFICATION_KEY_AMBIGUOUS` when one `kid` names different keys or more than four fit a header without `kid`
 * @see RFC 7517 §4
 * @see RFC 7515 §4.1.4
 */
export function selectKeys(jwks: readonly Jwk[], header: JwsHeader, algorithm: JwsAlgorithm): KeySelection {
  const keys: Jwk[] = [];
  const skipped: SkippedKey[] = [];
  for (const jwk of jwks) {
    const defect = findMismatch(jwk, header, algorithm);
    if (defect !== undefined) skipped.push({ ...defect, kid: kidOf(jwk) });
    else if (!keys.some((key) => isSameKey(key, jwk))) keys.push(jwk);
  }
  if (keys.length === 0) throw noKey(skipped, header);
  if (keys.length > (header.kid === undefined ? maxTries : 1)) throw ambiguous(keys, header);
  return { keys, skipped };
}

/**
 * Selects keys like {@link selectKeys} and imports them; a key whose numbers the runtime refuses (a point that is not on
 * its curve) is passed over too.
 *
 * @throws {@link VerificationError} as {@link selectKeys}
 */
export async function resolveKeys(
  jwks: readonly Jwk[],
  header: JwsHeader,
  algorithm: JwsAlgorithm,
): Promise<readonly CryptoKey[]> {
  const { keys, skipped } = selectKeys(jwks, header, algorithm);
  const failed: SkippedKey[] = [];
  const imported: CryptoKey[] = [];
  for (const key of keys) {
    try {
      imported.push(await importKey(key, algorithm, "verify"));
    } catch {
      failed.push({ kid: kidOf(key), reason: "this runtime cannot import it", weak: false });
    }
  }
  if (imported.length === 0) throw noKey([...skipped, ...failed], header);
  return imported;
}

/** Entries come from outside: a `null` or a wrong type in any member is a reason like the others. */
function findMismatch(jwk: Jwk, header: JwsHeader, algorithm: JwsAlgorithm): KeyDefect | undefined {
  if (typeof jwk !== "object" || jwk === null) return unfit("it is not an object");
  if (jwk.kty !== algorithm.kty) return unfit(`its kty is not ${algorithm.kty}`);
  if (header.kid !== undefined && jwk.kid !== header.kid) return unfit("its kid is another or missing");
  if (algorithm.crv !== undefined && jwk.crv !== algorithm.crv) return unfit(`its crv is not ${algorithm.crv}`);
  if (jwk.alg !== undefined && !algorithm.keyAlgorithms.includes(jwk.alg)) {
    return unfit(`its alg is not ${algorithm.name}`);
  }
  if (jwk.use !== undefined && jwk.use !== "sig") return unfit("its use is not sig");
  if (jwk.key_ops !== undefined && !mayVerify(jwk)) return unfit("its key_ops are not verify");
  if (hasSecretMembers(jwk)) return unfit("it is published with its secret part");
  return judgeMaterial(jwk, algorithm);
}

/** Beside `use`, which is known to be `sig`, no operation of encryption may stand; an issuer that names none may list what it likes. */
function mayVerify({ use, key_ops }: Jwk): boolean {
  const operations: unknown = key_ops;
  return (
    Array.isArray(operations) &&
    operations.includes("verify") &&
    (use === undefined || operations.every((operation) => operation === "verify" || operation === "sign"))
  );
}

/** The numbers of a key do not change, so they are judged once. */
function judgeMaterial(jwk: Jwk, algorithm: JwsAlgorithm): KeyDefect | undefined {
  const { defects } = recallKey(jwk);
  if (!defects.has(algorithm.name)) defects.set(algorithm.name, findPublicKeyDefect(jwk, algorithm));
  return defects.get(algorithm.name);
}

function unfit(reason: string): KeyDefect {
  return { reason, weak: false };
}

function kidOf(jwk: Jwk): string | undefined {
  return typeof jwk?.kid === "string" ? jwk.kid : undefined;
}

function noKey(skipped: readonly SkippedKey[], header: JwsHeader): VerificationError {
  const weak = skipped.filter((key) => key.weak);
  const wanted = describeWanted(header);
  const parameter = header.kid === undefined ? "alg" : "kid";
  if (weak.length > 0) {
    return new VerificationError("ERR_VERIFICATION_KEY_WEAK", {
      message: `The issuer's key for ${wanted} is too weak: ${describeSkipped(weak)}.`,
      specification: specification("rfc7518", "3.3"),
      parameter,
    });
  }
  const reasons = skipped.length === 0 ? "" : `: ${describeSkipped(skipped)}`;
  return new VerificationError("ERR_VERIFICATION_KEY_NOT_FOUND", {
    message: `No key of the issuer fits ${wanted}; looked at ${skipped.length}${reasons}.`,
    specification: specification("rfc7515", "5.2"),
    parameter,
  });
}

function ambiguous(keys: readonly Jwk[], header: JwsHeader): VerificationError {
  return new VerificationError("ERR_VERIFICATION_KEY_AMBIGUOUS", {
    message: `${keys.length} different keys of the issuer fit ${describeWanted(header)}.`,
    specification: specification("rfc7517", "4.5"),
    remedy: "The issuer must give each key its own kid and name it in the header.",
    parameter: "kid",
  });
}

function describeWanted({ kid, alg }: JwsHeader): string {
  return kid === undefined ? `alg ${quote(alg)} without kid` : `kid ${quote(kid)} with alg ${quote(alg)}`;
}

function describeSkipped(skipped: readonly SkippedKey[]): string {
  const named = skipped.slice(0, maxNamed).map(({ kid, reason }) => `key ${quote(kid ?? "")}: ${reason}`);
  const more = skipped.length > maxNamed ? [`and ${skipped.length - maxNamed} more`] : [];
  return [...named, ...more].join("; ");
}

/** Names come from the network. */
function quote(text: string): string {
  return quotePrintable(text, 100);
}

/** Keys that are tried for a header without `kid`. */
const maxTries = 4;
const maxNamed = 5;
