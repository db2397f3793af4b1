import type { Jwk } from "../../generated/messages/jwk.ts";
import type { JwsHeader } from "../../generated/messages/jws-header.ts";
import type { JwtAccessToken } from "../../generated/messages/jwt-access-token.ts";
import type { JwtDecryption } from "../jose/jwt-decryption.ts";
import type { JwtKind } from "../jose/jwt-type.ts";
import type { KeySource } from "../jose/key-source.ts";
import type { CustomClaims } from "../schema/custom-claims.ts";
import type { AccessTokenProfile } from "./access-token-kinds.ts";
import type { VerifiedBinding } from "./binding.ts";
import type { IssuerPolicy } from "./issuer-policy.ts";
import type { LegacyAccessToken } from "./legacy-access-token.ts";
import type { TokenTimes } from "./token-claims.ts";

/** What tokens are held against; one object for one verifier. */
export interface TokenRules extends TokenTimes {
  readonly policies: ReadonlyMap<string, IssuerPolicy>;
  /** The kind that covers the profiles of all issuers. */
  readonly kind: JwtKind;
  readonly decryption: JwtDecryption | undefined;
  readonly claims: CustomClaims<unknown> | undefined;
}

/** What is known of a token, whoever presents it. */
export interface TokenFacts extends VerifiedBinding {
  readonly claims: JwtAccessToken | LegacyAccessToken;
  /** The output of the validator of custom claims. */
  readonly custom: unknown;
  readonly scopes: readonly string[];
  readonly profile: AccessTokenProfile;
  readonly tenant: string | undefined;
}

/** A token whose signature and claims have been verified; nobody has shown yet that it is theirs. */
export interface TrustedToken {
  /** The result for a token that is bound to nothing. Made once, frozen. */
  readonly facts: TokenFacts;
  readonly header: JwsHeader;
  /** Where the issuer's keys come from. */
  readonly source: KeySource;
  /** The set of it that has the key of the signature. */
  readonly keys: readonly Jwk[];
  /** The verifier's rules that it was held against. */
  readonly rules: TokenRules;
  /** From when on it is refused, in milliseconds since 1970. */
  readonly goodUntil: number;
}
