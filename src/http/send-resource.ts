import { isAuthError } from "../errors/auth-error.ts";
import { discardBody } from "./body.ts";
import { type Call, withDeadline } from "./deadline.ts";
import { networkError } from "./network-error.ts";
import { type HttpPolicy, sendObserved } from "./policy.ts";
import { refuseRedirect } from "./redirect.ts";
import { checkEndpoint, isResponse, noResponse } from "./send.ts";

/** One request to a resource, ready to be sent. */
export interface ResourceHttpRequest {
  readonly method: string;
  readonly url: string;
  /** What the URL is, for messages. */
  readonly endpointName: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BodyInit | null | undefined;
  readonly signal: AbortSignal | undefined;
  /** `manual`: an answer that redirects is given like any other. Default `error`. */
  readonly redirect?: "error" | "manual" | undefined;
}

/**
 * Sends one request and gives its answer as soon as it begins: the body is the caller's to read, as long as it may take. No redirect is followed, because the
 * request carries a token.
 * @throws ConfigurationError `ERR_CONFIGURATION_INSECURE_URL` before anything is sent, when the URL is neither `https` nor `http` on loopback or carries credentials
 * @throws TransportError when no answer begins before the deadline
 * @throws ResponseError `ERR_RESPONSE_REDIRECT`
 * @see RFC 9700 §4.12
 */
export function sendResourceRequest(policy: HttpPolicy, request: ResourceHttpRequest): Promise<Response> {
  const endpoint = checkEndpoint(request);
  const limits = { timeoutMs: policy.timeoutMs, signal: request.signal, endpoint };
  return sendObserved(policy, request, (sent) =>
    withDeadline(limits, (call) => exchange(policy, sent, { call, endpoint })),
  );
}

interface Place {
  readonly call: Call;
  readonly endpoint: string;
}

async function exchange(
  policy: HttpPolicy,
  request: ResourceHttpRequest,
  { call, endpoint }: Place,
): Promise<Response> {
  const { fetch } = policy;
  let response: unknown;
  try {
    response = await fetch(request.url, createInit(request, call));
    if (!isResponse(response)) throw noResponse(endpoint);
    if (call.stopped) throw call.signal.reason;
    if (request.redirect !== "manual" || response.redirected) refuseRedirect(response, { url: request.url, endpoint });
    return response;
  } catch (error) {
    if (isResponse(response)) discardBody(response);
    throw isAuthError(error) ? error : networkError(error, call.phase, { endpoint, explain: policy.explain });
  }
}

function createInit({ method, headers, body, signal }: ResourceHttpRequest, call: Call): RequestInit {
  return {
    method,
    headers,
    redirect: "manual",
    // The deadline ends with the beginning of the answer; the caller's own signal goes on to end the reading of its body.
    signal: signal === undefined ? call.signal : AbortSignal.any([call.signal, signal]),
    // The platforms demand `duplex` beside a stream, and take it beside everything else.
    ...(body === undefined || body === null ? undefined : { body, duplex: "half" }),
  };
}
