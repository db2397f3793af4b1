import { ConfigurationError } from "../errors/families.ts";
import { parseUrl } from "../util/url.ts";

/**
 * The URL to which a client sent its request: the request's own, or the public one of the server with the path of the request.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a request that has a path only where no base is given
 * @see RFC 9449 §4.3
 */
export function publicUrl(url: string, baseUrl: string | undefined): string {
  if (baseUrl === undefined) {
    if (parseUrl(url) !== undefined) return url;
    throw unusable("must be given for requests that have a path only");
  }
  const path = url.startsWith("/") ? url : (parseUrl(url)?.href.replace(/^[^/]*\/\/[^/?#]*/, "") ?? "");
  return (baseUrl.endsWith("/") ? baseUrl.slice(0, -1) : baseUrl) + path;
}

/**
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a base that is no URL of a server
 */
export function checkBaseUrl(baseUrl: string | undefined): void {
  if (baseUrl === undefined) return;
  const url = typeof baseUrl === "string" && !/[?#]/.test(baseUrl) ? parseUrl(baseUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "")
    throw unusable("must be an absolute http or https URL without credentials, query and fragment");
}

function unusable(rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `baseUrl ${rule}.`, parameter: "baseUrl" });
}
