import type { ResourceChallenge } from "../../generated/messages/resource-challenge.ts";
import type { TokenError } from "../../generated/messages/token-error.ts";
import { AuthError, type AuthErrorDetails, isAuthError } from "./auth-error.ts";
import type { OAuthErrorCode } from "./codes.ts";
import { printable } from "./printable.ts";
import type { ValidationIssue } from "./validation-error.ts";

/** One challenge of a `WWW-Authenticate` field: scheme in lower case, parameters by lower-case name. */
export interface AuthenticationChallenge {
  /** Authentication scheme in lower case: `bearer`, `dpop`, `basic`. */
  readonly scheme: string;
  /** Parameters with lower-case names. */
  readonly parameters: ResourceChallenge;
  /** The token68 form, where the challenge has one instead of parameters. */
  readonly token68?: string;
}

/** Details of an {@link OAuthError}. */
export interface OAuthErrorDetails extends Omit<AuthErrorDetails, "message"> {
  /** What the server said, whole but for secrets of the request. */
  readonly body: TokenError;
  /** HTTP status; `undefined` for an error in an authorization response. */
  readonly status?: number | undefined;
  /** Challenges of the answer. */
  readonly challenges?: readonly AuthenticationChallenge[] | undefined;
  /** Where the error answer itself breaks its specification. */
  readonly deviations?: readonly ValidationIssue[] | undefined;
  /** Seconds to wait, from `Retry-After`. */
  readonly retryAfterSeconds?: number | undefined;
}

/** The server said no in the protocol's own words. Nothing hides them: a malformed error answer still surfaces here, with `deviations`. */
export class OAuthError extends AuthError<OAuthErrorCode> {
  override readonly name = "OAuthError";
  readonly family = "oauth";
  /** The error code of the specification, e.g. `invalid_grant`. */
  readonly error: string;
  /** HTTP status; `undefined` for an error in an authorization response. */
  readonly status: number | undefined;
  /** Challenges of the answer's `WWW-Authenticate` field. */
  readonly challenges: readonly AuthenticationChallenge[];
  /** Where the error answer itself breaks its specification. */
  readonly deviations: readonly ValidationIssue[];
  /** Seconds to wait, from `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;
  readonly #body: TokenError;

  constructor(code: OAuthErrorCode, details: OAuthErrorDetails) {
    super(code, { ...details, message: describe(details) });
    this.error = details.body.error;
    this.status = details.status;
    this.challenges = Object.freeze([...(details.challenges ?? [])]);
    this.deviations = Object.freeze([...(details.deviations ?? [])]);
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.#body = Object.freeze({ ...details.body });
  }

  /**
   * What the server said, whole and with its wire names; where it repeated secrets of the request, an ellipsis stands in their place. Logging and inspecting the error leave it out unless
   * getters are asked for, because extension members may hold anything; `message` and `toJSON` show its texts cut and with control characters escaped.
   */
  get body(): TokenError {
    return this.#body;
  }

  override toJSON(): Record<string, unknown> {
    const { error, error_description, error_uri } = this.body;
    return {
      ...super.toJSON(),
      error: printable(error),
      ...(error_description === undefined ? {} : { error_description: printable(error_description) }),
      ...(error_uri === undefined ? {} : { error_uri: printable(error_uri) }),
      ...(this.status === undefined ? {} : { status: this.status }),
    };
  }
}

/** Whether a caught value is an {@link OAuthError}, also from another copy of the package. */
export function isOAuthError(value: unknown): value is OAuthError {
  return isAuthError(value) && value.family === "oauth";
}

function describe({ body, status }: OAuthErrorDetails): string {
  const description = body.error_description === undefined ? "" : `: ${printable(body.error_description)}`;
  return `The server answered ${status === undefined ? "" : `${status} `}${printable(body.error)}${description}`;
}
