import type { Jwk } from "../../generated/messages/jwk.ts";
import type { ToleranceName } from "../../generated/tolerances.ts";
import type { DPoPProofPolicy } from "../dpop/proof-policy.ts";
import type { HttpFinishedEvent } from "../exchange/http-event.ts";
import type { HttpOptions } from "../http/types.ts";
import type { JwtDecryption } from "../jose/jwt-decryption.ts";
import type { KeySource } from "../jose/key-source.ts";
import type { CacheOptions } from "../metadata/cache-policy.ts";
import type { Discovery } from "../metadata/discovery.ts";
import type { MetadataEvent } from "../metadata/metadata-event.ts";
import type { MetadataSource } from "../metadata/metadata-source.ts";
import type { Toleration } from "../schema/check.ts";
import type { CustomClaims } from "../schema/custom-claims.ts";
import type { Clock } from "../util/clock.ts";
import type { ReplayStore } from "../util/replay-store.ts";
import type { AccessTokenProfile } from "./access-token-kinds.ts";
import type { VerifiedTokenCache } from "./token-cache.ts";

/** An authorization server whose access tokens are accepted, and for what. */
export interface AccessTokenIssuer<Profile extends AccessTokenProfile = AccessTokenProfile> {
  /**
   * The issuer of its metadata: `iss` of a token must be this text, character by character. With `tenants` a template in which `{tenantid}` stands for one path
   * segment.
   */
  readonly issuer: string;
  /** What this resource is called in `aud`; of several names one is enough. */
  readonly audience: string | readonly string[];
  /** The keys of the issuer, given by hand. Left out, as well as `jwksUri` and `metadata`: discovered from the issuer. */
  readonly keys?: KeySource | { readonly keys: readonly Jwk[] } | undefined;
  /** Where the issuer publishes its keys, for servers without discovery. */
  readonly jwksUri?: string | undefined;
  /** The metadata of the issuer, for example shared with a client. */
  readonly metadata?: MetadataSource | undefined;
  /** Algorithms that tokens may be signed with; only asymmetric ones can be named. Default: all of this library. */
  readonly algorithms?: readonly string[] | undefined;
  /** Default `rfc9068`. A token without a type is told from other JWTs by its claims alone: use `legacy` only where the server knows no better. */
  readonly profile?: Profile | undefined;
  /** The tenants whose tokens are accepted: what stands for `{tenantid}` in the issuer, and in the claim `tid`. */
  readonly tenants?: readonly string[] | undefined;
}

/** Several authorization servers, each with its own keys and rules. */
export interface AccessTokenIssuers<Profile extends AccessTokenProfile = AccessTokenProfile> {
  /** The issuers that are accepted; the `iss` of a token picks one of them and is never fetched. */
  readonly issuers: readonly AccessTokenIssuer<Profile>[];
}

/** How DPoP proofs are judged. */
export interface AccessTokenDPoPOptions extends Omit<DPoPProofPolicy, "replayStore" | "clock"> {
  /** Remembers proofs that have been used. Default: the memory of this process, for 100000 proofs at a time; in production give one outside it. */
  readonly replayStore?: ReplayStore | "none" | undefined;
}

/** What is the same for all issuers. */
export interface AccessTokenVerifierSettings<Custom = undefined> extends HttpOptions {
  /** Judges the claims that you have agreed on with the issuers, for every request; its output is `custom` of the result. It sees verified claims only. */
  readonly claims?: CustomClaims<Custom> | undefined;
  /** By how much the issuers' clocks may differ, in seconds, 0 to 600. Default 30. */
  readonly clockToleranceSeconds?: number | undefined;
  /** How DPoP proofs are judged. `false`: the scheme `DPoP` is not known here, and tokens that are bound to such a key are refused. */
  readonly dpop?: AccessTokenDPoPOptions | false | undefined;
  /** Whether tokens that are bound to no key are refused. Default `false`. */
  readonly requireBinding?: boolean | undefined;
  /**
   * The public URL of this server, where a proxy changes scheme, host or the beginning of the path, or where requests have a path only: `htu` of proofs
   * is compared with it and the path of the request.
   */
  readonly baseUrl?: string | undefined;
  /** Keeps tokens that have been verified: `createVerifiedTokenCache()`. */
  readonly tokenCache?: VerifiedTokenCache | undefined;
  /** Opens encrypted tokens: `createJwtDecryption()`. Left out, they are refused. */
  readonly decryption?: JwtDecryption | undefined;
  /** Which well-known document discovery asks for. */
  readonly discovery?: Discovery | undefined;
  /** Named deviations of metadata that are admitted, such as `microsoftEntraTolerances`, or what `tolerating` makes of the names; none by default. */
  readonly tolerate?: Toleration | readonly ToleranceName[] | undefined;
  /** How long metadata and keys are used. */
  readonly cache?: CacheOptions | undefined;
  /** Is told what happens to metadata and keys, and of the requests for them. */
  readonly onEvent?: ((event: MetadataEvent | HttpFinishedEvent) => void) | undefined;
  /** `realm` of challenges. */
  readonly realm?: string | undefined;
  /** URL of this resource's metadata, for challenges. */
  readonly resourceMetadata?: string | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
}

/** Whose access tokens are accepted and how they are verified; one issuer may stand here by itself. */
export type AccessTokenVerifierOptions<
  Profile extends AccessTokenProfile = AccessTokenProfile,
  Custom = undefined,
> = AccessTokenVerifierSettings<Custom> & (AccessTokenIssuer<Profile> | AccessTokenIssuers<Profile>);
