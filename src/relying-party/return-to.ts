import { parseUrl } from "../util/url.ts";

/**
 * A path of the application itself: begins with one slash, and no browser takes it for another host. Everything else, and what is longer than a cookie
 * should hold, becomes the fallback.
 * @param given - as it came from outside
 */
export function readReturnTo(given: string | null | undefined, fallback = "/"): string {
  return typeof given === "string" && isOwnPath(given) ? given : fallback;
}

/** Whether a text is a path on this origin, with or without query and fragment. */
export function isOwnPath(text: string): boolean {
  // Browsers drop tab and line breaks, and take a backslash for a slash.
  if (text.length > maxLength || !/^\/(?![/\\])[^\\\s\p{Cc}\p{Cf}\p{Cs}]*$/u.test(text)) return false;
  return parseUrl(text, anyOrigin)?.origin === anyOrigin && !parseUrl(text, anyOrigin)?.pathname.startsWith("//");
}

const anyOrigin = "https://own.invalid";
const maxLength = 1024;
