import type { IncomingMessage } from "node:http";
import { Agent, type AgentOptions, type RequestOptions, request as sendHttps } from "node:https";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createSecureContext } from "node:tls";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { FetchFunction } from "../http/types.ts";
import { parseUrl } from "../util/url.ts";
import { decodeContent } from "./content-encoding.ts";

/** A certificate or key: PEM text, or the octets of a file. */
export type PemOrBytes = string | Uint8Array;

/** The client's certificate, and whom to believe. */
export interface MtlsFetchOptions {
  /** The client's certificate, with the certificates that issued it below it where there are any. PEM. */
  readonly cert: PemOrBytes;
  /** The private key of the certificate. PEM. */
  readonly key: PemOrBytes;
  /** Opens an encrypted private key. */
  readonly passphrase?: string | undefined;
  /** The certificate authorities that the server's certificate may come from. Default: those that Node trusts. */
  readonly ca?: PemOrBytes | readonly PemOrBytes[] | undefined;
  /** The oldest version of TLS to speak. Default `TLSv1.2`. */
  readonly minVersion?: "TLSv1.2" | "TLSv1.3" | undefined;
  /** Most connections to one host at a time; further calls wait. Default: no limit. */
  readonly maxConnections?: number | undefined;
}

/** A `fetch` that presents the client's certificate. */
export interface MtlsFetch extends FetchFunction {
  /** Closes the connections that are kept open. Idle ones do not keep the process running. */
  readonly close: () => void;
}

/**
 * Creates a `fetch` for Node that presents a client certificate, for `createClient({ fetch })` and everything else that takes
 * one. Certificate and key stay in memory and inside. Connections are kept open and used again; the server's certificate is
 * always verified, whatever the environment says. It follows no redirect, sends no cookie, speaks `https` only, and reads
 * and writes bodies as streams. For another certificate, make another one and close this.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_KEY` for a certificate and key that cannot be read or do not belong together,
 * `ERR_CONFIGURATION_OPTION` for another option that is wrong
 * @see RFC 8705 §2
 */
export function createMtlsFetch(options: MtlsFetchOptions): MtlsFetch {
  const agent = new Agent(readAgentOptions(options));
  const fetch = (url: string, init: RequestInit = {}): Promise<Response> => send(agent, url, init);
  return Object.freeze(Object.assign(fetch, { close: () => agent.destroy() }));
}

function readAgentOptions(options: MtlsFetchOptions): AgentOptions {
  const { passphrase, minVersion = "TLSv1.2", maxConnections = Infinity } = options;
  if (minVersion !== "TLSv1.2" && minVersion !== "TLSv1.3")
    throw wrongOption("minVersion", "must be TLSv1.2 or TLSv1.3");
  if (maxConnections !== Infinity && !(Number.isSafeInteger(maxConnections) && maxConnections > 0)) {
    throw wrongOption("maxConnections", "must be a whole number, one or more");
  }
  const identity = {
    cert: readPem("cert", options.cert),
    key: readPem("key", options.key),
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(options.ca === undefined ? {} : { ca: [options.ca].flat().map((ca) => readPem("ca", ca)) }),
    minVersion,
  };
  try {
    createSecureContext(identity);
  } catch (cause) {
    throw new ConfigurationError("ERR_CONFIGURATION_KEY", {
      message:
        "The client certificate and its private key cannot be used: one of them cannot be read, or they do not belong together.",
      specification: specification("rfc8705", "2"),
      parameter: "cert",
      remedy: "Give both as PEM, and the passphrase of an encrypted key.",
      cause,
    });
  }
  return { ...identity, keepAlive: true, maxSockets: maxConnections, rejectUnauthorized: true };
}

function readPem(parameter: string, value: unknown): string {
  if (typeof value === "string" && value !== "") return value;
  if (value instanceof Uint8Array && value.length > 0) return new TextDecoder().decode(value);
  throw wrongOption(parameter, "must be PEM text or the octets of a PEM file, not a path");
}

function wrongOption(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

async function send(agent: Agent, url: string, init: RequestInit): Promise<Response> {
  const target = checkUrl(url);
  const signal = init.signal ?? undefined;
  signal?.throwIfAborted();
  const body = readRequestBody(init.body);
  const headers = readRequestHeaders(init.headers, body);
  const options: RequestOptions = {
    agent,
    method: init.method ?? "GET",
    headers,
    ...(signal === undefined ? {} : { signal }),
  };
  try {
    return readResponse(await exchange(target, options, body));
  } catch (error) {
    // What `fetch` does: the reason of the signal as it is, everything else as a TypeError with its cause.
    if (signal?.aborted === true) throw signal.reason;
    throw new TypeError("fetch failed", { cause: error });
  }
}

function checkUrl(url: string): URL {
  const target = parseUrl(String(url));
  if (target?.protocol === "https:" && target.username === "" && target.password === "") return target;
  throw new ConfigurationError("ERR_CONFIGURATION_INSECURE_URL", {
    message: "A client certificate is presented over https only, and the URL must not carry credentials.",
    specification: specification("rfc8705", "2"),
    parameter: "url",
  });
}

/** Sends the request; ends when the header of the answer has come. */
function exchange(target: URL, options: RequestOptions, body: RequestBody): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = sendHttps(target, options);
    request.once("response", resolve);
    // A connection that breaks after the answer began is told by the stream of its body.
    request.on("error", reject);
    if (body instanceof Readable) pipeline(body, request).catch(reject);
    else request.end(body);
  });
}

type RequestBody = Uint8Array | Readable | undefined;

function readRequestBody(body: unknown): RequestBody {
  if (body === undefined || body === null) return undefined;
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body instanceof URLSearchParams) return new TextEncoder().encode(body.toString());
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  if (isAsyncIterable(body)) return Readable.from(body, { objectMode: false });
  throw wrongOption("body", "must be text, octets, URLSearchParams or a stream of octets");
}

function isAsyncIterable(body: unknown): body is AsyncIterable<unknown> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}

function readRequestHeaders(given: RequestInit["headers"], body: RequestBody): Record<string, string> {
  const headers = new Headers(given);
  const refused = connectionFields.find((name) => headers.has(name));
  if (refused !== undefined) throw wrongOption(`headers.${refused}`, "belongs to the connection and cannot be given");
  if (!headers.has("accept")) headers.set("accept", "*/*");
  if (!headers.has("accept-encoding")) headers.set("accept-encoding", "identity");
  if (body instanceof Uint8Array) headers.set("content-length", String(body.byteLength));
  return Object.fromEntries(headers);
}

function readResponse(message: IncomingMessage): Response {
  // What fails before the body is read is kept for its reader only where somebody listens, and nobody else is to be told.
  message.on("error", ignore);
  const headers = new Headers();
  for (let index = 0; index + 1 < message.rawHeaders.length; index += 2) {
    headers.append(message.rawHeaders[index] ?? "", message.rawHeaders[index + 1] ?? "");
  }
  const init = { status: message.statusCode ?? 0, statusText: message.statusMessage ?? "", headers };
  // A status that no Response can have ends the exchange; its connection must not stay open.
  if (init.status < 200 || init.status > 599) {
    message.destroy();
    throw new TypeError(`The server answered with the status ${init.status}.`);
  }
  if (!statusesWithoutBody.includes(init.status)) return new Response(streamBody(message, headers), init);
  message.resume();
  return new Response(null, init);
}

/** The body piece by piece, as fast as it is read; whoever cancels it closes the connection. */
function streamBody(message: IncomingMessage, headers: Headers): ReadableStream<Uint8Array> {
  const pieces = decodeContent(message, headers.get("content-encoding"))[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done === true) controller.close();
        else controller.enqueue(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
      },
      cancel() {
        message.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}

function ignore(): void {}

/** Fields that describe the connection or the framing of the message, which Node writes itself. */
const connectionFields: readonly string[] = [
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

const statusesWithoutBody: readonly number[] = [101, 204, 205, 304];
