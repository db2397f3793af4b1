import { fapi1Part2Label } from "../../generated/documents.ts";
import type { IdToken } from "../../generated/messages/id-token.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { JwsAlgorithm } from "../jose/algorithms.ts";
import { leftHalfHash } from "../jose/hash.ts";
import { equalConstantTime } from "../util/constant-time.ts";

/** What came together with the token, and from where. */
export interface HashExpectations {
  /** Which endpoint the token came from. From the authorization endpoint, hashes of what came along are required. */
  readonly receivedFrom: "token_endpoint" | "authorization_endpoint";
  /** The access token of the same response. */
  readonly accessToken?: string | undefined;
  /** The authorization code of the same response. */
  readonly code?: string | undefined;
  /** The `state` of the request. */
  readonly state?: string | undefined;
}

/** Expected values by claim; a claim is left out when the value it would cover is not at hand. */
export interface ExpectedHashes {
  readonly at_hash?: string;
  readonly c_hash?: string;
  readonly s_hash?: string;
}

/**
 * Calculates what the hash claims of a token must be, for those that it has and whose value is at hand.
 *
 * @see OpenID Connect Core §3.1.3.6
 */
export async function calculateHashes(
  claims: IdToken,
  expectations: HashExpectations,
  algorithm: JwsAlgorithm,
): Promise<ExpectedHashes> {
  const pending: Promise<readonly [string, string]>[] = [];
  for (const { claim, value } of hashRules) {
    const text = expectations[value];
    if (claims[claim] === undefined || text === undefined) continue;
    pending.push(leftHalfHash(algorithm, text).then((hash) => [claim, hash] as const));
  }
  return pending.length === 0 ? {} : Object.fromEntries(await Promise.all(pending));
}

/**
 * Verifies that an ID token covers what came with it: each hash claim that is present and whose value is at hand must
 * match; from the authorization endpoint `at_hash` and `c_hash` must be present for an access token and a code.
 *
 * @throws {@link VerificationError} `ERR_VERIFICATION_HASH`
 * @see OpenID Connect Core §3.2.2.9
 * @see OpenID Connect Core §3.3.2.10
 */
export function verifyHashes(claims: IdToken, expectations: HashExpectations, expected: ExpectedHashes): void {
  for (const { claim, value, required, rule } of hashRules) {
    const found = claims[claim];
    const wanted = expected[claim];
    if (found !== undefined && wanted !== undefined && !equalConstantTime(found, wanted)) {
      throw failure(claim, `does not match the ${value}: the two do not belong together`, rule);
    }
    const isRequired = required && expectations.receivedFrom === "authorization_endpoint";
    if (found === undefined && isRequired && expectations[value] !== undefined) {
      throw failure(claim, `is missing, although the ${value} came from the authorization endpoint too`, rule);
    }
  }
}

function failure(claim: string, problem: string, [document, section]: HashRule["rule"]): VerificationError {
  return new VerificationError("ERR_VERIFICATION_HASH", {
    message: `The ID token's ${claim} ${problem}.`,
    parameter: claim,
    specification: specification(document, section, [fapi1Part2Label]),
  });
}

interface HashRule {
  readonly claim: keyof ExpectedHashes;
  /** The expectation that the claim covers. */
  readonly value: "accessToken" | "code" | "state";
  /** Whether the claim must be there when token and value both come from the authorization endpoint. */
  readonly required: boolean;
  readonly rule: readonly [document: string, section: string];
}

const hashRules: readonly HashRule[] = [
  { claim: "at_hash", value: "accessToken", required: true, rule: ["oidc-core", "3.1.3.6"] },
  { claim: "c_hash", value: "code", required: true, rule: ["oidc-core", "3.3.2.11"] },
  { claim: "s_hash", value: "state", required: false, rule: ["fapi1-part2", "5.1.1"] },
];
