import { normalizeProofTarget } from "../dpop/proof-target.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { hasRewrittenCharacters, parseUrl } from "../util/url.ts";

/**
 * The URL to which a client sent its request: the request's own, or the public one of the server with the path of the request.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a request that has a path only where no base is given
 * @throws ValidationError `ERR_VALIDATION_RECEIVED_REQUEST` for a target that no proof can be about
 * @see RFC 9449 §4.3
 */
export function publicUrl(url: string, baseUrl: string | undefined): string {
  if (baseUrl === undefined && url.startsWith("/")) throw unusable("must be given for requests that have a path only");
  const sentTo = baseUrl === undefined || hasRewrittenCharacters(url) ? url : onBase(url, baseUrl);
  // A client writes what it likes into its request: that is its fault, and not one of this server.
  if (sentTo === undefined || normalizeProofTarget(sentTo) === undefined) throw unreadable();
  return sentTo;
}

function onBase(url: string, baseUrl: string): string | undefined {
  const path = url.startsWith("/") ? url : /^https?:\/\/[^/?#]*(.*)$/.exec(parseUrl(url)?.href ?? "")?.[1];
  return path === undefined ? undefined : (baseUrl.endsWith("/") ? baseUrl.slice(0, -1) : baseUrl) + path;
}

function unreadable(): ValidationError {
  const message = "must be a path, or an http or https URL without credentials, white space and backslashes";
  const rule = specification("rfc9449", "4.3");
  const issue = { pointer: "/url", keyword: "format", message, specification: rule, tolerances: [] };
  return new ValidationError("ERR_VALIDATION_RECEIVED_REQUEST", { messageName: "resource request", issues: [issue] });
}

/**
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a base that is no URL of a server
 */
export function checkBaseUrl(baseUrl: string | undefined): void {
  if (baseUrl === undefined) return;
  const url =
    typeof baseUrl === "string" && !/[?#]/.test(baseUrl) && !hasRewrittenCharacters(baseUrl)
      ? parseUrl(baseUrl)
      : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "")
    throw unusable("must be an absolute http or https URL without credentials, query, fragment and white space");
}

function unusable(rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `baseUrl ${rule}.`, parameter: "baseUrl" });
}
