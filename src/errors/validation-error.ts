import { AuthError, type AuthErrorDetails, isAuthError, type SpecificationReference } from "./auth-error.ts";
import type { ValidationErrorCode } from "./codes.ts";
import { printable } from "./printable.ts";

/** One problem in a message: where, which rule, what the specification says. */
export interface ValidationIssue {
  /** JSON pointer (RFC 6901) of the member concerned, `""` for the message itself. */
  readonly pointer: string;
  /** JSON Schema keyword that failed: `required`, `type`, `format`, `enum`, `additionalProperties`, `rule` … */
  readonly keyword: string;
  /** What the member must be, ready to follow its pointer: `must be a number of seconds, zero or more`. */
  readonly message: string;
  /** The section that says so. */
  readonly specification: SpecificationReference | undefined;
  /**
   * Named tolerances that would admit what was found; empty where none would, and always where trust depends on the member. Where
   * the check was given no toleration to try them out with, those that the contract has for such a member or value.
   */
  readonly tolerances: readonly string[];
}

/** Details of a {@link ValidationError}. */
export interface ValidationErrorDetails extends Omit<AuthErrorDetails, "message"> {
  /** Name of the message, e.g. `TokenResponse`. */
  readonly messageName: string;
  /** Every problem found, in document order. */
  readonly issues: readonly ValidationIssue[];
  /** HTTP status, when the message was an HTTP answer. */
  readonly status?: number | undefined;
}

/**
 * A message breaks its specification. `issues` lists all problems at once, each with its JSON pointer and section; `message`
 * spells out the first twenty.
 */
export class ValidationError extends AuthError<ValidationErrorCode> {
  override readonly name = "ValidationError";
  readonly family = "validation";
  /** Name of the message, e.g. `TokenResponse`. */
  readonly messageName: string;
  /** Every problem found, in document order. */
  readonly issues: readonly ValidationIssue[];
  /** HTTP status, when the message was an HTTP answer. */
  readonly status: number | undefined;

  constructor(code: ValidationErrorCode, details: ValidationErrorDetails) {
    super(code, { ...details, message: describeIssues(details) });
    this.messageName = details.messageName;
    this.issues = Object.freeze([...details.issues]);
    this.status = details.status;
  }

  override toJSON(): Record<string, unknown> {
    const issues = this.issues.map(({ pointer, keyword, message, specification, tolerances }) => ({
      pointer: printable(pointer),
      keyword,
      message,
      ...(specification === undefined ? {} : { specification: specification.label }),
      ...(tolerances.length === 0 ? {} : { tolerances }),
    }));
    return { ...super.toJSON(), messageName: this.messageName, issues };
  }
}

/** Whether a caught value is a {@link ValidationError}, also from another copy of the package. */
export function isValidationError(value: unknown): value is ValidationError {
  return isAuthError(value) && value.family === "validation";
}

function describeIssues({ messageName, issues }: ValidationErrorDetails): string {
  const count = issues.length === 1 ? "1 problem" : `${issues.length} problems`;
  const lines = issues.slice(0, maxLines).map((issue) => {
    const rule = issue.specification === undefined ? "" : ` (${issue.specification.label})`;
    return `${issue.pointer === "" ? "(message)" : printable(issue.pointer)} ${issue.message}${rule}`;
  });
  const more = issues.length > maxLines ? [`and ${issues.length - maxLines} more`] : [];
  return [`${messageName} breaks its specification: ${count}`, ...lines, ...more].join("\n");
}

const maxLines = 20;
