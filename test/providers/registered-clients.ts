import { randomBytes } from "node:crypto";
import { clientSubject } from "./certificates.ts";
import { type ClientKeys, jwkOfCertificate } from "./client-keys.ts";
import { publicPart, type TestJwk } from "./signing-keys.ts";

/** A client as its provider knows it, with the names of RFC 7591 and the registries that extend it. */
export interface RegisteredClient {
  readonly client_id: string;
  readonly client_secret?: string;
  readonly redirect_uris: readonly string[];
  readonly grant_types: readonly string[];
  readonly response_types: readonly string[];
  readonly token_endpoint_auth_method: string;
  readonly id_token_signed_response_alg?: string;
  readonly token_endpoint_auth_signing_alg?: string;
  readonly scope?: string;
  readonly jwks?: { readonly keys: readonly TestJwk[] };
  readonly id_token_encrypted_response_alg?: string;
  readonly id_token_encrypted_response_enc?: string;
  readonly userinfo_signed_response_alg?: string;
  readonly userinfo_encrypted_response_alg?: string;
  readonly userinfo_encrypted_response_enc?: string;
  readonly authorization_signed_response_alg?: string;
  readonly authorization_encrypted_response_alg?: string;
  readonly authorization_encrypted_response_enc?: string;
  readonly introspection_signed_response_alg?: string;
  readonly introspection_encrypted_response_alg?: string;
  readonly introspection_encrypted_response_enc?: string;
  readonly request_object_signing_alg?: string;
  readonly request_object_encryption_alg?: string;
  readonly request_object_encryption_enc?: string;
  readonly require_signed_request_object?: boolean;
  readonly require_pushed_authorization_requests?: boolean;
  readonly backchannel_token_delivery_mode?: string;
  readonly backchannel_client_notification_endpoint?: string;
  readonly backchannel_logout_uri?: string;
  readonly backchannel_logout_session_required?: boolean;
  readonly post_logout_redirect_uris?: readonly string[];
  readonly tls_client_auth_subject_dn?: string;
  readonly tls_client_certificate_bound_access_tokens?: boolean;
  readonly dpop_bound_access_tokens?: boolean;
  readonly authorization_details_types?: readonly string[];
}

/** A client with a secret. */
export interface ConfidentialClient extends RegisteredClient {
  readonly client_secret: string;
}

/** Every client of a test provider, named after what sets it apart. Those with a redirect URI can log users in. */
export interface RegisteredClients {
  readonly basic: ConfidentialClient;
  readonly post: ConfidentialClient;
  readonly secretJwt: ConfidentialClient;
  readonly privateKeyJwt: RegisteredClient;
  readonly public: RegisteredClient;
  /** Like `basic`, with ES256 ID tokens. */
  readonly es256: ConfidentialClient;
  /** Every response type, those of the implicit and hybrid flow included. */
  readonly hybrid: ConfidentialClient;
  /** No user: client credentials only, scope `api`. */
  readonly machine: ConfidentialClient;
  /** Like `machine`, with `private_key_jwt`. */
  readonly machineKey: RegisteredClient;
  /** Device authorization, no secret. */
  readonly device: RegisteredClient;
  /** CIBA with polling. */
  readonly ciba: ConfidentialClient;
  /** CIBA with pings to the inbox. */
  readonly cibaPing: ConfidentialClient;
  /** Logs users in, and may exchange their tokens. */
  readonly exchange: ConfidentialClient;
  /** Only by pushed authorization requests. */
  readonly pushed: ConfidentialClient;
  /** Only by signed request objects, ES256 with `keys.signing`; it authenticates with `private_key_jwt`. */
  readonly signedRequest: RegisteredClient;
  /** Request objects signed and then encrypted to a key of the provider (RSA-OAEP-256, A256GCM). */
  readonly encryptedRequest: RegisteredClient;
  /** Authorization responses signed with ES256. */
  readonly jarm: ConfidentialClient;
  /** The same, encrypted to `keys.encryption`. */
  readonly jarmEncrypted: ConfidentialClient;
  /** UserInfo signed with ES256. */
  readonly signedUserinfo: ConfidentialClient;
  /** ID tokens and UserInfo encrypted to `keys.encryption`. */
  readonly encrypted: ConfidentialClient;
  /** The same to `keys.rsaEncryption`. */
  readonly encryptedRsa: ConfidentialClient;
  /** A resource server: asks about tokens, gets ES256 JWTs when it accepts them. */
  readonly introspection: ConfidentialClient;
  /** The same, encrypted to `keys.encryption`. */
  readonly introspectionEncrypted: ConfidentialClient;
  /** Told of logouts at the inbox, with `sid`; may end sessions. */
  readonly logout: ConfidentialClient;
  /** `tls_client_auth` with `certificates.client`, tokens bound to it. */
  readonly tls: RegisteredClient;
  /** `self_signed_tls_client_auth` with `certificates.selfSigned`, tokens bound to it. */
  readonly tlsSelfSigned: RegisteredClient;
  /** A secret, and tokens bound to the certificate it presents, such as `certificates.client`. */
  readonly tlsBound: ConfidentialClient;
  /** Gets tokens with DPoP only. */
  readonly dpop: ConfidentialClient;
  /** The same without a secret, so that its refresh tokens are bound too. */
  readonly dpopPublic: RegisteredClient;
  /** The same with client credentials, scope `api`, and `private_key_jwt`. */
  readonly dpopMachine: RegisteredClient;
  /** What FAPI 2.0 wants: `private_key_jwt`, tokens bound to `certificates.client`, ES256 everywhere. */
  readonly fapi: RegisteredClient;
  /** The same with tokens bound to a key. */
  readonly fapiDpop: RegisteredClient;
  /** As `fapi`, with signed requests and responses, as Message Signing wants it. */
  readonly fapiSigning: RegisteredClient;
  /** Authorization details of the type `payment`. */
  readonly details: ConfidentialClient;
}

/** What the clients are registered with. */
export interface RegistrationInput {
  readonly keys: ClientKeys;
  /** Where a login ends. Nothing need listen there: a driver stops when it is sent to it. */
  readonly redirectUri: string;
  /** Origin of the inbox that hears of logouts and finished CIBA requests. */
  readonly inbox: string;
}

/** Registers the clients with fresh secrets. */
export function registerClients(input: RegistrationInput): RegisteredClients {
  return {
    ...logins(input),
    ...otherGrants(input),
    ...requests(input),
    ...responses(input),
    ...withTls(input),
    ...fapi(input),
  };
}

function logins({ keys, redirectUri }: RegistrationInput) {
  return {
    basic: withSecret("web-basic.example", redirectUri),
    post: {
      ...withSecret("web-post", `${redirectUri}?tenant=a`),
      token_endpoint_auth_method: "client_secret_post",
    },
    secretJwt: {
      ...withSecret("web-secret-jwt", redirectUri),
      token_endpoint_auth_method: "client_secret_jwt",
      token_endpoint_auth_signing_alg: "HS256",
    },
    privateKeyJwt: withKey("web-private-key-jwt", redirectUri, keys),
    public: { ...web("single-page", redirectUri), token_endpoint_auth_method: "none" },
    hybrid: {
      ...withSecret("web-hybrid", redirectUri),
      grant_types: ["authorization_code", "refresh_token", "implicit"],
      response_types: responseTypes,
    },
    es256: { ...withSecret("web-es256", redirectUri), id_token_signed_response_alg: "ES256" },
    dpop: { ...withSecret("web-dpop", redirectUri), dpop_bound_access_tokens: true },
    dpopPublic: {
      ...web("single-page-dpop", redirectUri),
      token_endpoint_auth_method: "none",
      dpop_bound_access_tokens: true,
    },
  } satisfies Partial<RegisteredClients>;
}

function otherGrants({ keys, redirectUri, inbox }: RegistrationInput) {
  const machine = { redirect_uris: [], grant_types: ["client_credentials"], response_types: [], scope: "api" };
  const ciba = { ...withSecret("ciba-poll"), grant_types: ["urn:openid:params:grant-type:ciba", "refresh_token"] };
  return {
    machine: { ...withSecret("machine"), ...machine },
    machineKey: { ...withKey("machine-key", undefined, keys), ...machine },
    dpopMachine: { ...withKey("machine-dpop", undefined, keys), ...machine, dpop_bound_access_tokens: true },
    device: {
      ...web("device"),
      grant_types: ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"],
      token_endpoint_auth_method: "none",
    },
    ciba: { ...ciba, backchannel_token_delivery_mode: "poll" },
    cibaPing: {
      ...ciba,
      client_id: "ciba-ping",
      backchannel_token_delivery_mode: "ping",
      backchannel_client_notification_endpoint: `${inbox.replace("http:", "https:")}/ciba`,
    },
    exchange: {
      ...withSecret("exchange", redirectUri),
      grant_types: ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:token-exchange"],
    },
    logout: {
      ...withSecret("web-logout", redirectUri),
      backchannel_logout_uri: `${inbox}/logout`,
      backchannel_logout_session_required: true,
      post_logout_redirect_uris: [new URL("/signed-out", redirectUri).href],
    },
  } satisfies Partial<RegisteredClients>;
}

function requests({ keys, redirectUri }: RegistrationInput) {
  return {
    pushed: { ...withSecret("web-pushed", redirectUri), require_pushed_authorization_requests: true },
    signedRequest: {
      ...withKey("web-signed-request", redirectUri, keys),
      request_object_signing_alg: "ES256",
      require_signed_request_object: true,
    },
    encryptedRequest: {
      ...withKey("web-encrypted-request", redirectUri, keys),
      request_object_signing_alg: "ES256",
      request_object_encryption_alg: "RSA-OAEP-256",
      request_object_encryption_enc: "A256GCM",
    },
    details: { ...withSecret("web-details", redirectUri), authorization_details_types: ["payment"] },
  } satisfies Partial<RegisteredClients>;
}

function responses({ keys, redirectUri }: RegistrationInput) {
  const jwks = { keys: [publicPart(keys.encryption)] };
  const jarm = { ...withSecret("web-jarm", redirectUri), authorization_signed_response_alg: "ES256" };
  const resourceServer = {
    ...withSecret("resource-server"),
    grant_types: [],
    introspection_signed_response_alg: "ES256",
  };
  return {
    jarm,
    jarmEncrypted: {
      ...jarm,
      client_id: "web-jarm-encrypted",
      authorization_encrypted_response_alg: "ECDH-ES",
      authorization_encrypted_response_enc: "A256GCM",
      jwks,
    },
    signedUserinfo: { ...withSecret("web-signed-userinfo", redirectUri), userinfo_signed_response_alg: "ES256" },
    encrypted: { ...withSecret("web-encrypted", redirectUri), ...encryptedTo("ECDH-ES"), jwks },
    encryptedRsa: {
      ...withSecret("web-encrypted-rsa", redirectUri),
      ...encryptedTo("RSA-OAEP-256"),
      jwks: { keys: [publicPart(keys.rsaEncryption)] },
    },
    introspection: resourceServer,
    introspectionEncrypted: {
      ...resourceServer,
      client_id: "resource-server-encrypted",
      introspection_encrypted_response_alg: "ECDH-ES",
      introspection_encrypted_response_enc: "A256GCM",
      jwks,
    },
  } satisfies Partial<RegisteredClients>;
}

function withTls({ keys, redirectUri }: RegistrationInput) {
  const bound = { tls_client_certificate_bound_access_tokens: true };
  return {
    tls: {
      ...web("web-tls", redirectUri),
      ...bound,
      token_endpoint_auth_method: "tls_client_auth",
      tls_client_auth_subject_dn: clientSubject,
    },
    tlsSelfSigned: {
      ...web("web-tls-self-signed", redirectUri),
      ...bound,
      token_endpoint_auth_method: "self_signed_tls_client_auth",
      jwks: { keys: [jwkOfCertificate(keys.certificates.selfSigned)] },
    },
    tlsBound: { ...withSecret("web-tls-bound", redirectUri), ...bound },
  } satisfies Partial<RegisteredClients>;
}

function fapi({ keys, redirectUri }: RegistrationInput) {
  const algorithms = { id_token_signed_response_alg: "ES256", tls_client_certificate_bound_access_tokens: true };
  return {
    fapi: { ...withKey("fapi-security", redirectUri, keys), ...algorithms },
    fapiDpop: {
      ...withKey("fapi-dpop", redirectUri, keys),
      id_token_signed_response_alg: "ES256",
      dpop_bound_access_tokens: true,
    },
    fapiSigning: {
      ...withKey("fapi-message-signing", redirectUri, keys),
      ...algorithms,
      request_object_signing_alg: "ES256",
      authorization_signed_response_alg: "ES256",
      introspection_signed_response_alg: "ES256",
      require_signed_request_object: true,
    },
  } satisfies Partial<RegisteredClients>;
}

function encryptedTo(alg: string) {
  return {
    id_token_encrypted_response_alg: alg,
    id_token_encrypted_response_enc: "A256GCM",
    userinfo_signed_response_alg: "RS256",
    userinfo_encrypted_response_alg: alg,
    userinfo_encrypted_response_enc: "A256GCM",
  };
}

function withSecret(client_id: string, redirectUri?: string): ConfidentialClient {
  return { ...web(client_id, redirectUri), client_secret: secret(), token_endpoint_auth_method: "client_secret_basic" };
}

function withKey(client_id: string, redirectUri: string | undefined, { signing }: ClientKeys): RegisteredClient {
  return {
    ...web(client_id, redirectUri),
    token_endpoint_auth_method: "private_key_jwt",
    token_endpoint_auth_signing_alg: "ES256",
    jwks: { keys: [publicPart(signing)] },
  };
}

function web(
  client_id: string,
  redirectUri?: string,
): Pick<RegisteredClient, "client_id" | "redirect_uris" | "grant_types" | "response_types"> {
  return {
    client_id,
    redirect_uris: redirectUri === undefined ? [] : [redirectUri],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: redirectUri === undefined ? [] : ["code"],
  };
}

/** The response types that a provider is configured with. */
export const responseTypes: readonly string[] = [
  "code",
  "id_token",
  "code id_token",
  "code token",
  "id_token token",
  "code id_token token",
];

/** Begins with characters that HTTP Basic carries only when both sides form-encode them (RFC 6749 §2.3.1). */
function secret(): string {
  return `p:%+&= ${randomBytes(32).toString("base64url")}`;
}
