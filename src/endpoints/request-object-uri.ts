import { mediaTypes } from "../constants/media-types.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { sha256Base64url } from "../jose/hash.ts";
import { isSecureUrl, parseUrl } from "../util/url.ts";

/** A request object as the client's own server hands it out. */
export interface HostedRequestObject {
  /** The value of the parameter `request_uri`. */
  readonly requestUri: string;
  /** The body of the answer at its URL. */
  readonly body: string;
  /** The media type of the answer. */
  readonly contentType: typeof mediaTypes.requestObject;
}

/** What a request URI may be given. */
export interface RequestUriOptions {
  /**
   * Whether another object may stand at the same URL later, for example because the URL is registered at the server. The URI then
   * carries the digest of this one as its fragment, so that the server does not use a copy of the other. Default `false`.
   */
  readonly contentMayChange?: boolean | undefined;
}

/**
 * Makes what is needed to pass a request object by reference: the parameter `request_uri`, and the answer that the server fetches.
 * @param url - where the client's own server will hand the object out: `https` (`http` on a loopback host), without fragment
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a URL that servers do not fetch, or longer than 512 characters
 * @see RFC 9101 §5.2
 * @see OpenID Connect Core §6.2
 */
export async function createRequestUri(
  url: string,
  requestObject: string,
  { contentMayChange = false }: RequestUriOptions = {},
): Promise<HostedRequestObject> {
  const parsed = parseUrl(url);
  if (parsed === undefined || !isSecureUrl(parsed) || url.includes("#")) {
    throw wrongUrl("The URL of a request object must be an absolute https URL without fragment.");
  }
  const requestUri = contentMayChange ? `${url}#${await sha256Base64url(requestObject)}` : url;
  if (requestUri.length > maxLength || /[^\x21-\x7e]/.test(requestUri)) {
    throw wrongUrl(`A request_uri must have at most ${maxLength} ASCII characters, this one has ${requestUri.length}.`);
  }
  return Object.freeze({ requestUri, body: requestObject, contentType: mediaTypes.requestObject });
}

function wrongUrl(message: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message,
    parameter: "url",
    specification: specification("rfc9101", "5.2"),
  });
}

const maxLength = 512;
