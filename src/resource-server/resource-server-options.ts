import type { MetadataSource } from "../metadata/metadata-source.ts";
import type { AccessTokenProfile } from "./access-token-kinds.ts";
import type { AccessTokenIssuer, AccessTokenVerifierSettings } from "./options.ts";
import type { ProtectedResourceOptions } from "./protected-resource.ts";
import type { ResourceRequestParts } from "./read-request.ts";
import type { ResourceServerEvent } from "./resource-event.ts";
import type { RouteDemands } from "./route-demands.ts";
import type { VerifiedTokenCache } from "./token-cache.ts";
import type { TokenIntrospection } from "./token-introspection.ts";

/** How the tokens of an issuer are judged: by their signature, by asking the issuer, or the one where they can be and the other where not. */
export type IssuedTokens = "jwt" | "opaque" | "both";

/** An authorization server whose access tokens are accepted, of whatever form. */
export interface ResourceServerIssuer<Profile extends AccessTokenProfile = AccessTokenProfile>
  extends Omit<AccessTokenIssuer<Profile>, "audience" | "metadata"> {
  /** The metadata of the issuer, for example shared with a client. */
  readonly issuerMetadata?: MetadataSource | undefined;
  /** What this resource is called in `aud`; of several names one is enough. Default: the `audience` beside `issuers`. */
  readonly audience?: string | readonly string[] | undefined;
  /**
   * `jwt`: its JWTs are verified here, and nothing else of it is accepted. `opaque`: it is asked about every token of its own. `both`: its JWTs are verified here, and it is
   * asked about what is no JWT. Default: `both` with `introspection`, else `jwt`.
   */
  readonly tokens?: IssuedTokens | undefined;
  /** How it is asked: `createTokenIntrospection()`. Default: the `introspection` beside `issuers`. */
  readonly introspection?: TokenIntrospection | undefined;
  /** Where it is asked, for servers without discovery. */
  readonly introspectionEndpoint?: string | undefined;
  /** The clients whose tokens are accepted, by `client_id`. Default: all. */
  readonly clients?: readonly string[] | undefined;
}

/** Several authorization servers, and what stands for all that do not say otherwise. */
export interface ResourceServerIssuers<Profile extends AccessTokenProfile = AccessTokenProfile> {
  readonly issuers: readonly ResourceServerIssuer<Profile>[];
  readonly audience?: string | readonly string[] | undefined;
  readonly introspection?: TokenIntrospection | undefined;
}

/** What is the same for all issuers of a resource server. */
export interface ResourceServerSettings<Custom = undefined>
  extends Omit<AccessTokenVerifierSettings<Custom>, "onEvent" | "tokenCache"> {
  /** Keeps JWTs that have been verified. Default: a thousand of them; `false`: none. */
  readonly tokenCache?: VerifiedTokenCache | false | undefined;
  /** What every request must have; what a request itself demands takes the place of the member of the same name. */
  readonly demands?: RouteDemands | undefined;
  /** What is published about this resource, under wire names (RFC 9728). Its URL then stands in challenges as `resource_metadata`. */
  readonly metadata?: ProtectedResourceOptions | undefined;
  /**
   * Tells which issuer is asked about an opaque token, for example by the host or path of the request, or by how the token begins. Needed where several issuers can be
   * asked: a token is never shown to one server after the other. `undefined`: nobody is asked, and the token is refused.
   */
  readonly issuerFor?: ((token: string, request: ResourceRequestParts) => string | undefined) | undefined;
  /** Whether a JWT of an issuer that is not listed is looked up like an opaque token. Default `false`: it is refused, and shown to nobody. */
  readonly introspectForeignJwts?: boolean | undefined;
  /** Is told what happens to requests, metadata, keys and questions about tokens. */
  readonly onEvent?: ((event: ResourceServerEvent) => void) | undefined;
}

/** Whose access tokens are accepted, and what for; one issuer may stand here by itself. */
export type ResourceServerOptions<
  Profile extends AccessTokenProfile = AccessTokenProfile,
  Custom = undefined,
> = ResourceServerSettings<Custom> & (ResourceServerIssuer<Profile> | ResourceServerIssuers<Profile>);
