import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import type { BackchannelAuthenticationRequest } from "../../generated/messages/backchannel-authentication-request.ts";
import type { JwkSet } from "../../generated/messages/jwk-set.ts";
import type { ToleranceName } from "../../generated/tolerances.ts";
import type { ClientAuthentication } from "../client-auth/client-authentication.ts";
import type { ClientKey } from "../client-auth/private-key-jwt.ts";
import type { DPoP } from "../dpop/dpop.ts";
import type { AuthorizationParameters } from "../endpoints/authorization-parameters.ts";
import type { AuthorizationRegistration } from "../endpoints/authorization-registration.ts";
import type { BackchannelAuthenticationOptions } from "../endpoints/backchannel-authentication.ts";
import type { PushedAuthorizationRequests, RequestObjectSettings } from "../endpoints/deliver-authorization.ts";
import type { IntrospectionFormatOptions } from "../endpoints/introspection.ts";
import type { ExchangeEvent } from "../exchange/exchange-event.ts";
import type { HttpFinishedEvent } from "../exchange/http-event.ts";
import type { HttpOptions } from "../http/types.ts";
import type { DecryptionKeys } from "../jose/decryption-key.ts";
import type { KeySource } from "../jose/key-source.ts";
import type { IssuerTemplateOptions } from "../jwt-profiles/issuer-template.ts";
import type { CacheOptions } from "../metadata/cache-policy.ts";
import type { Discovery } from "../metadata/discovery.ts";
import type { MetadataEvent } from "../metadata/metadata-event.ts";
import type { CustomClaims } from "../schema/custom-claims.ts";
import type { Clock } from "../util/clock.ts";
import type { RandomSource } from "../util/random.ts";
import type { ReplayStore } from "../util/replay-store.ts";
import type { CallFinishedEvent } from "./call-event.ts";

/**
 * The client as it is registered at the server, in the wire names of client metadata.
 * @see RFC 7591 §2
 */
export interface ClientRegistration extends AuthorizationRegistration {
  readonly client_id: string;
  /** Never leaves the process but as client authentication. */
  readonly client_secret?: string | undefined;
  /** Where the provider may send users back to after a logout. With exactly one, it is the default of a logout. */
  readonly post_logout_redirect_uris?: readonly string[] | undefined;
  /** Makes `iss` and `sid` required in front-channel logouts. */
  readonly frontchannel_logout_session_required?: boolean | undefined;
  /** Makes `sid` required in logout tokens. */
  readonly backchannel_logout_session_required?: boolean | undefined;
  /** The registered method; left out, it is chosen from the server's metadata. */
  readonly token_endpoint_auth_method?: string | undefined;
  /** The only algorithm to accept for ID tokens; left out, every asymmetric one that the server announces. */
  readonly id_token_signed_response_alg?: string | undefined;
  /** What ID tokens are encrypted with: no other key management algorithm is accepted, and no ID token that is not encrypted. */
  readonly id_token_encrypted_response_alg?: string | undefined;
  /** The content encryption beside it. Default `A128CBC-HS256`. */
  readonly id_token_encrypted_response_enc?: string | undefined;
  /** The only algorithm to accept for JWTs with authorization responses; left out, every asymmetric one that the server announces, else `RS256`. */
  readonly authorization_signed_response_alg?: string | undefined;
  /** What JWTs with authorization responses are encrypted with: no other algorithm is accepted, and none that is not encrypted. */
  readonly authorization_encrypted_response_alg?: string | undefined;
  /** The content encryption beside it. Default `A128CBC-HS256`. */
  readonly authorization_encrypted_response_enc?: string | undefined;
  /** The algorithm of signed userinfo responses: none that is not signed is accepted then. Left out: JSON, or signed with an algorithm that the server announces. */
  readonly userinfo_signed_response_alg?: string | undefined;
  /** What userinfo responses are encrypted with: none that is not encrypted is accepted then. */
  readonly userinfo_encrypted_response_alg?: string | undefined;
  /** The content encryption beside it. Default `A128CBC-HS256`. */
  readonly userinfo_encrypted_response_enc?: string | undefined;
  /** The algorithm of signed introspection responses, which are asked for then. */
  readonly introspection_signed_response_alg?: string | undefined;
  /** What introspection responses are encrypted with: signed and encrypted ones are asked for then. */
  readonly introspection_encrypted_response_alg?: string | undefined;
  /** The content encryption beside it. Default `A128CBC-HS256`. */
  readonly introspection_encrypted_response_enc?: string | undefined;
  /** Whether access tokens are bound to the client's certificate (RFC 8705 §3); calls then go to the server's endpoints for mutual TLS. */
  readonly tls_client_certificate_bound_access_tokens?: boolean | undefined;
  /** Whether calls go to the server's endpoints for mutual TLS; they always do where the client authenticates with its certificate. */
  readonly use_mtls_endpoint_aliases?: boolean | undefined;
  /** Whether the server gives this client nothing but tokens that are bound with DPoP; the option `dpop` is needed then. */
  readonly dpop_bound_access_tokens?: boolean | undefined;
  /** Makes `auth_time` required in every ID token. */
  readonly require_auth_time?: boolean | undefined;
}

/** What a client is made of; `Custom` is what `idTokenClaims` makes of claims. Everything but the issuer and the client has a default; nothing is read from the environment. */
export interface ClientOptions<Custom = undefined> extends HttpOptions {
  /** Issuer identifier of the server, exactly as the server spells it. */
  readonly issuer: string;
  /**
   * The tenants whose users may log in, for a server with one metadata document for all of them (Entra's `common` and `organizations`).
   * The metadata's `issuer` must then be the template; an ID token's `iss` the template filled with its `tid`, which must be one of the tenants. Token sets
   * have the template as `issuer`.
   */
  readonly issuerTemplate?: IssuerTemplateOptions | undefined;
  readonly client: ClientRegistration;
  /** How the client authenticates; left out, chosen from the server's metadata and the credentials in `client` and `key`. */
  readonly auth?: ClientAuthentication | undefined;
  /** Private key for `private_key_jwt`, where `auth` is left out, and for request objects. */
  readonly key?: ClientKey | undefined;
  /** Binds tokens to a key: `await createDPoP()` of `ts-identity-model/dpop`. Left out: bearer tokens. */
  readonly dpop?: DPoP | undefined;
  /** Whether authorization requests are pushed. Default `auto`: where it is required, and where the server offers it and the client authenticates. */
  readonly pushedAuthorizationRequests?: PushedAuthorizationRequests | undefined;
  /** A security profile to hold the client and the server to. Default: none. */
  readonly profile?: ClientProfileName | undefined;
  /** Makes authorization requests signed request objects, signed with its `key` or the client's. Left out: only where that is required. */
  readonly requestObject?: RequestObjectSettings | undefined;
  /**
   * Private keys that open encrypted ID tokens and responses: those whose public halves are registered at the server, replaced ones for a
   * while too. Where the registered algorithm is symmetric, left out and derived from `client_secret`.
   */
  readonly decryptionKeys?: DecryptionKeys | undefined;
  /** The server's metadata, given by hand: nothing is discovered then. Checked like a fetched document. */
  readonly metadata?: AuthorizationServerMetadata | undefined;
  /** The server's keys, given by hand: none are fetched then. */
  readonly jwks?: JwkSet | undefined;
  /** Which well-known documents to look for. Default `auto`: OpenID Connect, then RFC 8414. */
  readonly discovery?: Discovery | undefined;
  /** Named deviations to admit; none by default (see docs/tolerances.md). */
  readonly tolerate?: readonly ToleranceName[] | undefined;
  /** Judges the claims of a provider's own in ID tokens, after they have been verified: `custom` of the token sets. Default: nobody does. */
  readonly idTokenClaims?: CustomClaims<Custom> | undefined;
  /** How far the clocks may differ, in seconds. Default 30. */
  readonly clockToleranceSeconds?: number | undefined;
  /** How long a started authorization may be finished, in seconds. Default 3600. */
  readonly transactionLifetimeSeconds?: number | undefined;
  /** Remembers which logout tokens have been used. Default: the memory of this process; give a shared one where several processes serve. */
  readonly replayStore?: ReplayStore | undefined;
  /** How long metadata and keys are used. */
  readonly cache?: CacheOptions | undefined;
  /** Told about every message, refresh and tolerated deviation. No event holds a secret. */
  readonly onEvent?: ((event: ClientEvent) => void) | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: RandomSource | undefined;
}

/**
 * The security profiles: FAPI 2.0 Security Profile, FAPI 2.0 Message Signing, FAPI CIBA (draft) and OAuth 2.1 (draft).
 * @see FAPI 2.0 Security Profile §5.3.3.1
 */
export type ClientProfileName = "fapi2-security" | "fapi2-message-signing" | "fapi-ciba" | "oauth21";

/** A security profile: what it refuses in the options of a client and in the metadata of its server, and what it makes of them. */
export interface ClientProfile {
  /** Name of the specification: `FAPI 2.0 Security Profile`. */
  readonly name: string;
  /** Checks the options and gives them with what the profile demands. Throws with every problem at once. */
  readonly apply: <Custom>(options: ClientOptions<Custom>) => ClientOptions<Custom>;
  /** Checks the metadata of the server, before anything else is sent to it, and gives the client authentication to use. */
  readonly admit: (server: AdmittedServer) => ClientAuthentication;
  /** Algorithms that ID tokens and authorization responses may be signed with, where the registration names none. */
  readonly algorithms?: readonly string[] | undefined;
  /** Algorithms that introspection responses must be signed with, where the registration names none. */
  readonly introspectionAlgorithms?: readonly string[] | undefined;
  /** Watches over what the keys of the server are used for. */
  readonly guardKeys?: ((keys: KeySource) => KeySource) | undefined;
  /** Checks an authorization that is about to start, and gives the parameters that it must have. */
  readonly startAuthorization?:
    | ((parameters: AuthorizationParameters) => Pick<AuthorizationParameters, "response_mode">)
    | undefined;
  /** Checks a backchannel authentication that is about to start, and gives its options. */
  readonly startBackchannelAuthentication?: ((call: BackchannelCall) => BackchannelAuthenticationOptions) | undefined;
  /** What every introspection is given. */
  readonly introspection?: IntrospectionFormatOptions | undefined;
}

/** A server before it is used, and the client that wants to use it. */
export interface AdmittedServer {
  readonly metadata: AuthorizationServerMetadata;
  readonly auth: ClientAuthentication;
  readonly options: ClientOptions<unknown>;
}

/** A backchannel authentication before it starts. */
export interface BackchannelCall {
  readonly message: BackchannelAuthenticationRequest;
  readonly call: BackchannelAuthenticationOptions;
  readonly options: ClientOptions<unknown>;
}

/** What a client tells its owner; for logs and metrics, never needed for correctness. */
export type ClientEvent = MetadataEvent | ExchangeEvent | HttpFinishedEvent | CallFinishedEvent;
