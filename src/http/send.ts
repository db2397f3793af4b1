import { isAuthError } from "../errors/auth-error.ts";
import { ConfigurationError } from "../errors/families.ts";
import { isSecureUrl, parseUrl, urlForMessage } from "../util/url.ts";
import { discardBody, readBody } from "./body.ts";
import { concealSecrets } from "./conceal.ts";
import { type Call, withDeadline } from "./deadline.ts";
import { networkError } from "./network-error.ts";
import { type HttpPolicy, sendObserved } from "./policy.ts";
import { refuseRedirect } from "./redirect.ts";
import type { HttpAnswer } from "./types.ts";

/** One request, ready to be sent. */
export interface HttpRequest {
  readonly method: string;
  /** The endpoint's URL as discovered. */
  readonly url: string;
  /** Metadata name of the endpoint, for messages: `token_endpoint`. */
  readonly endpointName: string;
  /** Header fields of this request, by lower-case name; they win over those of the policy. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** A smaller cap than the policy's, where the protocol has one. */
  readonly maxResponseBytes?: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Sends one request and reads its answer, under one deadline, without following redirects and within the size cap. It
 * does not look at the status: saying no is part of the protocol.
 * @throws ConfigurationError `ERR_CONFIGURATION_INSECURE_URL` before anything is sent, when the URL is neither `https`
 * nor `http` on loopback or carries credentials
 * @throws TransportError when no complete answer arrived
 * @throws ResponseError `ERR_RESPONSE_REDIRECT`, `ERR_RESPONSE_TOO_LARGE`; and what the signatures of the policy throw
 * @see RFC 6749 §3.2
 */
export function sendRequest(policy: HttpPolicy, request: HttpRequest): Promise<HttpAnswer> {
  const endpoint = checkEndpoint(request);
  const { timeoutMs, retry } = policy;
  const limits = { timeoutMs, signal: request.signal, endpoint };
  const sendOnce = (sent: HttpRequest, call: Call): Promise<HttpAnswer> => exchange(policy, sent, { call, endpoint });
  // What is not idempotent is never repeated, whatever the one who repeats thinks of it.
  if (retry === undefined || request.method !== "GET")
    return sendObserved(policy, request, (sent) => withDeadline(limits, (call) => sendOnce(sent, call)));
  return withDeadline(limits, (call) =>
    retry.run(request, call, () => sendObserved(policy, request, (sent) => sendOnce(sent, call))),
  );
}

async function exchange(policy: HttpPolicy, request: HttpRequest, { call, endpoint }: Place): Promise<HttpAnswer> {
  const { fetch, httpSignatures } = policy;
  const maxBytes = Math.min(policy.maxResponseBytes, request.maxResponseBytes ?? policy.maxResponseBytes);
  let response: unknown;
  const conceal = (text: string): string => concealSecrets(text, request);
  call.phase = "waiting for the answer to begin";
  try {
    const sent = { ...request, headers: { ...policy.headers, ...request.headers } };
    Object.assign(sent.headers, await httpSignatures?.sign(sent));
    response = await fetch(sent.url, createInit(sent, call));
    if (!isResponse(response)) throw noResponse(endpoint);
    // A fetch that ignores its signal may answer after the call has ended, with a body that nobody waits for.
    if (call.stopped) throw call.signal.reason;
    refuseRedirect(response, { url: request.url, endpoint });
    call.phase = "reading the body";
    const body = await readBody(response, { maxBytes, endpoint, call });
    const answer = Object.freeze({
      status: response.status,
      headers: response.headers,
      ...body,
      endpoint,
      conceal,
    });
    await httpSignatures?.verify?.(answer, sent);
    return answer;
  } catch (error) {
    if (isResponse(response)) discardBody(response);
    throw isAuthError(error) ? error : networkError(error, call.phase, { endpoint, explain: policy.explain, conceal });
  }
}

interface Place {
  readonly call: Call;
  readonly endpoint: string;
}

function createInit({ method, headers, body }: HttpRequest, call: Call): RequestInit {
  return {
    method,
    headers,
    redirect: "manual",
    signal: call.signal,
    ...(body === undefined ? undefined : { body }),
  };
}

/** The endpoint as messages show it, after its URL has been found safe to send to. */
export function checkEndpoint({ url, endpointName }: Pick<HttpRequest, "url" | "endpointName">): string {
  const parsed = parseUrl(url);
  const endpoint = `${endpointName} ${urlForMessage(parsed ?? url)}`;
  if (parsed !== undefined && isSecureUrl(parsed) && parsed.username === "" && parsed.password === "") return endpoint;
  throw new ConfigurationError("ERR_CONFIGURATION_INSECURE_URL", {
    message: `${endpointName} must be an https URL without credentials; plain http is allowed for localhost, 127.0.0.0/8 and [::1] only.`,
    parameter: endpointName,
    endpoint,
  });
}

/** Structural, because a response may come from another realm or a polyfill. */
export function isResponse(value: unknown): value is Response {
  if (typeof value !== "object" || value === null || !("status" in value) || !("headers" in value)) return false;
  const { status, headers } = value;
  return typeof status === "number" && typeof headers === "object" && headers !== null && "get" in headers;
}

/** The error for a `fetch` option that gives something else than a response. */
export function noResponse(endpoint: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The fetch option gave something that is no Response.",
    remedy: "It must return what the Fetch API returns: status, headers with get(), and a body.",
    parameter: "fetch",
    endpoint,
  });
}
