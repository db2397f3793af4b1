import type { AuthErrorCode } from "../../errors/codes.ts";

/** A JSON object of an answer, the header of a JWT, or its claims. */
export type Members = Readonly<Record<string, unknown>>;

/** How a JWT is changed: before it is signed again, so that nothing else about it is wrong. */
export interface JwtChange {
  readonly header?: ((header: Members) => Members) | undefined;
  readonly claims?: ((claims: Members) => Members) | undefined;
  /**
   * What stands in the last part: `honest` a signature by the issuer, `stranger` one by another key under the same `kid`, `none` nothing, `public-key` an HMAC with
   * the public key for a secret, `kept` what was there before the change.
   */
  readonly signature?: "honest" | "stranger" | "none" | "public-key" | "kept" | undefined;
}

/** What takes the place of an answer; what is left out stays. */
export interface AnswerChange {
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: ((text: string) => string) | undefined;
}

/** One lie: what it is, what a correct client throws, and how it is told. */
export interface Recipe {
  readonly description: string;
  readonly code: AuthErrorCode;
  readonly jwt?: JwtChange | undefined;
  readonly json?: ((message: Members) => Members) | undefined;
  readonly answer?: AnswerChange | undefined;
  readonly parameters?: ((parameters: URLSearchParams) => void) | undefined;
}

/** Sets members. */
export function set(members: Members): (honest: Members) => Members {
  return (honest) => ({ ...honest, ...members });
}

/** Leaves a member out. */
export function omit(name: string): (honest: Members) => Members {
  return ({ [name]: _left, ...honest }) => honest;
}

/** Changes a time by so many seconds. */
export function shift(seconds: number, ...names: readonly string[]): (honest: Members) => Members {
  return (honest) => ({
    ...honest,
    ...Object.fromEntries(names.map((name) => [name, Number(honest[name] ?? honest.iat) + seconds])),
  });
}
