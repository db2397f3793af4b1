import type { IdToken } from "../../generated/messages/id-token.ts";
import { defaultTimeoutMs } from "../constants/limits.ts";
import { readAuthorizationResponse } from "../endpoints/authorization-response.ts";
import { type AuthorizationTransaction, checkTransactionShape } from "../endpoints/authorization-transaction.ts";
import { authorizationCodeGrant } from "../endpoints/grants/authorization-code.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { CallOptions } from "../exchange/context.ts";
import { createTokenSet, type TokenSet } from "../tokens/token-set.ts";
import { type AuthorizationCallback, checkTransactionAge, readCallback } from "./callback.ts";
import type { ClientOwner } from "./owner.ts";
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

/** Logging users in: the code flow. */
export interface AuthorizationMethods {
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
}

/** Creates the methods of the code flow. */
export function createAuthorizationMethods(owner: ClientOwner): AuthorizationMethods {
  return {
    async startAuthorization<Scope extends string = "openid">(
      parameters: AuthorizationParameters<Scope> = {},
      call: CallOptions = {},
    ) {
      const { scope, ...rest } = checkParameters(parameters);
      const context = await owner.contextFor(call.signal);
      return startAuthorization(context, owner.options.client, {
        scope: scope ?? ("openid" as Scope),
        parameters: rest,
        extra: call.extra,
      });
    },
    finishAuthorization: (callback, transaction, call = {}) =>
      finishAuthorization(owner, { callback, transaction }, call),
  };
}

async function finishAuthorization<Scope extends string>(
  { options, contextFor }: ClientOwner,
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
