import { defaultMaxResponseBytes, defaultTimeoutMs, maxTimeoutMs } from "../constants/limits.ts";
import { ConfigurationError } from "../errors/families.ts";
import type { FailureExplanation } from "./network-error.ts";
import type {
  FetchFunction,
  HttpAnswer,
  HttpClientOptions,
  HttpRetry,
  HttpSignatures,
  RequestObserver,
  SentRequest,
} from "./types.ts";

/** {@link HttpClientOptions} after they have been checked, with nothing left out. */
export interface HttpPolicy {
  readonly fetch: FetchFunction;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  /** Header fields by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Says more about connections that fail. */
  readonly explain?: FailureExplanation | undefined;
  readonly httpSignatures: HttpSignatures | undefined;
  readonly retry: HttpRetry | undefined;
  /** Stands around every request. */
  readonly observe?: RequestObserver | undefined;
}

/**
 * Checks the options of a transport and fills in the defaults. The deadline and the size cap can be moved, not removed.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 */
export function createHttpPolicy(options: HttpClientOptions): HttpPolicy {
  const { fetch: fetchOption, timeoutMs = defaultTimeoutMs, maxResponseBytes = defaultMaxResponseBytes } = options;
  if (fetchOption !== undefined && typeof fetchOption !== "function") {
    throw optionError("fetch", "must be a function (url, init) => Promise<Response>");
  }
  if (options.observe !== undefined && typeof options.observe !== "function") {
    throw optionError("observe", "must be a function (request, send) => Promise");
  }
  if (!isCount(timeoutMs) || timeoutMs > maxTimeoutMs) {
    throw optionError("timeoutMs", `must be a whole number of milliseconds from 1 to ${maxTimeoutMs}`);
  }
  if (!isCount(maxResponseBytes)) throw optionError("maxResponseBytes", "must be a whole number of bytes, 1 or more");
  return Object.freeze({
    // Looked up at each call: instrumentation may wrap the global function after this client was made.
    fetch: fetchOption ?? ((url, init) => globalThis.fetch(url, init)),
    timeoutMs,
    maxResponseBytes,
    headers: checkCallerHeaders(options.headers ?? {}),
    explain: options.explain,
    httpSignatures: options.httpSignatures,
    retry: options.retry,
    observe: options.observe,
  });
}

/** Sends a request, with the observer around it where there is one. Header fields of the observer never replace those of the request. */
export function sendObserved<Request extends SentRequest, Answer extends HttpAnswer | Response>(
  { observe }: HttpPolicy,
  request: Request,
  send: (request: Request) => Promise<Answer>,
): Promise<Answer> {
  if (observe === undefined) return send(request);
  return observe(request, async (added = {}) =>
    send({ ...request, headers: { ...checkCallerHeaders(added), ...request.headers } }),
  );
}

/**
 * Refuses header fields that cannot be sent. The text of the error never shows a value: `fetch` would quote it, and it
 * may be a token.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the header field
 */
export function checkHeaderFields(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!fieldName.test(name)) throw optionError("headers", "has a name that is not a header field name");
    if (typeof value !== "string" || !fieldValue.test(value)) {
      throw optionError(name, "has a value that no header field can carry: a line break or a character beyond U+00FF");
    }
  }
}

function checkCallerHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  checkHeaderFields(headers);
  const lowerCase = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    if (reservedHeaders.includes(key)) {
      throw optionError(`headers.${key}`, "is set by this library or the platform and cannot be given");
    }
    if (lowerCase.has(key)) throw optionError(`headers.${key}`, "is given twice");
    lowerCase.set(key, value);
  }
  return Object.freeze(Object.fromEntries(lowerCase));
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}

function optionError(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

const fieldName = /^[!#$%&'*+.^_`|~\w-]+$/;

/** Visible characters, space, tab and the bytes 80 to FF; ends trimmed by no one, since `fetch` does it. */
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;

const reservedHeaders: readonly string[] = [
  "accept",
  "authorization",
  "connection",
  "content-length",
  "content-type",
  "cookie",
  "dpop",
  "host",
  "transfer-encoding",
];
