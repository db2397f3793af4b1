import { ConfigurationError } from "../errors/families.ts";
import type { VerifiedTokenCache } from "./token-cache.ts";
import type { TokenRules, TrustedToken } from "./trusted-token.ts";
import { judgeClaims, verifyAccessToken } from "./verify-access-token.ts";

/** A token that is looked for in the cache. */
export interface RecalledToken {
  readonly token: string;
  readonly signal: AbortSignal | undefined;
  /** Is told when the cache had it. */
  readonly onHit?: (() => void) | undefined;
}

/**
 * Verifies a token, or finds that it has been verified. A hit is good as long as the key source hands out the very set that verified it; asking keeps that set
 * fresh, too.
 *
 * @throws as `verifyAccessToken`; ConfigurationError `ERR_CONFIGURATION_OPTION` for a digest that may be that of another token
 */
export async function recallToken(
  rules: TokenRules,
  cache: VerifiedTokenCache,
  { token, signal, onHit }: RecalledToken,
): Promise<TrustedToken> {
  // No promise where there is none: that is a good part of what a hit costs.
  const digest = cache.digest(token);
  const key = typeof digest === "string" ? digest : await digest;
  if (typeof key !== "string" || key.length < shortestDigest) throw weakDigest();
  const hit = cache.find(key, rules.clock());
  if (hit?.rules === rules && (await hit.source.find(hit.header, signal)) === hit.keys) {
    onHit?.();
    return rules.claims === undefined ? hit : judgeAgain(rules, hit);
  }
  const trusted = await verifyAccessToken(rules, token, signal);
  cache.store(key, trusted, rules.clock());
  return trusted;
}

/** Where two tokens have one digest, the second would be let in as the first, without a signature. */
function weakDigest(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The digest of a token must be a text of ${shortestDigest} characters or more.`,
    parameter: "digest",
    remedy: "Use nodeTokenDigest, or SHA-256 as base64url or hexadecimal text.",
  });
}

/** Your validator may know today what it did not know before, whose account is closed say, so that its verdict is not kept. */
async function judgeAgain(rules: TokenRules, hit: TrustedToken): Promise<TrustedToken> {
  const custom = await judgeClaims(rules, hit.facts.claims);
  return Object.freeze({ ...hit, facts: Object.freeze({ ...hit.facts, custom }) });
}

/** 128 bits as hexadecimal text. */
const shortestDigest = 32;
