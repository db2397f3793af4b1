import type { IdToken } from "../../generated/messages/id-token.ts";
import type { TokenResponse } from "../../generated/messages/token-response.ts";
import type { DPoP } from "../dpop/dpop.ts";
import { expiryOf } from "../endpoints/poll-times.ts";

/** Tokens with what follows from them. `response` is the wire message; everything else is derived and stands beside it. */
export interface TokenSet<Claims extends IdToken | undefined = IdToken | undefined> {
  /** The token response as it came. */
  readonly response: TokenResponse;
  /** Verified claims of the ID token: of this response, or after a refresh without one, of the login. */
  readonly claims: Claims;
  /** Issuer of the server that the tokens came from; they go back to no other. */
  readonly issuer: string;
  /** The refresh token to use next: of this response, or the previous one where the server returned none. */
  readonly refreshToken: string | undefined;
  /** Thumbprint of the DPoP key that the access token is bound to; `undefined` for a bearer token. They are used with that key only. */
  readonly jkt: string | undefined;
  /** When the response arrived, in milliseconds since 1970. */
  readonly receivedAt: number;
  /** When the access token expires, in milliseconds since 1970; `undefined` when the server does not say. */
  readonly expiresAt: number | undefined;
}

/** What is known about a response besides itself. */
export interface TokenSetFacts<Claims extends IdToken | undefined> {
  readonly claims: Claims;
  readonly issuer: string;
  /** The key that was proved to the server. */
  readonly dpop?: Pick<DPoP, "jkt"> | undefined;
  readonly receivedAt: number;
  readonly previousRefreshToken?: string | undefined;
}

/** Derives a token set from a response. */
export function createTokenSet<Claims extends IdToken | undefined>(
  response: TokenResponse,
  { claims, issuer, dpop, receivedAt, previousRefreshToken }: TokenSetFacts<Claims>,
): TokenSet<Claims> {
  const { expires_in } = response;
  return Object.freeze({
    response,
    claims,
    issuer,
    refreshToken: response.refresh_token ?? previousRefreshToken,
    jkt: response.token_type.toLowerCase() === "dpop" ? dpop?.jkt : undefined,
    receivedAt,
    expiresAt: expires_in === undefined ? undefined : expiryOf({ expires_in }, receivedAt),
  });
}
