import type { Confirmation } from "../../generated/messages/confirmation.ts";
import { jwtAccessTokenSchema } from "../../generated/messages/jwt-access-token.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { checkJwtClaims, type UnverifiedJwt } from "../jose/jwt.ts";
import { readTextListMember, readTextMember } from "../util/json-member.ts";
import { requireNamedKey } from "./named-binding.ts";

/** The claims of an access token that may be of no profile: what is always there, and what has its shape where it is there. */
export interface LegacyAccessToken {
  readonly iss: string;
  readonly exp: number;
  readonly aud: string | readonly string[];
  readonly sub?: string;
  readonly client_id?: string;
  readonly iat?: number;
  readonly nbf?: number;
  readonly jti?: string;
  readonly auth_time?: number;
  readonly acr?: string;
  /** Text with spaces between, or a list. */
  readonly scope?: string | readonly string[];
  readonly cnf?: Confirmation;
  readonly [k: string]: unknown;
}

/**
 * Checks the shape of a token without profile, and that it is an access token: nothing that belongs to an ID token, a logout token or an authorization response, and
 * something that only an access token has.
 *
 * @throws ValidationError `ERR_VALIDATION_CLAIMS` with every problem
 * @throws VerificationError `ERR_VERIFICATION_JWT_TYPE` for a JWT that is, or may be, of another kind, `ERR_VERIFICATION_TOKEN_BINDING` for one of DPoP without a key
 * @see RFC 9068 §5
 * @see RFC 8725 §3.12
 */
export function checkLegacyClaims(jwt: UnverifiedJwt): UnverifiedJwt<LegacyAccessToken> {
  const claims = jwt.unverifiedClaims;
  // What RFC 9068 demands and these servers leave out is filled in; everything else has the shape that it has there.
  const list = readTextListMember(claims, "scope");
  const { scope, ...others } = claims;
  const view = { ...missingClaims, ...(list === undefined && scope !== undefined ? claims : others) };
  checkJwtClaims({ ...jwt, unverifiedClaims: view }, jwtAccessTokenSchema);
  refuseOtherKinds(claims);
  requireNamedKey(claims);
  return { ...jwt, unverifiedClaims: asLegacyToken(claims) };
}

/** The scope values of a token without profile. */
export function readLegacyScope(claims: LegacyAccessToken): string | readonly string[] {
  for (const name of ["scope", "scp"]) {
    const scope = readTextMember(claims, name) ?? readTextListMember(claims, name);
    if (scope !== undefined) return scope;
  }
  return [];
}

function refuseOtherKinds(claims: Readonly<Record<string, unknown>>): void {
  const foreign = foreignClaims.find((name) => Object.hasOwn(claims, name));
  if (foreign !== undefined) throw otherKind(foreign, `has ${foreign}, which belongs to another kind of JWT`);
  for (const [name, values] of kindClaims) {
    const value = claims[name];
    if (value === undefined) continue;
    if (typeof value !== "string" || !values.includes(value.toLowerCase()))
      throw otherKind(name, `is of another kind: its ${name} says so`);
  }
  if (tokenClaims.some((name) => Object.hasOwn(claims, name))) return;
  // An azp says nothing: ID tokens have it too, and name somebody else than their audience in it where apps of one vendor share a login.
  throw otherKind("scope", `has none of ${tokenClaims.join(", ")}: it may be an ID token`);
}

/** The shape has been checked by the schema of the stricter profile. */
function asLegacyToken(claims: Readonly<Record<string, unknown>>): LegacyAccessToken {
  return claims as LegacyAccessToken;
}

function otherKind(parameter: string, problem: string): VerificationError {
  return new VerificationError("ERR_VERIFICATION_JWT_TYPE", {
    message: `The access token ${problem}.`,
    specification: specification("rfc9068", "5"),
    parameter,
  });
}

const missingClaims = { sub: "-", client_id: "-", iat: 0, jti: "-" };

/** Claims of ID tokens, of logout tokens, and of authorization and introspection responses and software statements, which may have a scope or a client too. */
const foreignClaims: readonly string[] = [
  ...["nonce", "at_hash", "c_hash", "s_hash", "events"],
  ...["code", "access_token", "id_token", "error", "state"],
  ...["token_introspection", "software_id", "redirect_uris"],
];

/** Claims in which some servers say what kind of token it is, with the values of access tokens. */
const kindClaims: readonly (readonly [name: string, values: readonly string[]])[] = [
  ["typ", ["bearer", "dpop", "at+jwt"]],
  ["token_use", ["access"]],
  ["token_type", ["bearer", "dpop", "access_token", "access"]],
];

/** Claims that an access token has and an ID token does not; the last two are all that some servers write when no user is there. */
const tokenClaims: readonly string[] = ["scope", "scp", "client_id", "appid", "cid", "gty", "azpacr"];
