/**
 * Reads from the header fields of an answer how long the server lets a document be kept: `max-age` of `Cache-Control`
 * less the `Age` of the answer. 0 where the server forbids keeping it (`no-store`, `no-cache`), `undefined` where it says nothing usable.
 *
 * Throws nothing: a field that cannot be read counts as absent. Of several `max-age` values the smallest is taken.
 *
 * @see RFC 9111 §4.2.1
 * @see RFC 9111 §5.2.2
 */
export function readMaxAgeSeconds(headers: Headers): number | undefined {
  const directives = parseCacheControl(headers.get("cache-control") ?? "");
  if (directives.has("no-store") || directives.has("no-cache")) return 0;
  const maxAge = directives.get("max-age");
  if (maxAge === undefined) return undefined;
  return Math.max(0, maxAge - (parseDeltaSeconds(headers.get("age") ?? "") ?? 0));
}

/** The directives by lower-case name; each with its smallest number of seconds, infinite where it has none. */
function parseCacheControl(field: string): ReadonlyMap<string, number> {
  const directives = new Map<string, number>();
  for (const [element] of field.matchAll(listElement)) {
    const [, name = "", quoted, plain = ""] = directive.exec(element.trim()) ?? [];
    const key = name.toLowerCase();
    const seconds = parseDeltaSeconds(quoted ?? plain);
    if (key === "max-age" && seconds === undefined) continue;
    directives.set(key, Math.min(directives.get(key) ?? Number.POSITIVE_INFINITY, seconds ?? Number.POSITIVE_INFINITY));
  }
  return directives;
}

/** Delta-seconds; values too large to represent are read as the largest the specification names (RFC 9111 §1.2.2). */
function parseDeltaSeconds(text: string): number | undefined {
  return /^[0-9]+$/.test(text) ? Math.min(Number(text), 2 ** 31) : undefined;
}

/** What lies between commas outside quoted strings. No two repetitions share a character and none can fail, so it takes linear time. */
const listElement: RegExp = /(?:"(?:[^"\\]|\\(?:[\s\S]|$))*(?:"|$)|[^",])+/g;
const directive: RegExp = /^([!#$%&'*+.^_`|~\w-]+)(?:=(?:"([^"]*)"|([^\s"]*)))?$/;
