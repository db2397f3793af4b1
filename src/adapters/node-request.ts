import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { RequestHead } from "./contracts.ts";
import { createOwnUrl, type OwnUrlOptions } from "./own-url.ts";

/** A request of Node's server, as frameworks pass it on. */
export interface NodeRequest extends IncomingMessage {
  /** The target as it came, where a router has cut `url`. */
  readonly originalUrl?: string | undefined;
  /** What a body parser has made of the body. */
  readonly body?: unknown;
}

/** How a request of Node becomes one of the platform. */
export interface ToRequestOptions extends OwnUrlOptions {
  /** The answer to the request: where its connection ends early, `signal` of the request tells. */
  readonly outgoing?: ServerResponse | undefined;
  /** What a body parser has made of the body, where it has read that. Default: `body` of the request. */
  readonly parsedBody?: unknown;
  /** Leaves the body unread. Default `true`. */
  readonly withBody?: boolean | undefined;
}

/**
 * Turns a request of Node's server into a `Request`. Its URL is that of `baseUrl` with the path as it came; `Host` counts only where an option says so. The body is
 * read as a stream; one that a parser has read before is written again: text, octets, a form or JSON.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` where the own URL is not known, or for a body that is gone
 * @throws ValidationError `ERR_VALIDATION_RECEIVED_REQUEST` for a header field of the URL that cannot be read
 */
export function toRequest(incoming: NodeRequest, options: ToRequestOptions): Request {
  return createToRequest(options)(incoming, options);
}

/** Makes a function like {@link toRequest} that has looked at its options once. */
export function createToRequest(
  options: OwnUrlOptions,
): (
  incoming: NodeRequest,
  options?: Pick<ToRequestOptions, "outgoing" | "parsedBody" | "withBody"> & { readonly target?: string },
) => Request {
  const ownUrl = createOwnUrl(options);
  return (incoming, { outgoing, parsedBody = incoming.body, withBody = true, target = targetOf(incoming) } = {}) => {
    const { method = "GET", socket } = incoming;
    const header = (name: string): string | undefined => [incoming.headers[name]].flat().join(",") || undefined;
    const url = ownUrl(target, { isEncrypted: "encrypted" in socket && socket.encrypted === true, header });
    const headers = copyHeaders(incoming);
    const signal = outgoing === undefined ? null : abortWith(outgoing);
    const body = !withBody || method === "GET" || method === "HEAD" ? null : readBody(incoming, headers, parsedBody);
    return new Request(url, { method, headers, signal, body, ...(body === null ? {} : duplex) });
  };
}

/** The parts of a request that a resource server looks at. The URL has no host: the resource server knows its own. */
export function toHead(incoming: NodeRequest): RequestHead {
  return {
    method: incoming.method ?? "GET",
    url: targetOf(incoming),
    headers: incoming.headersDistinct ?? withAllCredentials(incoming),
  };
}

/** Requests of HTTP/2 have no `headersDistinct`, and of several credentials their `headers` keep the first alone: that there were more must show. */
function withAllCredentials({ headers, rawHeaders }: IncomingMessage): RequestHead["headers"] {
  const isName = (at: number): boolean => at % 2 === 0 && rawHeaders[at]?.toLowerCase() === "authorization";
  const authorization = (rawHeaders ?? []).filter((_, at) => isName(at - 1));
  return authorization.length > 1 ? { ...headers, authorization } : headers;
}

/** Whether there can be a `Request` like this: platforms know no `TRACE` and no `CONNECT`. */
export function isOrdinary({ method = "GET" }: Pick<IncomingMessage, "method">): boolean {
  return !/^(?:TRACE|CONNECT|TRACK)$/i.test(method);
}

/** The certificate of the client, where the connection has one. That the client holds its key is part of the handshake. */
export function readCertificate({ socket }: Pick<IncomingMessage, "socket">): Uint8Array<ArrayBuffer> | undefined {
  if (!("getPeerX509Certificate" in socket) || typeof socket.getPeerX509Certificate !== "function") return undefined;
  const certificate: unknown = socket.getPeerX509Certificate();
  const raw: unknown = Object(certificate).raw;
  return raw instanceof Uint8Array ? new Uint8Array(raw) : undefined;
}

function targetOf(incoming: NodeRequest): string {
  return incoming.originalUrl ?? incoming.url ?? "/";
}

function copyHeaders({ rawHeaders, headers: joined }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    // Fields of HTTP/2 that are none begin with a colon; those of cookies are joined with semicolons.
    if (!name.startsWith(":") && name.toLowerCase() !== "cookie") headers.append(name, rawHeaders[at + 1] ?? "");
  }
  if (joined.cookie !== undefined) headers.set("cookie", joined.cookie);
  return headers;
}

function abortWith(outgoing: ServerResponse): AbortSignal {
  const controller = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) controller.abort();
  });
  return controller.signal;
}

function readBody(incoming: IncomingMessage, headers: Headers, parsed: unknown): BodyInit | null {
  if (!incoming.readableDidRead && !incoming.readableEnded) return streamOf(incoming);
  headers.delete("content-length");
  headers.delete("content-encoding");
  if (typeof parsed === "string") return parsed;
  if (parsed instanceof Uint8Array) return new Uint8Array(parsed);
  if (typeof parsed !== "object" || parsed === null) return null;
  return headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") === true
    ? writeForm(parsed)
    : JSON.stringify(parsed);
}

/** Names that came several times stay so: that a parameter is repeated must not be lost. */
function writeForm(parsed: object): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parsed))
    for (const each of [value].flat()) form.append(name, String(each));
  return form;
}

/** The platform's stream and that of Node's types are one. */
function streamOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  const reader = Readable.toWeb(incoming).getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** Demanded by Node for a body that is a stream, and missing in the types of the platform. */
const duplex = { duplex: "half" } as const;
