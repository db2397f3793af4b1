import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { parseUrl } from "../util/url.ts";

/** Where a token may be sent. */
export interface AuthorizedFetchTargets {
  /** The API: relative URLs are of it, and its origin is allowed. */
  readonly baseUrl?: string | URL | undefined;
  /** Further origins that may get the token, such as `https://api.example.com`. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** How many redirects within their origin a GET or HEAD follows. Default 3. */
  readonly maxRedirects?: number | undefined;
}

/** Makes sure, before anything is sent, that a URL may get the token. */
export function requireAllowed(url: string, origins: ReadonlySet<string>): void {
  if (origins.size === 0) throw noOrigins();
  const origin = originOf(parseUrl(url));
  if (origin !== undefined && origins.has(origin)) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The URL is of an origin that may not get the token: ${origin ?? "it is relative, and there is no baseUrl"}.`,
    parameter: "allowedOrigins",
    specification: specification("rfc6750", "5.3"),
    remedy: "Name the origin in allowedOrigins or baseUrl where it is meant; call fetch itself for everything else.",
  });
}

/** The origins that may get the token; none where no option says so. */
export function listOrigins({
  baseUrl,
  allowedOrigins = [],
  maxRedirects,
}: AuthorizedFetchTargets): ReadonlySet<string> {
  if (maxRedirects !== undefined && !(Number.isSafeInteger(maxRedirects) && maxRedirects >= 0)) {
    throw wrongOption("maxRedirects", "must be a whole number, 0 or more");
  }
  if (!Array.isArray(allowedOrigins)) throw wrongOption("allowedOrigins", "must be a list of origins");
  const origins = new Set<string>();
  for (const origin of allowedOrigins) {
    const parsed = parseUrl(String(origin));
    const isOrigin = parsed !== undefined && `${originOf(parsed)}/` === parsed.href;
    if (!isOrigin) throw wrongOption("allowedOrigins", "must have origins only, such as https://api.example.com");
    origins.add(parsed.origin);
  }
  if (baseUrl === undefined) return origins;
  const origin = originOf(parseUrl(String(baseUrl)));
  if (origin === undefined) throw wrongOption("baseUrl", "must be an absolute http or https URL");
  return origins.add(origin);
}

/** The origin that a request for a URL goes to; none for a URL without a server, such as `blob:`, which has the origin of the page that made it. */
export function originOf(url: URL | undefined): string | undefined {
  return url !== undefined && /^https?:$/.test(url.protocol) ? url.origin : undefined;
}

/** The error for an option that is wrong. */
export function wrongOption(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

/** The error where no option says who may get the token. */
export function noOrigins(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "Nobody is allowed to get the token: there is neither baseUrl nor allowedOrigins.",
    parameter: "baseUrl",
    specification: specification("rfc6750", "5.3"),
    remedy: "Give the URL of the API as baseUrl.",
  });
}
