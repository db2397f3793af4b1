import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { exportJWK } from "jose/key/export";
import { generateKeyPair } from "jose/key/generate/keypair";
import type { Client } from "../../src/client/client.ts";
import { createClient } from "../../src/client/create-client.ts";
import type { ClientAuthentication } from "../../src/client-auth/client-authentication.ts";
import { clientSecretBasic } from "../../src/client-auth/client-secret-basic.ts";
import { clientSecretJwt } from "../../src/client-auth/client-secret-jwt.ts";
import { clientSecretPost } from "../../src/client-auth/client-secret-post.ts";
import { privateKeyJwt } from "../../src/client-auth/private-key-jwt.ts";
import { passwordGrant } from "../../src/endpoints/grants/password.ts";
import { fetchRegistration } from "../../src/endpoints/registration.ts";
import { fetchClientRegistration, updateClientRegistration } from "../../src/endpoints/registration-management.ts";
import { createRegistration } from "../../src/endpoints/registration-result.ts";
import { fetchUserinfoByPost } from "../../src/endpoints/userinfo.ts";
import { createAccessTokenVerifier } from "../../src/resource-server/create-verifier.ts";
import type { TokenSet } from "../../src/tokens/token-set.ts";
import {
  createFakeServer,
  issuer,
  json,
  metadata,
  redirectUri,
  sharedKey,
  signJws,
  startOfTime,
} from "../fixtures/fake-server.ts";
import { contract } from "../property/message-arbitrary.ts";
import { type Canaries, captureOutput, createCanaries } from "./canaries.ts";

/** Secrets in every place where the library holds one, through every way in which a call can fail: none shows in anything that is logged. */

/** What the contract marks as secret. */
const secretNames = new Set(
  [...contract.values()].flatMap(({ members }) =>
    [...members.values()].filter(({ sensitive }) => sensitive).map(({ name }) => name),
  ),
);

/** A call, and the message that its endpoint answers with. */
type Call = readonly [name: string, answer: string, run: (client: Client) => Promise<unknown>];

/** What a server, a proxy or the network does with a request; `secrets` are those of the request. */
type Misbehaviour = readonly [
  name: string,
  answer: (secrets: readonly string[], message: string, canaries: Canaries) => Response | Promise<Response>,
];

const html = { "content-type": "text/html" };
const misbehaviours: readonly Misbehaviour[] = [
  [
    "the connection fails",
    () =>
      Promise.reject(
        new TypeError("fetch failed", { cause: Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }) }),
      ),
  ],
  ["no answer comes in time", () => new Promise<Response>(() => {})],
  [
    "a page with the secrets in it",
    (secrets) => new Response(`<p>${secrets.join(" ")}</p>`, { status: 502, headers: html }),
  ],
  ["a page with status 200", (secrets) => new Response(`<p>${secrets.join(" ")}</p>`, { headers: html })],
  [
    "a redirect that has the secrets in its URL",
    (secrets) =>
      new Response(null, {
        status: 302,
        headers: {
          location: `https://id.example.com/error?${new URLSearchParams(secrets.map((secret) => ["s", secret])).toString()}`,
        },
      }),
  ],
  ["broken JSON", (secrets) => json(`{"access_token":"${secrets.join("")}`)],
  ["JSON that is no object", (secrets) => json(secrets)],
  [
    "an error that repeats the secrets",
    (secrets) => json({ error: "invalid_grant", error_description: `Not good: ${secrets.join(" and ")}.` }, 400),
  ],
  [
    "an error of another form that repeats them",
    (secrets) => json({ error: { message: `No: ${secrets.join(" ")}`, code: 7 } }, 500),
  ],
  [
    "an error that repeats half of them",
    (secrets) =>
      json(
        {
          error: "invalid_grant",
          error_description: secrets.map((secret) => `${secret.slice(0, secret.length / 2)}...`).join(" "),
        },
        400,
      ),
  ],
  [
    "an error with status 200",
    (secrets) =>
      json({
        error: "invalid_request",
        error_description: secrets.join(" "),
        error_uri: `https://id.example.com/?${secrets[0] ?? ""}`,
      }),
  ],
  [
    "an error as form text",
    (secrets) =>
      new Response(new URLSearchParams({ error: "invalid_grant", error_description: secrets.join(" ") }).toString(), {
        status: 400,
      }),
  ],
  [
    "a challenge that repeats them",
    (secrets) =>
      new Response("", {
        status: 401,
        headers: {
          "www-authenticate": `Bearer error="invalid_token", error_description="${secrets.join(" ").replaceAll(/["\\]/g, "")}"`,
        },
      }),
  ],
  [
    "every member of another type",
    (_secrets, message, canaries) =>
      json(
        Object.fromEntries(
          [...(contract.get(message)?.members.keys() ?? [])].map((name) => [
            name,
            { inner: [canaries.make(`${name} of an answer`)] },
          ]),
        ),
      ),
  ],
  [
    "every secret member out of its form",
    (_secrets, message, canaries) =>
      json(
        Object.fromEntries(
          [...(contract.get(message)?.members.keys() ?? [])].map((name) => [
            name,
            secretNames.has(name) ? `${canaries.make(`${name} of an answer`)}\n\u00fc` : 5,
          ]),
        ),
      ),
  ],
  [
    "tokens beside a wrong token type",
    (_secrets, _message, canaries) =>
      json({
        access_token: canaries.make("access token"),
        refresh_token: canaries.make("refresh token"),
        token_type: "mac",
      }),
  ],
  [
    "a member twice",
    (_secrets, _message, canaries) =>
      json(
        `{"access_token":"${canaries.make("access token")}","access_token":"${canaries.make("access token")}","token_type":"Bearer"}`,
      ),
  ],
  [
    "an ID token of another key",
    async (_secrets, _message, canaries) =>
      json({
        access_token: canaries.make("access token"),
        token_type: "Bearer",
        id_token: canaries.watch(
          "ID token",
          await signJws(
            { alg: "RS256", kid: "main" },
            { iss: issuer, sub: "user-1", aud: "client-1", iat: 1, exp: 9_999_999_999, nonce: canaries.make("nonce") },
            await sharedKey("stranger"),
          ),
        ),
      }),
  ],
];

function callsOf(canaries: Canaries, tokens: TokenSet): readonly Call[] {
  const { make } = canaries;
  const device = {
    scope: undefined,
    response: {
      device_code: make("device code"),
      user_code: "ABCD-EFGH",
      verification_uri: "https://id.example.com/device",
      expires_in: 600,
    },
    issuer,
    intervalSeconds: 5,
    receivedAt: startOfTime,
    expiresAt: startOfTime + 600_000,
  };
  const authentication = {
    response: { auth_req_id: make("auth_req_id"), expires_in: 120 },
    issuer,
    deliveryMode: "poll" as const,
    clientNotificationToken: make("notification token"),
    intervalSeconds: 5,
    receivedAt: startOfTime,
    expiresAt: startOfTime + 120_000,
  };
  const transaction = {
    issuer,
    clientId: "client-1",
    redirectUri,
    scope: "openid",
    state: make("state"),
    nonce: make("nonce"),
    codeVerifier: make("code verifier"),
    createdAt: startOfTime,
  };
  const jwt = (kind: string): string =>
    canaries.watch(kind, `eyJhbGciOiJSUzI1NiJ9.${make(kind, 60)}.${make(kind, 60)}`);
  const tokenType = "urn:ietf:params:oauth:token-type:access_token";
  return [
    [
      "startAuthorization, pushed",
      "pushed-authorization-response",
      (client) =>
        client.startAuthorization({
          scope: "openid",
          id_token_hint: jwt("ID token hint"),
          login_hint: "joe@example.com",
        }),
    ],
    [
      "finishAuthorization",
      "token-response",
      (client) =>
        client.finishAuthorization(
          `${redirectUri}?code=${make("code")}&state=${transaction.state}&iss=${encodeURIComponent(issuer)}`,
          transaction,
        ),
    ],
    ["clientCredentials", "token-response", (client) => client.clientCredentials({ scope: "read" })],
    ["refresh", "token-response", (client) => client.refresh(tokens)],
    [
      "exchangeToken",
      "token-response",
      (client) =>
        client.exchangeToken({
          subject_token: make("subject token"),
          subject_token_type: tokenType,
          actor_token: make("actor token"),
          actor_token_type: tokenType,
        }),
    ],
    ["jwtBearer", "token-response", (client) => client.jwtBearer({ assertion: jwt("assertion") })],
    ["saml2Bearer", "token-response", (client) => client.saml2Bearer({ assertion: make("assertion") })],
    [
      "passwordGrant",
      "token-response",
      async (client) => passwordGrant(await client.context(), { username: "joe", password: make("password") }),
    ],
    [
      "startDeviceAuthorization",
      "device-authorization-response",
      (client) => client.startDeviceAuthorization({ scope: "openid" }),
    ],
    ["requestDeviceToken", "token-response", (client) => client.requestDeviceToken(device)],
    [
      "startBackchannelAuthentication",
      "backchannel-authentication-response",
      (client) => client.startBackchannelAuthentication({ scope: "openid", id_token_hint: jwt("ID token hint") }),
    ],
    ["requestBackchannelToken", "token-response", (client) => client.requestBackchannelToken(authentication)],
    ["introspect", "introspection-response", (client) => client.introspect({ token: make("token") })],
    ["revokeToken", "token-error", (client) => client.revokeToken({ token: make("token") })],
    ["revokeAll", "token-error", async (client) => client.revokeAll(tokens)],
    ["userInfo", "userinfo-response", (client) => client.userInfo(tokens, { expectedSubject: "user-1" })],
    [
      "fetchUserinfoByPost",
      "userinfo-response",
      async (client) =>
        fetchUserinfoByPost(await client.context(), { accessToken: make("access token"), expectedSubject: "user-1" }),
    ],
    [
      "fetchRegistration",
      "registration-response",
      async (client) =>
        fetchRegistration(
          await client.context(),
          { redirect_uris: [redirectUri] },
          { initialAccessToken: make("initial access token") },
        ),
    ],
    [
      "fetchClientRegistration",
      "registration-response",
      async (client) => fetchClientRegistration(await client.context(), registration(canaries)),
    ],
    [
      "updateClientRegistration",
      "registration-response",
      async (client) =>
        updateClientRegistration(await client.context(), registration(canaries), { changes: { client_name: "x" } }),
    ],
  ];
}

function registration({ make }: Canaries) {
  return createRegistration(
    {
      client_id: "client-1",
      client_secret: make("client secret"),
      client_secret_expires_at: 0,
      registration_access_token: make("registration access token"),
      registration_client_uri: "https://id.example.com/register/1",
    },
    {},
  );
}

const methods: readonly (readonly [
  name: string,
  create: (canaries: Canaries) => Promise<ClientAuthentication> | ClientAuthentication,
])[] = [
  ["client_secret_basic", ({ makeOdd }) => clientSecretBasic(makeOdd("client secret"))],
  ["client_secret_post", ({ makeOdd }) => clientSecretPost(makeOdd("client secret"))],
  ["client_secret_jwt", ({ make }) => clientSecretJwt(make("client secret", 48))],
  ["private_key_jwt", async (canaries) => privateKeyJwt(await privateKey(canaries))],
];

async function privateKey({ watch }: Canaries) {
  const { privateKey: key } = await generateKeyPair("ES256", { extractable: true });
  const { kty = "EC", crv = "", x = "", y = "", d = "" } = await exportJWK(key);
  return { kty, crv, x, y, d: watch("private key", d), alg: "ES256", kid: "k1" };
}

function endpoints() {
  const names = [
    "pushed_authorization_request",
    "device_authorization",
    "backchannel_authentication",
    "introspection",
    "revocation",
    "registration",
  ];
  return {
    ...metadata,
    backchannel_token_delivery_modes_supported: ["poll"],
    ...Object.fromEntries(names.map((name) => [`${name}_endpoint`, `${issuer}/${name}`])),
  };
}

/** The secrets of a request, as its server knows them. */
function secretsOf(init: RequestInit): readonly string[] {
  const [scheme, credential = ""] = (new Headers(init.headers).get("authorization") ?? "").split(" ");
  const text = typeof init.body === "string" ? init.body : "";
  const form = text.startsWith("{")
    ? Object.entries<unknown>(JSON.parse(text)).map(([name, value]) => [name, String(value)] as const)
    : [...new URLSearchParams(text)];
  const password =
    scheme === "Basic" ? decodeURIComponent(atob(credential).split(":")[1]?.replaceAll("+", " ") ?? "") : "";
  return [credential, password, ...form.flatMap(([name, value]) => (secretNames.has(name) ? [value] : []))].filter(
    (secret) => secret !== "",
  );
}

for (const [method, createAuthentication] of methods) {
  for (const [how, misbehave] of misbehaviours) {
    test(`no secret shows when ${how}, with ${method} (RFC 9700 §4.3)`, async () => {
      const canaries = createCanaries();
      const auth = await createAuthentication(canaries);
      const events: unknown[] = [];
      const tokens: TokenSet = {
        response: {
          access_token: canaries.make("access token"),
          token_type: "Bearer",
          refresh_token: canaries.make("refresh token"),
        },
        claims: undefined,
        jkt: undefined,
        issuer,
        refreshToken: canaries.make("refresh token"),
        receivedAt: startOfTime,
        expiresAt: undefined,
      };
      const server = await createFakeServer();
      let failed = 0;
      for (const [name, message, run] of callsOf(canaries, tokens)) {
        const client = createClient({
          issuer,
          client: { client_id: "client-1", redirect_uris: [redirectUri] },
          auth,
          metadata: endpoints(),
          timeoutMs: how.includes("in time") ? 15 : 5000,
          clock: () => startOfTime,
          onEvent(event) {
            events.push(event);
            throw new Error("a listener that fails");
          },
          async fetch(url, init) {
            if (url.endsWith("/jwks")) return server.fetch(url, init);
            const secrets = secretsOf(init);
            for (const secret of secrets) canaries.watch(`secret of ${url}`, secret);
            return misbehave(secrets, message, canaries);
          },
        });
        let outcome: unknown;
        const output = await captureOutput(async () => {
          outcome = await run(client).then(
            (value) => (name === "revokeAll" ? value : undefined),
            (error: unknown) => error,
          );
        });
        if (outcome instanceof Error) failed += 1;
        canaries.assertHidden(outcome, name);
        canaries.assertHidden(client, `${name}: the client`);
        canaries.assertHidden(await client.context(), `${name}: the context`);
        canaries.assertHidden(output, `${name}: the console`);
      }
      assert.ok(failed >= 10, `${failed} calls failed`);
      canaries.assertHidden(auth, "the authentication");
      canaries.assertHidden(events, "the events");
    });
  }
}

/** What a browser or another server brings: who is to read it, and what it is. */
const receivers: readonly (readonly [
  name: string,
  receive: (client: Client, canaries: Canaries) => Promise<unknown>,
])[] = [
  [
    "an error that repeats state and verifier",
    (client, { make }) => {
      const started = transactionWith(make);
      const error_description = `${started.state} ${started.codeVerifier} ${started.nonce}`;
      return client.finishAuthorization(
        callbackWith({ state: started.state, error: "server_error", error_description }),
        started,
      );
    },
  ],
  [
    "another state",
    (client, { make }) =>
      client.finishAuthorization(callbackWith({ code: make("code"), state: make("state") }), transactionWith(make)),
  ],
  ["another issuer", (client, { make }) => finish(client, make, { iss: "https://other.example" })],
  ["a code twice", (client, { make }) => finish(client, make, {}, `&code=${make("code")}`)],
  [
    "tokens in the URL",
    (client, { make }) =>
      finish(client, make, { access_token: make("access token"), id_token: `e30.${make("ID token")}.e30` }),
  ],
  ["a code with control characters", (client, { make }) => finish(client, make, { code: `${make("code")}\n` })],
  [
    "a callback that is none",
    (client, { make }) => client.finishAuthorization(`code=${make("code")}`, transactionWith(make)),
  ],
  [
    "a logout with another state",
    (client, { make }) =>
      client.finishLogout(`/?state=${make("state")}`, {
        issuer,
        clientId: "client-1",
        postLogoutRedirectUri: redirectUri,
        state: make("state"),
        createdAt: startOfTime,
      }),
  ],
  [
    "a logout token of another key",
    (client, { watch, make }) =>
      logout(
        client,
        watch("logout token", `eyJhbGciOiJSUzI1NiIsImtpZCI6Im1haW4ifQ.${make("claims", 60)}.${make("signature", 60)}`),
      ),
  ],
  ["a logout token that is none", (client, { make }) => logout(client, make("logout token"))],
  [
    "a notification with another token",
    (client, { make }) => notify(client, make, { authorization: `Bearer ${make("notification token")}` }),
  ],
  [
    "a notification in another scheme",
    (client, { make }) => notify(client, make, { authorization: `Basic ${make("notification token")}` }),
  ],
  [
    "a notification of tokens in a wrong form",
    (client, { make }) =>
      notify(client, make, {}, { access_token: [make("access token")], id_token: make("ID token") }),
  ],
  [
    "an odd verifier",
    (client, { make }) =>
      client.finishAuthorization(callbackWith({ code: make("code"), state: "s" }), {
        ...transactionWith(make),
        codeVerifier: `${make("code verifier")} `,
      }),
  ],
  [
    "an access token that no header can hold",
    (client, { make }) => client.userInfo(tokensWith(`${make("access token")}\n`), { expectedSubject: "user-1" }),
  ],
  [
    "a secret in a wrong option",
    async (_client, { make }) => clientSecretBasic(make("client secret"), JSON.parse('{"encoding":"base64"}')),
  ],
  [
    "a secret as key of another kind",
    async (_client, { make }) =>
      privateKeyJwt(JSON.parse(JSON.stringify({ kty: "oct", k: make("client secret"), alg: "ES256" }))),
  ],
  [
    "an access token that is none",
    (_client, { make }) => resource({ authorization: `Bearer ${make("access token")}` }),
  ],
  [
    "an access token of another key",
    (_client, canaries) => resource({ authorization: `Bearer ${foreignJwt(canaries)}` }),
  ],
  ["a token in the query", (_client, { make }) => resource({}, `?access_token=${make("access token")}`)],
  [
    "two tokens in one field",
    (_client, { make }) =>
      resource({ authorization: `Bearer ${make("access token")}, Bearer ${make("access token")}` }),
  ],
  [
    "a proof that is none",
    (_client, canaries) =>
      resource({ authorization: `DPoP ${foreignJwt(canaries)}`, dpop: canaries.make("DPoP proof") }),
  ],
  [
    "a private key with a number missing",
    async (_client, canaries) =>
      privateKeyJwt({ ...(await privateKey(canaries)), x: "AA" }).authenticate({ clientId: "client-1", issuer }),
  ],
];

for (const [name, receive] of receivers) {
  test(`no secret shows after ${name} (RFC 9700 §4.3)`, async () => {
    const canaries = createCanaries();
    const client = createClient({
      issuer,
      client: { client_id: "client-1", redirect_uris: [redirectUri] },
      auth: clientSecretPost(canaries.makeOdd("client secret")),
      metadata: endpoints(),
      clock: () => startOfTime,
      fetch: async (url) => (url.endsWith("/jwks") ? json({ keys: [(await sharedKey("main")).jwk] }) : json({}, 500)),
    });
    let error: unknown;
    const output = await captureOutput(async () => {
      error = await receive(client, canaries).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
    });
    assert.ok(error instanceof Error, "nothing was refused");
    canaries.assertHidden(error, name);
    canaries.assertHidden(output, `${name}: the console`);
  });
}

/** A resource server that is given these header fields. */
function resource(headers: Readonly<Record<string, string>>, query = ""): Promise<unknown> {
  const verifier = createAccessTokenVerifier({
    issuer,
    audience: "https://api.example.com",
    keys: { keys: [] },
    clock: () => startOfTime,
  });
  return verifier.verifyRequest({ method: "GET", url: `https://api.example.com/orders${query}`, headers });
}

function foreignJwt({ watch, make }: Canaries): string {
  return watch(
    "access token",
    `eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCJ9.${make("claims", 60)}.${make("signature", 60)}`,
  );
}

type Make = Canaries["make"];

function transactionWith(make: Make) {
  return {
    issuer,
    clientId: "client-1",
    redirectUri,
    scope: "openid",
    state: make("state"),
    nonce: make("nonce"),
    codeVerifier: make("code verifier"),
    createdAt: startOfTime,
  };
}

function callbackWith(parameters: Readonly<Record<string, string>>, more = ""): string {
  return `${redirectUri}?${new URLSearchParams({ iss: issuer, ...parameters }).toString()}${more}`;
}

function finish(client: Client, make: Make, parameters: Readonly<Record<string, string>>, more = ""): Promise<unknown> {
  const started = transactionWith(make);
  return client.finishAuthorization(
    callbackWith({ code: make("code"), state: started.state, ...parameters }, more),
    started,
  );
}

function tokensWith(access_token: string): TokenSet {
  return {
    response: { access_token, token_type: "Bearer" },
    claims: undefined,
    jkt: undefined,
    issuer,
    refreshToken: undefined,
    receivedAt: startOfTime,
    expiresAt: undefined,
  };
}

/** The handler answers whatever happens; what went wrong is told apart from that. */
async function logout(client: Client, logout_token: string): Promise<unknown> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const body = new URLSearchParams({ logout_token }).toString();
  let told: unknown;
  const answer = await client.handleBackchannelLogout(
    { headers, body },
    { endSessions: () => {}, onError: (error) => (told = error) },
  );
  assert.ok(!(await answer.text()).includes(logout_token.slice(0, 12)));
  throw told;
}

function notify(
  client: Client,
  make: Make,
  headers: Readonly<Record<string, string>>,
  members: object = {},
): Promise<unknown> {
  const clientNotificationToken = make("notification token");
  const auth_req_id = make("auth_req_id");
  const authentication = {
    response: { auth_req_id, expires_in: 120 },
    issuer,
    deliveryMode: "push" as const,
    clientNotificationToken,
    intervalSeconds: 5,
    receivedAt: startOfTime,
    expiresAt: startOfTime + 120_000,
  };
  const given = { authorization: `Bearer ${clientNotificationToken}`, "content-type": "application/json", ...headers };
  return client.receiveBackchannelPush(
    { headers: given, body: JSON.stringify({ auth_req_id, ...members }) },
    { authentication },
  );
}

test("the contract marks as secret what opens an account, whoever holds it (RFC 6749 §10.3)", () => {
  const known = [
    "access_token",
    "actor_token",
    "assertion",
    "auth_req_id",
    "client_assertion",
    "client_notification_token",
    "client_secret",
    "code",
    "code_challenge",
    "code_verifier",
    "d",
    "device_code",
    "dp",
    "dq",
    "dpop",
    "id_token",
    "id_token_hint",
    "JWT",
    "k",
    "login_hint_token",
    "logout_token",
    "nonce",
    "oth",
    "p",
    "password",
    "priv",
    "q",
    "qi",
    "refresh_token",
    "registration_access_token",
    "request",
    "response",
    "state",
    "subject_token",
    "token",
    "user_code",
    "verification_uri_complete",
  ];
  assert.deepEqual(
    known.filter((name) => !secretNames.has(name)),
    [],
  );
});

test("a secret is noticed in every encoding, wherever it hides", () => {
  const canaries = createCanaries();
  const secret = canaries.makeOdd("client secret");
  const carriers: readonly unknown[] = [
    new Error(`no ${secret}`),
    new Error("outer", { cause: new Error(secret) }),
    Object.assign(new Error("a"), { hidden: secret }),
    { deep: { deeper: [`x${encodeURIComponent(secret)}`] } },
    Buffer.from(`client-1:${secret}`).toString("base64"),
    Buffer.from(secret).toString("hex"),
    `the first half: ${secret.slice(0, 12)}`,
  ];
  for (const carrier of carriers)
    assert.throws(() => canaries.assertHidden(carrier, "x"), { message: /shows the client secret/ }, inspect(carrier));
  canaries.assertHidden({ a: ["nothing", new Error("here")] }, "x");
});
