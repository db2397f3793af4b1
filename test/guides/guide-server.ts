import { createHash } from "node:crypto";
import { issuer, json, type Members, sharedKey, signJws } from "../fixtures/fake-server.ts";
import { guideMetadata } from "./guide-metadata.ts";

/** A request that an example made. */
export interface GuideRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly text: string;
  readonly form: URLSearchParams;
}

/** An honest provider in memory that answers everything a guide asks for, at the real time. */
export interface GuideServer {
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  readonly requests: readonly GuideRequest[];
  /** Where the browser comes back to after `url`: the redirect URI with a code, in the way that the request asked for. */
  readonly authorize: (url: string) => Promise<string>;
  /** A signed JWT of the provider; the claims `iss`, `aud`, `iat` and `exp` are there unless changed. */
  readonly sign: (claims: Members, header?: Members) => Promise<string>;
  /** Answers one path instead of the server. */
  readonly answer: (path: string, respond: (request: GuideRequest) => Response | Promise<Response>) => void;
}

/** Creates the provider of the guides. */
export async function createGuideServer(): Promise<GuideServer> {
  const key = await sharedKey("main");
  const requests: GuideRequest[] = [];
  const nonces = new Map<string, string>();
  const pushed = new Map<string, URLSearchParams>();
  const polls = new Map<string, number>();
  const own = new Map<string, (request: GuideRequest) => Response | Promise<Response>>();
  const sign: GuideServer["sign"] = (claims, header = {}) => {
    const now = Math.floor(Date.now() / 1000);
    const all = { iss: issuer, aud: "web", iat: now, exp: now + 300, ...claims };
    return signJws({ alg: "RS256", kid: "main", ...header }, all, key);
  };

  async function tokens({ form, headers }: GuideRequest): Promise<Response> {
    if (lacksNonce(headers)) return json({ error: "use_dpop_nonce" }, 400, { "dpop-nonce": "guide-nonce" });
    const waiting = form.get("device_code") ?? form.get("auth_req_id");
    if (waiting !== null) {
      polls.set(waiting, (polls.get(waiting) ?? 0) + 1);
      if (polls.get(waiting) === 1) return json({ error: "authorization_pending" }, 400);
    }
    const grant = form.get("grant_type") ?? "";
    const token_type = headers.has("dpop") ? "DPoP" : "Bearer";
    const access = { access_token: "guide-access-token", token_type, expires_in: 3600 };
    if (grant.endsWith(":token-exchange")) {
      const issued_token_type = form.get("requested_token_type") ?? "urn:ietf:params:oauth:token-type:access_token";
      return json({ ...access, issued_token_type });
    }
    if (!hasUser.some((name) => grant.endsWith(name))) return json(access);
    const nonce = nonces.get(form.get("code") ?? "");
    const id_token = await sign({
      sub: "user-1",
      auth_time: Math.floor(Date.now() / 1000) - 5,
      acr: "urn:example:acr:strong",
      at_hash: halfHash(access.access_token),
      team: "engines",
      ...(nonce === undefined ? {} : { nonce }),
      ...(form.has("auth_req_id") ? { "urn:openid:params:jwt:claim:auth_req_id": form.get("auth_req_id") } : {}),
    });
    return json({ ...access, refresh_token: "guide-refresh-token", id_token, scope: form.get("scope") ?? "openid" });
  }

  const routes: Readonly<Record<string, (request: GuideRequest) => Response | Promise<Response>>> = {
    "/.well-known/openid-configuration": () => json(guideMetadata),
    "/.well-known/oauth-authorization-server": () => json(guideMetadata),
    "/jwks": () => json({ keys: [key.jwk] }),
    "/token": tokens,
    "/userinfo": ({ headers }) =>
      lacksNonce(headers) ? nonceChallenge() : json({ sub: "user-1", email: "ada@example.com", name: "Ada" }),
    "/revoke": () => new Response(null, { status: 200 }),
    "/introspect": async ({ headers, form }) => {
      const active = {
        active: true,
        sub: "user-1",
        client_id: "web",
        scope: "read",
        exp: soon(),
        token_type: "Bearer",
      };
      if (!(headers.get("accept") ?? "").includes("token-introspection+jwt")) return json(active);
      const claims = { token_introspection: { ...active, aud: form.get("resource") ?? "web" }, exp: undefined };
      const jwt = await sign(claims, { typ: "token-introspection+jwt" });
      return new Response(jwt, { headers: { "content-type": "application/token-introspection+jwt" } });
    },
    "/par": ({ form }) => {
      const request_uri = `urn:ietf:params:oauth:request_uri:${pushed.size + 1}`;
      pushed.set(request_uri, form);
      return json({ request_uri, expires_in: 60 }, 201);
    },
    "/device_authorization": () =>
      json({
        device_code: "guide-device-code",
        user_code: "WDJB-MJHT",
        verification_uri: `${issuer}/device`,
        verification_uri_complete: `${issuer}/device?user_code=WDJB-MJHT`,
        expires_in: 600,
        interval: 1,
      }),
    "/bc-authorize": () => json({ auth_req_id: "guide-auth-req-id", expires_in: 120, interval: 1 }),
    "/register": ({ text }) => json({ ...JSON.parse(text), ...registered }, 201),
    "/register/s6BhdRkqt3": ({ method, text }) => {
      if (method === "DELETE") return new Response(null, { status: 204 });
      return json({
        ...(method === "PUT" ? JSON.parse(text) : { redirect_uris: ["https://app.example.com/callback"] }),
        ...registered,
      });
    },
    "/challenge": () => json({ attestation_challenge: "guide-challenge" }),
  };

  return {
    requests,
    sign,
    answer: (path, respond) => void own.set(path, respond),
    async fetch(input, init) {
      const request = await readRequest(new Request(input, init));
      requests.push(request);
      const { host, pathname } = request.url;
      const respond = own.get(host === "id.example.com" ? pathname : `${host}${pathname}`) ?? own.get(pathname);
      const route = host === "id.example.com" ? routes[pathname] : undefined;
      return (await (respond ?? route)?.(request)) ?? new Response("not here", { status: 404 });
    },
    async authorize(url) {
      const query = new URL(url).searchParams;
      const parameters = readRequestObject(pushed.get(query.get("request_uri") ?? "") ?? query);
      const code = `guide-code-${nonces.size + 1}`;
      nonces.set(code, parameters.get("nonce") ?? "");
      const state = parameters.get("state") ?? "";
      const answer = await respondTo(parameters, { code, state, iss: issuer }, sign);
      const place =
        (parameters.get("response_mode") ?? "").startsWith("fragment") || answer.has("id_token") ? "#" : "?";
      return `${parameters.get("redirect_uri")}${place}${answer}`;
    },
  };
}

/** The parameters of an authorization response, as a JWT where the request wants one. */
async function respondTo(
  parameters: URLSearchParams,
  { code, state, iss }: { readonly code: string; readonly state: string; readonly iss: string },
  sign: GuideServer["sign"],
): Promise<URLSearchParams> {
  const types = (parameters.get("response_type") ?? "code").split(" ");
  const nonce = parameters.get("nonce");
  const answer = {
    state,
    iss,
    ...(types.includes("code") ? { code } : {}),
    ...(types.includes("id_token") ? { id_token: await sign({ sub: "user-1", nonce, c_hash: halfHash(code) }) } : {}),
  };
  if (!(parameters.get("response_mode") ?? "").endsWith("jwt")) return new URLSearchParams(answer);
  return new URLSearchParams({ response: await sign(answer) });
}

/** Whether a request has a proof without the server's nonce. */
function lacksNonce(headers: Headers): boolean {
  const [, payload = ""] = (headers.get("dpop") ?? "").split(".");
  return payload !== "" && JSON.parse(Buffer.from(payload, "base64url").toString()).nonce !== "guide-nonce";
}

/** What a resource answers to such a proof. */
function nonceChallenge(): Response {
  const headers = { "www-authenticate": 'DPoP error="use_dpop_nonce"', "dpop-nonce": "guide-nonce" };
  return new Response(null, { status: 401, headers });
}

/** A signed request object in place of parameters; nobody verifies it here. */
function readRequestObject(query: URLSearchParams): URLSearchParams {
  const [, payload] = (query.get("request") ?? "").split(".");
  if (payload === undefined) return query;
  const claims: Readonly<Record<string, unknown>> = JSON.parse(Buffer.from(payload, "base64url").toString());
  return new URLSearchParams(Object.entries(claims).map(([name, value]) => [name, String(value)]));
}

async function readRequest(request: Request): Promise<GuideRequest> {
  const text = await request.text();
  const { method, headers } = request;
  return { method, url: new URL(request.url), headers, text, form: new URLSearchParams(text) };
}

function halfHash(text: string): string {
  return createHash("sha256").update(text).digest().subarray(0, 16).toString("base64url");
}

function soon(): number {
  return Math.floor(Date.now() / 1000) + 600;
}

/** Grants whose tokens are about a user. */
const hasUser = ["authorization_code", "refresh_token", ":device_code", ":ciba", "password"];

const registered = {
  client_id: "s6BhdRkqt3",
  client_secret: "guide-registered-secret",
  client_secret_expires_at: 0,
  registration_access_token: "guide-registration-token",
  registration_client_uri: `${issuer}/register/s6BhdRkqt3`,
};
