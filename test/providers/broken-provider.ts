import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { SignJWT } from "jose/jwt/sign";
import { importJWK } from "jose/key/import";
import { startLoopbackServer } from "./loopback-server.ts";
import { generateSigningJwk, publicPart, type SigningJwk } from "./signing-keys.ts";
import { type Trait, type TraitName, traits, type WireMessage } from "./traits.ts";

/** A running provider that breaks its specifications on purpose. */
export interface BrokenProvider {
  readonly issuer: string;
  /** A client it knows; it authenticates nobody. */
  readonly client: {
    readonly client_id: string;
    readonly client_secret: string;
    readonly redirect_uris: readonly string[];
  };
  close(): Promise<void>;
}

/**
 * Starts a small provider whose messages are right but for the traits given: discovery, keys, authorization code with
 * PKCE and no questions asked, refresh, client credentials, userinfo.
 */
export async function createBrokenProvider(options: {
  readonly traits: readonly TraitName[];
  readonly port?: number;
}): Promise<BrokenProvider> {
  const [server, key] = await Promise.all([
    startLoopbackServer(options.port ?? 0),
    generateSigningJwk("ES256", "broken-es256"),
  ]);
  const context: Context = {
    issuer: server.origin,
    key,
    traits: options.traits.map((name) => traits[name]),
    codes: new Map(),
  };
  server.handle((request, response) => {
    answer(context, request).then(
      (reply) => send(response, reply),
      (error: unknown) =>
        send(response, { status: 500, body: { error: "server_error", error_description: String(error) } }),
    );
  });
  return {
    issuer: server.origin,
    client: {
      client_id: "web",
      client_secret: randomBytes(32).toString("base64url"),
      redirect_uris: ["https://app.example.com/callback"],
    },
    close: server.close,
  };
}

interface Context {
  readonly issuer: string;
  readonly key: SigningJwk;
  readonly traits: readonly Trait[];
  /** What each code that is not yet redeemed stands for. */
  readonly codes: Map<string, { readonly query: URLSearchParams }>;
}

interface Reply {
  readonly status: number;
  readonly location?: string;
  readonly body?: WireMessage;
}

async function answer(context: Context, request: IncomingMessage): Promise<Reply> {
  const url = new URL(request.url ?? "/", context.issuer);
  const endpoint = endpoints[`${request.method} ${url.pathname}`];
  if (endpoint === undefined) return { status: 404, body: { error: "not_found" } };
  const form = new URLSearchParams(request.method === "POST" ? await text(request) : "");
  return endpoint(context, url.searchParams, form);
}

type Endpoint = (context: Context, query: URLSearchParams, form: URLSearchParams) => Reply | Promise<Reply>;

const endpoints: Readonly<Record<string, Endpoint>> = {
  "GET /.well-known/openid-configuration": (context) => ({
    status: 200,
    body: breakMessage(context, "metadata", describeProvider(context.issuer)),
  }),
  "GET /jwks": (context) => ({
    status: 200,
    body: breakMessage(context, "jwks", { keys: [publicPart(context.key)] }),
  }),
  "GET /authorize": authorize,
  "POST /token": issueTokens,
  "GET /userinfo": (context) => ({ status: 200, body: breakMessage(context, "userinfo", user) }),
};

function authorize(context: Context, query: URLSearchParams): Reply {
  const code = randomBytes(32).toString("base64url");
  context.codes.set(code, { query });
  const message = breakMessage(context, "authorization-response", {
    code,
    state: query.get("state"),
    iss: context.issuer,
  });
  const target = new URL(query.get("redirect_uri") ?? context.issuer);
  for (const [name, value] of Object.entries(message)) target.searchParams.set(name, String(value));
  return { status: 302, location: target.href };
}

async function issueTokens(context: Context, _query: URLSearchParams, form: URLSearchParams): Promise<Reply> {
  const tokens = {
    access_token: randomBytes(32).toString("base64url"),
    token_type: "Bearer",
    expires_in: 3600,
  };
  if (form.get("grant_type") !== "authorization_code") {
    return { status: 200, body: breakMessage(context, "token-response", tokens) };
  }
  const code = form.get("code") ?? "";
  const grant = context.codes.get(code);
  context.codes.delete(code);
  if (grant === undefined || challengeOf(form.get("code_verifier") ?? "") !== grant.query.get("code_challenge")) {
    return { status: 400, body: breakMessage(context, "token-error", { error: "invalid_grant" }) };
  }
  const body = breakMessage(context, "token-response", {
    ...tokens,
    refresh_token: randomBytes(32).toString("base64url"),
    id_token: await signIdToken(context, grant.query),
    scope: grant.query.get("scope") ?? "",
  });
  return { status: 200, body };
}

async function signIdToken({ issuer, key }: Context, query: URLSearchParams): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const nonce = query.get("nonce");
  const claims = { sub: user.sub, auth_time: now, ...(nonce === null ? {} : { nonce }) };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: key.alg, kid: key.kid })
    .setIssuer(issuer)
    .setAudience(query.get("client_id") ?? "")
    .setIssuedAt(now)
    .setExpirationTime(now + 3600)
    .sign(await importJWK(key, key.alg));
}

function breakMessage(context: Context, name: Trait["message"], message: WireMessage): WireMessage {
  return context.traits
    .filter((trait) => trait.message === name)
    .reduce((broken, trait) => trait.apply(broken), message);
}

function describeProvider(issuer: string): WireMessage {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    scopes_supported: ["openid", "profile", "email"],
    response_types_supported: ["code"],
    grant_types_supported: ["authorization_code", "refresh_token", "client_credentials"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256", "ES256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic"],
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
  };
}

function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}

function send(response: ServerResponse, { status, location, body }: Reply): void {
  response.statusCode = status;
  response.setHeader("cache-control", "no-store");
  if (location !== undefined) response.setHeader("location", location);
  if (body === undefined) {
    response.end();
    return;
  }
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(body));
}

const user = {
  sub: "ada",
  name: "Ada Lovelace",
  email: "ada@example.com",
  email_verified: true,
  updated_at: 1_700_000_000,
};
