import assert from "node:assert/strict";
import { test } from "node:test";
import { clientSecretBasic, clientSecretPost } from "../../../../src/client-auth/index.ts";
import { createClient } from "../../../../src/index.ts";
import { createMemoryStore } from "../../../../src/provider/index.ts";
import { basic, createTestProvider } from "../../../fixtures/provider/clientauth-provider.ts";

const secret = "client-secret-0123456789";
const clients = [
  { client_id: "web", client_secret: secret, grant_types: ["client_credentials"], scope: "profile" },
  {
    client_id: "poster",
    client_secret: secret,
    token_endpoint_auth_method: "client_secret_post",
    grant_types: ["client_credentials"],
  },
  { client_id: "spa", token_endpoint_auth_method: "none", grant_types: ["client_credentials"] },
] as const;
const form = { grant_type: "client_credentials" };
const denied = { error: "invalid_client", error_description: "The client could not be authenticated." };

test("client authentication: a secret in the header field is accepted (RFC 6749 §2.3.1)", async () => {
  const { post } = createTestProvider({ clients });
  const { status, json } = await post({ path: "/token", form, headers: basic("web", secret) });
  assert.deepEqual([status, json.token_type, json.expires_in], [200, "Bearer", 600]);
});

test("client authentication: who is registered to post its secret may send it in the header field, and the other way round (RFC 7591 §2)", async () => {
  const { post } = createTestProvider({ clients });
  const posted = await post({ path: "/token", form: { ...form, client_id: "web", client_secret: secret } });
  const sent = await post({ path: "/token", form, headers: basic("poster", secret) });
  const own = await post({ path: "/token", form: { ...form, client_id: "poster", client_secret: secret } });
  assert.deepEqual([posted.status, sent.status, own.status], [200, 200, 200]);
});

test("client authentication: the same client_id in the body and in the header field is accepted (RFC 6749 §2.3)", async () => {
  const { post } = createTestProvider({ clients });
  const answer = await post({ path: "/token", form: { ...form, client_id: "web" }, headers: basic("web", secret) });
  assert.equal(answer.status, 200);
});

test("client authentication: another client_id in the body than in the header field is refused (RFC 6749 §2.3)", async () => {
  const { post } = createTestProvider({ clients });
  const answer = await post({ path: "/token", form: { ...form, client_id: "spa" }, headers: basic("web", secret) });
  assert.deepEqual([answer.status, answer.json.error], [400, "invalid_request"]);
});

test("client authentication: more than one method in a request is refused, whatever they say (RFC 6749 §2.3)", async () => {
  const { post } = createTestProvider({ clients });
  const assertion = { client_assertion: "a.b.c", client_assertion_type: "x" };
  const header = basic("web", secret);
  const answers = [
    await post({ path: "/token", form: { ...form, client_secret: secret }, headers: header }),
    await post({ path: "/token", form: { ...form, ...assertion }, headers: header }),
    await post({ path: "/token", form: { ...form, ...assertion, client_secret: secret } }),
    await post({ path: "/token", form: { ...form, client_secret: secret }, headers: { authorization: "Basic !" } }),
  ];
  for (const { status, json } of answers) assert.deepEqual([status, json.error], [400, "invalid_request"]);
});

test("client authentication: wrong secret, unknown client, disabled client: one answer, with a challenge for the header field (RFC 6749 §5.2)", async () => {
  const store = createMemoryStore();
  const { post, events } = createTestProvider({ clients, store });
  const disabled = { clientId: "old", metadata: {}, secrets: [], createdAtMs: 0, disabledAtMs: 1, version: 1 };
  await store.clients.put({ ...disabled, secrets: [{ hash: sha256OfSecret, createdAtMs: 0 }] });
  for (const [id, given] of [
    ["web", "client-secret-wrong"],
    ["nobody", secret],
    ["old", secret],
    ["old", "client-secret-wrong"],
    ["spa", secret],
  ] as const) {
    const inHeader = await post({ path: "/token", form, headers: basic(id, given) });
    const inBody = await post({ path: "/token", form: { ...form, client_id: id, client_secret: given } });
    assert.deepEqual([inHeader.status, inHeader.json], [401, denied], id);
    assert.deepEqual([inBody.status, inBody.json], [401, denied], id);
    assert.equal(inHeader.headers.get("www-authenticate"), 'Basic realm="https://id.example.com", charset="UTF-8"');
    assert.equal(inBody.headers.get("www-authenticate"), null);
    assert.equal(inBody.headers.get("cache-control"), "no-store");
  }
  const failures = events.filter(({ type }) => type === "client.authentication-failed");
  assert.deepEqual(
    failures.filter((_, index) => index % 2 === 0).map(({ clientId, reason }) => [clientId, reason]),
    [
      ["web", "a wrong or expired secret"],
      [undefined, "an unknown client, or none"],
      ["old", "a disabled client"],
      ["old", "a wrong or expired secret"],
      ["spa", "credentials of a client that is registered without any"],
    ],
  );
  assert.doesNotMatch(JSON.stringify(events), /client-secret/);
});

test("client authentication: a client with a secret that only names itself is refused (RFC 6749 §5.2)", async () => {
  const { post } = createTestProvider({ clients });
  const named = await post({ path: "/token", form: { ...form, client_id: "web" } });
  const silent = await post({ path: "/token", form });
  assert.deepEqual([named.status, named.json, silent.status, silent.json], [401, denied, 401, denied]);
});

test("client authentication: a public client only says who it is, and an empty secret counts as none (RFC 6749 §3.2.1)", async () => {
  const { post } = createTestProvider({ clients });
  const plain = await post({ path: "/token", form: { ...form, client_id: "spa" } });
  const empty = await post({ path: "/token", form: { ...form, client_id: "spa", client_secret: "" } });
  const madeUp = await post({ path: "/token", form: { ...form, client_id: "spa", client_secret: "x" } });
  // It is known; that it can't use this grant is another matter (RFC 6749 §4.4).
  assert.deepEqual([plain.json.error, empty.json.error], ["unauthorized_client", "unauthorized_client"]);
  assert.deepEqual([madeUp.status, madeUp.json.error], [401, "invalid_client"]);
});

test("client authentication: a repeated parameter is refused (RFC 6749 §3.2)", async () => {
  const { post } = createTestProvider({ clients });
  const answer = await post({ path: "/token", form: `grant_type=client_credentials&client_id=web&client_id=web` });
  assert.deepEqual([answer.status, answer.json.error], [400, "invalid_request"]);
});

test("client authentication: a store that fails is a failure of the server, never of the client (RFC 9110 §15.6.4)", async () => {
  const store = createMemoryStore();
  const broken = { ...store, clients: { ...store.clients, find: async () => Promise.reject(new Error("down")) } };
  const { post } = createTestProvider({ clients, store: broken });
  const answer = await post({ path: "/token", form, headers: basic("elsewhere", secret) });
  assert.deepEqual([answer.status, answer.json.error], [503, "temporarily_unavailable"]);
});

test("client authentication: an id that no store should be asked for is unknown", async () => {
  const asked: string[] = [];
  const store = createMemoryStore();
  const find = async (id: string) => void asked.push(id);
  const { post } = createTestProvider({
    clients,
    store: { ...store, clients: { ...store.clients, find: find as never } },
  });
  for (const id of ["a%00b", "a%0Ab", "x".repeat(2049)]) {
    const answer = await post({ path: "/token", form, headers: basic(id, secret) });
    assert.deepEqual([answer.status, answer.json], [401, denied]);
  }
  assert.deepEqual(asked, []);
});

test("client authentication: ids and secrets of any characters come through from our own client (RFC 6749 Appendix B)", async () => {
  const [id, hard] = ["a:b", "p%:+ é&=/client-secret"];
  const hardClient = { client_id: id, client_secret: hard, grant_types: ["client_credentials"], scope: "read" };
  const { provider } = createTestProvider({ clients: [hardClient], scopes: ["read"] });
  const metadata = {
    issuer: provider.issuer,
    token_endpoint: "https://id.example.com/token",
    response_types_supported: ["code"],
    authorization_endpoint: "https://id.example.com/authorize",
  };
  for (const auth of [clientSecretBasic(hard), clientSecretPost(hard)]) {
    const client = createClient({
      issuer: provider.issuer,
      client: { client_id: id },
      auth,
      metadata,
      fetch: provider.fetch,
    });
    const tokens = await client.clientCredentials({ scope: "read" });
    assert.equal(tokens.response.token_type, "Bearer");
  }
});

test("client authentication: ten failures block the client for that address, another address goes on (RFC 6585 §4)", async () => {
  const { post, time } = createTestProvider({ clients });
  const attempt = (given: string, remoteAddress: string) =>
    post({ path: "/token", form, headers: basic("web", given), connection: { remoteAddress } });
  for (let count = 1; count < 10; count += 1) assert.equal((await attempt("wrong", "192.0.2.1")).status, 401);
  const last = await attempt("wrong", "192.0.2.1");
  assert.deepEqual(
    [last.status, last.headers.get("retry-after"), last.json.error],
    [429, "1", "temporarily_unavailable"],
  );
  assert.equal((await attempt(secret, "192.0.2.1")).status, 429, "the right secret is not tried either");
  assert.equal((await attempt(secret, "192.0.2.2")).status, 200);
  time.nowMs += 1000;
  assert.equal((await attempt(secret, "192.0.2.1")).status, 200);
  assert.equal((await attempt("wrong", "192.0.2.1")).headers.get("retry-after"), "2", "each failure doubles the wait");
});

test("client authentication: where addresses are not known, nobody's failures keep the right secret out (RFC 6749 §2.3.1)", async () => {
  const { post } = createTestProvider({ clients });
  const attempt = (given: string) => post({ path: "/token", form, headers: basic("web", given) });
  for (let count = 1; count < 20; count += 1) await attempt("wrong");
  assert.equal((await attempt("wrong")).status, 429);
  assert.equal((await attempt(secret)).status, 200);
});

test("client authentication: a hundred failures block an address, whichever clients it names", async () => {
  const { post } = createTestProvider({ clients });
  const attempt = (id: string, remoteAddress: string) =>
    post({ path: "/token", form, headers: basic(id, "wrong"), connection: { remoteAddress } });
  for (let count = 1; count < 100; count += 1)
    assert.equal((await attempt(`client-${count}`, `2001:db8::${count}`)).status, 401);
  assert.equal((await attempt("another", "2001:db8::ffff")).status, 429);
  assert.equal((await attempt("yet-another", "2001:db8:0:0:1::")).status, 429);
  assert.equal((await attempt("yet-another", "2001:db8:0:1::")).status, 401);
});

test("client authentication: throttling can be turned off", async () => {
  const { post } = createTestProvider({ clients, throttling: { isEnabled: false } });
  for (let count = 0; count < 20; count += 1)
    assert.equal((await post({ path: "/token", form, headers: basic("web", "wrong") })).status, 401);
});

test("client authentication: only methods that are accepted are announced and let in", async () => {
  const { post, provider, store } = createTestProvider({
    clients: [clients[0]],
    clientAuthentication: { methods: ["client_secret_basic", "private_key_jwt"] },
  });
  await store.clients.put({
    clientId: "public",
    metadata: { token_endpoint_auth_method: "none", grant_types: ["client_credentials"] },
    secrets: [],
    createdAtMs: 0,
    version: 1,
  });
  const answer = await post({ path: "/token", form: { ...form, client_id: "public" } });
  assert.deepEqual([answer.status, answer.json], [401, denied]);
  const metadata = await (await provider.fetch("https://id.example.com/.well-known/openid-configuration")).json();
  assert.deepEqual(metadata.token_endpoint_auth_methods_supported, [
    "client_secret_basic",
    "client_secret_post",
    "private_key_jwt",
  ]);
});

/** SHA-256 of `client-secret-0123456789`, as stored. */
const sha256OfSecret = "sha256 xYCpjvysKLJab99MQ9TotAxQgn4ue0BSQTMK2T9MNr0";
