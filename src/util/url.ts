import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";

/**
 * Parses an absolute URL, or one relative to a base, or gives `undefined`.
 * @param base - an absolute URL; without it, relative references are refused
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/**
 * Whether a host names this machine in a way that no resolver can redirect: `localhost`, `127.0.0.0/8` or `[::1]`.
 * Names below `.localhost` are left out, because not every resolver keeps them local.
 * @param hostname - the host as `URL.hostname` spells it: lower case, IPv6 in brackets, IPv4 in four decimal parts
 * @see RFC 8252 §8.3
 */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || loopbackIpv4.test(hostname);
}

/** Whether messages to this URL are protected: `https`, or `http` that never leaves this machine. */
export function isSecureUrl(url: URL): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopbackHost(url.hostname));
}

/**
 * Adds parameters to an endpoint's query, encoded as `application/x-www-form-urlencoded`, and keeps the query that the
 * endpoint already has, byte for byte.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` when the endpoint has a fragment, which it must not have
 * @see RFC 6749 §3.1
 */
export function appendQuery(endpoint: string, parameters: readonly (readonly [string, string])[]): string {
  if (endpoint.includes("#")) {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: `The URL ${urlForMessage(endpoint)} must not have a fragment.`,
      specification: specification("rfc6749", "3.1"),
    });
  }
  if (parameters.length === 0) return endpoint;
  const query = new URLSearchParams();
  for (const [name, value] of parameters) query.append(name, value);
  return `${endpoint}${separatorAfter(endpoint)}${query.toString()}`;
}

/** A URL as messages may show it: scheme, host and path; neither credentials nor query nor fragment. */
export function urlForMessage(url: string | URL): string {
  const parsed = typeof url === "string" ? parseUrl(url) : url;
  if (parsed === undefined) return "(not an absolute URL)";
  return `${parsed.protocol}${parsed.host === "" ? "" : `//${parsed.host}`}${parsed.pathname}`;
}

function separatorAfter(endpoint: string): string {
  if (!endpoint.includes("?")) return "?";
  return endpoint.endsWith("?") || endpoint.endsWith("&") ? "" : "&";
}

const loopbackIpv4 = /^127(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;

/**
 * Whether a text holds what URL parsing drops or rewrites: white space, control characters, a backslash. Two readers may take it
 * for two URLs.
 */
export function hasRewrittenCharacters(text: string): boolean {
  return /[^!-~\u0080-\uffff]|\\/.test(text);
}
