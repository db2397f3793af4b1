import { ConfigurationError } from "../errors/families.ts";
import { parseUrl } from "../util/url.ts";

/** Header fields: what the Fetch API gives, or an object with names in any case. */
export type HeaderFields = Pick<Headers, "get"> | Readonly<Record<string, string>>;

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
 * @see RFC 9421 §2.1
 */
export function fieldOf(headers: HeaderFields, name: string): string | undefined {
  const value = hasGet(headers) ? headers.get(name) : joined(headers, name);
  return value === null ? undefined : value.replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, "");
}

/** The octets of a body; `undefined` where there is none, or it is empty. */
export function bodyOctets({ body }: Pick<RequestMessage, "body">): Uint8Array<ArrayBuffer> | undefined {
  const octets = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return octets === undefined || octets.length === 0 ? undefined : octets;
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
  return typeof headers.get === "function";
}

function joined(headers: Readonly<Record<string, string>>, name: string): string | null {
  const values = Object.entries(headers).flatMap(([key, value]) => (key.toLowerCase() === name ? [value.trim()] : []));
  return values.length === 0 ? null : values.join(", ");
}
