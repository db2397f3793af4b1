import type { VerificationErrorCode } from "../errors/codes.ts";
import { ResponseError, VerificationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import type { HttpAnswer } from "../http/types.ts";
import type { RegisteredEncryption } from "../jose/jwt-decryption.ts";
import { verifyValidity } from "../jose/jwt-validity.ts";
import { readSignedJwt } from "../jose/read-signed-jwt.ts";
import type { JwtProfile } from "../jwt-profiles/jwt-profile.ts";
import { refuseForeignClaims } from "../jwt-profiles/refuse-foreign-claims.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { parseMediaType } from "../util/header-field.ts";
import type { ExchangeContext } from "./context.ts";
import { readErrorAnswer } from "./error-answer.ts";
import { type ReadingContext, type ReadOptions, reportChecked, requireSuccess } from "./read-message.ts";

/** The claims that every JWT with an answer is judged by. */
export interface AnswerClaims {
  readonly iss: string;
  readonly aud: string | readonly string[];
  readonly exp?: number | undefined;
  readonly nbf?: number | undefined;
  readonly iat?: number | undefined;
  readonly [claim: string]: unknown;
}

/** What a signed answer must be. */
export interface SignedAnswerExpectations<T extends AnswerClaims> extends ReadOptions {
  readonly profile: JwtProfile<T>;
  /** Accepted algorithms. */
  readonly algorithms: readonly string[];
  /** What the client is registered with. */
  readonly encryption: RegisteredEncryption | undefined;
  /** Whether the audiences are right. */
  readonly isForMe: (audiences: readonly string[]) => boolean;
  /** What else must hold, before a key is fetched. */
  readonly verifyClaims?: ((claims: T) => void) | undefined;
  /** Ends the wait for keys. */
  readonly signal?: AbortSignal | undefined;
}

/** The media type of an answer, in lower case and without parameters. */
export function mediaTypeOf({ headers }: HttpAnswer): string | undefined {
  const field = headers.get("content-type");
  return field === null ? undefined : parseMediaType(field)?.type;
}

/**
 * Makes sure that an answer is a JWT of a media type.
 * @returns its text
 * @throws OAuthError when the server said no, whatever the status
 * @throws ResponseError `ERR_RESPONSE_STATUS`, `ERR_RESPONSE_CONTENT_TYPE`
 */
export function requireJwtAnswer(
  context: Pick<ReadingContext, "clock" | "explain">,
  answer: HttpAnswer,
  mediaType: string,
): string {
  requireSuccess(context, answer);
  const found = mediaTypeOf(answer);
  if (found === mediaType) return answer.text;
  const said = readErrorAnswer(answer, context);
  if (said !== undefined) throw said;
  throw new ResponseError("ERR_RESPONSE_CONTENT_TYPE", {
    message: `The answer has ${found === undefined ? "no media type" : printable(found, 100)} where ${mediaType} is due.`,
    status: answer.status,
    endpoint: answer.endpoint,
    parameter: "content-type",
    remedy: "An unsigned answer cannot take the place of a signed one: check the client's registration at the server.",
  });
}

/**
 * Verifies a JWT that came as an answer: decryption, `typ`, `alg`, shape, issuer, audience, times, and last the signature with
 * the server's keys.
 * @returns its claims, frozen
 * @throws as `readSignedJwt`, and VerificationError `ERR_VERIFICATION_ISSUER`, `ERR_VERIFICATION_AUDIENCE`, `ERR_VERIFICATION_EXPIRED`,
 * `ERR_VERIFICATION_NOT_YET_VALID`, `ERR_VERIFICATION_ISSUED_AT`
 * @see RFC 8725 §3.8
 * @see RFC 8725 §3.9
 */
export async function verifySignedAnswer<T extends AnswerClaims>(
  context: ExchangeContext,
  answer: HttpAnswer,
  expectations: SignedAnswerExpectations<T>,
): Promise<T> {
  const { profile, algorithms, encryption, signal } = expectations;
  const { schema } = profile;
  const { claims, tolerated } = await readSignedJwt(answer.text, {
    kind: profile,
    schema,
    algorithms,
    signal,
    keys: context.keys,
    decryption: context.decryption(encryption),
    tolerate: context.tolerate,
    verifyClaims: (unverified) => verifyAnswerClaims(context, unverified, expectations),
  });
  reportChecked(context, answer, schema, expectations);
  for (const deviation of tolerated)
    context.report?.({ type: "tolerated", message: schema.name, endpoint: answer.endpoint, deviation });
  return deepFreeze<T>(claims);
}

function verifyAnswerClaims<T extends AnswerClaims>(
  { metadata, clock, clockToleranceSeconds }: ExchangeContext,
  claims: T,
  { profile, isForMe, verifyClaims }: SignedAnswerExpectations<T>,
): void {
  const { name, document, section } = profile;
  const failure = (code: VerificationErrorCode, parameter: string, message: string): VerificationError =>
    new VerificationError(code, { message, parameter, specification: specification(document, section) });
  if (claims.iss !== metadata.issuer) {
    throw failure(
      "ERR_VERIFICATION_ISSUER",
      "iss",
      `The iss of the ${name} is not the issuer of the server's metadata.`,
    );
  }
  if (!isForMe(typeof claims.aud === "string" ? [claims.aud] : claims.aud)) {
    throw failure(
      "ERR_VERIFICATION_AUDIENCE",
      "aud",
      `The ${name} is for somebody else: its aud is not the expected one.`,
    );
  }
  refuseForeignClaims(claims, profile);
  verifyValidity(claims, { name, clock, clockToleranceSeconds });
  verifyClaims?.(claims);
}
