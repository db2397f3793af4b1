import { parseUrl } from "../util/url.ts";

/**
 * A path of the application itself: begins with one slash, and no browser takes it for another host. It comes back as browsers spell it, in ASCII, because a header field carries
 * nothing else. Everything else, and what is longer than a cookie should hold, becomes the fallback.
 * @param given - as it came from outside
 */
export function readReturnTo(given: string | null | undefined, fallback = "/"): string {
  return (typeof given === "string" ? spellOwnPath(given) : undefined) ?? fallback;
}

/** Whether a text is a path on this origin, with or without query and fragment. */
export function isOwnPath(text: string): boolean {
  return spellOwnPath(text) !== undefined;
}

function spellOwnPath(text: string): string | undefined {
  // Browsers drop tab and line breaks, and take a backslash for a slash.
  if (text.length > maxLength || !/^\/(?![/\\])[^\\\s\p{Cc}\p{Cf}\p{Cs}]*$/u.test(text)) return undefined;
  const url = parseUrl(text, anyOrigin);
  if (url?.origin !== anyOrigin || url.pathname.startsWith("//")) return undefined;
  const path = url.pathname + url.search + url.hash;
  return path.length > maxLength ? undefined : path;
}

const anyOrigin = "https://own.invalid";
const maxLength = 1024;
