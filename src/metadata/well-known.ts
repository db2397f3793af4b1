import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { hasRewrittenCharacters, isSecureUrl, parseUrl } from "../util/url.ts";

/**
 * Gives the URL of an OpenID provider's metadata: the suffix is **appended** to the issuer, less one trailing slash.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` when the issuer is not an `https` URL (`http` on a loopback
 * host) or has a query, a fragment or credentials.
 * @see OpenID Connect Discovery §4.1
 */
export function openidConfigurationUrl(issuer: string): string {
  checkIssuer(issuer);
  return withoutTrailingSlash(issuer) + openidConfigurationSuffix;
}

/**
 * Gives the URL of an authorization server's metadata: the suffix is **inserted** between the issuer's host and its path,
 * less one trailing slash.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` when the issuer is not an `https` URL (`http` on a loopback
 * host) or has a query, a fragment or credentials.
 * @see RFC 8414 §3.1
 */
export function authorizationServerMetadataUrl(issuer: string): string {
  checkIssuer(issuer);
  const pathStart = issuer.indexOf("/", issuer.indexOf("//") + 2);
  const origin = pathStart === -1 ? issuer : issuer.slice(0, pathStart);
  const path = pathStart === -1 ? "" : issuer.slice(pathStart);
  return origin + authorizationServerMetadataSuffix + withoutTrailingSlash(path);
}

/**
 * Checks that a text can be an issuer identifier.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` when it is not an absolute `https` URL (`http` on a loopback
 * host), is the URL of metadata, or has a query, a fragment, credentials, white space or a backslash. The text itself is compared later, so nothing is normalised.
 * @see RFC 8414 §2
 */
export function checkIssuer(issuer: string): void {
  const url = typeof issuer === "string" ? parseUrl(issuer) : undefined;
  const problem = issuerProblems.find(([isBroken]) => isBroken(issuer, url))?.[1];
  if (problem === undefined) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `issuer ${problem}.`,
    parameter: "issuer",
    specification: specification("rfc8414", "2"),
    remedy: "Copy the issuer exactly as the server's metadata shows it, for example https://id.example.com.",
  });
}

function withoutTrailingSlash(text: string): string {
  return text.endsWith("/") ? text.slice(0, -1) : text;
}

type IssuerProblem = readonly [isBroken: (issuer: string, url: URL | undefined) => boolean, text: string];

/** In the order in which they are told; the raw text is looked at, because URL parsing forgives an empty query, fragment or user. */
const issuerProblems: readonly IssuerProblem[] = [
  [(issuer) => typeof issuer !== "string", "must be a string"],
  [(issuer) => issuer.includes("/.well-known/"), "must not be the URL of metadata"],
  [(issuer) => issuer.includes("?"), "must not have a query"],
  [(issuer) => issuer.includes("#"), "must not have a fragment"],
  [hasRewrittenCharacters, "must not hold white space, control characters or a backslash"],
  [(issuer) => /^[a-z]+:\/\/[^/]*@/i.test(issuer), "must not hold a user name or password"],
  [(issuer, url) => url === undefined || !/^https?:\/\/[^/]/i.test(issuer), "must be an absolute URL with a host"],
  [(_, url) => url === undefined || !isSecureUrl(url), "must be an https URL (http on a loopback host only)"],
];

const openidConfigurationSuffix = "/.well-known/openid-configuration";
const authorizationServerMetadataSuffix = "/.well-known/oauth-authorization-server";
