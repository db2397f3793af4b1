import { isLoopbackHost, parseUrl } from "../../util/url.ts";
import type { PageSources } from "./page-options.ts";

/** What a page needs beyond what every page may do. */
export interface PageNeeds {
  readonly nonce: string;
  /** URLs that the answer to a form may lead to. */
  readonly formTargets: readonly string[];
  /** URLs of pictures. */
  readonly pictures: readonly string[];
  /** What the configuration admits for all pages. */
  readonly sources: PageSources;
}

/**
 * Writes the policy of a page: nothing from anywhere, no frame around it, styles and scripts with the nonce. Where a form leads is a matter of all
 * redirects that follow, as Chromium reads it; so redirect URIs have to be in it.
 */
export function writeContentSecurityPolicy({ nonce, formTargets, pictures, sources }: PageNeeds): string {
  const own = `'nonce-${nonce}'`;
  const directives: Readonly<Record<string, readonly string[]>> = {
    "default-src": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "form-action": ["'self'", ...toSources(formTargets), ...(sources["form-action"] ?? [])],
    "style-src": [own, ...(sources["style-src"] ?? [])],
    "script-src": [own, ...(sources["script-src"] ?? [])],
    "img-src": ["'self'", "data:", ...toSources(pictures), ...(sources["img-src"] ?? [])],
    "font-src": sources["font-src"] ?? [],
    "connect-src": sources["connect-src"] ?? [],
  };
  return Object.entries(directives)
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => `${name} ${[...new Set(values)].join(" ")}`)
    .join("; ");
}

function toSources(urls: readonly string[]): readonly string[] {
  return urls.flatMap((url) => toSource(url) ?? []);
}

/**
 * The origin of a URL, or its scheme where that is the application's own. A source has no form for an IPv6 address; a native application that listens
 * there gets its scheme.
 */
function toSource(text: string): string | undefined {
  const url = parseUrl(text);
  if (url === undefined) return undefined;
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  if (!isWeb)
    return /^[a-z][a-z\d+.-]*:$/.test(url.protocol) && !unsafeSchemes.includes(url.protocol) ? url.protocol : undefined;
  if (!url.hostname.startsWith("[")) return /^[\w.-]+$/.test(url.hostname) ? url.origin : undefined;
  return isLoopbackHost(url.hostname) ? url.protocol : undefined;
}

const unsafeSchemes: readonly string[] = ["javascript:", "data:", "blob:", "about:", "file:", "filesystem:"];
