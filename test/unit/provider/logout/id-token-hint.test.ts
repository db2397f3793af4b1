import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import type { ProviderOptions } from "../../../../src/provider/index.ts";
import { readIdTokenHint } from "../../../../src/provider/logout/id-token-hint.ts";
import { createMemoryStore } from "../../../../src/provider/stores/memory/memory-store.ts";
import { setUpProvider, startMs, webClient } from "../../../fixtures/provider/idtoken-setup.ts";

const secret = "secret-of-the-client-with-at-least-32-octets";
const hmacClient = {
  client_id: "hmac",
  client_secret: secret,
  redirect_uris: ["https://hmac.example.com/callback"],
  id_token_signed_response_alg: "HS256",
};
const nowSeconds = startMs / 1000;
const claims = {
  iss: "https://id.example.com",
  sub: "alice",
  aud: "web",
  iat: nowSeconds,
  exp: nowSeconds + 300,
  sid: "session-1",
};

async function start(options: Partial<ProviderOptions> = {}) {
  const { context } = await setUpProvider({ clients: [webClient, hmacClient], ...options });
  const sign = (changes: object): Promise<string> => context.keys.sign({ alg: "RS256" }, { ...claims, ...changes });
  return { context, sign, read: async (changes: object) => readIdTokenHint(context, await sign(changes)) };
}

function signHmac(changes: object, key: string): string {
  const parts = [
    { alg: "HS256", typ: "JWT" },
    { ...claims, aud: "hmac", ...changes },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
}

test("id_token_hint: what the provider has signed says who asks (OpenID Connect RP-Initiated Logout §2)", async () => {
  const { read } = await start();
  const want = { clientId: "web", audience: ["web"], sub: "alice", sid: "session-1" };
  assert.deepEqual(await read({}), want);
  assert.deepEqual(await read({ aud: ["web"] }), want);
  assert.deepEqual(await read({ sid: undefined }), { ...want, sid: undefined });
});

test("id_token_hint: one that has expired counts, because sessions outlive ID tokens (OpenID Connect RP-Initiated Logout §2)", async () => {
  const { read } = await start();
  assert.equal((await read({ exp: nowSeconds - 3600, iat: nowSeconds - 7200 }))?.sub, "alice");
});

test("id_token_hint: of several audiences azp is the client (OpenID Connect Core §2)", async () => {
  const { read } = await start();
  const found = await read({ aud: ["https://api.example.com", "web"], azp: "web" });
  assert.deepEqual(found?.clientId, "web");
  assert.deepEqual(found?.audience, ["https://api.example.com", "web"]);
});

for (const [title, changes] of [
  ["of another issuer", { iss: "https://other.example.com" }],
  ["with several audiences and no azp", { aud: ["web", "other"] }],
  ["whose azp is not among the audience", { azp: "other" }],
  ["without an audience", { aud: [] }],
  ["that is a logout token", { events: { "http://schemas.openid.net/event/backchannel-logout": {} } }],
  ["without a subject", { sub: undefined }],
] as const)
  test(`id_token_hint: one ${title} says nothing`, async () => {
    const { read } = await start();
    assert.equal(await read(changes), undefined);
  });

test("id_token_hint: without a good signature it says nothing", async () => {
  const { context, sign } = await start();
  const [header = "", body = "", signature = ""] = (await sign({})).split(".");
  const none = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
  const changed = Buffer.from(JSON.stringify({ ...claims, sub: "mallory" })).toString("base64url");
  for (const text of [
    "",
    "no JWT",
    `${none}.${body}.`,
    `${header}.${changed}.${signature}`,
    (await start({ keys: {} })).sign({}),
    signHmac({ aud: "web" }, webClient.client_secret ?? ""),
  ])
    assert.equal(await readIdTokenHint(context, await text), undefined);
});

test("id_token_hint: of a client that registered for its secret, the secret counts and no key (OpenID Connect Dynamic Client Registration §2)", async () => {
  const { context, read } = await start();
  assert.equal((await readIdTokenHint(context, signHmac({}, secret)))?.clientId, "hmac");
  assert.equal(await readIdTokenHint(context, signHmac({}, "the-secret-of-somebody-else-of-32-octets")), undefined);
  assert.equal(await read({ aud: "hmac" }), undefined);
});

test("id_token_hint: of a client that is gone it is still believed, by the provider's own signature", async () => {
  const { context, read } = await start();
  assert.equal((await read({ aud: "removed" }))?.clientId, "removed");
  assert.equal(await readIdTokenHint(context, signHmac({ aud: "removed" }, secret)), undefined);
});

test("id_token_hint: a store that does not answer is an error, and not a hint without a meaning", async () => {
  const store = createMemoryStore();
  const clients = { ...store.clients, find: () => Promise.reject(new Error("no database")) };
  const { read } = await start({ store: { ...store, clients } });
  await assert.rejects(read({ aud: "stored" }));
});
