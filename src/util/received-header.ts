/** Header fields of a request that came in: `Headers`, or an object of them as Node's `headers` or `headersDistinct` has it. */
export type ReceivedHeaders = Pick<Headers, "get"> | Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Every value that a header field came with, none when it is missing. `Headers` and Node's `headers` join fields of one name with
 * commas: a value whose grammar has no comma shows them by one. Of repeated `Authorization` fields Node's `headers` keeps the first
 * alone; `headersDistinct` keeps all.
 * @param name - in lower case
 * @see RFC 9110 §5.3
 */
export function readReceivedHeader(headers: ReceivedHeaders, name: string): readonly string[] {
  if (isHeaders(headers)) {
    const value = headers.get(name);
    return value === null ? [] : [value];
  }
  return Object.entries(headers).flatMap(([key, value]) =>
    value === undefined || key.toLowerCase() !== name ? [] : typeof value === "string" ? [value] : value,
  );
}

/** Structural, because headers may come from another realm or a polyfill. */
function isHeaders(headers: ReceivedHeaders): headers is Pick<Headers, "get"> {
  return typeof headers.get === "function";
}
