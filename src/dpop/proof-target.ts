import { hasRewrittenCharacters, parseUrl } from "../util/url.ts";

/**
 * Brings the URL of a request, or an `htu`, to the one spelling in which two of them are compared: scheme and host in lower case, no default port, no
 * dot segments, an empty path as `/`, octets that need no escape unescaped, the escapes of others in capitals, no query, no fragment.
 * @returns `undefined` for what is no http or https URL, has credentials, or holds characters that readers take differently
 * @see RFC 9449 §4.3
 */
export function normalizeProofTarget(text: string): string | undefined {
  const url = hasRewrittenCharacters(text) ? undefined : parseUrl(text);
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "")
    return undefined;
  return url.origin + url.pathname.replaceAll(/%[0-9A-Fa-f]{2}/g, normalizeEscape);
}

function normalizeEscape(text: string): string {
  const character = String.fromCharCode(Number.parseInt(text.slice(1), 16));
  return /[A-Za-z0-9._~-]/.test(character) ? character : text.toUpperCase();
}
