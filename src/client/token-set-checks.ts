import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { TokenSet } from "../tokens/token-set.ts";

/** Tokens go back only to the server that issued them. */
export function requireSameIssuer(tokens: TokenSet, issuer: string): void {
  if (tokens.issuer === issuer && (tokens.claims === undefined || tokens.claims.iss === issuer)) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The token set was issued by another server than this client's.",
    parameter: "tokens",
    specification: specification("rfc9700", "4.4"),
    remedy: "Use the client that the tokens came from.",
  });
}

/** A token set as it is. For callers without types, who pass the access token or the token response. */
export function requireTokenSet(tokens: TokenSet): TokenSet {
  if (typeof tokens === "object" && tokens !== null && typeof tokens.response?.access_token === "string") return tokens;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The first argument is not a token set.",
    parameter: "tokens",
    remedy: "Pass what finishAuthorization, refresh or clientCredentials returned, not a token or the response alone.",
  });
}

/**
 * A token set whose token is an access token. That of an exchange may be of another kind, and then must not be presented.
 * @see RFC 8693 §2.2.1
 */
export function requireAccessToken(tokens: TokenSet): TokenSet {
  if (requireTokenSet(tokens).response.token_type?.toLowerCase() !== "n_a") return tokens;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The token of the token set is not an access token: its token_type is N_A.",
    parameter: "tokens",
    specification: specification("rfc8693", "2.2.1"),
    remedy: "Ask for an access token when you exchange tokens, with requested_token_type.",
  });
}

/** The refresh token of a token set, which not every set has. */
export function requireRefreshToken(tokens: TokenSet): string {
  const { refreshToken } = requireTokenSet(tokens);
  if (typeof refreshToken === "string") return refreshToken;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The token set has no refresh token.",
    parameter: "refreshToken",
    specification: specification("rfc6749", "6"),
    remedy:
      "Ask for one when the authorization starts; many providers want the scope offline_access and prompt=consent.",
  });
}
