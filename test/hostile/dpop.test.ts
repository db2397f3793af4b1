import assert from "node:assert/strict";
import { test } from "node:test";
import { createDPoP } from "../../src/dpop/create-dpop.ts";
import { pollDeviceToken } from "../../src/endpoints/device-token.ts";
import { createFakeClient, logIn } from "../fixtures/fake-client.ts";
import { createFakeServer, json } from "../fixtures/fake-server.ts";
import { readProof } from "../fixtures/proofs.ts";
import { assertRefused } from "../fixtures/refusals.ts";
import { refusal, scripted } from "../unit/endpoints/scripted.ts";

const demand = { error: "use_dpop_nonce" };

test("nonce storm: a server that always demands another nonce gets two requests and no more", async () => {
  let count = 0;
  const server = await createFakeServer({
    token: () => {
      count += 1;
      return json(demand, 400, { "dpop-nonce": `n-${count}` });
    },
  });
  const client = createFakeClient(server, { dpop: await createDPoP() });
  const error = await assertRefused(client.clientCredentials(), "OAuthError", "ERR_OAUTH_RESPONSE");
  assert.match(error.message, /use_dpop_nonce.* refused the one it had sent/);
  assert.equal(count, 2);
});

test("nonce storm: a userinfo endpoint that always demands another one gets two requests and no more", async () => {
  let count = 0;
  const headers = { "www-authenticate": 'DPoP error="use_dpop_nonce"' };
  const server = await createFakeServer({
    token: (message) => ({ ...message, token_type: "DPoP" }),
    userinfo: () => {
      count += 1;
      return new Response("", { status: 401, headers: { ...headers, "dpop-nonce": `n-${count}` } });
    },
  });
  const client = createFakeClient(server, { dpop: await createDPoP() });
  const tokens = await logIn(server, client);
  await assertRefused(client.userInfo(tokens), "OAuthError", "ERR_OAUTH_CHALLENGE");
  assert.equal(count, 2);
});

for (const [title, nonce] of [
  ["100 kB", "n".repeat(100_000)],
  ["a space", "a b"],
  ["a quotation mark", 'a"b'],
  ["nothing", ""],
] as const) {
  test(`nonce of ${title}: is never sent, and the demand is the server's error (RFC 9449 §8.1)`, async () => {
    const server = await createFakeServer({ token: () => json(demand, 400, { "dpop-nonce": nonce }) });
    const dpop = await createDPoP();
    const client = createFakeClient(server, { dpop });
    await assertRefused(client.clientCredentials(), "OAuthError", "ERR_OAUTH_RESPONSE");
    assert.equal(server.requests.filter(({ path }) => path === "/token").length, 1);
    assert.equal(await dpop.nonces.get("https://id.example.com"), undefined);
  });
}

test("nonce with a line break: a fetch of the caller's own that hands one over changes nothing (RFC 9449 §8.1)", async () => {
  const headers: Headers = Object({ get: (name: string) => (name === "dpop-nonce" ? "a\r\nx-evil: 1" : null) });
  const dpop = await createDPoP();
  assert.equal(await dpop.learn("https://id.example.com/token", headers), undefined);
  const { claims } = await readProof(await dpop.createProof({ method: "GET", url: "https://id.example.com/" }));
  assert.equal(claims.nonce, undefined);
});

test("the same nonce twice: is not tried again", async () => {
  const server = await createFakeServer({ token: () => json(demand, 400, { "dpop-nonce": "n-1" }) });
  const client = createFakeClient(server, { dpop: await createDPoP() });
  await assertRefused(client.clientCredentials(), "OAuthError", "ERR_OAUTH_RESPONSE");
  assert.equal(server.requests.filter(({ path }) => path === "/token").length, 2);
  await assertRefused(client.clientCredentials(), "OAuthError", "ERR_OAUTH_RESPONSE");
  assert.equal(server.requests.filter(({ path }) => path === "/token").length, 3);
});

test("a nonce with success only: is used from then on (RFC 9449 §8.2)", async () => {
  const server = await createFakeServer({
    token: (message) => json({ ...message, token_type: "DPoP" }, 200, { "dpop-nonce": "n-1" }),
  });
  const client = createFakeClient(server, { dpop: await createDPoP() });
  await client.clientCredentials();
  await client.clientCredentials();
  const nonces = await Promise.all(
    server.requests
      .filter(({ path }) => path === "/token")
      .map(async ({ headers }) => (await readProof(headers.get("dpop"))).claims.nonce),
  );
  assert.deepEqual(nonces, [undefined, "n-1"]);
});

test("a demand during polling: is no failed poll, and costs no wait (RFC 9449 §8, RFC 8628 §3.5)", async () => {
  const server = await createFakeServer();
  const { context, requests } = scripted(
    server,
    [
      refusal("use_dpop_nonce", 400, { "dpop-nonce": "n-1" }),
      refusal("authorization_pending"),
      { access_token: "access-1", token_type: "DPoP", expires_in: 60 },
    ],
    { dpop: await createDPoP() },
  );
  const waits: number[] = [];
  const device = {
    response: {
      device_code: "device-1",
      user_code: "U",
      verification_uri: "https://id.example.com/device",
      expires_in: 600,
      interval: 5,
    },
    issuer: "https://id.example.com",
    scope: undefined,
    intervalSeconds: 5,
    receivedAt: server.now,
    expiresAt: server.now + 600_000,
  };
  const result = await pollDeviceToken(context, device, { wait: async (ms) => void waits.push(ms) });
  assert.equal(result.status, "granted");
  assert.deepEqual(waits, [5000, 5000]);
  assert.equal(requests.length, 3);
});
