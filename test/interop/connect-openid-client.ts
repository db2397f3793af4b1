import { importJWK } from "jose/key/import";
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretJwt,
  ClientSecretPost,
  type Configuration,
  type CustomFetch,
  calculatePKCECodeChallenge,
  customFetch,
  type DPoPOptions,
  discovery,
  None,
  type PrivateKey,
  PrivateKeyJwt,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  TlsClientAuth,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
} from "openid-client";
import type { CookieJar } from "../../examples/demo/cookie-jar.ts";
import { walk } from "../providers/browser.ts";
import type { RegisteredClient } from "../providers/registered-clients.ts";
import type { SigningJwk } from "../providers/signing-keys.ts";
import type { TestProvider } from "../providers/test-provider.ts";

/** What may be chosen about a client of openid-client. */
export interface PeerOptions {
  /** In place of the secret or the key that the client is registered with. */
  readonly auth?: ClientAuth;
  readonly fetchIt?: typeof fetch;
  /** Where its metadata are: `oidc` unless told. */
  readonly algorithm?: "oidc" | "oauth2";
}

/** openid-client as one of the registered clients. */
export async function connect(
  provider: TestProvider,
  registered: RegisteredClient,
  { auth, fetchIt, algorithm = "oidc" }: PeerOptions = {},
): Promise<Configuration> {
  const { client_id, token_endpoint_auth_method } = registered;
  const metadata = {
    ...Object.fromEntries(Object.entries(registered).filter(([name]) => known.includes(name))),
    use_mtls_endpoint_aliases: /tls/.test(token_endpoint_auth_method),
  };
  return discovery(new URL(provider.issuer), client_id, metadata, auth ?? (await authOf(provider, registered)), {
    execute: [allowInsecureRequests],
    algorithm,
    ...(fetchIt === undefined ? {} : { [customFetch]: withoutUndefined(fetchIt) }),
  });
}

/** A private key of the clients, for openid-client. */
export async function keyOf(jwk: SigningJwk): Promise<PrivateKey> {
  const key = await importJWK(jwk, jwk.alg);
  if (key instanceof Uint8Array) throw new Error("The key is a secret.");
  return { key, kid: jwk.kid };
}

function withoutUndefined(fetchIt: typeof fetch): CustomFetch {
  return (url, { body, signal, ...options }) =>
    fetchIt(url, {
      ...options,
      ...(body === undefined ? {} : { body: body instanceof Uint8Array ? Uint8Array.from(body) : body }),
      ...(signal === undefined ? {} : { signal }),
    });
}

async function authOf(
  { keys }: TestProvider,
  { client_secret: secret = "", token_endpoint_auth_method: method }: RegisteredClient,
): Promise<ClientAuth> {
  if (method === "client_secret_post") return ClientSecretPost(secret);
  if (method === "client_secret_jwt") return ClientSecretJwt(secret);
  if (method === "private_key_jwt") return PrivateKeyJwt(await keyOf(keys.signing));
  if (method === "none") return None();
  return /tls/.test(method) ? TlsClientAuth() : ClientSecretBasic(secret);
}

/** A login with openid-client. */
export interface PeerLogin extends DPoPOptions {
  readonly parameters?: Readonly<Record<string, string>>;
  /** Makes the URL; without it the parameters stand in the query. */
  readonly build?: (config: Configuration, parameters: Record<string, string>) => URL | Promise<URL>;
  readonly jar?: CookieJar;
  readonly decision?: "allow" | "deny";
}

/** A browser that is back at the client, which has not redeemed the code. */
export interface PeerCallback {
  readonly url: URL;
  readonly checks: {
    readonly pkceCodeVerifier: string;
    readonly expectedState: string;
    readonly expectedNonce: string;
  };
}

/** Sends a browser through a login, as far as the callback. */
export async function authorizeWith(
  config: Configuration,
  { redirect_uris: [redirectUri = ""] }: RegisteredClient,
  { parameters = {}, build = buildAuthorizationUrl, jar, decision }: PeerLogin = {},
): Promise<PeerCallback> {
  const checks = {
    pkceCodeVerifier: randomPKCECodeVerifier(),
    expectedState: randomState(),
    expectedNonce: randomNonce(),
  };
  const start = await build(config, {
    redirect_uri: redirectUri,
    scope: "openid profile email offline_access",
    prompt: "consent",
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: "S256",
    ...parameters,
  });
  const arrival = await walk(start.href, {
    until: redirectUri,
    ...(jar === undefined ? {} : { jar }),
    ...(decision === undefined ? {} : { decision }),
  });
  if (arrival.kind !== "redirect") throw new Error(`The login ended at a ${arrival.kind}: ${JSON.stringify(arrival)}`);
  return { url: new URL(arrival.url), checks };
}

/** A whole login. */
export async function logInWith(
  config: Configuration,
  registered: RegisteredClient,
  { DPoP, ...login }: PeerLogin = {},
): Promise<TokenEndpointResponse & TokenEndpointResponseHelpers> {
  const { url, checks } = await authorizeWith(config, registered, login);
  return authorizationCodeGrant(config, url, checks, undefined, DPoP === undefined ? {} : { DPoP });
}

/** What openid-client looks at of a registration. */
const known = [
  "client_secret",
  "id_token_signed_response_alg",
  "userinfo_signed_response_alg",
  "authorization_signed_response_alg",
  "introspection_signed_response_alg",
];
