import type { JwtKind } from "../jose/jwt-type.ts";
import type { KeySource } from "../jose/key-source.ts";
import type { AccessTokenProfile } from "./access-token-kinds.ts";

/** What tokens of one issuer are held against. */
export interface IssuerPolicy {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly algorithms: readonly string[];
  readonly keys: KeySource;
  readonly profile: AccessTokenProfile;
  readonly kind: JwtKind;
  /** What the claim `tid` must be. */
  readonly tenant: string | undefined;
}
