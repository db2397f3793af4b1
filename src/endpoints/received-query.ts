import { ConfigurationError } from "../errors/families.ts";
import { isRequest } from "../http/request-body.ts";
import { parseUrl } from "../util/url.ts";

/** What arrived at an address of the client by GET: its URL (absolute, or path and query as Node servers give it), its parameters, or the whole request. */
export type ReceivedQuery = string | URL | URLSearchParams | Request;

/** Where a query arrived. */
export interface QueryPlace {
  /** What the argument is called, for errors. */
  readonly parameter: string;
  /** An absolute URL, for text that is relative to it. */
  readonly base: string;
}

/**
 * Takes the parameters of a GET request.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for something else
 */
export function readReceivedQuery(received: ReceivedQuery, { parameter, base }: QueryPlace): URLSearchParams {
  if (received instanceof URLSearchParams) return received;
  const url = isRequest(received) && received.method === "GET" ? received.url : received;
  // Text that begins otherwise is a query without its question mark, which would be read as a path.
  const parsed =
    url instanceof URL ? url : typeof url === "string" && urlStart.test(url) ? parseUrl(url, base) : undefined;
  if (parsed !== undefined) return parsed.searchParams;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The ${parameter} is neither a URL, nor parameters, nor a GET request.`,
    parameter,
    remedy: "Pass the URL that was requested (req.url in Node), its URLSearchParams, or the Request itself.",
  });
}

const urlStart = /^(?:[/?]|[A-Za-z][A-Za-z0-9+.-]*:)/;
