import { importJWK } from "jose/key/import";
import * as oauth from "oauth4webapi";
import { walk } from "../providers/browser.ts";
import type { RegisteredClient } from "../providers/registered-clients.ts";
import type { SigningJwk } from "../providers/signing-keys.ts";
import type { TestProvider } from "../providers/test-provider.ts";

/** oauth4webapi as one of the registered clients: what its functions take. */
export interface PeerConnection {
  readonly as: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly auth: oauth.ClientAuth;
}

/** Without TLS, as the provider is on the loopback interface. */
export const plainHttp = { [oauth.allowInsecureRequests]: true } as const;

/** Reads the metadata, and prepares the client as it is registered. */
export async function connectOauth4webapi(
  provider: TestProvider,
  registered: RegisteredClient,
  auth?: oauth.ClientAuth,
): Promise<PeerConnection> {
  const issuer = new URL(provider.issuer);
  const response = await oauth.discoveryRequest(issuer, { ...plainHttp, algorithm: "oauth2" });
  const { client_id, token_endpoint_auth_method: method, client_secret: secret = "" } = registered;
  const members = Object.fromEntries(Object.entries(registered).filter(([name]) => known.includes(name)));
  return {
    as: await oauth.processDiscoveryResponse(issuer, response),
    client: { client_id, ...members },
    auth: auth ?? (await authOf(provider, method, secret)),
  };
}

/** A private key of the clients, for oauth4webapi. */
export async function privateKeyOf(jwk: SigningJwk): Promise<oauth.PrivateKey> {
  const key = await importJWK(jwk, jwk.alg);
  if (key instanceof Uint8Array) throw new Error("The key is a secret.");
  return { key, kid: jwk.kid };
}

async function authOf({ keys }: TestProvider, method: string, secret: string): Promise<oauth.ClientAuth> {
  if (method === "client_secret_post") return oauth.ClientSecretPost(secret);
  if (method === "private_key_jwt") return oauth.PrivateKeyJwt(await privateKeyOf(keys.signing));
  return method === "none" ? oauth.None() : oauth.ClientSecretBasic(secret);
}

/** What a login changes. */
export interface PeerAuthorization {
  readonly registered: RegisteredClient;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Puts the parameters elsewhere: into a pushed request. */
  readonly pack?: (parameters: Readonly<Record<string, string>>) => Promise<Readonly<Record<string, string>>>;
}

/** A browser that is back at the client. */
export interface PeerReturn {
  readonly url: URL;
  readonly redirectUri: string;
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

/** Sends a browser through a login, as far as the callback. */
export async function authorizeOauth4webapi(
  { as, client }: PeerConnection,
  { registered, parameters = {}, pack }: PeerAuthorization,
): Promise<PeerReturn> {
  const [redirectUri = ""] = registered.redirect_uris;
  const verifier = oauth.generateRandomCodeVerifier();
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
  const all = {
    client_id: client.client_id,
    response_type: "code",
    redirect_uri: redirectUri,
    scope: "openid profile email offline_access",
    prompt: "consent",
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...parameters,
  };
  const start = new URL(as.authorization_endpoint ?? "");
  start.search = new URLSearchParams(pack === undefined ? all : await pack(all)).toString();
  const arrival = await walk(start.href, { until: redirectUri });
  if (arrival.kind !== "redirect") throw new Error(`The login ended at a ${arrival.kind}: ${JSON.stringify(arrival)}`);
  return { url: new URL(arrival.url), redirectUri, verifier, state, nonce };
}

/** Checks the callback and redeems its code, with the signature of the ID token verified. */
export async function redeemOauth4webapi(
  { as, client, auth }: PeerConnection,
  { url, redirectUri, verifier, state, nonce }: PeerReturn,
  {
    parameters,
    ...options
  }: oauth.TokenEndpointRequestOptions & { readonly parameters?: URLSearchParams | undefined } = {},
): Promise<oauth.TokenEndpointResponse> {
  const checked = parameters ?? oauth.validateAuthResponse(as, client, url, state);
  const given = { ...plainHttp, ...options };
  const answer = await oauth.authorizationCodeGrantRequest(as, client, auth, checked, redirectUri, verifier, given);
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, answer, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  await oauth.validateApplicationLevelSignature(as, answer, plainHttp);
  return tokens;
}

const known = [
  "id_token_signed_response_alg",
  "userinfo_signed_response_alg",
  "authorization_signed_response_alg",
  "introspection_signed_response_alg",
];
