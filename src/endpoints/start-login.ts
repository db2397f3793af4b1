import { type LoginRequest, loginRequestSchema } from "../../generated/messages/login-request.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { type ExchangeContext, type ExtraParameters, requireSecureEndpoint } from "../exchange/context.ts";
import { encodeRequest } from "../exchange/request-message.ts";
import { chooseIdTokenAlgorithms } from "../id-token/algorithms.ts";
import { calculateCodeChallenge, createCodeVerifier } from "../pkce.ts";
import { randomBase64url } from "../util/random.ts";
import { appendQuery } from "../util/url.ts";
import { type AuthorizationTransaction, hasOpenidScope } from "./authorization-transaction.ts";

/** What a login may ask for. State, nonce and PKCE are made anew for it. */
export interface LoginParameters
  extends Pick<LoginRequest, "prompt" | "max_age" | "login_hint" | "ui_locales" | "acr_values"> {
  readonly redirect_uri: string;
  /** Space-delimited scope values, `openid` among them. Default `openid`. */
  readonly scope?: string;
}

/** A started login. */
export interface StartedLogin {
  /** The URL to send the browser to. */
  readonly url: string;
  /** Keep it for `finishLogin`, in the user's own session. */
  readonly transaction: AuthorizationTransaction;
}

/**
 * Starts a login at an OpenID provider with `response_type=code`: makes state, nonce and PKCE, binds the code to the context's DPoP key if it has one, and gives the URL to send the browser to and
 * the transaction that `finishLogin` checks the answer against. Whoever needs more (pushed requests, request objects, `claims`, other
 * response modes) uses `startAuthorization` of a client, which this is the small sister of.
 * @param options - `extra`: parameters of the provider's own
 * @throws ConfigurationError `ERR_CONFIGURATION_METADATA_MISSING`, `ERR_CONFIGURATION_INSECURE_URL`, `ERR_CONFIGURATION_OPTION` where no
 * algorithm for ID tokens is common, `ERR_CONFIGURATION_PARAMETER_RESERVED`; ValidationError `ERR_VALIDATION_REQUEST` with every problem of the parameters
 * @see OpenID Connect Core §3.1.2.1
 * @see RFC 9700 §2.1
 * @see RFC 9449 §10
 */
export async function startLogin(
  context: ExchangeContext,
  parameters: LoginParameters,
  { extra }: { readonly extra?: ExtraParameters | undefined } = {},
): Promise<StartedLogin> {
  const { metadata, clientId, random } = context;
  const { redirect_uri, scope = "openid", max_age } = parameters;
  const endpoint = "authorization_endpoint";
  if (typeof redirect_uri !== "string") throw noLogin("redirect_uri", "is missing");
  if (!hasOpenidScope(scope)) throw noLogin("scope", "must hold openid");
  const url = requireSecureEndpoint(metadata, endpoint);
  // Noticed only after the user has logged in otherwise.
  chooseIdTokenAlgorithms({
    supported: metadata.id_token_signing_alg_values_supported,
    accepted: context.idTokenAlgorithms,
  });
  const binding = context.dpop?.bindAuthorization({ responseType: "code", metadata }) ?? {};
  const nonce = randomBase64url(32, random);
  const transaction: AuthorizationTransaction = Object.freeze({
    issuer: metadata.issuer,
    clientId,
    redirectUri: redirect_uri,
    scope,
    state: randomBase64url(32, random),
    nonce,
    codeVerifier: createCodeVerifier(random),
    createdAt: context.clock(),
    ...(max_age === undefined ? {} : { maxAgeSeconds: max_age }),
    ...(context.dpop && { jkt: context.dpop.jkt }),
  });
  const message: LoginRequest = {
    ...parameters,
    response_type: "code",
    client_id: clientId,
    scope,
    state: transaction.state,
    nonce,
    code_challenge: await calculateCodeChallenge(transaction.codeVerifier),
    code_challenge_method: "S256",
  };
  const encoded = encodeRequest(loginRequestSchema, message, { extra, endpoint, reserved });
  return Object.freeze({ url: appendQuery(url, [...encoded, ...Object.entries(binding)]), transaction });
}

function noLogin(parameter: string, problem: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The ${parameter} of a login ${problem}.`,
    parameter,
    specification: specification("oidc-core", "3.1.2.1"),
  });
}

/** Parameters that would make the provider answer in a way that `finishLogin` does not expect. */
const reserved: readonly string[] = ["response_mode", "request", "request_uri", "claims", "dpop_jkt"];
