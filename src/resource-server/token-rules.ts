import { ConfigurationError } from "../errors/families.ts";
import { accessTokenProfile } from "../jwt-profiles/access-token.ts";
import { checkCustomClaimsOption } from "../schema/custom-claims.ts";
import type { Clock } from "../util/clock.ts";
import { legacyAccessTokenKind } from "./access-token-kinds.ts";
import type { IssuerPolicy } from "./issuer-policy.ts";
import type { AccessTokenVerifierSettings } from "./options.ts";
import type { TokenRules } from "./trusted-token.ts";

/**
 * Turns the policies of the issuers and what is the same for all of them into what tokens are held against.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 */
export function createTokenRules(
  policies: ReadonlyMap<string, IssuerPolicy>,
  settings: Pick<AccessTokenVerifierSettings<unknown>, "claims" | "clockToleranceSeconds" | "decryption">,
  clock: Clock,
): TokenRules {
  const { claims, clockToleranceSeconds = 30, decryption } = settings;
  if (claims !== undefined) checkCustomClaimsOption(claims);
  if (!(typeof clockToleranceSeconds === "number" && clockToleranceSeconds >= 0 && clockToleranceSeconds <= 600))
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "clockToleranceSeconds must be a number of seconds from 0 to 600.",
      parameter: "clockToleranceSeconds",
    });
  const hasLegacy = [...policies.values()].some(({ profile }) => profile === "legacy");
  const kind = hasLegacy ? legacyAccessTokenKind : accessTokenProfile;
  return Object.freeze({ policies, kind, decryption, claims, clock, clockToleranceSeconds });
}
