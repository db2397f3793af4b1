import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import type { IdToken } from "../../generated/messages/id-token.ts";
import type { TokenRequestClientCredentials } from "../../generated/messages/token-request-client-credentials.ts";
import type { TokenRequestRefreshToken } from "../../generated/messages/token-request-refresh-token.ts";
import type { UserinfoResponse } from "../../generated/messages/userinfo-response.ts";
import { defaultTimeoutMs } from "../constants/limits.ts";
import { readAuthorizationResponse } from "../endpoints/authorization-response.ts";
import { type AuthorizationTransaction, checkTransactionShape } from "../endpoints/authorization-transaction.ts";
import { authorizationCodeGrant } from "../endpoints/grants/authorization-code.ts";
import { clientCredentialsGrant } from "../endpoints/grants/client-credentials.ts";
import { refreshTokenGrant } from "../endpoints/grants/refresh-token.ts";
import { type ExpectedSubject, fetchUserinfo } from "../endpoints/userinfo.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { CallOptions } from "../exchange/context.ts";
import { createTokenSet, type TokenSet } from "../tokens/token-set.ts";
import { type AuthorizationCallback, checkTransactionAge, readCallback } from "./callback.ts";
import { type ContextSource, createContextSource } from "./context-source.ts";
import type { ClientOptions } from "./options.ts";
import { type AuthorizationParameters, type StartedAuthorization, startAuthorization } from "./start-authorization.ts";

/** The ID token's claims: certain when the scope names `openid`, absent when it does not, possible when the scope is not a literal. */
export type ClaimsForScope<Scope extends string> = Scope extends unknown
  ? string extends Scope
    ? IdToken | undefined
    : ` ${Scope} ` extends `${string} openid ${string}`
      ? IdToken
      : undefined
  : never;

/** What finishing an authorization may be given. */
export interface FinishAuthorizationOptions extends CallOptions {
  /** Resources to narrow the access token to. */
  readonly resource?: readonly string[] | undefined;
}

/** What a userinfo call may be given. */
export interface UserInfoOptions extends Pick<CallOptions, "signal"> {
  /** The `sub` to expect. Default: the `sub` of the token set's ID token; needed where there is none. */
  readonly expectedSubject?: ExpectedSubject | undefined;
}

/** A client of one authorization server or OpenID provider. */
export interface Client {
  /**
   * Starts an authorization: makes state, nonce and PKCE, and the URL to send the browser to.
   * @throws ConfigurationError or ValidationError `ERR_VALIDATION_REQUEST` before the browser goes anywhere
   * @see OpenID Connect Core §3.1.2.1
   */
  readonly startAuthorization: <Scope extends string = "openid">(
    parameters?: AuthorizationParameters<Scope>,
    options?: CallOptions,
  ) => Promise<StartedAuthorization<Scope>>;
  /**
   * Finishes an authorization: checks the response against its transaction, redeems the code, verifies the ID token.
   * @throws OAuthError `ERR_OAUTH_AUTHORIZATION` when the user or the server said no, VerificationError and ValidationError for a
   * response or token that must not be believed
   * @see OpenID Connect Core §3.1.2.5
   */
  readonly finishAuthorization: <Scope extends string>(
    callback: AuthorizationCallback,
    transaction: AuthorizationTransaction<Scope>,
    options?: FinishAuthorizationOptions,
  ) => Promise<TokenSet<ClaimsForScope<Scope>>>;
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
   * @throws OAuthError `invalid_grant` when the refresh token is used up, VerificationError `ERR_VERIFICATION_CONTINUITY` when a new ID token is about another login
   * @see RFC 6749 §6
   */
  readonly refresh: <Claims extends IdToken | undefined>(
    tokens: TokenSet<Claims>,
    parameters?: Omit<TokenRequestRefreshToken, "grant_type" | "refresh_token">,
    options?: CallOptions,
  ) => Promise<TokenSet<Claims>>;
  /**
   * Asks for claims about the user; their `sub` must be the ID token's.
   * @throws OAuthError `ERR_OAUTH_CHALLENGE` when the access token is refused, VerificationError `ERR_VERIFICATION_SUBJECT`
   * @see OpenID Connect Core §5.3
   */
  readonly userInfo: (tokens: TokenSet, options?: UserInfoOptions) => Promise<UserinfoResponse>;
  /** The server's metadata, from memory or fetched. */
  readonly metadata: (options?: Pick<CallOptions, "signal">) => Promise<AuthorizationServerMetadata>;
}

/**
 * Creates a client. Nothing is fetched before the first call that needs it.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option that is wrong
 */
export function createClient(options: ClientOptions): Client {
  const contextFor = createContextSource(options);
  const registration = options.client;
  const client: Client = {
    async startAuthorization<Scope extends string = "openid">(
      parameters: AuthorizationParameters<Scope> = {},
      call: CallOptions = {},
    ) {
      const { scope, ...rest } = checkParameters(parameters);
      const context = await contextFor(call.signal);
      return startAuthorization(context, registration, {
        scope: scope ?? ("openid" as Scope),
        parameters: rest,
        extra: call.extra,
      });
    },
    finishAuthorization: (callback, transaction, call = {}) =>
      finishAuthorization({ options, contextFor }, { callback, transaction }, call),
    async clientCredentials(parameters, call = {}) {
      const context = await contextFor(call.signal);
      const response = await clientCredentialsGrant(context, parameters, call);
      return createTokenSet(response, { claims: undefined, receivedAt: context.clock() });
    },
    async refresh(tokens, parameters, call = {}) {
      const refreshToken = requireRefreshToken(tokens);
      const context = await contextFor(call.signal);
      requireSameIssuer(tokens, context.metadata.issuer);
      const { response, claims, receivedAt } = await refreshTokenGrant(
        context,
        { ...parameters, refresh_token: refreshToken },
        { ...call, previousClaims: tokens.claims },
      );
      return createTokenSet(response, {
        claims: keepClaims(tokens, claims),
        receivedAt,
        previousRefreshToken: refreshToken,
      });
    },
    async userInfo(tokens, { expectedSubject = requireTokenSet(tokens).claims?.sub, signal } = {}) {
      requireTokenSet(tokens);
      if (expectedSubject === undefined) throw noSubject();
      const context = await contextFor(signal);
      requireSameIssuer(tokens, context.metadata.issuer);
      return fetchUserinfo(context, { accessToken: tokens.response.access_token, expectedSubject, signal });
    },
    metadata: async ({ signal } = {}) => (await contextFor(signal)).metadata,
  };
  return Object.freeze(client);
}

/** For callers without types: a scope that is no text would otherwise be written into the request as it is. */
function checkParameters<Scope extends string>(
  parameters: AuthorizationParameters<Scope>,
): AuthorizationParameters<Scope> {
  const isObject = typeof parameters === "object" && parameters !== null;
  if (isObject && (parameters.scope === undefined || typeof parameters.scope === "string")) return parameters;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: isObject ? "The scope must be text, values separated by spaces." : "The parameters must be an object.",
    parameter: isObject ? "scope" : "parameters",
    specification: specification("rfc6749", "3.3"),
  });
}

interface Owner {
  readonly options: ClientOptions;
  readonly contextFor: ContextSource;
}

async function finishAuthorization<Scope extends string>(
  { options, contextFor }: Owner,
  {
    callback,
    transaction,
  }: { readonly callback: AuthorizationCallback; readonly transaction: AuthorizationTransaction<Scope> },
  call: FinishAuthorizationOptions,
): Promise<TokenSet<ClaimsForScope<Scope>>> {
  checkTransactionShape(transaction);
  const context = await contextFor(call.signal);
  const { transactionLifetimeSeconds: lifetimeSeconds = 3600, timeoutMs = defaultTimeoutMs } = options;
  checkTransactionAge(transaction, { ...context, lifetimeSeconds, nowMs: context.clock() });
  const parameters = await readCallback(callback, transaction, { timeoutMs, signal: call.signal });
  const authorization = readAuthorizationResponse(context, parameters, transaction);
  const requireAuthTime = options.client.require_auth_time;
  const { response, claims, receivedAt } = await authorizationCodeGrant(
    context,
    { authorization, transaction },
    { ...call, requireAuthTime },
  );
  return createTokenSet(response, { claims: claims as ClaimsForScope<Scope>, receivedAt });
}

/** A refresh without an ID token leaves the login's claims in force. */
function keepClaims<Claims extends IdToken | undefined>(tokens: TokenSet<Claims>, fresh: IdToken | undefined): Claims {
  return fresh === undefined || tokens.claims === undefined ? tokens.claims : (fresh as Claims);
}

/** Tokens go back only to the server that issued them. */
function requireSameIssuer({ claims }: TokenSet, issuer: string): void {
  if (claims === undefined || claims.iss === issuer) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The token set was issued by another server than this client's.",
    parameter: "tokens",
    specification: specification("rfc9700", "4.4"),
    remedy: "Use the client that the tokens came from.",
  });
}

/** For callers without types, who pass the access token or the token response. */
function requireTokenSet(tokens: TokenSet): TokenSet {
  if (typeof tokens === "object" && tokens !== null && typeof tokens.response?.access_token === "string") return tokens;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The first argument is not a token set.",
    parameter: "tokens",
    remedy: "Pass what finishAuthorization, refresh or clientCredentials returned, not a token or the response alone.",
  });
}

function requireRefreshToken(tokens: TokenSet): string {
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

function noSubject(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The userinfo response cannot be compared with an ID token, because the token set has none.",
    parameter: "expectedSubject",
    specification: specification("oidc-core", "5.3.2"),
    remedy: "Ask for the scope openid, or pass expectedSubject.",
  });
}
