import { parseUrl } from "../util/url.ts";

/** What a path is held against. */
export interface ProxyPlace {
  readonly base: URL;
  readonly prefix: string;
  readonly paths: readonly string[] | undefined;
}

/**
 * The URL of the API for the URL of a request; `undefined` for what is not below the prefix, not allowed, or could be read as another path by the one who receives it.
 */
export function findTarget(requestUrl: string, { base, prefix, paths }: ProxyPlace): string | undefined {
  const request = parseUrl(requestUrl);
  if (request === undefined || !request.pathname.startsWith(`${prefix}/`)) return undefined;
  const path = request.pathname.slice(prefix.length);
  if (!isPlainPath(path)) return undefined;
  if (paths !== undefined && !paths.some((allowed) => path === allowed || path.startsWith(`${trim(allowed)}/`))) {
    return undefined;
  }
  const url = new URL(base);
  url.pathname = trim(base.pathname) + path;
  url.search = request.search;
  // What was joined must be what comes out: no dot segment, no other host.
  return url.origin === base.origin && url.pathname === trim(base.pathname) + path ? url.href : undefined;
}

/** No empty and no dot segments; no slash, backslash, dot, percent sign or control character in disguise. */
function isPlainPath(path: string): boolean {
  if (/\/\/|\\|%(?:2[eEfF]|5[cC]|25)|[\s\p{Cc}]/u.test(path)) return false;
  return path.split("/").every(isPlainSegment);
}

/** Servers cut parameters off behind a semicolon, some trim dots and spaces, and some fold characters that look like a dot or a slash into one. */
function isPlainSegment(segment: string): boolean {
  const decoded = decodeSegment(segment)?.normalize("NFKC");
  if (decoded === undefined || /[/\\\p{Cc}\p{Cf}]/u.test(decoded)) return false;
  const [name = ""] = decoded.split(";");
  return !/^[.\s]*\.[.\s]*$/.test(name);
}

/** `undefined` for octets that are not UTF-8: they may be a longer spelling of something else. */
function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function trim(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}
