import { equalConstantTime } from "../../util/constant-time.ts";
import { sha256 } from "../crypto/digest.ts";
import type { StoredSecret } from "../stores/records.ts";

/**
 * Hashes a secret that nobody chose: with 256 random bits, one SHA-256 is as good as a slow hash, and a thousand times quicker.
 * @see RFC 6819 §5.1.4.1.3
 */
export function hashGeneratedSecret(secret: string): string {
  return `${fastPrefix}${sha256(secret)}`;
}

/** Whether a secret was chosen by somebody, and so is hashed slowly. */
export function isSlowHash(hash: string): boolean {
  return !hash.startsWith(fastPrefix);
}

/** Whether a secret may still be used. */
export function isLiveSecret({ expiresAtMs }: StoredSecret, nowMs: number): boolean {
  return expiresAtMs === undefined || expiresAtMs > nowMs;
}

/** Whether a secret is one of those that were generated and are alive; compared in constant time, all of them. Those hashed slowly are passed over. */
export function matchesSecret(secret: string, secrets: readonly StoredSecret[], nowMs: number): boolean {
  const hash = hashGeneratedSecret(secret);
  let matches = false;
  for (const stored of secrets) {
    if (equalConstantTime(hash, stored.hash) && isLiveSecret(stored, nowMs)) matches = true;
  }
  return matches;
}

const fastPrefix = "sha256 ";
