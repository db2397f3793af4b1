import type { IdToken } from "../../generated/messages/id-token.ts";
import type { UnverifiedJwt, VerifiedClaims, VerifiedJwt } from "../../src/jose/jwt.ts";
import { type SignaturePolicy, verifyJwt } from "../../src/jose/verify-signature.ts";

declare function trust(claims: VerifiedClaims<IdToken>): void;
declare function trustToken(jwt: VerifiedJwt<IdToken>): void;
declare function read(claims: IdToken): void;

/** Compiled, never run. */
export async function verified(jwt: UnverifiedJwt<IdToken>, policy: SignaturePolicy): Promise<string> {
  const token = await verifyJwt(jwt, policy);
  trust(token.claims);
  trustToken(token);
  read(token.claims);
  return token.claims.sub;
}

/** Compiled, never run. */
export function unverified(jwt: UnverifiedJwt<IdToken>): void {
  read(jwt.unverifiedClaims);
  // @ts-expect-error anybody may have written these
  trust(jwt.unverifiedClaims);
  // @ts-expect-error nobody has looked at the signature
  trustToken(jwt);
  // @ts-expect-error the claims have a name that says so
  jwt.claims;
  // @ts-expect-error an object that looks like a verified token is none
  trustToken({ verified: true, header: jwt.header, claims: jwt.unverifiedClaims });
  // @ts-expect-error a literal is not verified either
  trust({ iss: "a", sub: "b", aud: "c", exp: 1, iat: 1 });
}

/** Compiled, never run. */
export function otherClaims(jwt: VerifiedJwt<{ readonly scope: string }>): void {
  jwt.claims.scope satisfies string;
  // @ts-expect-error verified, but of another kind
  trust(jwt.claims);
  // @ts-expect-error read-only
  jwt.claims.scope = "a";
}
