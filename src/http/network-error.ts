import { TransportError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";

/**
 * Turns whatever `fetch` threw into a {@link TransportError} whose text says what happened: `fetch` itself says only
 * `fetch failed` and keeps the reason in `cause`, which is kept here too.
 */
export function networkError(cause: unknown, phase: string, endpoint: string): TransportError {
  const { code, message } = describeFailure(cause);
  const reason = message.includes(code) ? message : `${code} ${message}`;
  return new TransportError("ERR_TRANSPORT_NETWORK", {
    message: `The connection failed while ${phase}: ${reason}.`,
    remedy: Object.hasOwn(remedies, code) ? remedies[code] : undefined,
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

const privateAuthority =
  "Make the runtime trust the private certificate authority, or pass a fetch option that does; do not turn verification off.";

const remedies: Readonly<Record<string, string | undefined>> = {
  ECONNREFUSED: "Nothing listens at that host and port.",
  ENOTFOUND: "The host name does not resolve; check the spelling, and whether a proxy is needed.",
  UND_ERR_CONNECT_TIMEOUT: "The host does not answer; if a proxy is needed, pass a fetch option that uses it.",
  DEPTH_ZERO_SELF_SIGNED_CERT: privateAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: privateAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: privateAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: privateAuthority,
};
