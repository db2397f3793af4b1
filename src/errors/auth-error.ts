import type { AuthErrorCode } from "./codes.ts";

/** A section of a specification, e.g. `{ document: "rfc6749", section: "5.1", label: "RFC 6749 §5.1" }`. */
export interface SpecificationReference {
  /** Identifier of the document, the folder name under `specs/`. */
  readonly document: string;
  /** Section number or heading. */
  readonly section: string;
  /** The one spelling used in texts: `RFC 6749 §5.1`. */
  readonly label: string;
}

/** What every error of this library may carry besides its code. None of it ever holds a secret. */
export interface AuthErrorDetails {
  /** What went wrong, in one sentence; names the parameter and the rule, never the value of a secret. Details may follow, a line each. */
  readonly message: string;
  /** The rule that was broken. */
  readonly specification?: SpecificationReference | undefined;
  /** What to do about it. */
  readonly remedy?: string | undefined;
  /** The endpoint of the call: its metadata name and URL (without query), e.g. `token_endpoint https://…/token`. */
  readonly endpoint?: string | undefined;
  /** The parameter, claim, header or option concerned. */
  readonly parameter?: string | undefined;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/** Registered so that errors of two copies of this package recognise each other. */
const brand: unique symbol = /* @__PURE__ */ Symbol.for("ts-identity-model.AuthError");

/**
 * Base of every error that this library throws. The six families say who must act:
 * {@link ConfigurationError} you, {@link TransportError} the network, {@link ResponseError} whatever answered,
 * {@link OAuthError} the server said no, {@link ValidationError} the message's shape, {@link VerificationError} trust.
 */
export abstract class AuthError<Code extends AuthErrorCode = AuthErrorCode> extends Error {
  /** Stable, machine-readable reason. */
  readonly code: Code;
  /** The family, stable across copies of the package. */
  abstract readonly family: "configuration" | "transport" | "response" | "oauth" | "validation" | "verification";
  readonly specification: SpecificationReference | undefined;
  readonly remedy: string | undefined;
  readonly endpoint: string | undefined;
  readonly parameter: string | undefined;

  constructor(code: Code, details: AuthErrorDetails) {
    super(composeMessage(details), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.specification = details.specification;
    this.remedy = details.remedy;
    this.endpoint = details.endpoint;
    this.parameter = details.parameter;
    Object.defineProperty(this, brand, { value: true });
  }

  /** The error as plain data for logs: no stack, no cause, no secret. */
  toJSON(): Record<string, unknown> {
    const json: Record<string, unknown> = { name: this.name, code: this.code, message: this.message };
    if (this.specification !== undefined) json.specification = this.specification.label;
    if (this.endpoint !== undefined) json.endpoint = this.endpoint;
    if (this.parameter !== undefined) json.parameter = this.parameter;
    if (this.remedy !== undefined) json.remedy = this.remedy;
    return json;
  }
}

/** Whether a caught value is an error of this library, also when it comes from another copy of the package. */
export function isAuthError(value: unknown): value is AuthError {
  return value instanceof Error && brand in value;
}

/** `What went wrong (RFC 6749 §5.1) [token_endpoint https://…]. What to do.` Lines of detail stand between the two sentences. */
function composeMessage({ message, specification, endpoint, remedy }: AuthErrorDetails): string {
  const rule = specification === undefined ? "" : ` (${specification.label})`;
  const place = endpoint === undefined ? "" : ` [${endpoint}]`;
  const [sentence = "", ...lines] = message.split("\n");
  const details = lines.map((line) => `\n  ${line}`).join("");
  const advice = remedy === undefined ? "" : `${lines.length === 0 ? " " : "\n"}${remedy}`;
  return `${sentence.replace(/\.$/, "")}${rule}${place}.${details}${advice}`;
}
