import { webcrypto } from "node:crypto";
import type { AuthorizationCallback } from "../../../src/client/callback.ts";
import type { AuthorizationTransaction } from "../../../src/endpoints/authorization-transaction.ts";
import {
  clientId,
  type FakeKey,
  type FakeRequest,
  issuer,
  json,
  type Members,
  sharedKey,
  startOfTime,
} from "../../fixtures/fake-server.ts";
import type { AnswerMutation, Mutations, ProviderRequest } from "../trait.ts";
import { makeCallback } from "./authorization.ts";
import { makeJwt } from "./jwt.ts";
import { sharedEcKey } from "./keys.ts";
import { authReqId, describeProvider, describeResource, logoutEvent, notificationToken, resource } from "./messages.ts";
import { makePushedTokens, makeTokenResponse } from "./tokens.ts";

/** A provider that can be made to lie in every message. It answers in this process, without sockets. */
export interface HostileProvider {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** What is a lie from now on. */
  mutations: Mutations;
  /** The time of provider and client in milliseconds. */
  now: number;
  readonly requests: FakeRequest[];
  /** URLs of requests that no honest provider would have caused. */
  readonly strangers: string[];
  readonly key: FakeKey;
  /** What the codes that were handed out are good for. */
  readonly codes: Map<string, string | undefined>;
  /** What the browser brings back from an authorization. */
  readonly callback: (transaction: AuthorizationTransaction) => Promise<AuthorizationCallback>;
  readonly logoutToken: () => Promise<string>;
  /** A notification of a backchannel authentication. */
  readonly notify: (mode: "ping" | "push") => Promise<ProviderRequest>;
}

/** Creates a provider that is honest but for its mutations. */
export async function createHostileProvider(mutations: Mutations = {}): Promise<HostileProvider> {
  const provider: HostileProvider = {
    mutations,
    now: startOfTime,
    requests: [],
    strangers: [],
    key: await sharedKey("main"),
    codes: new Map(),
    fetch: (url, init) => answer(provider, url, init),
    callback: (transaction) => makeCallback(provider, transaction),
    logoutToken: async () => String(await makeLogoutToken(provider)),
    notify: (mode) => makeNotification(provider, mode),
  };
  return provider;
}

async function answer(provider: HostileProvider, url: string, init: RequestInit): Promise<Response> {
  const { origin, pathname } = new URL(url);
  if (!honestOrigins.includes(origin)) {
    provider.strangers.push(url);
    return new Response("nobody", { status: 404, headers: { "content-type": "text/plain" } });
  }
  const text = typeof init.body === "string" ? init.body : "";
  const request: FakeRequest = {
    method: init.method ?? "GET",
    path: pathname,
    headers: new Headers(init.headers),
    form: new URLSearchParams(text),
  };
  provider.requests.push(request);
  const endpoint = endpoints.get(pathname);
  return endpoint === undefined ? new Response("not here", { status: 404 }) : endpoint(provider, request, text);
}

type Endpoint = (provider: HostileProvider, request: FakeRequest, text: string) => Promise<Response>;

const endpoints: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ["/.well-known/openid-configuration", at("metadata", async () => describeProvider())],
  ["/jwks", at("jwks", async ({ key }) => ({ keys: [key.jwk, (await sharedEcKey("ec")).jwk] }))],
  ["/token", at("token", makeTokenResponse)],
  ["/userinfo", answerUserinfo],
  ["/introspect", answerIntrospection],
  ["/revoke", at("revocation", async () => ({}))],
  [
    "/par",
    at("pushed", async () => ({ request_uri: "urn:ietf:params:oauth:request_uri:pushed-1", expires_in: 60 }), 201),
  ],
  ["/register", register],
  ["/register/registered-1", manage],
  ["/device", at("device", async () => deviceResponse)],
  ["/backchannel", at("backchannel", async () => ({ auth_req_id: authReqId, expires_in: 120, interval: 5 }))],
  ["/.well-known/oauth-protected-resource/api", at("resourceMetadata", describeSignedResource)],
  ["/.well-known/webfinger", at("webfinger", async () => webfinger)],
  ["/api", at("resource", async () => ({ ok: true }))],
]);

/** An endpoint whose honest answer is JSON, changed at one point. */
function at(
  point: keyof Mutations &
    (
      | "metadata"
      | "jwks"
      | "token"
      | "revocation"
      | "pushed"
      | "device"
      | "backchannel"
      | "resource"
      | "resourceMetadata"
      | "webfinger"
    ),
  honest: (provider: HostileProvider, request: FakeRequest) => Promise<Members>,
  status = 200,
): Endpoint {
  return async (provider, request) =>
    respond(await honest(provider, request), request, { mutate: provider.mutations[point], status });
}

function respond(
  message: Members,
  request: FakeRequest,
  { mutate, status = 200 }: { readonly mutate: AnswerMutation | undefined; readonly status?: number },
): Response {
  const changed = mutate === undefined ? message : mutate(message, request);
  return changed instanceof Response ? changed : json(changed, status);
}

/** A client that asks for a JWT gets one. */
async function answerUserinfo(provider: HostileProvider, request: FakeRequest): Promise<Response> {
  const { mutations, key, now } = provider;
  const claims = { sub: "user-1", email: "user@example.com" };
  const asked = request.headers.get("accept") === "application/jwt";
  if (!asked && mutations.userinfoJwt === undefined) return respond(claims, request, { mutate: mutations.userinfo });
  const seconds = Math.floor(now / 1000);
  const honest = {
    header: { alg: "RS256", kid: "main" },
    claims: { iss: issuer, aud: clientId, iat: seconds, exp: seconds + 60, ...claims },
  };
  const token = await makeJwt(honest, key, mutations.userinfoJwt);
  if (mutations.userinfo !== undefined) return respond(claims, request, { mutate: mutations.userinfo });
  return new Response(String(token), { headers: { "content-type": "application/jwt" } });
}

async function answerIntrospection(provider: HostileProvider, request: FakeRequest): Promise<Response> {
  const { mutations, key, now } = provider;
  const seconds = Math.floor(now / 1000);
  const token = { active: true, client_id: clientId, scope: "read", iss: issuer, aud: resource, exp: seconds + 60 };
  const isSigned = request.headers.get("accept") === "application/token-introspection+jwt";
  if (!isSigned || mutations.introspection !== undefined)
    return respond(token, request, { mutate: mutations.introspection });
  const honest = {
    header: { alg: "RS256", kid: "main", typ: "token-introspection+jwt" },
    claims: { iss: issuer, aud: clientId, iat: seconds, token_introspection: token },
  };
  return new Response(String(await makeJwt(honest, key, mutations.introspectionJwt)), {
    headers: { "content-type": "application/token-introspection+jwt" },
  });
}

async function register(provider: HostileProvider, request: FakeRequest, text: string): Promise<Response> {
  const asked: Members = JSON.parse(text);
  return respond({ ...asked, ...registered }, request, { mutate: provider.mutations.registration, status: 201 });
}

async function manage(provider: HostileProvider, request: FakeRequest): Promise<Response> {
  if (request.method === "DELETE") return new Response(null, { status: 204 });
  const message = { redirect_uris: ["https://app.example.com/callback"], ...registered };
  return respond(message, request, { mutate: provider.mutations.registration });
}

async function describeSignedResource({ mutations, key, now }: HostileProvider): Promise<Members> {
  const plain = describeResource();
  if (mutations.signedMetadata === undefined) return plain;
  const honest = {
    header: { alg: "RS256", kid: "main" },
    claims: { iss: issuer, iat: Math.floor(now / 1000), ...plain },
  };
  return { ...plain, signed_metadata: await makeJwt(honest, key, mutations.signedMetadata) };
}

async function makeLogoutToken({ mutations, key, now }: HostileProvider): Promise<unknown> {
  const seconds = Math.floor(now / 1000);
  const honest = {
    header: { alg: "RS256", kid: "main", typ: "logout+jwt" },
    claims: {
      iss: issuer,
      aud: clientId,
      sub: "user-1",
      sid: "session-1",
      iat: seconds,
      exp: seconds + 120,
      jti: webcrypto.randomUUID(),
      events: { [logoutEvent]: {} },
    },
  };
  return makeJwt(honest, key, mutations.logoutToken);
}

async function makeNotification(provider: HostileProvider, mode: "ping" | "push"): Promise<ProviderRequest> {
  const message = { auth_req_id: authReqId, ...(mode === "push" ? await makePushedTokens(provider) : {}) };
  const honest = {
    headers: { authorization: `Bearer ${notificationToken}`, "content-type": "application/json" },
    body: JSON.stringify(message),
  };
  return provider.mutations.notification?.(honest) ?? honest;
}

const registered = {
  client_id: "registered-1",
  client_secret: "client-secret-2",
  client_secret_expires_at: 0,
  registration_access_token: "access-secret-3",
  registration_client_uri: `${issuer}/register/registered-1`,
};
const deviceResponse = {
  device_code: "code-secret-device",
  user_code: "WDJB-MJHT",
  verification_uri: `${issuer}/device-page`,
  verification_uri_complete: `${issuer}/device-page?user_code=WDJB-MJHT`,
  expires_in: 600,
  interval: 5,
};
const webfinger = {
  subject: "acct:joe@example.com",
  links: [{ rel: "http://openid.net/specs/connect/1.0/issuer", href: issuer }],
};
/** Where the provider, the protected resource and the user's host are. */
const honestOrigins: readonly string[] = [issuer, "https://api.example.com", "https://example.com"];
