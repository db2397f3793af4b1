import assert from "node:assert/strict";
import { test } from "node:test";
import { createFakeClient, logIn } from "../fixtures/fake-client.ts";
import {
  createFakeServer,
  type FakeServerBehaviour,
  type Members,
  sharedKey,
  signJws,
} from "../fixtures/fake-server.ts";
import { assertRefused } from "../fixtures/refusals.ts";

const now = 1_800_000_000;

function claims(changes: Members): FakeServerBehaviour {
  return { claims: (honest) => ({ ...honest, ...changes }) };
}

test("refuses an ID token whose signature was made by a key of another issuer with the same kid", async () => {
  const other = await sharedKey("other");
  const server = await createFakeServer();
  const client = createFakeClient(server);
  await logIn(server, client);
  server.behaviour.idToken = async (token) => {
    const [, payload = ""] = String(token).split(".");
    return signJws({ alg: "RS256", kid: "main" }, Buffer.from(payload, "base64url").toString(), other);
  };
  await assertRefused(logIn(server, client), "VerificationError", "ERR_VERIFICATION_SIGNATURE");
});

for (const [title, kid] of [
  ["without kid", undefined],
  ["under the same kid", "main"],
] as const) {
  test(`finds the new key after it was replaced ${title} (OpenID Connect Core §10.1.1)`, async () => {
    const next = await sharedKey("next");
    const server = await createFakeServer({ header: () => ({ alg: "RS256", kid }) });
    const client = createFakeClient(server);
    await logIn(server, client);
    server.behaviour.jwks = () => ({ keys: [{ ...next.jwk, kid }] });
    server.behaviour.sign = (input) => signatureOf(input, next);
    server.now += 60_000;
    assert.equal((await logIn(server, client)).claims?.sub, "user-1");
    assert.equal(server.requests.filter(({ path }) => path === "/jwks").length, 2);
  });
}

test("refuses a kid that the key set does not have, after one look at a new set", async () => {
  const server = await createFakeServer({ header: (honest) => ({ ...honest, kid: "unknown" }) });
  await assertRefused(logIn(server, createFakeClient(server)), "VerificationError", "ERR_VERIFICATION_KEY_NOT_FOUND");
  assert.ok(server.requests.filter(({ path }) => path === "/jwks").length <= 2);
});

test("finds the new key after the key set was rotated (OpenID Connect Core §10.1.1)", async () => {
  const next = await sharedKey("next");
  const server = await createFakeServer();
  const client = createFakeClient(server);
  await logIn(server, client);
  server.behaviour.jwks = () => ({ keys: [next.jwk] });
  server.behaviour.header = () => ({ alg: "RS256", kid: "next" });
  server.behaviour.sign = (input) => signatureOf(input, next);
  server.now += 60_000;
  const tokens = await logIn(server, client);
  assert.equal(tokens.claims?.sub, "user-1");
});

test("refuses an ID token larger than the cap, and accepts a large one below it", async () => {
  const server = await createFakeServer({ claims: (honest) => ({ ...honest, padding: "x".repeat(40_000) }) });
  assert.equal((await logIn(server, createFakeClient(server))).claims?.sub, "user-1");
  server.behaviour.claims = (honest) => ({ ...honest, padding: "x".repeat(60_000) });
  await assertRefused(logIn(server, createFakeClient(server)), "ValidationError", "ERR_VALIDATION_JWT");
  server.behaviour.claims = (honest) => ({ ...honest, padding: "x".repeat(1_100_000) });
  await assertRefused(logIn(server, createFakeClient(server)), "ResponseError", "ERR_RESPONSE_TOO_LARGE");
});

test("accepts claims that no specification names, and keeps them (OpenID Connect Core §2)", async () => {
  const server = await createFakeServer({
    claims: (honest) => ({ ...honest, "https://app.example.com/role": ["admin"], ver: 1, nothing: null }),
  });
  const tokens = await logIn(server, createFakeClient(server));
  assert.deepEqual(tokens.claims?.["https://app.example.com/role"], ["admin"]);
  assert.equal(tokens.claims?.nothing, null);
});

test("no tolerance repairs a claim that carries trust", async () => {
  for (const changes of [
    { iss: null },
    { iss: "" },
    { sub: null },
    { sub: 1 },
    { aud: [] },
    { aud: null },
    { nonce: null },
    { nonce: "" },
    { exp: String(now + 300) },
    { iat: String(now) },
    { at_hash: "" },
    { azp: "" },
  ]) {
    const server = await createFakeServer(claims(changes));
    const client = createFakeClient(server, { tolerate: allTolerances });
    await assertRefused(logIn(server, client), "ValidationError", "ERR_VALIDATION_CLAIMS");
  }
});

async function signatureOf(input: string, key: Awaited<ReturnType<typeof sharedKey>>): Promise<string> {
  const signature = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", key.privateKey, Buffer.from(input));
  return Buffer.from(signature).toString("base64url");
}

const allTolerances = [
  "expires-in-string",
  "token-type-missing",
  "token-type-alias",
  "scope-array",
  "scope-comma",
  "form-encoded-response",
  "expires-member",
  "expires-on",
  "null-members",
  "metadata-member-missing",
  "empty-arrays",
  "boolean-string",
  "iso-8601-date",
  "numeric-date-string",
  "userinfo-content-type",
  "empty-strings",
] as const;
