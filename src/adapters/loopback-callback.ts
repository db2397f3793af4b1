import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { equalConstantTime } from "../util/constant-time.ts";
import { parseUrl } from "../util/url.ts";
import type { LoopbackHost } from "./loopback-host.ts";

/** A server that listens. */
export interface LoopbackListener {
  readonly server: Server;
  /** `http://127.0.0.1:` and the port that was bound. */
  readonly origin: string;
}

/**
 * Binds a port of the loopback interface, before anybody is told of it.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a port in use, or an address that the machine does not have
 * @see RFC 8252 §7.3
 */
export async function listenOnLoopback({
  host,
  port,
}: {
  readonly host: LoopbackHost;
  readonly port: number;
}): Promise<LoopbackListener> {
  const server = createServer({
    requestTimeout: 10_000,
    headersTimeout: 10_000,
    connectionsCheckingInterval: 1000,
    maxHeaderSize: 32_768,
  });
  // Whoever opens connections and says nothing uses up those, not what the process may open.
  server.maxConnections = 100;
  try {
    server.listen(port, host === "[::1]" ? "::1" : host);
    await once(server, "listening");
  } catch (cause) {
    const parameter = port === 0 ? "host" : "port";
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: port === 0 ? `Nothing can listen at ${host}.` : `The port ${port} of ${host} is in use, or not allowed.`,
      parameter,
      specification: specification("rfc8252", "7.3"),
      remedy: port === 0 ? "Use the other loopback address." : "Leave port out: the system then gives a free one.",
      cause,
    });
  }
  const address = server.address();
  const bound = typeof address === "object" ? address?.port : undefined;
  return { server, origin: `http://${host}:${bound}` };
}

/** What is waited for. */
export interface AwaitedCallback {
  readonly origin: string;
  readonly path: string;
  readonly state: string;
  readonly signal: AbortSignal;
}

/** The request that was waited for; it has no answer yet. */
export interface ReceivedCallback {
  readonly query: URLSearchParams;
  /** Answers with a page, and ends when it has gone out, its reader has left, or the signal has aborted. It never rejects: what the page tells has happened already. */
  readonly answer: (status: number, html: string) => Promise<void>;
}

/**
 * Waits for the one GET request at the path whose `state` is right. Everything else is refused with a status and no word, and changes nothing: any
 * page and any program of the machine can send requests here.
 * @throws the reason of the signal
 * @see RFC 8252 §8.3
 */
export function waitForCallback(server: Server, awaited: AwaitedCallback): Promise<ReceivedCallback> {
  const { signal } = awaited;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    let isTaken = false;
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      const { status, query } = judge(request, awaited);
      if (status !== undefined || isTaken) {
        refuse(response, status ?? 410);
        return;
      }
      isTaken = true;
      signal.removeEventListener("abort", stop);
      resolve({ query, answer: (code, html) => send(response, { status: code, html, signal }) });
    });
  });
}

type Judgement =
  | { readonly status: number; readonly query?: undefined }
  | { readonly status?: undefined; readonly query: URLSearchParams };

function judge({ method, headers, url = "" }: IncomingMessage, { origin, path, state }: AwaitedCallback): Judgement {
  // A name that an attacker lets resolve to this machine stands in Host (DNS rebinding).
  if (headers.host !== origin.slice("http://".length)) return { status: 421 };
  const target = url.startsWith("/") ? parseUrl(`${origin}${url}`) : undefined;
  if (target === undefined || url.split("?", 1)[0] !== path) return { status: 404 };
  if (method !== "GET") return { status: 405 };
  const [received = "", ...more] = target.searchParams.getAll("state");
  if (more.length > 0 || !equalConstantTime(received, state)) return { status: 400 };
  return { query: target.searchParams };
}

function refuse(response: ServerResponse, status: number): void {
  const allow = status === 405 ? { allow: "GET" } : {};
  response.writeHead(status, { ...headerFields, ...allow, connection: "close" }).end();
}

interface Answer {
  readonly status: number;
  readonly html: string;
  readonly signal: AbortSignal;
}

async function send(response: ServerResponse, { status, html, signal }: Answer): Promise<void> {
  const gone = response.destroyed ? undefined : once(response, "close", { signal }).catch(() => undefined);
  response.writeHead(status, { ...headerFields, "content-type": "text/html; charset=utf-8", connection: "close" });
  response.end(html);
  await gone;
}

/** The URL holds a code: nothing keeps it, nothing is told of it, and nothing of the page runs. */
const headerFields: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};
