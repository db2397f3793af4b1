import type { ActiveToken, Introspection } from "../endpoints/introspection.ts";
import type { VerificationErrorCode } from "../errors/codes.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { verifyValidity } from "../jose/jwt-validity.ts";
import type { IssuerPolicy } from "./issuer-policy.ts";
import { requireNamedKey } from "./named-binding.ts";
import type { TokenTimes } from "./token-claims.ts";

/**
 * Verifies what a server says about a token: that it is good, of this issuer, for this resource, an access token, and within its times. An answer that does not name the
 * resource is refused, because the token may have been meant for any other.
 *
 * @throws VerificationError `ERR_VERIFICATION_TOKEN_INACTIVE`, `ERR_VERIFICATION_ISSUER`, `ERR_VERIFICATION_AUDIENCE`, `ERR_VERIFICATION_TOKEN_TYPE`,
 * `ERR_VERIFICATION_TOKEN_BINDING`, `ERR_VERIFICATION_EXPIRED`, `ERR_VERIFICATION_NOT_YET_VALID`, `ERR_VERIFICATION_ISSUED_AT`
 * @see RFC 7662 §4
 */
export function verifyIntrospected(introspection: Introspection, policy: IssuerPolicy, times: TokenTimes): ActiveToken {
  if (!introspection.active)
    throw failure(
      "ERR_VERIFICATION_TOKEN_INACTIVE",
      "active",
      "The authorization server says that the token is not good.",
    );
  const { aud, iss, tid } = introspection;
  const { issuer, tenant, audiences } = policy;
  if (iss !== undefined && iss !== issuer)
    throw failure("ERR_VERIFICATION_ISSUER", "iss", "The token that the server knows is of another issuer.");
  if (tenant !== undefined && tid !== undefined && tid !== tenant)
    throw failure("ERR_VERIFICATION_ISSUER", "tid", "The token that the server knows is of another tenant.");
  const named = typeof aud === "string" ? [aud] : (aud ?? []);
  if (!named.some((name) => audiences.includes(name)))
    throw failure("ERR_VERIFICATION_AUDIENCE", "aud", "The token that the server knows is not for this resource.");
  verifyKind(introspection);
  verifyValidity(introspection, { name: "access token", ...times });
  return introspection;
}

/** A server may know refresh tokens and ID tokens under the same endpoint, and say so under a name of its own. */
function verifyKind(answer: ActiveToken): void {
  for (const [name, accepted] of kinds) {
    const value = answer[name];
    if (value !== undefined && !(typeof value === "string" && accepted.includes(value.toLowerCase())))
      throw failure("ERR_VERIFICATION_TOKEN_TYPE", name, "The token that the server knows is no access token.");
  }
  requireNamedKey(answer);
}

function failure(code: VerificationErrorCode, parameter: string, message: string): VerificationError {
  return new VerificationError(code, { message, parameter, specification: specification("rfc7662", "2.2") });
}

const kinds: readonly (readonly [name: string, accepted: readonly string[]])[] = [
  ["token_type", ["bearer", "dpop", "access_token"]],
  ["typ", ["bearer", "dpop", "at+jwt"]],
  ["token_use", ["access", "access_token"]],
];
