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
  /** Takes the secrets of the request out of the text: what wraps `fetch` may describe the request that failed. */
  readonly conceal?: ((text: string) => string) | undefined;
}

/**
 * Turns whatever `fetch` threw into a {@link TransportError} whose text says what happened: `fetch` itself says only
 * `fetch failed` and keeps the reason in `cause`, which is kept here too.
 */
export function networkError(
  cause: unknown,
  phase: string,
  { endpoint, explain, conceal = asItIs }: FailurePlace,
): TransportError {
  const { code, message } = describeFailure(cause, conceal);
  const reason = message.includes(code) ? message : `${code} ${message}`;
  return new TransportError("ERR_TRANSPORT_NETWORK", {
    message: `The connection failed while ${phase}: ${reason}.`,
    remedy: explain?.remedyForFailure(code),
    endpoint,
    cause,
  });
}

/** Code and text of the innermost error that has one; the outer ones only say that something failed. */
function describeFailure(
  cause: unknown,
  conceal: (text: string) => string,
): { readonly code: string; readonly message: string } {
  let code = "";
  let message = "";
  let error: unknown = cause;
  for (let depth = 0; depth < maxCauses && typeof error === "object" && error !== null; depth += 1) {
    code = textOf(error, "code") || code;
    message = textOf(error, "message") || message;
    error = nextCause(error);
  }
  return { code: tidy(code), message: tidy(conceal(message)) || "no reason given" };
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

function asItIs(text: string): string {
  return text;
}

/** One short printable line without the credentials and the query of any URL in it: that of a proxy may have a password. */
function tidy(text: string): string {
  return printable(text.replace(/\?[^\s"')]*/g, "?…").replace(/\/\/[^\s/@]*@/g, "//…@"), maxReasonLength);
}

const maxCauses = 5;
const maxReasonLength = 200;
