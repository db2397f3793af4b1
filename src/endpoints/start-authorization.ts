import type { DPoP } from "../dpop/dpop.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { chooseIdTokenAlgorithms } from "../id-token/algorithms.ts";
import { calculateCodeChallenge, createCodeVerifier } from "../pkce.ts";
import { randomBase64url } from "../util/random.ts";
import { isSameRedirectUri } from "../util/redirect-uri.ts";
import { checkAuthorizationDetailTypes } from "./authorization-details.ts";
import { type AuthorizationParameters, checkAuthorizationParameters } from "./authorization-parameters.ts";
import type { AuthorizationRegistration } from "./authorization-registration.ts";
import { type AuthorizationTransaction, hasOpenidScope } from "./authorization-transaction.ts";
import { type AuthorizationDelivery, deliverAuthorization } from "./deliver-authorization.ts";
import { chooseAuthorizationResponseAlgorithms } from "./jarm-algorithms.ts";
import type { RequestObjectMessage } from "./request-object.ts";
import { readRequestedClaims } from "./requested-claims.ts";
import { readResponseMode, readResponseType } from "./response-type.ts";

/** A started authorization: where to send the browser, and what to remember until it comes back. */
export interface StartedAuthorization<Scope extends string = string> {
  /** The URL to send the browser to; once, where the request was pushed. */
  readonly url: string;
  /** Until when the URL works, in milliseconds since 1970; `undefined` where nothing limits it. */
  readonly expiresAt: number | undefined;
  /** Keep it for `finishAuthorization`, in the user's own session. */
  readonly transaction: AuthorizationTransaction<Scope>;
}

/** What starting an authorization may be given. */
export interface StartAuthorizationOptions extends AuthorizationDelivery {
  /** Text of the application's own that comes back with the transaction, such as the page to show after the login. It is never sent. */
  readonly appState?: string | undefined;
}

/**
 * Starts an authorization: makes state, nonce and PKCE, binds the code to the context's DPoP key if it has one, brings the request on
 * its way (in the URL, pushed, or as a request object), and gives the transaction that its answer is checked against.
 * @throws ConfigurationError for a redirect URI that is not the client's, a server that this client cannot ask, no common algorithm for
 * ID tokens or response JWTs, or a type of authorization details that the server does not know; ValidationError
 * `ERR_VALIDATION_REQUEST` with every problem of the request; and as `fetchPushedAuthorization` where the request is pushed
 * @see OpenID Connect Core §3.1.2.1
 * @see RFC 9700 §2.1
 * @see RFC 9449 §10
 */
export async function startAuthorization<Scope extends string = "openid">(
  context: ExchangeContext,
  parameters: AuthorizationParameters<Scope> = {},
  options: StartAuthorizationOptions = {},
): Promise<StartedAuthorization<Scope>> {
  checkAuthorizationParameters(parameters);
  const { registration = {}, appState } = options;
  const { scope = "openid" as Scope, response_mode, response_type = "code", ...given } = parameters;
  const withCode = checkAnswer(context, { response_type, response_mode, scope });
  checkAuthorizationDetailTypes(context.metadata, given.authorization_details);
  checkAppState(appState);
  const redirectUri = chooseRedirectUri(registration, given.redirect_uri);
  const maxAge = given.max_age ?? registration.default_max_age;
  const binding = bindToKey(context, response_type, given.dpop_jkt);
  const nonce = hasOpenidScope(scope) ? randomBase64url(32, context.random) : undefined;
  const transaction: AuthorizationTransaction<Scope> = Object.freeze({
    issuer: context.metadata.issuer,
    clientId: context.clientId,
    redirectUri,
    scope,
    state: randomBase64url(32, context.random),
    codeVerifier: createCodeVerifier(context.random),
    createdAt: context.clock(),
    ...(nonce === undefined ? {} : { nonce }),
    ...(response_type === "code" ? {} : { responseType: response_type }),
    ...(response_mode === undefined ? {} : { responseMode: response_mode }),
    ...(maxAge === undefined ? {} : { maxAgeSeconds: maxAge }),
    ...readRequestedClaims(given.claims),
    ...(appState === undefined ? {} : { appState }),
    ...(binding?.dpop_jkt === undefined ? {} : { jkt: binding.dpop_jkt }),
  });
  const message: RequestObjectMessage = {
    ...given,
    response_type,
    client_id: context.clientId,
    redirect_uri: redirectUri,
    scope,
    state: transaction.state,
    ...(withCode ? await challengeOf(transaction) : {}),
    ...(nonce === undefined ? {} : { nonce }),
    ...(maxAge === undefined ? {} : { max_age: maxAge }),
    ...binding,
    ...(response_mode === undefined ? {} : { response_mode }),
  };
  const { url, expiresAt } = await deliverAuthorization(context, message, options);
  return Object.freeze({ url, expiresAt, transaction });
}

async function challengeOf({ codeVerifier }: AuthorizationTransaction): Promise<Partial<RequestObjectMessage>> {
  return { code_challenge: await calculateCodeChallenge(codeVerifier), code_challenge_method: "S256" };
}

interface Asked {
  readonly response_type: string;
  readonly response_mode: string | undefined;
  readonly scope: string;
}

/**
 * Only what can be read later is asked for: without a common algorithm no ID token and no response JWT could be accepted, which would be
 * noticed only after the user has logged in. Tells whether the answer will have a code.
 */
function checkAnswer(context: ExchangeContext, { response_type, response_mode, scope }: Asked): boolean {
  const { parameters } = readResponseType(response_type);
  const { isJwt } = readResponseMode(response_type, response_mode);
  if (isJwt) chooseAuthorizationResponseAlgorithms(context);
  if (hasOpenidScope(scope)) {
    chooseIdTokenAlgorithms({
      supported: context.metadata.id_token_signing_alg_values_supported,
      accepted: context.idTokenAlgorithms,
    });
  } else if (parameters.includes("id_token")) {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "A response_type with id_token needs the scope openid.",
      parameter: "scope",
      specification: specification("oidc-core", "3.2.2.1"),
    });
  }
  return parameters.includes("code");
}

function bindToKey(
  { dpop, metadata }: ExchangeContext,
  responseType: string,
  dpopJkt: string | undefined,
): ReturnType<DPoP["bindAuthorization"]> | undefined {
  return dpop?.bindAuthorization({ responseType, dpopJkt, metadata });
}

function checkAppState(appState: unknown): void {
  if (appState === undefined || typeof appState === "string") return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The appState must be text.",
    parameter: "appState",
    remedy: "Write other values as JSON text, or keep them beside the transaction.",
  });
}

function chooseRedirectUri({ redirect_uris = [] }: AuthorizationRegistration, wanted: string | undefined): string {
  const [only] = redirect_uris;
  const chosen = wanted ?? (redirect_uris.length === 1 ? only : undefined);
  const isOurs = (uri: string): boolean => redirect_uris.some((registered) => isSameRedirectUri(uri, registered));
  if (chosen !== undefined && (redirect_uris.length === 0 || isOurs(chosen))) return chosen;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message:
      chosen === undefined
        ? "The authorization has no redirect_uri."
        : "The redirect_uri is not one of client.redirect_uris.",
    parameter: "redirect_uri",
    specification: specification("rfc6749", "3.1.2.3"),
    remedy: "Pass redirect_uri, equal to one of client.redirect_uris, or register exactly one.",
  });
}
