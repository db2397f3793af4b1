import { TransportError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";

/** Says more about a connection that failed. Who does without does not carry it. */
export interface FailureExplanation {
  /** What to do about an error code of the platform, such as `ECONNREFUSED`. */
  readonly remedyForFailure: (code: string) => string | undefined;
}

/** Where a connection failed, and what explains it. */
export interface FailurePlace {
  /** Endpoint for messages. */
  readonly endpoint: string;
  readonly explain?: FailureExplanation | undefined;
}

/**
 * Turns whatever `fetch` threw into a {@link TransportError} whose text says what happened: `fetch` itself says only
 * `fetch failed` and keeps the reason in `cause`, which is kept here too.
 */
export function networkError(cause: unknown, phase: string, { endpoint, explain }: FailurePlace): TransportError {
  const { code, message } = describeFailure(cause);
  const reason = message.includes(code) ? message : `${code} ${message}`;
  return new TransportError("ERR_TRANSPORT_NETWORK", {
    message: `The connection failed while ${phase}: ${reason}.`,
    remedy: explain?.remedyForFailure(code),
    endpoint,
    cause,
  });
}

/** Code and text of the innermost error that has one; the outer ones only say that something failed. */
function describeFailure(cause: unknown): { readonly code: string; readonly message: string } {
  let code = "";
  let message = "";
  let error: unknown = cause;
  for (let depth = 0; depth < maxCauses && typeof error === "object" && error !== null; depth += 1) {
    code = textOf(error, "code") || code;
    message = textOf(error, "message") || message;
    error = nextCause(error);
  }
  return { code: tidy(code), message: tidy(message) || "no reason given" };
}

/** The cause of an error, or the first of several attempts that all failed. */
function nextCause(error: object): unknown {
  if ("cause" in error) return error.cause;
  return "errors" in error && Array.isArray(error.errors) ? error.errors[0] : undefined;
}

function textOf(error: object, member: "code" | "message"): string {
  const text: unknown = Reflect.get(error, member);
  return typeof text === "string" ? text : "";
}

/** One short printable line without the query of any URL in it. */
function tidy(text: string): string {
  return printable(text.replace(/\?[^\s"')]*/g, "?…"), maxReasonLength);
}

const maxCauses = 5;
const maxReasonLength = 200;
