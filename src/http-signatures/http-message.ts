import { ConfigurationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import { parseUrl } from "../util/url.ts";

/** Header fields: what the Fetch API gives, or an object with names in any case, as `headers` and `headersDistinct` of Node have them. */
export type HeaderFields = Pick<Headers, "get"> | Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request as it is sent or was received. */
export interface RequestMessage {
  readonly method: string;
  /** The absolute URL. A server behind a proxy gives the one that its callers use. */
  readonly url: string;
  readonly headers: HeaderFields;
  /** The body, in the content encoding that it is sent with. Left out where there is none. */
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined;
}

/** A response as it is sent or was received. */
export interface ResponseMessage {
  readonly status: number;
  readonly headers: HeaderFields;
  /** The body, in the content encoding that it is sent with. Left out where there is none. */
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined;
}

/** A message that is signed, and the request that a response answers. */
export interface SignedMessage {
  readonly request?: RequestMessage | undefined;
  readonly response?: ResponseMessage | undefined;
}

/**
 * The value of a header field, trimmed; fields of one name combined in order. `undefined` where there is none.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for headers, or a field, of another type
 * @see RFC 9421 §2.1
 */
export function fieldOf(headers: HeaderFields, name: string): string | undefined {
  const value = hasGet(headers) ? headers.get(name) : joined(headers, name);
  return value === null ? undefined : value.replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, "");
}

/**
 * The octets of a body; `undefined` where there is none, or it is empty.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a stream, or another body whose octets are not at hand
 */
export function bodyOctets({ body }: Pick<RequestMessage, "body">): Uint8Array<ArrayBuffer> | undefined {
  // A Request without a body says null, whatever the types of its caller.
  if ((body ?? undefined) === undefined) return undefined;
  const octets = typeof body === "string" ? new TextEncoder().encode(body) : body;
  if (octets instanceof Uint8Array) return octets.length === 0 ? undefined : octets;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The body of the message must be text or a Uint8Array.",
    parameter: "body",
    remedy: "Read a stream first, and give { method, url, headers, body } in place of a Request.",
  });
}

/**
 * The URL of a request, as the platform sends it.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` where it is not absolute
 */
export function requireUrl({ url }: RequestMessage): URL {
  const parsed = parseUrl(url);
  if (parsed !== undefined && parsed.host !== "") return parsed;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The url of the request must be absolute.",
    parameter: "url",
    remedy: "Behind a proxy, build it from the address that callers use.",
  });
}

function hasGet(headers: HeaderFields): headers is Pick<Headers, "get"> {
  if (typeof headers === "object" && headers !== null) return typeof headers.get === "function";
  throw unreadable("The headers of the message must be Headers or an object.");
}

function joined(headers: Exclude<HeaderFields, Pick<Headers, "get">>, name: string): string | null {
  const values = Object.entries(headers).flatMap(([key, value]) =>
    key.toLowerCase() === name ? valuesOf(value, name) : [],
  );
  return values.length === 0 ? null : values.join(", ");
}

function valuesOf(value: string | readonly string[] | undefined, name: string): readonly string[] {
  if (value === undefined) return [];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map((text) => {
    if (typeof text === "string") return text.trim();
    throw unreadable(`The field ${printable(name, 80)} of the message must be text, or a list of texts.`);
  });
}

function unreadable(message: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message,
    parameter: "headers",
    specification: specification("rfc9421", "2.1"),
  });
}
