import type { AuthErrorCode } from "../errors/codes.ts";

/** What may be told of a request: where it went and what for; no path, no query, nothing of its message but the grant. */
export interface RequestFacts {
  readonly method: string;
  /** Metadata name of the endpoint: `token_endpoint`; `resource` for a call to an API. */
  readonly endpoint: string;
  /** Scheme and host that it went to. */
  readonly server: string;
  /** The `grant_type` of a token request. */
  readonly grantType: string | undefined;
}

/** What may be told of how a request or a call ended. */
export interface Outcome {
  /** HTTP status, where an answer came. */
  readonly status?: number | undefined;
  /** The code of the error: of the exception, or of what the server said; `undefined` where all is well, or where the status says everything. */
  readonly code?: AuthErrorCode | undefined;
  /** The `error` that the server gave; `other` for one that no specification defines, because its text could be anything. */
  readonly error?: string | undefined;
}

/** A request was answered, or failed. A protocol call may take several. */
export interface HttpFinishedEvent extends RequestFacts, Outcome {
  readonly type: "http.finished";
  /** When it ended, in milliseconds since 1970. */
  readonly at: number;
  readonly durationMs: number;
}
