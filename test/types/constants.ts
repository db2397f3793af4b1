import { type GrantType, grantTypes, type OAuthErrorName, oauthErrors } from "../../src/constants/index.ts";

/** Compiled, none is run. */
export const literals: readonly unknown[] = [
  "authorization_code" satisfies GrantType,
  grantTypes.deviceCode satisfies "urn:ietf:params:oauth:grant-type:device_code",
  oauthErrors.invalidGrant satisfies OAuthErrorName,
  // @ts-expect-error a misspelt grant type
  "authorisation_code" satisfies GrantType,
  // @ts-expect-error no such error
  oauthErrors.invalidGrants,
];

/** A `switch` over errors knows every value. */
export function isPending(error: OAuthErrorName): boolean {
  // @ts-expect-error no specification has this value
  if (error === "still_waiting") return true;
  return error === "authorization_pending" || error === "slow_down";
}
