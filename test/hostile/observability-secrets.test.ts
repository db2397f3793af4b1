import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "../../src/client/create-client.ts";
import { createDPoP } from "../../src/dpop/create-dpop.ts";
import type { FetchFunction } from "../../src/http/types.ts";
import { createProvider, type Provider } from "../../src/provider/create-provider.ts";
import { signIn } from "../../src/provider/testing/sign-in.ts";
import { createTestPasswordHasher } from "../../src/provider/testing/test-password-hasher.ts";
import type { TokenSet } from "../../src/tokens/token-set.ts";
import { type Observers, openObservers } from "../fixtures/observers.ts";
import { type Canaries, createCanaries } from "./canaries.ts";

/** Every listener that this package has, on both sides of every flow, well and badly ended: none of them writes a secret. */

const issuer = "https://id.example.com";
const redirectUri = "https://app.example.com/callback";
const api = "https://api.example.com/orders/private-path";
const secretNames = /^(?:code|code_verifier|client_secret|client_assertion|state|nonce|password|(?:.*_)?token)$/;

test("observability: no event, line, message, span or measurement of either side holds a secret (RFC 9700 §4.3)", async () => {
  const canaries = createCanaries();
  const observers = openObservers("canaries-flows");
  try {
    const { client, login, provider, password } = await open(canaries, observers);
    const tokens = await client.clientCredentials({ scope: "read" });
    await client.introspect({ token: tokens.response.access_token });
    await client.fetchResource(tokens, { url: api });
    const { url, transaction } = await client.startAuthorization({ scope: "openid offline_access", prompt: "consent" });
    watchQuery(canaries, url);
    const callback = await login(url, password);
    watchQuery(canaries, callback);
    const session = await client.finishAuthorization(callback, transaction);
    const renewed = await client.refresh(session);
    await client.userInfo(renewed, { expectedSubject: "ada" });
    await failEverywhere(canaries, { client, session, callback, transaction });
    await assert.rejects(login(url, canaries.make("wrong password")));
    await client.revokeToken({ token: renewed.refreshToken ?? "" });
    await provider.fetch(`${issuer}/userinfo?access_token=${canaries.make("token in a query")}`);
    await provider.close?.();
    await assertSilent(canaries, observers, {
      types: ["http.finished", "call.finished", "fetched", "exchange", "id-token-verified", "token.issued"],
      lines: 60,
    });
  } finally {
    observers.close();
  }
});

/** What a hostile server does with the secrets of a request. */
const misbehaviours: Readonly<Record<string, (secrets: readonly string[]) => Response>> = {
  "as error": ([secret = "no secret"]) => Response.json({ error: secret }, { status: 400 }),
  "as description and URI": (secrets) =>
    Response.json(
      { error: "invalid_grant", error_description: secrets.join(" "), error_uri: secrets[0] },
      { status: 400 },
    ),
  "as error with status 200": ([secret = "no secret"]) => Response.json({ error: secret }),
  "as a page": (secrets) =>
    new Response(`<p>${secrets.join(" ")}</p>`, { status: 502, headers: { "content-type": "text/html" } }),
  "in a redirect": (secrets) =>
    new Response(null, {
      status: 302,
      headers: { location: `${issuer}/x?s=${encodeURIComponent(secrets.join(" "))}` },
    }),
  "in broken JSON": (secrets) => new Response(`{"error":"${secrets.join("")}`, { status: 400 }),
  "in a challenge": ([secret = "no secret"]) =>
    new Response("", {
      status: 401,
      headers: { "www-authenticate": `Bearer error="${secret.replaceAll(/["\\]/g, "")}"` },
    }),
  "as token type": (secrets) => Response.json({ access_token: secrets.join(""), token_type: secrets.join("") }),
  "as scope and member names": (secrets) =>
    Response.json(Object.fromEntries([...secrets.map((secret) => [secret, 1]), ["scope", secrets], ["token_type", 7]])),
};

for (const [how, misbehave] of Object.entries(misbehaviours)) {
  test(`observability: a server that repeats secrets ${how} has none of them written (RFC 9700 §4.3)`, async () => {
    const canaries = createCanaries();
    const observers = openObservers("canaries-hostile");
    try {
      const { client, session } = await openHostile(canaries, observers, misbehave);
      const calls: readonly (() => Promise<unknown>)[] = [
        () => client.clientCredentials({ scope: "read" }),
        () => client.refresh(session),
        () => client.introspect({ token: session.response.access_token }),
        () => client.revokeToken({ token: session.refreshToken ?? "" }),
        () => client.userInfo(session, { expectedSubject: "ada" }),
        () => client.fetchResource(session, { url: `${api}?key=${canaries.make("key in a query")}` }),
      ];
      const failed = (await Promise.allSettled(calls.map((call) => call()))).filter(
        ({ status }) => status === "rejected",
      );
      assert.ok(failed.length >= 3, `${failed.length} calls failed`);
      await assertSilent(canaries, observers, { types: ["http.finished", "call.finished"], lines: 10 });
    } finally {
      observers.close();
    }
  });
}

/** Looks through all that was written, and makes sure that there was something to look through. */
async function assertSilent(
  canaries: Canaries,
  observers: Observers,
  expected: { readonly types: readonly string[]; readonly lines: number },
): Promise<void> {
  const written = await observers.collect();
  for (const [where, entries] of Object.entries(written))
    for (const entry of entries) canaries.assertHidden(entry, where);
  const { events = [], lines = [], printed = [], messages = [], spans = [], points = [] } = written;
  const types = new Set(events.map((event) => Object(event).type));
  assert.deepEqual(
    expected.types.filter((type) => !types.has(type)),
    [],
  );
  assert.equal(lines.length, events.length);
  assert.equal(printed.length, events.length);
  assert.equal(messages.length, events.length, "a channel is not listened to");
  assert.ok(events.length >= expected.lines, `${events.length} events`);
  assert.ok(spans.length > 0 && points.length > 0);
  assert.equal(JSON.stringify(written.spans).includes("private-path"), false, "a path of an API is in a span");
}

async function open(canaries: Canaries, { observe, onEvent }: Observers) {
  const password = canaries.make("password");
  const registration = {
    client_id: "web",
    client_secret: canaries.make("client secret", 48),
    redirect_uris: [redirectUri],
    grant_types: ["authorization_code", "refresh_token", "client_credentials"],
    scope: "openid offline_access read",
  };
  const provider = createProvider({
    issuer,
    clients: [registration],
    scopes: ["openid", "offline_access", "read"],
    accounts: [{ id: "ada", username: "ada", password }],
    accountRules: { hasher: createTestPasswordHasher({ issuer }) },
    onEvent,
  });
  const watched = watchProvider(canaries, provider);
  const fetch: FetchFunction = async (url, init) =>
    url.startsWith(api) ? new Response("orders") : watched.fetch(url, init);
  const dpop = await createDPoP({ extractable: true });
  canaries.watch("DPoP private key", String(Object(await dpop.exportKey()).d));
  const client = createClient({ issuer, client: registration, dpop, fetch, observe, onEvent });
  const login = (authorizationUrl: string, given: string): Promise<string> =>
    signIn(watched, { username: "ada", password: given, authorizationUrl });
  return { client, login, provider, password };
}

/** A provider whose requests and answers are searched for secrets, all of which are watched from then on. */
function watchProvider(canaries: Canaries, provider: Provider): Pick<Provider, "issuer" | "fetch"> {
  return {
    issuer,
    async fetch(input, init) {
      const request = new Request(input, init);
      watchMessage(canaries, new URLSearchParams(await request.clone().text()));
      watchLast(canaries, "DPoP proof", request.headers.get("dpop"));
      const response = await provider.fetch(request);
      for (const cookie of response.headers.getSetCookie()) watchLong(canaries, "cookie", cookie.split(/[=;]/)[1]);
      watchQuery(canaries, new URL(response.headers.get("location") ?? issuer, issuer).href);
      if (
        response.headers.get("content-type")?.startsWith("application/json") &&
        new URL(request.url).pathname === "/token"
      ) {
        const body: Readonly<Record<string, unknown>> = await response.clone().json();
        watchMessage(canaries, Object.entries(body));
      }
      return response;
    },
  };
}

function watchQuery(canaries: Canaries, url: string): void {
  watchMessage(canaries, new URL(url).searchParams);
}

function watchMessage(canaries: Canaries, members: Iterable<readonly [string, unknown]>): void {
  for (const [name, value] of members) if (secretNames.test(name)) watchLast(canaries, name, value);
}

/** Of a JWT only the signature is its own: head and claims are in others too. */
function watchLast(canaries: Canaries, kind: string, value: unknown): void {
  if (typeof value === "string") watchLong(canaries, kind, value.split(".").at(-1));
}

function watchLong(canaries: Canaries, kind: string, value: string | undefined): void {
  if (value !== undefined && value.length >= 16) canaries.watch(kind, value);
}

type Opened = Awaited<ReturnType<typeof open>>;

/** Everything once more, in ways that are refused. */
async function failEverywhere(
  canaries: Canaries,
  {
    client,
    session,
    callback,
    transaction,
  }: Pick<Opened, "client"> & {
    readonly session: TokenSet;
    readonly callback: string;
    readonly transaction: Awaited<ReturnType<Opened["client"]["startAuthorization"]>>["transaction"];
  },
): Promise<void> {
  const forged = new URL(callback);
  forged.searchParams.set("code", canaries.make("forged code"));
  const strange = new URL(callback);
  strange.searchParams.set("state", canaries.make("strange state"));
  const calls: readonly (() => Promise<unknown>)[] = [
    () => client.finishAuthorization(forged, transaction),
    () => client.finishAuthorization(strange, transaction),
    () => client.finishAuthorization(callback, transaction),
    () => client.refresh(session),
    () => client.clientCredentials({ scope: canaries.make("scope that is a secret") }),
    () => client.jwtBearer({ assertion: `e30.e30.${canaries.make("assertion")}` }),
    () => client.clientCredentials({}, { signal: AbortSignal.abort(new Error(canaries.make("reason to abort"))) }),
  ];
  for (const call of calls) await assert.rejects(call);
}

async function openHostile(
  canaries: Canaries,
  { observe, onEvent }: Observers,
  misbehave: (secrets: readonly string[]) => Response,
) {
  const client_secret = canaries.makeOdd("client secret");
  const endpoints = ["token", "introspection", "revocation", "userinfo"];
  const session: TokenSet = {
    response: { access_token: canaries.make("access token"), token_type: "Bearer" },
    claims: undefined,
    jkt: undefined,
    issuer,
    refreshToken: canaries.make("refresh token"),
    receivedAt: 0,
    expiresAt: undefined,
  };
  const secrets = [session.response.access_token, session.refreshToken ?? "", client_secret];
  const client = createClient({
    issuer,
    client: { client_id: "web", client_secret, token_endpoint_auth_method: "client_secret_post" },
    metadata: {
      issuer,
      response_types_supported: ["code"],
      ...Object.fromEntries(endpoints.map((name) => [`${name}_endpoint`, `${issuer}/${name}`])),
    },
    fetch: async () => misbehave(secrets),
    observe,
    onEvent,
  });
  return { client, session };
}
