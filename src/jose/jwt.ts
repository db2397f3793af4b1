import type { MessageSchema } from "../../generated/message-schema.ts";
import type { JwsHeader } from "../../generated/messages/jws-header.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { checkMessage, type ToleratedDeviation, type Toleration } from "../schema/check.ts";
import { decodeJws, parseJsonPart, type UnverifiedJws } from "./jws.ts";
import type { JwtKind } from "./jwt-type.ts";

/** A JWT whose signature has not been verified. Its claims bear a name that says so and do not pass for verified ones. */
export interface UnverifiedJwt<T = Readonly<Record<string, unknown>>> extends UnverifiedJws {
  readonly verified: false;
  /** Claims that anybody may have written. */
  readonly unverifiedClaims: T;
}

/** Stands in types only: no value has it, so nothing but {@link verifyJwt} makes claims that bear it. */
declare const verified: unique symbol;

/** Claims that the holder of the issuer's key has written. A function that takes these does not compile with claims that anybody may have written. */
export type VerifiedClaims<T> = T & { readonly [verified]: true };

/** A JWT whose signature has been verified with a key of its issuer. Only {@link verifyJwt} makes one. */
export interface VerifiedJwt<T> {
  readonly verified: true;
  /** The protected header. */
  readonly header: JwsHeader;
  /** Claims that the holder of the issuer's key has written. */
  readonly claims: VerifiedClaims<T>;
}

/**
 * Takes a signed JWT apart without believing it: {@link decodeJws}, and a payload that is one JSON object without
 * duplicate members.
 *
 * @throws {@link ValidationError} `ERR_VALIDATION_JWT` for a malformed JWT
 * @throws {@link VerificationError} `ERR_VERIFICATION_JWT_ENCRYPTED` for five parts, `ERR_VERIFICATION_JWT_TYPE` for another `typ`
 * @see RFC 7519 §7.2
 */
export function decodeJwt(text: string, kind: JwtKind): UnverifiedJwt {
  const jws = decodeJws(text, kind);
  return withClaims(jws, parseJsonPart(jws.payload, `${kind.name} payload`));
}

/** A JWT whose claims have their message's shape, and what had to be tolerated for it. */
export interface CheckedJwt<T> {
  readonly jwt: UnverifiedJwt<T>;
  readonly tolerated: readonly ToleratedDeviation[];
}

/**
 * Checks the shape of the claims against the schema of the message that they are; unknown claims are kept.
 *
 * @param tolerate - named deviations to admit on claims that carry no trust
 * @throws {@link ValidationError} `ERR_VALIDATION_CLAIMS` listing every problem
 * @see RFC 7519 §4
 */
export function checkJwtClaims<T>(
  jwt: UnverifiedJwt,
  schema: MessageSchema<T>,
  tolerate?: Toleration | undefined,
): CheckedJwt<T> {
  const checked = checkMessage(schema, jwt.unverifiedClaims, { tolerate });
  if (checked.ok) return { jwt: withClaims(jwt, checked.message), tolerated: checked.tolerated };
  throw new ValidationError("ERR_VALIDATION_CLAIMS", { messageName: jwt.kind.name, issues: checked.issues });
}

/** Member by member, because a spread of an object costs more than all the checks of its claims. */
function withClaims<T>(jws: UnverifiedJws, unverifiedClaims: T): UnverifiedJwt<T> {
  const { kind, header, payload, signature, signingInput } = jws;
  return { kind, header, payload, signature, signingInput, verified: false, unverifiedClaims };
}
