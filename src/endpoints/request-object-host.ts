import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { type Clock, systemClock } from "../util/clock.ts";
import { type RandomSource, randomBase64url, systemRandom } from "../util/random.ts";
import { isSecureUrl, parseUrl } from "../util/url.ts";
import { createRequestUri, type HostedRequestObject } from "./request-object-uri.ts";

/** How request objects are kept for the server to fetch. */
export interface RequestObjectHostOptions {
  /** URL below which this process answers GET requests of the server: `https://app.example.com/request-objects`. */
  readonly baseUrl: string;
  /** How long an object waits to be fetched, in seconds. Default 300. */
  readonly lifetimeSeconds?: number | undefined;
  /** How many objects are kept; the oldest make room. Default 1000. */
  readonly maxObjects?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: RandomSource | undefined;
}

/** Where request objects wait for the server. An implementation of `put` alone may keep them anywhere. */
export interface RequestObjectHost {
  /** Keeps an object and gives its `request_uri`. */
  readonly put: (requestObject: string) => Promise<string>;
  /** Answers a request of the server: the object, once, or 404; 405 for another method than GET. */
  readonly respond: (request: Pick<Request, "method" | "url">) => Response;
}

/**
 * Creates a host of request objects in the memory of this process. Each object has a URL that cannot be guessed, is handed out once,
 * and is forgotten when its time is up. Where several processes answer, give them a `put` of your own over a shared store.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 * @see RFC 9101 §5.2
 * @see OpenID Connect Core §6.2
 */
export function createRequestObjectHost(options: RequestObjectHostOptions): RequestObjectHost {
  const { baseUrl, lifetimeSeconds = 300, maxObjects = 1000, clock = systemClock, random = systemRandom } = options;
  requirePositive("lifetimeSeconds", lifetimeSeconds);
  requirePositive("maxObjects", maxObjects);
  const prefix = readPrefix(baseUrl);
  const kept = new Map<string, KeptObject>();

  async function put(requestObject: string): Promise<string> {
    const id = randomBase64url(idOctets, random);
    const object = await createRequestUri(`${prefix}${id}`, requestObject);
    const now = clock();
    for (const [name, { expiresAt }] of kept) if (expiresAt <= now || kept.size >= maxObjects) kept.delete(name);
    kept.set(id, { object, expiresAt: now + lifetimeSeconds * 1000 });
    return object.requestUri;
  }

  function respond({ method, url }: Pick<Request, "method" | "url">): Response {
    if (method !== "GET") return new Response(null, { status: 405, headers: { ...headers, allow: "GET" } });
    // Anybody can ask for a path that is no URL (`//`): there is nothing at it.
    const id = parseUrl(url, prefix)?.pathname.split("/").at(-1) ?? "";
    const found = kept.get(id);
    kept.delete(id);
    if (found === undefined || found.expiresAt <= clock()) return new Response(null, { status: 404, headers });
    const { body, contentType } = found.object;
    return new Response(body, { status: 200, headers: { ...headers, "content-type": contentType } });
  }

  return Object.freeze({ put, respond });
}

interface KeptObject {
  readonly object: HostedRequestObject;
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
}

function readPrefix(baseUrl: string): string {
  const url = typeof baseUrl === "string" && !/[?#]/.test(baseUrl) ? parseUrl(baseUrl) : undefined;
  if (url !== undefined && isSecureUrl(url)) return `${url.href.replace(/\/$/, "")}/`;
  throw wrongOption("baseUrl", "must be an absolute https URL without query and fragment");
}

function requirePositive(parameter: string, value: number): void {
  if (!Number.isSafeInteger(value) || value <= 0) throw wrongOption(parameter, "must be a whole number, one or more");
}

function wrongOption(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${parameter} ${rule}.`,
    parameter,
    specification: specification("rfc9101", "5.2"),
  });
}

const headers = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
const idOctets = 32;
