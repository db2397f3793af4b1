import assert from "node:assert/strict";
import { test } from "node:test";
import { SignJWT } from "jose";
import { addSecret, createSecret } from "../../../../src/provider/clients/client-secret.ts";
import { createProviderContext } from "../../../../src/provider/create-context.ts";
import { createTestProvider } from "../../../fixtures/provider/clientauth-provider.ts";

const now = Date.parse("2026-03-01T12:00:00Z") / 1000;
const secret = "client-secret-of-thirty-two-octets-or-more";
const machine = {
  client_id: "machine",
  client_secret: secret,
  token_endpoint_auth_method: "client_secret_jwt",
  grant_types: ["client_credentials"],
} as const;

async function form(key: string, alg = "HS256", jti = "1"): Promise<Record<string, string>> {
  const times = { iat: now, exp: now + 60 };
  const jwt = new SignJWT({ iss: "machine", sub: "machine", aud: "https://id.example.com", jti, ...times });
  return {
    grant_type: "client_credentials",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: await jwt.setProtectedHeader({ alg }).sign(new TextEncoder().encode(key)),
  };
}

test("client_secret_jwt: an assertion that the secret has signed is accepted, once (OpenID Connect Core §9)", async () => {
  const { post } = createTestProvider({ clients: [machine] });
  const once = await form(secret);
  assert.equal((await post({ path: "/token", form: once })).status, 200);
  assert.equal((await post({ path: "/token", form: once })).status, 401);
});

test("client_secret_jwt: another secret, and one that is sent itself, are refused", async () => {
  const { post } = createTestProvider({ clients: [machine] });
  const wrong = await post({ path: "/token", form: await form(`${secret}x`) });
  const sent = { grant_type: "client_credentials", client_id: "machine", client_secret: secret };
  assert.deepEqual([wrong.status, (await post({ path: "/token", form: sent })).status], [401, 401]);
});

test("client_secret_jwt: an algorithm that needs a longer secret is refused, and is no failure of the server (RFC 7518 §3.2)", async () => {
  const { post } = createTestProvider({ clients: [machine] });
  const answer = await post({ path: "/token", form: await form(secret.padEnd(64, "x"), "HS512") });
  assert.deepEqual([answer.status, answer.json.error], [401, "invalid_client"]);
  const hs512 = { ...machine, token_endpoint_auth_signing_alg: "HS512" };
  const other = createTestProvider({ clients: [hs512] });
  assert.equal((await other.post({ path: "/token", form: await form(secret) })).status, 401);
});

test("client_secret_jwt: a secret that is too short to sign with is refused when the provider is made (RFC 7518 §3.2)", () => {
  const clients = [{ ...machine, client_secret: "too-short" }];
  assert.throws(() => createTestProvider({ clients }), { code: "ERR_CONFIGURATION_OPTION", parameter: "clients" });
});

test("client_secret_jwt: both live secrets of the store verify, which are sealed there, and expired ones do not", async () => {
  const { post, store, time } = createTestProvider({});
  const context = createProviderContext({ issuer: "https://id.example.com", store, clock: () => time.nowMs });
  const options = { clientId: "machine", isReadable: true };
  const expiresAtMs = time.nowMs + 30_000;
  const old = await createSecret(context, { ...options, expiresAtMs });
  const fresh = await createSecret(context, options);
  const secrets = addSecret([old.stored], fresh.stored, time.nowMs);
  const {
    client_id: clientId,
    client_secret: _secret,
    ...metadata
  } = { ...machine, grant_types: [...machine.grant_types] };
  await store.clients.put({ clientId, metadata, secrets, createdAtMs: 0, version: 1 });
  assert.doesNotMatch(JSON.stringify(secrets), new RegExp(`${old.secret}|${fresh.secret}`));
  assert.equal((await post({ path: "/token", form: await form(old.secret) })).status, 200);
  assert.equal((await post({ path: "/token", form: await form(fresh.secret, "HS256", "2") })).status, 200);
  time.nowMs = expiresAtMs;
  assert.equal((await post({ path: "/token", form: await form(old.secret, "HS256", "3") })).status, 401);
  assert.equal((await post({ path: "/token", form: await form(fresh.secret, "HS256", "4") })).status, 200);
});
