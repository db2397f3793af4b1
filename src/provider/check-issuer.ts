import { ConfigurationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
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
  const spelled = url.href.replace(/\/$/, "");
  if (issuer !== spelled || !plainPath.test(url.pathname)) {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "issuer must be written as every client will compare it, with a path of plain segments.",
      parameter: "issuer",
      specification: specification("rfc8414", "2"),
      remedy: plainPath.test(url.pathname)
        ? `Write ${printable(spelled, longest)}.`
        : "Use letters, digits and - . _ ~ @ in each segment of the path, and no empty one.",
    });
  }
  if (isSecureUrl(url)) return;
  throw new ConfigurationError("ERR_CONFIGURATION_INSECURE_URL", {
    message: "issuer must use https, or http on the loopback interface.",
    parameter: "issuer",
    specification: specification("rfc8414", "2"),
  });
}

/** What a router and a client read alike: neither a pattern nor anything encoded. */
const plainPath = /^(?:\/|(?:\/[\w.~@-]+)+)$/;
const longest = 200;
