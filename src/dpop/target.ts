import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { parseUrl } from "../util/url.ts";

/** Where a request goes. */
export interface DPoPTarget {
  /** The origin whose nonces count. */
  readonly origin: string;
  /** The claim `htu`: what travels, without query and fragment. */
  readonly htu: string;
}

/**
 * Makes `htu` of a URL as it goes over the wire: scheme and host in lower case, without the scheme's own port, dot segments resolved, an empty path as `/`.
 * Percent-encoded octets stay as they are sent, because not every server normalises them.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for what is no http or https URL, or has credentials
 * @see RFC 9449 §4.2
 * @see RFC 9449 §4.3
 */
export function readDPoPTarget(url: string): DPoPTarget {
  const parsed = parseUrl(url);
  const isWeb = parsed?.protocol === "https:" || parsed?.protocol === "http:";
  if (parsed !== undefined && isWeb && parsed.username === "" && parsed.password === "") {
    return { origin: parsed.origin, htu: `${parsed.origin}${parsed.pathname}` };
  }
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "A proof needs the absolute http or https URL of its request, without credentials.",
    parameter: "url",
    specification: specification("rfc9449", "4.2"),
  });
}
