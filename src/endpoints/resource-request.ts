import { authenticationSchemes } from "../constants/authentication-schemes.ts";
import { headerFields } from "../constants/header-fields.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { errorExplanation } from "../exchange/error-explanation.ts";
import { discardBody } from "../http/body.ts";
import { createHttpPolicy } from "../http/policy.ts";
import { checkEndpoint } from "../http/send.ts";
import { sendResourceRequest } from "../http/send-resource.ts";
import type { HttpOptions } from "../http/types.ts";
import {
  authorizationHeaders,
  isProofDue,
  type PresentableToken,
  presentAccessToken,
  requireTokenKey,
  type TokenPresenter,
} from "./access-token.ts";

/** A request to a protected resource, in the words of the Fetch API. */
export interface ResourceRequest {
  /** `https`, or `http` on a loopback host. */
  readonly url: string | URL;
  /** Default `GET`. */
  readonly method?: string | undefined;
  /** Header fields; `authorization` and `dpop` are set here and refused. */
  readonly headers?: HeadersInit | undefined;
  /** What can be sent twice. A stream cannot: then a demand for a nonce is not met, and its answer is what comes back. */
  readonly body?: BodyInit | null | undefined;
  /** Ends the call, and the reading of the answer's body, early. */
  readonly signal?: AbortSignal | undefined;
  /** `manual`: an answer that redirects comes back as it is. It is followed in neither case. Default `error`. */
  readonly redirect?: "error" | "manual" | undefined;
}

/** How resources are reached. The options of a client fit. */
export interface ResourceReach
  extends TokenPresenter,
    Pick<HttpOptions, "fetch" | "timeoutMs" | "httpSignatures" | "observe"> {}

/** A request to a resource as it travels. Holds the token. */
export interface BuiltResourceRequest {
  readonly url: string;
  readonly method: string;
  /** All header fields, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Builds a request with an access token, for a program that sends it itself: the scheme is that of the token, and a bound token comes with a proof that is good
 * for this one request. Show the answer to `dpop.learn`, and follow no redirect.
 * @throws ConfigurationError as {@link fetchProtectedResource}
 * @see RFC 9449 §7.1
 * @see RFC 6750 §2.1
 */
export async function buildResourceRequest(
  { dpop, clock, random }: TokenPresenter,
  token: PresentableToken,
  request: Omit<ResourceRequest, "body" | "signal" | "redirect">,
): Promise<BuiltResourceRequest> {
  const { url, method, headers } = readRequest(request);
  checkEndpoint({ url, endpointName });
  const { accessToken, tokenType } = readToken(token);
  requireTokenKey(token, dpop);
  const isBound = isProofDue(dpop, tokenType);
  const scheme = isBound ? authenticationSchemes.dpop : authenticationSchemes.bearer;
  const proof = isBound ? await dpop?.createProof({ method, url, accessToken, clock, random }) : undefined;
  const presented = { ...authorizationHeaders(accessToken, scheme), ...(proof === undefined ? {} : { dpop: proof }) };
  return Object.freeze({ url, method, headers: Object.freeze({ ...headers, ...presented }) });
}

/**
 * Calls a protected resource with an access token: as bearer token or, for a bound one, with a proof of its key. Where the resource demands a nonce, the request is
 * made a second time with it, if its body can be sent twice. Other answers come back as they are, whatever their status, with the body unread;
 * `readResourceChallenge` explains a 401. The deadline is for the beginning of the answer.
 * @param reach - the options of a client, or `{ dpop }`
 * @param token - a token set, or `{ response: { access_token, token_type } }`
 * @throws ConfigurationError before anything is sent: `ERR_CONFIGURATION_INSECURE_URL`; `ERR_CONFIGURATION_PARAMETER_RESERVED` for credentials among the header fields;
 * `ERR_CONFIGURATION_KEY` for a token that is bound to a key which is not `reach.dpop`; `ERR_CONFIGURATION_OPTION`
 * @throws TransportError when no answer arrives
 * @throws ResponseError `ERR_RESPONSE_REDIRECT`: the token goes nowhere but to the URL that you gave
 * @see RFC 9449 §7.1
 * @see RFC 9449 §9
 * @see RFC 6750 §2.1
 */
export async function fetchProtectedResource(
  reach: ResourceReach,
  token: PresentableToken,
  request: ResourceRequest,
): Promise<Response> {
  const { url, method, headers } = readRequest(request);
  const { body, signal, redirect } = request;
  const presentation = { method, url, ...readToken(token) };
  requireTokenKey(token, reach.dpop);
  const policy = createHttpPolicy({
    fetch: reach.fetch,
    timeoutMs: reach.timeoutMs,
    observe: reach.observe,
    explain: errorExplanation,
  });
  let former: Response | undefined;
  return presentAccessToken(reach, presentation, async (presented) => {
    if (former !== undefined && isStream(body)) return former;
    if (former !== undefined) discardBody(former);
    const all = { ...headers, ...presented };
    Object.assign(all, await reach.httpSignatures?.sign({ method, url, endpointName, headers: all, body }));
    former = await sendResourceRequest(policy, { method, url, endpointName, headers: all, body, signal, redirect });
    return former;
  });
}

function readToken({ response }: PresentableToken): { readonly accessToken: string; readonly tokenType: string } {
  const { access_token: accessToken, token_type: tokenType } = response ?? {};
  if (typeof accessToken === "string" && typeof tokenType === "string" && presentable.includes(tokenType.toLowerCase()))
    return { accessToken, tokenType };
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The token is no access token of the type Bearer or DPoP.",
    parameter: "token",
    specification: specification("rfc6749", "7.1"),
    remedy: "Pass a token set, or { response: { access_token, token_type } }.",
  });
}

function readRequest({ url, method = "GET", headers: given }: ResourceRequest): BuiltResourceRequest {
  const headers = readHeaders(given);
  for (const name of [headerFields.authorization, headerFields.dpop]) {
    if (headers[name] === undefined) continue;
    throw new ConfigurationError("ERR_CONFIGURATION_PARAMETER_RESERVED", {
      message: `The header field ${name} is made of the token.`,
      parameter: name,
      specification: specification("rfc9449", "7.1"),
      remedy: "Leave it out, or call fetch itself for a request with other credentials.",
    });
  }
  // Fetch itself writes these in upper case, all but PATCH, and a proof is for the method as it is sent.
  const upper = method.toUpperCase();
  if (!/^[!#$%&'*+.^_`|~0-9A-Z-]+$/.test(upper)) {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "method is no name of an HTTP method.",
      parameter: "method",
      specification: specification("rfc9110", "9.1"),
    });
  }
  return { url: String(url), method: usualMethods.includes(upper) ? upper : method, headers };
}

/** The platform's own error would quote the value. */
function readHeaders(given: HeadersInit | undefined): Readonly<Record<string, string>> {
  try {
    return Object.fromEntries(new Headers(given));
  } catch {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "headers has a name or a value that no header field can carry.",
      parameter: "headers",
    });
  }
}

/** Whether a body can be sent once only. */
export function isStream(body: ResourceRequest["body"]): boolean {
  return typeof body === "object" && body !== null && ("getReader" in body || Symbol.asyncIterator in body);
}

const endpointName = "resource";
const presentable: readonly string[] = ["bearer", "dpop"];
const usualMethods: readonly string[] = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];
