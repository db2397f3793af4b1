import type { InterceptingProvider } from "./intercept-fetch.ts";

/** What is used of a request of undici. */
export interface UndiciRequest {
  readonly origin?: string | URL | undefined;
  readonly path: string;
  readonly method: string;
  readonly headers?: unknown;
  readonly body?: unknown;
}

/** Stops a request of undici. */
export interface UndiciController {
  readonly aborted: boolean;
  readonly paused: boolean;
  readonly reason: Error | null;
  abort(reason: Error): void;
  pause(): void;
  resume(): void;
}

/** What is used of a handler of undici 7, which is told what happens. */
export interface UndiciHandler {
  onRequestStart?(controller: UndiciController, context: unknown): void;
  onResponseStart?(
    controller: UndiciController,
    statusCode: number,
    headers: Record<string, string | string[]>,
    statusMessage?: string,
  ): void;
  onResponseData?(controller: UndiciController, chunk: Uint8Array): void;
  onResponseEnd?(controller: UndiciController, trailers: Record<string, string | string[]>): void;
  onResponseError?(controller: UndiciController, error: Error): void;
}

/** An interceptor for `dispatcher.compose`. */
export type UndiciInterceptor = <Request extends UndiciRequest, Handler extends UndiciHandler>(
  dispatch: (request: Request, handler: Handler) => boolean,
) => (request: Request, handler: Handler) => boolean;

/**
 * Makes an interceptor for a dispatcher of undici 7, such as an `Agent` or a `MockAgent`: requests to the origin of the issuer are answered by the provider, all others
 * go on. `setGlobalDispatcher(new Agent().compose(createUndiciInterceptor(provider)))` serves the platform's `fetch` as well.
 */
export function createUndiciInterceptor(provider: InterceptingProvider): UndiciInterceptor {
  const { origin } = new URL(provider.issuer);
  return (dispatch) => (request, handler) => {
    if (request.origin === undefined || new URL(request.origin).origin !== origin) return dispatch(request, handler);
    const { controller, signal } = createController();
    handler.onRequestStart?.(controller, {});
    answer(provider, request, { controller, handler, signal }).catch((cause: unknown) =>
      handler.onResponseError?.(
        controller,
        cause instanceof Error ? cause : new Error("The request failed.", { cause }),
      ),
    );
    return true;
  };
}

interface Listener {
  readonly controller: UndiciController;
  readonly handler: UndiciHandler;
  readonly signal: AbortSignal;
}

async function answer(
  provider: InterceptingProvider,
  { path, method, headers, body }: UndiciRequest,
  { controller, handler, signal }: Listener,
): Promise<void> {
  const hasBody = method !== "GET" && method !== "HEAD";
  const init = { method, headers: readHeaders(headers), signal, redirect: "manual" as const };
  const url = new URL(path, provider.issuer);
  const response = await provider.fetch(url, hasBody ? { ...init, body: await readBody(body) } : init);
  const octets = new Uint8Array(await response.arrayBuffer());
  signal.throwIfAborted();
  const cookies = response.headers.getSetCookie();
  const fields = { ...Object.fromEntries(response.headers), ...(cookies.length > 0 && { "set-cookie": cookies }) };
  handler.onResponseStart?.(controller, response.status, fields, response.statusText);
  if (octets.length > 0) handler.onResponseData?.(controller, octets);
  handler.onResponseEnd?.(controller, {});
}

/** The answer is in memory as a whole, so there is nothing to pause. */
function createController(): { readonly controller: UndiciController; readonly signal: AbortSignal } {
  const aborting = new AbortController();
  let reason: Error | null = null;
  const controller: UndiciController = {
    get aborted() {
      return aborting.signal.aborted;
    },
    paused: false,
    get reason() {
      return reason;
    },
    abort(cause) {
      reason = cause;
      aborting.abort(cause);
    },
    pause: () => undefined,
    resume: () => undefined,
  };
  return { controller, signal: aborting.signal };
}

/** Header fields come as an object, as pairs, or as names and values in turn. */
function readHeaders(given: unknown): Headers {
  const headers = new Headers();
  const add = (name: unknown, value: unknown): void => {
    for (const each of Array.isArray(value) ? value : [value]) headers.append(String(name), String(each));
  };
  if (typeof given !== "object" || given === null) return headers;
  const parts: readonly unknown[] = isIterable(given) ? [...given] : Object.entries(given);
  if (parts.every(Array.isArray)) for (const [name, value] of parts) add(name, value);
  else for (let index = 0; index < parts.length; index += 2) add(parts[index], parts[index + 1]);
  return headers;
}

async function readBody(body: unknown): Promise<BodyInit> {
  if (body === null || body === undefined) return "";
  if (typeof body === "string" || body instanceof FormData) return body;
  if (ArrayBuffer.isView(body)) return new Uint8Array(copyOf(body));
  const chunks: BlobPart[] = [];
  if (isAsyncIterable(body)) for await (const chunk of body) chunks.push(toPart(chunk));
  return new Blob(chunks).arrayBuffer();
}

function toPart(chunk: unknown): BlobPart {
  return ArrayBuffer.isView(chunk) ? copyOf(chunk) : String(chunk);
}

function copyOf({ buffer, byteOffset, byteLength }: ArrayBufferView): ArrayBuffer {
  return new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength)).buffer;
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
