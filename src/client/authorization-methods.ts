import type { AuthorizationDetail } from "../../generated/messages/authorization-detail.ts";
import type { IdToken } from "../../generated/messages/id-token.ts";
import { defaultTimeoutMs } from "../constants/limits.ts";
import { type AuthorizationParameters, checkAuthorizationParameters } from "../endpoints/authorization-parameters.ts";
import { hasCode } from "../endpoints/authorization-response.ts";
import { type AuthorizationTransaction, checkTransactionShape } from "../endpoints/authorization-transaction.ts";
import { type FrontChannelResponse, readFrontChannelResponse } from "../endpoints/front-channel-response.ts";
import { authorizationCodeGrant } from "../endpoints/grants/authorization-code.ts";
import { readResponseType } from "../endpoints/response-type.ts";
import {
  type StartAuthorizationOptions,
  type StartedAuthorization,
  startAuthorization,
} from "../endpoints/start-authorization.ts";
import { ConfigurationError } from "../errors/families.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { createTokenSet } from "../tokens/token-set.ts";
import { type AuthorizationCallback, checkTransactionAge, readCallback } from "./callback.ts";
import { type LoginTokenSet, withCustomClaims } from "./custom-token-set.ts";
import { readDelivery } from "./delivery.ts";
import type { ClientOwner } from "./owner.ts";

/** The ID token's claims: certain when the scope names `openid`, absent when it does not, possible when the scope is not a literal. */
export type ClaimsForScope<Scope extends string> = Scope extends unknown
  ? string extends Scope
    ? IdToken | undefined
    : ` ${Scope} ` extends `${string} openid ${string}`
      ? IdToken
      : undefined
  : never;

/** What starting an authorization may be given besides its parameters. */
export interface AuthorizationCallOptions extends CallOptions, Pick<StartAuthorizationOptions, "appState"> {}

/** What finishing an authorization may be given. */
export interface FinishAuthorizationOptions extends CallOptions {
  /** Resources to narrow the access token to. */
  readonly resource?: readonly string[] | undefined;
  /** Permissions to narrow the access token to, of those that were asked for. */
  readonly authorizationDetails?: readonly AuthorizationDetail[] | undefined;
}

/** Logging users in: the code flow. */
export interface AuthorizationMethods<Custom = undefined> {
  /**
   * Starts an authorization: makes state, nonce and PKCE, pushes or signs the request where that is asked for, and gives the URL to
   * send the browser to.
   * @throws ConfigurationError or ValidationError `ERR_VALIDATION_REQUEST` before the browser goes anywhere; for a pushed request
   * OAuthError when the server refuses it, and TransportError
   * @see OpenID Connect Core §3.1.2.1
   */
  readonly startAuthorization: <Scope extends string = "openid">(
    parameters?: AuthorizationParameters<Scope>,
    options?: AuthorizationCallOptions,
  ) => Promise<StartedAuthorization<Scope>>;
  /**
   * Finishes an authorization: checks the response against its transaction, redeems the code, verifies the ID token.
   * @throws OAuthError `ERR_OAUTH_AUTHORIZATION` when the user or the server said no, VerificationError and ValidationError for a
   * response or token that must not be believed, and for claims that `idTokenClaims` refuses. Where the server's keys cannot be fetched, the code has
   * not been spent: call again. After any other failure start a new authorization.
   * @see OpenID Connect Core §3.1.2.5
   */
  readonly finishAuthorization: <Scope extends string>(
    callback: AuthorizationCallback,
    transaction: AuthorizationTransaction<Scope>,
    options?: FinishAuthorizationOptions,
  ) => Promise<LoginTokenSet<ClaimsForScope<Scope>, Custom>>;
  /**
   * Finishes an authorization of the implicit flow (`response_type` without `code`): checks the response, verifies the ID token in it.
   * Legacy: an access token from the browser may have leaked and is bound to nobody. Ask for a code where the server can.
   * @throws as {@link AuthorizationMethods.finishAuthorization}
   * @deprecated RFC 9700 §2.1.2 advises against tokens in the front channel.
   * @see OpenID Connect Core §3.2.2.8
   */
  readonly finishImplicitAuthorization: (
    callback: AuthorizationCallback,
    transaction: AuthorizationTransaction,
    options?: Pick<CallOptions, "signal">,
  ) => Promise<FrontChannelResponse>;
}

/** Creates the methods of the code flow. */
export function createAuthorizationMethods<Custom>(owner: ClientOwner): AuthorizationMethods<Custom> {
  return {
    async startAuthorization<Scope extends string = "openid">(
      parameters: AuthorizationParameters<Scope> = {},
      { extra, signal, appState }: AuthorizationCallOptions = {},
    ) {
      checkAuthorizationParameters(parameters);
      const asked = { ...parameters, ...owner.profile?.startAuthorization?.(parameters) };
      const context = await owner.contextFor(signal);
      return startAuthorization(context, asked, { ...readDelivery(owner.options), extra, signal, appState });
    },
    finishAuthorization: (callback, transaction, call = {}) =>
      finishAuthorization(owner, { callback, transaction }, call),
    async finishImplicitAuthorization(callback, transaction, { signal } = {}) {
      const { received } = await receiveResponse(owner, { callback, transaction }, { signal, withCode: false });
      return received;
    },
  };
}

interface Answered<Scope extends string = string> {
  readonly callback: AuthorizationCallback;
  readonly transaction: AuthorizationTransaction<Scope>;
}

async function finishAuthorization<Scope extends string, Custom>(
  owner: ClientOwner,
  answered: Answered<Scope>,
  call: FinishAuthorizationOptions,
): Promise<LoginTokenSet<ClaimsForScope<Scope>, Custom>> {
  const { transaction } = answered;
  const { context, received } = await receiveResponse(owner, answered, { ...call, withCode: true });
  const { response: authorization, claims: frontChannelClaims } = received;
  if (!hasCode(authorization)) throw new TypeError("The response type and the checked response differ.");
  const { response, claims, receivedAt } = await authorizationCodeGrant(
    context,
    { authorization, transaction },
    { ...call, frontChannelClaims, requireAuthTime: owner.options.client.require_auth_time },
  );
  const { issuer } = context.metadata;
  const { dpop } = context;
  const tokens = createTokenSet(response, { claims: claims as ClaimsForScope<Scope>, issuer, dpop, receivedAt });
  return withCustomClaims(tokens, owner.options.idTokenClaims);
}

/** Reads what came back, in the way that the transaction says, and checks it. */
async function receiveResponse(
  { options, contextFor }: ClientOwner,
  { callback, transaction }: Answered,
  { signal, withCode }: Pick<CallOptions, "signal"> & { readonly withCode: boolean },
): Promise<{ readonly context: ExchangeContext; readonly received: FrontChannelResponse }> {
  checkTransactionShape(transaction);
  requireMethod(transaction, withCode);
  const context = await contextFor(signal);
  const { transactionLifetimeSeconds: lifetimeSeconds = 3600, timeoutMs = defaultTimeoutMs } = options;
  checkTransactionAge(transaction, { ...context, lifetimeSeconds, nowMs: context.clock() });
  const parameters = await readCallback(callback, transaction, { timeoutMs, signal });
  const requireAuthTime = options.client.require_auth_time;
  return {
    context,
    received: await readFrontChannelResponse(context, parameters, transaction, { signal, requireAuthTime }),
  };
}

/** Codes are redeemed, responses without one are not: each has its method. */
function requireMethod({ responseType }: AuthorizationTransaction, withCode: boolean): void {
  if (readResponseType(responseType).parameters.includes("code") === withCode) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The authorization asked for response_type=${responseType ?? "code"}.`,
    parameter: "transaction",
    remedy: `Finish it with ${withCode ? "finishImplicitAuthorization" : "finishAuthorization"}.`,
  });
}
