import type { FailureExplanation } from "./network-error.ts";

/**
 * The only part of the Fetch API this library calls: a URL as text and plain init, so that `globalThis.fetch`,
 * undici's `fetch` (with a dispatcher bound to it), a test double and `provider.fetch` all fit.
 */
export type FetchFunction = (url: string, init: RequestInit) => Promise<Response>;

/** How calls are made. Everything has a default; nothing is read from the environment. */
export interface HttpOptions {
  /** Performs every request, metadata and keys included. Default: `globalThis.fetch`. */
  readonly fetch?: FetchFunction | undefined;
  /** Total deadline of one call in milliseconds, from sending the request to the last byte of the body. Default 30000. */
  readonly timeoutMs?: number | undefined;
  /** Largest accepted response body in bytes, counted while it arrives, after decompression. Default 1 MiB. */
  readonly maxResponseBytes?: number | undefined;
  /**
   * Header fields added to every request. Refused, because the library or the platform sets them: `accept`,
   * `authorization`, `connection`, `content-length`, `content-type`, `cookie`, `dpop`, `host` and `transfer-encoding`.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Signs requests and verifies the signatures of answers: `createFapiHttpSignatures` of `ts-identity-model/http-signatures`. Default: neither. */
  readonly httpSignatures?: HttpSignatures | undefined;
  /** Repeats GET requests that failed for reasons that pass: `createRetry()` of `ts-identity-model/endpoints`. Default: nothing is repeated. */
  readonly retry?: HttpRetry | undefined;
  /** Stands around every request, for traces: `observe` of `createInstrumentation` of `ts-identity-model/adapters/opentelemetry`. Default: nothing. */
  readonly observe?: RequestObserver | undefined;
}

/** What the attempts of one call share. */
export interface RetriedCall {
  /** Aborts when the deadline passes or the caller gives up. */
  readonly signal: AbortSignal;
  /** The deadline of the call, in milliseconds from its beginning. */
  readonly timeoutMs: number;
}

/** Decides how often a GET request is sent; other requests are not shown to it. */
export interface HttpRetry {
  /** @param send - sends the request once more; what it gives or throws is the outcome of the attempt */
  readonly run: (request: SentRequest, call: RetriedCall, send: () => Promise<HttpAnswer>) => Promise<HttpAnswer>;
}

/**
 * Stands around a request: calls `send` once and gives what it gives, or throws what it throws. It sees the request with its secrets, as `fetch` does.
 * Header fields given to `send` are added to the request; those of the library stay.
 */
export type RequestObserver = <Answer extends HttpAnswer | Response>(
  request: SentRequest,
  send: (headers?: Readonly<Record<string, string>>) => Promise<Answer>,
) => Promise<Answer>;

/** A request as it is about to be sent. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  /** Metadata name of the endpoint: `token_endpoint`; `resource` for a call to an API. */
  readonly endpointName: string;
  /** Header fields by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Text from a client's own endpoints; what the caller gave, for a call to an API. */
  readonly body?: BodyInit | null | undefined;
}

/** What signs requests and verifies answers, below every call of a client. */
export interface HttpSignatures {
  /** Gives the header fields to add; `undefined` where the request is not to be signed. */
  readonly sign: (request: SentRequest) => Promise<Readonly<Record<string, string>> | undefined>;
  /** Refuses an answer by throwing. It is given the request with the fields that were added. Answers of APIs are not shown to it: their body is unread. */
  readonly verify?: ((answer: HttpAnswer, request: SentRequest) => Promise<void>) | undefined;
}

/** {@link HttpOptions}, and what explains failures. */
export interface HttpClientOptions extends HttpOptions {
  /** Says what to do about connections that fail: `errorExplanation` of `ts-identity-model/endpoints`. Default: the error has the platform's words. */
  readonly explain?: FailureExplanation | undefined;
}

/** An HTTP answer whose body has been read within its cap and deadline. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The body as UTF-8 text, a byte order mark included. */
  readonly text: string;
  /**
   * Present when the body is not UTF-8: `text` then has U+FFFD in place of the broken bytes. It is a fact and no error
   * here, so that a status or a challenge is still seen beside it; readers of JSON refuse such a body.
   */
  readonly malformedUtf8?: true;
  /** Metadata name and URL without query of the endpoint, for error messages: `token_endpoint https://id.example.com/token`. */
  readonly endpoint: string;
  /** Takes the secrets of the request out of a text of the answer, before a message or a log shows it. */
  readonly conceal?: ((text: string) => string) | undefined;
}
