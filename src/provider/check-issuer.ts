import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { isSecureUrl, parseUrl } from "../util/url.ts";

/**
 * Checks the identifier of a provider.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for what is no such URL; `ERR_CONFIGURATION_INSECURE_URL` for one without TLS
 * @see RFC 8414 §2
 */
export function checkIssuer(issuer: string): void {
  const url = typeof issuer === "string" ? parseUrl(issuer) : undefined;
  const isPlain =
    url !== undefined && url.search === "" && url.hash === "" && url.username === "" && url.password === "";
  if (url === undefined || !isPlain || issuer.endsWith("/") || issuer.includes("?") || issuer.includes("#")) {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "issuer must be an absolute URL without user information, query, fragment, and slash at the end.",
      parameter: "issuer",
      specification: specification("rfc8414", "2"),
    });
  }
  if (isSecureUrl(url)) return;
  throw new ConfigurationError("ERR_CONFIGURATION_INSECURE_URL", {
    message: "issuer must use https, or http on the loopback interface.",
    parameter: "issuer",
    specification: specification("rfc8414", "2"),
  });
}
