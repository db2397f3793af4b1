import { specification } from "../errors/specification.ts";
import type { TextProblem } from "./text-problem.ts";
import { isLoopbackHost, parseUrl } from "./url.ts";

/** What kind of client registers a redirect URI. */
export interface RedirectUriOptions {
  /** A `native` application may also use the loopback interface by `http`, and schemes of its own. Default `web`. */
  readonly applicationType?: "web" | "native" | undefined;
}

/**
 * Finds out why a text must not be registered or used as a redirect URI; `undefined` when nothing speaks against it. It must be an absolute
 * URI of plain characters, without fragment, user information and wildcards in the host, and use `https`. A native application may use
 * `http` on the loopback interface, and a scheme that is its own because a domain name stands in it (`com.example.app:/callback`).
 *
 * @see RFC 6749 §3.1.2
 * @see RFC 8252 §7.1
 * @see RFC 8252 §7.3
 * @see RFC 9700 §2.6
 */
export function findRedirectUriProblem(
  uri: string,
  { applicationType = "web" }: RedirectUriOptions = {},
): TextProblem | undefined {
  const url = uriCharacters.test(uri) ? parseUrl(uri) : undefined;
  if (url === undefined) return problem("must be an absolute URI of the characters that URIs have", "rfc6749", "3.1.2");
  if (uri.includes("#")) return problem("must not have a fragment", "rfc6749", "3.1.2");
  if (url.username !== "" || url.password !== "") {
    return problem("must not have user information", "rfc9110", "4.2.4");
  }
  if (url.hostname.includes("*"))
    return problem("must name one host, because it is compared exactly", "rfc9700", "2.1");
  return findSchemeProblem(uri, url, applicationType);
}

/**
 * Whether a redirect URI that is sent is one that is registered: character by character, but for the port on a loopback address, which the system gives anew each time.
 *
 * @see RFC 8252 §7.3
 * @see RFC 9700 §2.1
 */
export function isSameRedirectUri(sent: string, registered: string): boolean {
  if (sent === registered) return true;
  const [one, other] = [withoutLoopbackPort(sent), withoutLoopbackPort(registered)];
  return one !== undefined && one === other;
}

/** An address on the loopback interface without its port, spelled as it came; `undefined` for any other. */
function withoutLoopbackPort(uri: string): string | undefined {
  const { host, rest = "" } = loopbackUri.exec(uri)?.groups ?? {};
  return host === undefined ? undefined : `${host}${rest}`;
}

function findSchemeProblem(uri: string, url: URL, applicationType: "web" | "native"): TextProblem | undefined {
  const hasAuthority = /^\/\/[^/?]/.test(uri.slice(url.protocol.length));
  if (url.protocol === "https:") return hasAuthority ? undefined : problem("must name a host", "rfc6749", "3.1.2");
  if (url.protocol === "http:") {
    if (applicationType === "native" && hasAuthority && isLoopbackHost(url.hostname)) return undefined;
    return problem("must use https, or http on the loopback interface of a native application", "rfc9700", "2.6");
  }
  if (applicationType === "web") return problem("must use https", "rfc9700", "2.6");
  return privateScheme.test(url.protocol)
    ? undefined
    : problem("must use a scheme that has the application's domain name in it", "rfc8252", "7.1");
}

function problem(message: string, document: string, section: string): TextProblem {
  return { message, specification: specification(document, section) };
}

/** The characters of RFC 3986, and the number sign that is refused by a name of its own. */
const uriCharacters = /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$/;
const privateScheme = /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:$/;
const loopbackUri = /^http:\/\/(?<host>127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?(?<rest>[/?].*)?$/;
