import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClientOptions } from "../../../src/client/options.ts";
import { privateKeyJwt } from "../../../src/client-auth/private-key-jwt.ts";
import { createDPoP } from "../../../src/dpop/create-dpop.ts";
import type { DPoP } from "../../../src/dpop/dpop.ts";
import { finishLogin } from "../../../src/endpoints/finish-login.ts";
import { startLogin } from "../../../src/endpoints/start-login.ts";
import { createFakeClient, logIn } from "../../fixtures/fake-client.ts";
import { createFakeServer, type FakeServer, json } from "../../fixtures/fake-server.ts";
import { readProof } from "../../fixtures/proofs.ts";

/** Binds every token, and demands nonces where it is told to. */
async function createBindingServer(nonce?: { current: string }): Promise<FakeServer> {
  const server = await createFakeServer({
    token: (message) => ({ ...message, token_type: "DPoP" }),
  });
  const { fetch } = server;
  const demanding: FakeServer["fetch"] = async (url, init) => {
    const { pathname } = new URL(url);
    if (nonce === undefined || !["/token", "/userinfo"].includes(pathname)) return fetch(url, init);
    const { claims } = await readProof(new Headers(init.headers).get("dpop"));
    if (claims.nonce === nonce.current) return fetch(url, init);
    const headers = { "dpop-nonce": nonce.current };
    if (pathname === "/token") return json({ error: "use_dpop_nonce" }, 400, headers);
    return new Response(null, {
      status: 401,
      headers: { ...headers, "www-authenticate": 'DPoP error="use_dpop_nonce"' },
    });
  };
  return Object.assign(server, { fetch: demanding });
}

function proofsOf(server: FakeServer, path: string) {
  return Promise.all(
    server.requests.filter((one) => one.path === path).map(({ headers }) => readProof(headers.get("dpop"))),
  );
}

test("client: a login with DPoP binds the code and the tokens, and userinfo proves the key (RFC 9449 §5, §7.1, §10)", async () => {
  const server = await createBindingServer();
  const dpop = await createDPoP();
  const client = createFakeClient(server, { dpop });
  const { url, transaction } = await client.startAuthorization();
  assert.equal(new URL(url).searchParams.get("dpop_jkt"), dpop.jkt);
  assert.equal(transaction.jkt, dpop.jkt);
  const tokens = await client.finishAuthorization(server.callback(transaction), transaction);
  assert.equal(tokens.jkt, dpop.jkt);
  await client.userInfo(tokens);
  const [atToken] = await proofsOf(server, "/token");
  assert.deepEqual([atToken?.claims.htm, atToken?.claims.htu], ["POST", "https://id.example.com/token"]);
  assert.equal(atToken?.claims.iat, 1_800_000_000);
  assert.equal(atToken?.claims.ath, undefined);
  const [atUserinfo] = await proofsOf(server, "/userinfo");
  assert.deepEqual([atUserinfo?.claims.htm, atUserinfo?.claims.htu], ["GET", "https://id.example.com/userinfo"]);
  assert.equal(atUserinfo?.claims.ath, "ncWqlq_wYnSzrJg8fLcEjRuJDZmoBrsOQLj0O3j5ddU");
  const sent = server.requests.find(({ path }) => path === "/userinfo");
  assert.equal(sent?.headers.get("authorization"), "DPoP access-secret-1");
});

test("client: a nonce that expires costs one more request each time, never the code (RFC 9449 §8)", async () => {
  const nonce = { current: "n-1" };
  const server = await createBindingServer(nonce);
  const client = createFakeClient(server, { dpop: await createDPoP() });
  const tokens = await logIn(server, client);
  nonce.current = "n-2";
  await client.userInfo(tokens);
  nonce.current = "n-3";
  const refreshed = await client.refresh(tokens);
  assert.equal(refreshed.jkt, tokens.jkt);
  await client.clientCredentials();
  assert.deepEqual(
    (await proofsOf(server, "/token")).map(({ claims }) => claims.nonce),
    ["n-1", "n-3", "n-3"],
  );
});

test("client: the second attempt has a proof and a client assertion that are new (RFC 9449 §8)", async () => {
  const assertions: (string | null)[] = [];
  const server = await createFakeServer({
    token: (message, { form }) => {
      assertions.push(form.get("client_assertion"));
      const demand = json({ error: "use_dpop_nonce" }, 400, { "dpop-nonce": "n-1" });
      return assertions.length === 1 ? demand : { ...message, token_type: "DPoP" };
    },
  });
  const { privateKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, [
    "sign",
    "verify",
  ]);
  const auth = privateKeyJwt({ key: privateKey, alg: "ES256" });
  const client = createFakeClient(server, { dpop: await createDPoP(), auth, client: { client_id: "client-1" } });
  await client.clientCredentials();
  const jtis = assertions.map((jwt) => JSON.parse(Buffer.from(jwt?.split(".")[1] ?? "", "base64url").toString()).jti);
  assert.equal(new Set(jtis).size, 2);
  const proofs = await proofsOf(server, "/token");
  assert.equal(new Set(proofs.map(({ claims }) => claims.jti)).size, 2);
});

test("client: a bearer token in answer to a proof is a downgrade, and refused (RFC 9449 §5)", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server, { dpop: await createDPoP() });
  await assert.rejects(client.clientCredentials(), { code: "ERR_VERIFICATION_TOKEN_BINDING", parameter: "token_type" });
  const lenient = createFakeClient(server, { dpop: await createDPoP({ acceptBearerTokens: true }) });
  assert.equal((await lenient.clientCredentials()).jkt, undefined);
});

test("client: a bearer token that was accepted is used as one", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server, { dpop: await createDPoP({ acceptBearerTokens: true }) });
  await client.userInfo(await logIn(server, client));
  const sent = server.requests.find(({ path }) => path === "/userinfo");
  assert.deepEqual([sent?.headers.get("authorization"), sent?.headers.get("dpop")], ["Bearer access-secret-1", null]);
});

test("client: without a key a bound token is refused as a type that it does not understand", async () => {
  const server = await createBindingServer();
  await assert.rejects(createFakeClient(server).clientCredentials(), { code: "ERR_VERIFICATION_TOKEN_TYPE" });
});

test("client: a token type that nobody knows is refused with a key too", async () => {
  const server = await createFakeServer({ token: (message) => ({ ...message, token_type: "mac" }) });
  const client = createFakeClient(server, { dpop: await createDPoP({ acceptBearerTokens: true }) });
  await assert.rejects(client.clientCredentials(), { code: "ERR_VERIFICATION_TOKEN_TYPE", message: /dpop, bearer/ });
});

test("client: bound tokens are used with their key only, and nothing is sent otherwise (RFC 9449 §5)", async () => {
  const server = await createBindingServer();
  const tokens = await logIn(server, createFakeClient(server, { dpop: await createDPoP() }));
  const before = server.requests.length;
  const keys: readonly (DPoP | undefined)[] = [undefined, await createDPoP()];
  for (const dpop of keys) {
    const client = createFakeClient(server, { dpop });
    const refused = { code: "ERR_CONFIGURATION_KEY", parameter: "dpop" };
    await assert.rejects(client.userInfo(tokens), refused);
    await assert.rejects(client.refresh(tokens), refused);
    await assert.rejects(client.fetchResource(tokens, { url: "https://api.example.com/" }), refused);
  }
  assert.equal(server.requests.length, before);
});

test("client: an authorization that was started for one key is not finished with another (RFC 9449 §10)", async () => {
  const server = await createBindingServer();
  const { transaction } = await createFakeClient(server, { dpop: await createDPoP() }).startAuthorization();
  for (const dpop of [undefined, await createDPoP()]) {
    const other = createFakeClient(server, { dpop });
    await assert.rejects(other.finishAuthorization(server.callback(transaction), transaction), {
      code: "ERR_VERIFICATION_TRANSACTION",
    });
  }
  assert.ok(!server.requests.some(({ path }) => path === "/token"));
});

test("client: a server whose algorithms are others gets nothing (RFC 9449 §5.1)", async () => {
  const server = await createFakeServer({
    metadata: (message) => ({ ...message, dpop_signing_alg_values_supported: ["PS256"] }),
  });
  const client = createFakeClient(server, { dpop: await createDPoP() });
  const refused = { code: "ERR_CONFIGURATION_KEY", parameter: "dpop" };
  await assert.rejects(client.startAuthorization(), refused);
  await assert.rejects(client.clientCredentials(), refused);
  assert.ok(!server.requests.some(({ path }) => path === "/token"));
});

test("client: fetchResource sends the token to the resource, and no header field of the client (RFC 9449 §7.1)", async () => {
  const server = await createBindingServer();
  const dpop = await createDPoP();
  const seen: Headers[] = [];
  const client = createFakeClient(server, {
    dpop,
    headers: { "x-subscription": "of-the-server" },
    async fetch(url, init) {
      if (!url.startsWith("https://api.example.com/")) return server.fetch(url, init);
      seen.push(new Headers(init.headers));
      return new Response("orders");
    },
  });
  const tokens = await client.clientCredentials();
  assert.equal(await (await client.fetchResource(tokens, { url: "https://api.example.com/" })).text(), "orders");
  assert.deepEqual([...(seen[0]?.keys() ?? [])], ["authorization", "dpop"]);
});

test("client: what is no key is refused at once, and so is none where the registration needs one", async () => {
  const server = await createFakeServer();
  for (const wrongKey of [{}, Promise.resolve(), "key", null]) {
    const options: Partial<ClientOptions> = Object({ dpop: wrongKey });
    assert.throws(() => createFakeClient(server, options), { code: "ERR_CONFIGURATION_OPTION", parameter: "dpop" });
  }
  const client = { client_id: "client-1", dpop_bound_access_tokens: true };
  assert.throws(() => createFakeClient(server, { client }), { code: "ERR_CONFIGURATION_OPTION", parameter: "dpop" });
  const dpop = await createDPoP();
  assert.doesNotThrow(() => createFakeClient(server, { client, dpop }));
});

test("startLogin: the small login binds its code too, and is finished with its key only (RFC 9449 §10)", async () => {
  const server = await createBindingServer();
  const dpop = await createDPoP();
  const context = await createFakeClient(server, { dpop }).context();
  const { url, transaction } = await startLogin(context, { redirect_uri: "https://app.example.com/callback" });
  assert.equal(new URL(url).searchParams.get("dpop_jkt"), dpop.jkt);
  assert.equal(transaction.jkt, dpop.jkt);
  const parameters = new URL(server.callback(transaction)).searchParams;
  const other = await createFakeClient(server, { dpop: await createDPoP() }).context();
  await assert.rejects(finishLogin(other, { parameters, transaction }), { code: "ERR_VERIFICATION_TRANSACTION" });
  assert.equal((await finishLogin(context, { parameters, transaction })).response.token_type, "DPoP");
});
