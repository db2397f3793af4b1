import type { AuthorizationRequest } from "../../generated/messages/authorization-request.ts";
import { buildAuthorizationUrl } from "../endpoints/authorization.ts";
import { type AuthorizationTransaction, hasOpenidScope } from "../endpoints/authorization-transaction.ts";
import { readRequestedClaims } from "../endpoints/requested-claims.ts";
import { readResponseMode, readResponseType } from "../endpoints/response-type.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { chooseIdTokenAlgorithms } from "../id-token/algorithms.ts";
import { calculateCodeChallenge, createCodeVerifier } from "../pkce.ts";
import { randomBase64url } from "../util/random.ts";
import type { ClientRegistration } from "./options.ts";

/** Members of the authorization request that the client makes itself, or that have a type of their own here. */
type MadeByClient = (typeof madeByClient)[number] | "response_mode" | "response_type" | "scope";

/** What an authorization may ask for. State, nonce and PKCE are made by the client; the rest of the request's members can be given. */
export interface AuthorizationParameters<Scope extends string = string>
  extends Omit<AuthorizationRequest, MadeByClient> {
  /** Space-delimited scope values. Default `openid`. */
  readonly scope?: Scope | undefined;
  /** What the authorization endpoint returns. Default `code`; every other value is legacy, because tokens in the browser can leak. */
  readonly response_type?: ResponseType | undefined;
  /** How the answer comes back. Default: in the query for `code`, in the fragment for everything else. */
  readonly response_mode?: "query" | "fragment" | "form_post" | undefined;
}

/** Values of `response_type` that a client can read the answer of. */
export type ResponseType =
  | "code"
  | "code id_token"
  | "code token"
  | "code id_token token"
  | "id_token"
  | "id_token token"
  | "token";

/** A started authorization: where to send the browser, and what to remember until it comes back. */
export interface StartedAuthorization<Scope extends string = string> {
  /** The URL to send the browser to. */
  readonly url: string;
  /** Keep it for `finishAuthorization`, in the user's own session. */
  readonly transaction: AuthorizationTransaction<Scope>;
}

/**
 * Builds the request of an authorization and the transaction that its answer is checked against.
 * @throws ConfigurationError for a redirect URI that is not the client's, a server that this client cannot ask, or no common
 * algorithm for ID tokens; ValidationError `ERR_VALIDATION_REQUEST` with every problem of the request
 */
export async function startAuthorization<Scope extends string>(
  context: ExchangeContext,
  registration: ClientRegistration,
  request: { readonly scope: Scope; readonly parameters: Omit<AuthorizationParameters, "scope"> } & Pick<
    CallOptions,
    "extra"
  >,
): Promise<StartedAuthorization<Scope>> {
  refuseUnsupported(context);
  const { scope, parameters, extra } = request;
  refuseMadeByClient(parameters);
  if (hasOpenidScope(scope)) checkAlgorithms(context);
  const redirectUri = chooseRedirectUri(registration, parameters.redirect_uri);
  const state = randomBase64url(32, context.random);
  const nonce = hasOpenidScope(scope) ? randomBase64url(32, context.random) : undefined;
  const codeVerifier = createCodeVerifier(context.random);
  const maxAge = parameters.max_age ?? registration.default_max_age;
  const { response_mode, response_type = "code", ...given } = parameters;
  const withCode = checkResponse(response_type, response_mode, scope);
  const message: AuthorizationRequest = {
    ...given,
    response_type,
    client_id: context.clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    ...(withCode ? { code_challenge: await calculateCodeChallenge(codeVerifier), code_challenge_method: "S256" } : {}),
    ...(nonce === undefined ? {} : { nonce }),
    ...(maxAge === undefined ? {} : { max_age: maxAge }),
    ...(response_mode === undefined ? {} : { response_mode }),
  };
  const url = buildAuthorizationUrl(context, message, { extra });
  const transaction: AuthorizationTransaction<Scope> = {
    issuer: context.metadata.issuer,
    clientId: context.clientId,
    redirectUri,
    scope,
    state,
    codeVerifier,
    createdAt: context.clock(),
    ...(nonce === undefined ? {} : { nonce }),
    ...(response_type === "code" ? {} : { responseType: response_type }),
    ...(response_mode === undefined ? {} : { responseMode: response_mode }),
    ...(maxAge === undefined ? {} : { maxAgeSeconds: maxAge }),
    ...readRequestedClaims(parameters.claims),
  };
  return Object.freeze({ url, transaction: Object.freeze(transaction) });
}

/** Callers without types: a request parameter that the client makes is refused, not sent. */
function refuseMadeByClient(parameters: object): void {
  const parameter = madeByClient.find((name) => Object.hasOwn(parameters, name));
  if (parameter === undefined) return;
  throw new ConfigurationError("ERR_CONFIGURATION_PARAMETER_RESERVED", {
    message: `The client makes ${parameter} itself.`,
    parameter,
    specification: specification("rfc6749", "4.1.1"),
  });
}

/** Only what can be read later is asked for. Tells whether the answer will have a code. */
function checkResponse(responseType: string, responseMode: string | undefined, scope: string): boolean {
  const { parameters } = readResponseType(responseType);
  readResponseMode(responseType, responseMode);
  if (!parameters.includes("id_token") || hasOpenidScope(scope)) return parameters.includes("code");
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "A response_type with id_token needs the scope openid.",
    parameter: "scope",
    specification: specification("oidc-core", "3.2.2.1"),
  });
}

/** A server that insists on pushed or signed requests would refuse this one after the user has been sent there; say so before. */
function refuseUnsupported({ metadata }: ExchangeContext): void {
  const [parameter, document, section] =
    metadata.require_pushed_authorization_requests === true
      ? (["require_pushed_authorization_requests", "rfc9126", "5"] as const)
      : metadata.require_signed_request_object === true
        ? (["require_signed_request_object", "rfc9101", "10.5"] as const)
        : [];
  if (parameter === undefined) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The server announces ${parameter}, which this version does not offer.`,
    parameter,
    specification: specification(document, section),
  });
}

/** Without a common algorithm no ID token could be accepted, which would be noticed only after the user has logged in. */
function checkAlgorithms({ metadata, idTokenAlgorithms }: ExchangeContext): void {
  chooseIdTokenAlgorithms({
    supported: metadata.id_token_signing_alg_values_supported,
    accepted: idTokenAlgorithms,
  });
}

function chooseRedirectUri({ redirect_uris = [] }: ClientRegistration, wanted: string | undefined): string {
  const [only] = redirect_uris;
  const chosen = wanted ?? (redirect_uris.length === 1 ? only : undefined);
  if (chosen !== undefined && (redirect_uris.length === 0 || redirect_uris.includes(chosen))) return chosen;
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

const madeByClient = [
  "client_id",
  "state",
  "nonce",
  "code_challenge",
  "code_challenge_method",
  "request",
  "request_uri",
] as const;
