import type { IdToken } from "../../generated/messages/id-token.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";

/**
 * Checks that an ID token from a refresh continues the one of the login: same issuer, same user, same audiences, same
 * authorized party, same authentication, issued no earlier, and with the original `nonce` or none. Both tokens must have
 * been verified before.
 *
 * @param original - claims of the ID token that the login gave
 * @param refreshed - claims of the ID token that the refresh gave
 * @throws {@link VerificationError} `ERR_VERIFICATION_CONTINUITY` naming every claim that differs
 * @see OpenID Connect Core §12.2
 */
export function checkContinuity(original: IdToken, refreshed: IdToken): void {
  const broken = continuityRules.filter(({ holds }) => !holds(original, refreshed));
  if (broken.length === 0) return;
  throw new VerificationError("ERR_VERIFICATION_CONTINUITY", {
    message: `The refreshed ID token does not continue the original one: ${broken.map(({ problem }) => problem).join("; ")}.`,
    specification: specification("oidc-core", "12.2"),
    parameter: broken[0]?.claim,
    remedy: "Discard the new tokens; the session may belong to somebody else.",
  });
}

interface ContinuityRule {
  readonly claim: string;
  readonly problem: string;
  readonly holds: (original: IdToken, refreshed: IdToken) => boolean;
}

const continuityRules: readonly ContinuityRule[] = [
  { claim: "iss", problem: "iss is another", holds: (original, { iss }) => iss === original.iss },
  { claim: "sub", problem: "sub is another", holds: (original, { sub }) => sub === original.sub },
  { claim: "aud", problem: "aud is another", holds: (original, { aud }) => hasSameAudiences(original.aud, aud) },
  { claim: "iat", problem: "iat is older", holds: (original, { iat }) => iat >= original.iat },
  {
    claim: "auth_time",
    problem: "auth_time is another",
    holds: (original, { auth_time }) =>
      auth_time === undefined || original.auth_time === undefined || auth_time === original.auth_time,
  },
  { claim: "azp", problem: "azp is another", holds: (original, { azp }) => azp === original.azp },
  {
    claim: "nonce",
    problem: "nonce is another",
    holds: (original, { nonce }) => nonce === undefined || nonce === original.nonce,
  },
];

/** An audience alone and a list of it say the same; order says nothing. */
function hasSameAudiences(one: IdToken["aud"], other: IdToken["aud"]): boolean {
  const left = new Set(typeof one === "string" ? [one] : one);
  const right = new Set(typeof other === "string" ? [other] : other);
  return left.size === right.size && [...left].every((audience) => right.has(audience));
}
