import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { RelyingPartyClient } from "./options.ts";
import type { SessionTokens } from "./session-record.ts";
import type { Settings } from "./settings.ts";

/** Claims about the user, for a session. */
export type UserinfoClaims = Readonly<Record<string, unknown>>;

/**
 * Asks for the claims about the user who has just signed in. What the ID token says goes before, and what only an ID token can say is left out.
 * @returns `undefined` where nobody wants them
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for more than a session should hold; VerificationError `ERR_VERIFICATION_SUBJECT` for another user's, and as `userInfo` of the
 * client
 * @see OpenID Connect Core §5.3.2
 */
export async function fetchUserinfoClaims(
  { client, settings: { userinfo } }: { readonly client: RelyingPartyClient; readonly settings: Settings },
  tokens: SessionTokens,
): Promise<UserinfoClaims | undefined> {
  if (userinfo === false) return undefined;
  const { claims } = tokens;
  const response = await client.userInfo(tokens, { expectedSubject: claims.sub });
  const kept = Object.entries(response).filter(
    ([name]) =>
      !Object.hasOwn(claims, name) && !ofIdTokenAlone.includes(name) && (userinfo === true || userinfo.includes(name)),
  );
  const result = Object.fromEntries(kept);
  if (JSON.stringify(result).length > maxLength) throw tooLarge();
  return result;
}

function tooLarge(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The claims of the userinfo endpoint are longer than ${maxLength} characters.`,
    parameter: "userinfo",
    specification: specification("oidc-core", "5.3.2"),
    remedy: "Name those that the application needs: userinfo takes a list of claims.",
  });
}

const maxLength = 8192;

/** What says how, where and for whom somebody has signed in is believed of a signed token only; sources of further claims may come with tokens. */
const ofIdTokenAlone: readonly string[] = [
  ...["iss", "aud", "exp", "iat", "nbf", "jti", "nonce", "azp", "auth_time", "acr", "amr"],
  ...["at_hash", "c_hash", "s_hash", "sid", "cnf", "events", "_claim_names", "_claim_sources"],
];
