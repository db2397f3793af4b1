import { isStream } from "../endpoints/resource-request.ts";
import { parseUrl } from "../util/url.ts";

/** What `fetch` is called with, taken apart. */
export interface FetchRequest {
  /** Absolute where that was possible. */
  readonly url: string;
  readonly method: string;
  readonly headers: HeadersInit | undefined;
  readonly body: BodyInit | null | undefined;
  readonly signal: AbortSignal | undefined;
  readonly redirect: RequestRedirect;
  /** Whether it can be sent twice. */
  readonly isReplayable: boolean;
}

/** Takes apart what `fetch` is called with; what `init` has goes before what a `Request` has. The body of a `Request` is read, because it could be sent once only. */
export async function readFetchInput(
  input: string | URL | Request,
  init: RequestInit = {},
  base?: string,
): Promise<FetchRequest> {
  const request = isRequest(input) ? input : undefined;
  const address = request?.url ?? String(input);
  const method = init.method ?? request?.method ?? "GET";
  // Firefox does not tell whether a request has a body; one without must not get an empty one.
  const isBodiless = request === undefined || request.body === null || /^(?:get|head)$/i.test(request.method);
  const ownBody = isBodiless ? undefined : request;
  const body = init.body === undefined && ownBody !== undefined ? await ownBody.arrayBuffer() : init.body;
  return {
    url: parseUrl(address, base)?.href ?? address,
    method,
    headers: init.headers ?? request?.headers,
    body,
    signal: init.signal ?? request?.signal,
    redirect: init.redirect ?? request?.redirect ?? "follow",
    isReplayable: !isStream(body),
  };
}

/** Structural, because a request may come from another realm. */
function isRequest(input: string | URL | Request): input is Request {
  return typeof input === "object" && "arrayBuffer" in input;
}
