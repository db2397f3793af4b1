import { randomBytes, X509Certificate } from "node:crypto";
import { TLSSocket } from "node:tls";
import { createMemoryAdapterFactory } from "./memory-adapter.ts";
import { devicePages, logoutPages } from "./oidc-provider-pages.ts";
import { type RegisteredClients, responseTypes } from "./registered-clients.ts";
import type { TestJwk } from "./signing-keys.ts";

/** What a provider is configured with. */
export interface ConfigurationInput {
  readonly clients: RegisteredClients;
  readonly jwks: readonly TestJwk[];
  /** Origin under which the same endpoints ask for a client certificate. */
  readonly tlsOrigin: string;
  readonly initialAccessToken: string;
  /** Takes what the provider sends to clients, whose origins need not exist. */
  readonly deliver: typeof fetch;
}

/** Every feature that the library can use, switched on. */
export function configure(input: ConfigurationInput): Readonly<Record<string, unknown>> {
  return {
    adapter: createMemoryAdapterFactory(),
    clients: Object.values(input.clients),
    jwks: { keys: input.jwks },
    cookies: { keys: [randomBytes(32).toString("base64url")] },
    scopes: ["openid", "offline_access", "profile", "email", "api"],
    claims: {
      openid: ["sub"],
      profile: ["name", "given_name", "family_name", "preferred_username", "updated_at"],
      email: ["email", "email_verified"],
    },
    clientAuthMethods,
    discovery: { mtls_endpoint_aliases: aliases(input.tlsOrigin) },
    enabledJWA: { requestObjectEncryptionAlgValues: ["RSA-OAEP-256", "ECDH-ES", "dir"] },
    fetch: input.deliver,
    findAccount: (_context: unknown, sub: string) => ({ accountId: sub, claims: async () => describeAccount(sub) }),
    clientBasedCORS: () => false,
    renderError,
    rotateRefreshToken: true,
    pkce: { required: () => true },
    responseTypes: [...responseTypes],
    features: features(input),
    ttl: lifetimes,
  };
}

function features(input: ConfigurationInput): Readonly<Record<string, unknown>> {
  return {
    backchannelLogout: { enabled: true },
    ciba: ciba(),
    claimsParameter: { enabled: true },
    clientCredentials: { enabled: true },
    devInteractions: { enabled: true },
    deviceFlow: { enabled: true, ...devicePages },
    dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
    encryption: { enabled: true },
    fapi: { enabled: true, profile: (_context: unknown, client?: FapiClient) => profileOf(client) },
    introspection: { enabled: true, allowedPolicy: () => true },
    jwtIntrospection: { enabled: true },
    jwtResponseModes: { enabled: true },
    jwtUserinfo: { enabled: true },
    mTLS: mutualTls(),
    pushedAuthorizationRequests: { enabled: true },
    registration: { enabled: true, initialAccessToken: input.initialAccessToken },
    registrationManagement: { enabled: true, rotateRegistrationAccessToken: true },
    requestObjects: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: describeResourceServer,
      useGrantedResource: async () => true,
    },
    revocation: { enabled: true, allowedPolicy: () => true },
    richAuthorizationRequests: authorizationDetails(),
    rpInitiatedLogout: { enabled: true, ...logoutPages },
  };
}

interface FapiClient {
  readonly clientId: string;
}

/** Clients of the profile are held to it, the others are not. */
function profileOf(client?: FapiClient): "2.0" | undefined {
  return client?.clientId.startsWith("fapi-") === true ? "2.0" : undefined;
}

function ciba(): Readonly<Record<string, unknown>> {
  return {
    enabled: true,
    deliveryModes: ["poll", "ping"],
    processLoginHint: async (_context: unknown, hint: string) => (hint === "nobody" ? undefined : hint),
    processLoginHintToken: async (_context: unknown, hint: string) => hint,
    triggerAuthenticationDevice: async () => undefined,
    validateBindingMessage: async () => undefined,
    validateRequestContext: async () => undefined,
    verifyUserCode: async () => undefined,
  };
}

interface KoaContext {
  readonly socket: unknown;
}

function mutualTls(): Readonly<Record<string, unknown>> {
  return {
    enabled: true,
    certificateBoundAccessTokens: true,
    selfSignedTlsClientAuth: true,
    tlsClientAuth: true,
    getCertificate: ({ socket }: KoaContext) =>
      socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined,
    certificateAuthorized: ({ socket }: KoaContext) => socket instanceof TLSSocket && socket.authorized,
    certificateSubjectMatches: ({ socket }: KoaContext, property: string, expected: string) =>
      property === "tls_client_auth_subject_dn" && socket instanceof TLSSocket && subjectOf(socket) === expected,
  };
}

/** The subject as RFC 4514 writes it: the last name first. */
function subjectOf(socket: TLSSocket): string | undefined {
  const certificate = socket.getPeerX509Certificate();
  return certificate instanceof X509Certificate ? certificate.subject.split("\n").reverse().join(",") : undefined;
}

interface DetailsContext {
  readonly oidc: { readonly params: { readonly authorization_details?: string } };
}

interface WithDetails {
  readonly rar?: unknown;
}

/** One type, granted as it was asked for. */
function authorizationDetails(): Readonly<Record<string, unknown>> {
  return {
    enabled: true,
    types: { payment: { validate: async () => undefined } },
    authorizationDetailsForGrantSource: async ({ oidc }: DetailsContext): Promise<unknown> =>
      oidc.params.authorization_details === undefined ? undefined : JSON.parse(oidc.params.authorization_details),
    authorizationDetailsForAccessToken: async (_context: unknown, _token: unknown, source?: WithDetails) => source?.rar,
    authorizationDetailsForIntrospection: async (_context: unknown, { rar }: WithDetails) => rar,
  };
}

/** One resource server, whose access tokens are JWTs (RFC 9068). */
async function describeResourceServer(): Promise<Readonly<Record<string, unknown>>> {
  return { scope: "api", accessTokenFormat: "jwt", accessTokenTTL: 600, jwt: { sign: { alg: "ES256" } } };
}

function aliases(origin: string): Readonly<Record<string, string>> {
  return {
    token_endpoint: `${origin}/token`,
    userinfo_endpoint: `${origin}/me`,
    introspection_endpoint: `${origin}/token/introspection`,
    revocation_endpoint: `${origin}/token/revocation`,
    pushed_authorization_request_endpoint: `${origin}/request`,
    device_authorization_endpoint: `${origin}/device/auth`,
    backchannel_authentication_endpoint: `${origin}/backchannel`,
  };
}

/** Any login name is an account; the built-in login form checks no password. */
function describeAccount(sub: string): Readonly<Record<string, unknown>> {
  return {
    sub,
    name: "Ada Lovelace",
    given_name: "Ada",
    family_name: "Lovelace",
    preferred_username: sub,
    updated_at: 1_700_000_000,
    email: `${sub}@example.com`,
    email_verified: true,
  };
}

/** Errors that cannot be sent to the client, for a person to read. */
function renderError(context: { type: string; body: string }, out: Readonly<Record<string, unknown>>): void {
  context.type = "text";
  context.body = Object.entries(out)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join("\n");
}

const clientAuthMethods = [
  "client_secret_basic",
  "client_secret_post",
  "client_secret_jwt",
  "private_key_jwt",
  "tls_client_auth",
  "self_signed_tls_client_auth",
  "none",
];

const lifetimes = {
  AccessToken: 3600,
  AuthorizationCode: 60,
  BackchannelAuthenticationRequest: 600,
  ClientCredentials: 600,
  DeviceCode: 600,
  Grant: 86_400,
  IdToken: 3600,
  Interaction: 600,
  RefreshToken: 86_400,
  Session: 86_400,
};
