import type { IdToken } from "../../generated/messages/id-token.ts";
import type { TokenRequestClientCredentials } from "../../generated/messages/token-request-client-credentials.ts";
import type { TokenRequestJwtBearer } from "../../generated/messages/token-request-jwt-bearer.ts";
import type { TokenRequestRefreshToken } from "../../generated/messages/token-request-refresh-token.ts";
import type { TokenRequestSaml2Bearer } from "../../generated/messages/token-request-saml2-bearer.ts";
import type { TokenRequestTokenExchange } from "../../generated/messages/token-request-token-exchange.ts";
import { requireTokenKey } from "../endpoints/access-token.ts";
import { clientCredentialsGrant } from "../endpoints/grants/client-credentials.ts";
import { type ExtensionGrantMessage, type ExtensionParameters, extensionGrant } from "../endpoints/grants/extension.ts";
import { jwtBearerGrant } from "../endpoints/grants/jwt-bearer.ts";
import { buildJwtBearerAssertion, type JwtBearerAssertionOptions } from "../endpoints/grants/jwt-bearer-assertion.ts";
import { refreshTokenGrant } from "../endpoints/grants/refresh-token.ts";
import { saml2BearerGrant } from "../endpoints/grants/saml2-bearer.ts";
import {
  type TokenExchangeOptions,
  type TokenExchangeResult,
  tokenExchangeGrant,
} from "../endpoints/grants/token-exchange.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { CallOptions } from "../exchange/context.ts";
import { createTokenSet, type TokenSet } from "../tokens/token-set.ts";
import { type LoginTokenSet, withCustomClaims } from "./custom-token-set.ts";
import type { ClientOwner } from "./owner.ts";
import { requireRefreshToken, requireSameIssuer } from "./token-set-checks.ts";

/** The token of an exchange. It stands in `response.access_token`, whatever its kind. */
export interface ExchangedTokenSet extends TokenSet, Pick<TokenExchangeResult, "issuedTokenType" | "isAccessToken"> {}

/** The grant of a JWT bearer request: an assertion as it is, or what one is made of for this request. */
export type JwtBearerParameters = Omit<TokenRequestJwtBearer, "grant_type" | "assertion"> & {
  readonly assertion: string | JwtBearerAssertionOptions;
};

/** Getting tokens without a browser. */
export interface TokenMethods<Custom = undefined> {
  /**
   * Gets a token for the client itself.
   * @throws OAuthError when the server said no
   * @see RFC 6749 §4.4
   */
  readonly clientCredentials: (
    parameters?: Omit<TokenRequestClientCredentials, "grant_type">,
    options?: CallOptions,
  ) => Promise<TokenSet<undefined>>;
  /**
   * Gets new tokens with the refresh token of a token set. Keep what it returns instead of the old set: the refresh token may have rotated.
   * @throws ConfigurationError `ERR_CONFIGURATION_KEY` for tokens that are bound to another key than the client's; OAuthError `invalid_grant` when the refresh token is used up, VerificationError `ERR_VERIFICATION_CONTINUITY` when a new ID token is about another login
   * @see RFC 6749 §6
   */
  readonly refresh: <Claims extends IdToken | undefined>(
    tokens: TokenSet<Claims>,
    parameters?: Omit<TokenRequestRefreshToken, "grant_type" | "refresh_token">,
    options?: CallOptions,
  ) => Promise<LoginTokenSet<Claims, Custom>>;
  /**
   * Exchanges a token for another one. Where `isAccessToken` is false, the other methods refuse the result: it is no token to call an API with.
   * @throws OAuthError `invalid_target` and others, VerificationError `ERR_VERIFICATION_TOKEN_TYPE` for another kind of token than was asked for
   * @see RFC 8693 §2.1
   */
  readonly exchangeToken: (
    parameters: Omit<TokenRequestTokenExchange, "grant_type">,
    options?: TokenExchangeOptions,
  ) => Promise<ExchangedTokenSet>;
  /**
   * Gets tokens for a JWT that somebody the server trusts has signed; one is made and signed where its parts are given instead.
   * @throws OAuthError `invalid_grant` when the server does not accept the assertion
   * @see RFC 7523 §2.1
   */
  readonly jwtBearer: (parameters: JwtBearerParameters, options?: CallOptions) => Promise<TokenSet>;
  /**
   * Gets tokens for a SAML 2.0 assertion, given as base64url text of its XML.
   * @throws OAuthError `invalid_grant` when the server does not accept the assertion
   * @see RFC 7522 §2.1
   */
  readonly saml2Bearer: (
    parameters: Omit<TokenRequestSaml2Bearer, "grant_type">,
    options?: CallOptions,
  ) => Promise<TokenSet>;
  /**
   * Gets tokens with a grant that this package does not know, named by an absolute URI.
   * @throws as `extensionGrant`
   * @see RFC 6749 §4.5
   */
  readonly extensionGrant: <Parameters extends ExtensionParameters<Parameters>>(
    parameters: ExtensionGrantMessage & Parameters,
    options?: CallOptions,
  ) => Promise<TokenSet>;
}

/** Creates the methods that ask the token endpoint. */
export function createTokenMethods<Custom>({
  contextFor,
  options: { issuer, auth, dpop, idTokenClaims },
}: ClientOwner): TokenMethods<Custom> {
  return {
    async clientCredentials(parameters, call = {}) {
      const context = await contextFor(call.signal);
      if (auth === undefined && context.auth.method === "none") throw noCredentials();
      const response = await clientCredentialsGrant(context, parameters, call);
      return createTokenSet(response, { claims: undefined, issuer, dpop, receivedAt: context.clock() });
    },
    async refresh(tokens, parameters, call = {}) {
      const refreshToken = requireRefreshToken(tokens);
      requireTokenKey(tokens, dpop);
      const context = await contextFor(call.signal);
      requireSameIssuer(tokens, context.metadata.issuer);
      const { response, claims, receivedAt } = await refreshTokenGrant(
        context,
        { ...parameters, refresh_token: refreshToken },
        { ...call, previousClaims: tokens.claims },
      );
      const refreshed = createTokenSet(response, {
        claims: keepClaims(tokens, claims),
        issuer,
        dpop,
        receivedAt,
        previousRefreshToken: refreshToken,
      });
      return withCustomClaims(refreshed, idTokenClaims);
    },
    async exchangeToken(parameters, call = {}) {
      const { issuedTokenType, isAccessToken, ...result } = await tokenExchangeGrant(
        await contextFor(call.signal),
        parameters,
        call,
      );
      return Object.freeze({
        ...createTokenSet(result.response, { ...result, issuer, dpop }),
        issuedTokenType,
        isAccessToken,
      });
    },
    async jwtBearer({ assertion: given, ...parameters }, call = {}) {
      const context = await contextFor(call.signal);
      const assertion = typeof given === "string" ? given : await buildJwtBearerAssertion(context, given);
      const { response, ...result } = await jwtBearerGrant(context, { ...parameters, assertion }, call);
      return createTokenSet(response, { ...result, issuer, dpop });
    },
    async saml2Bearer(parameters, call = {}) {
      const { response, ...result } = await saml2BearerGrant(await contextFor(call.signal), parameters, call);
      return createTokenSet(response, { ...result, issuer, dpop });
    },
    async extensionGrant(parameters, call = {}) {
      const { response, ...result } = await extensionGrant(await contextFor(call.signal), parameters, call);
      return createTokenSet(response, { ...result, issuer, dpop });
    },
  };
}

/** A refresh without an ID token leaves the login's claims in force. */
function keepClaims<Claims extends IdToken | undefined>(tokens: TokenSet<Claims>, fresh: IdToken | undefined): Claims {
  return fresh === undefined || tokens.claims === undefined ? tokens.claims : (fresh as Claims);
}

/** Said here, because the server would only call it invalid_client. Who means it passes `auth: none()`. */
function noCredentials(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_AUTH_METHOD", {
    message: "The client has nothing to authenticate with, and only confidential clients get tokens for themselves.",
    parameter: "client.client_secret",
    specification: specification("rfc6749", "4.4"),
    remedy: "Give client.client_secret, key or auth. Is the variable that the secret comes from set?",
  });
}
