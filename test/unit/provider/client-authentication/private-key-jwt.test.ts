import assert from "node:assert/strict";
import { test } from "node:test";
import { SignJWT } from "jose";
import { privateKeyJwt } from "../../../../src/client-auth/index.ts";
import { createClient } from "../../../../src/index.ts";
import type { ProviderOptions } from "../../../../src/provider/index.ts";
import { messageKey } from "../../../fixtures/message-keys.ts";
import { createTestProvider } from "../../../fixtures/provider/clientauth-provider.ts";

const now = Date.parse("2026-03-01T12:00:00Z") / 1000;
const type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const claims = { iss: "machine", sub: "machine", aud: "https://id.example.com", jti: "1", iat: now, exp: now + 60 };
const form = { grant_type: "client_credentials", client_assertion_type: type };

async function createMachine(changes: object = {}, options: Partial<ProviderOptions> = {}) {
  const { publicJwk } = await messageKey("ES256");
  const client = {
    client_id: "machine",
    token_endpoint_auth_method: "private_key_jwt",
    grant_types: ["client_credentials"],
    jwks: { keys: [publicJwk] },
    ...changes,
  };
  return createTestProvider({
    ...options,
    clients: [client, { client_id: "spa", token_endpoint_auth_method: "none" }],
  });
}

async function sign(changes: object = {}, alg = "ES256", header: object = {}): Promise<string> {
  const { privateKey } = await messageKey(alg);
  return new SignJWT({ ...claims, ...changes })
    .setProtectedHeader({ alg, kid: `key-${alg}`, ...header })
    .sign(privateKey);
}

test("private_key_jwt: an assertion for the issuer is accepted, with and without client_id beside it (OpenID Connect Core §9)", async () => {
  const { post } = await createMachine();
  const alone = await post({ path: "/token", form: { ...form, client_assertion: await sign() } });
  const named = { ...form, client_id: "machine", client_assertion: await sign({ jti: "2" }) };
  assert.deepEqual([alone.status, (await post({ path: "/token", form: named })).status], [200, 200]);
});

test("private_key_jwt: our own client is understood", async () => {
  const { privateJwk } = await messageKey("ES256");
  const { provider } = await createMachine({}, { clock: () => Date.now(), scopes: ["read"] });
  const metadata = {
    issuer: provider.issuer,
    token_endpoint: "https://id.example.com/token",
    response_types_supported: ["code"],
    authorization_endpoint: "https://id.example.com/authorize",
  };
  const auth = privateKeyJwt({ ...privateJwk, alg: "ES256" });
  const client = createClient({
    issuer: provider.issuer,
    client: { client_id: "machine" },
    auth,
    metadata,
    fetch: provider.fetch,
  });
  const tokens = await client.clientCredentials({ scope: "read" });
  assert.equal(tokens.response.token_type, "Bearer");
});

const refused: readonly (readonly [title: string, make: () => Promise<string>, reason: string])[] = [
  ["the token endpoint as audience", () => sign({ aud: "https://id.example.com/token" }), "ERR_VERIFICATION_AUDIENCE"],
  [
    "a list as audience, even of the issuer alone",
    () => sign({ aud: ["https://id.example.com"] }),
    "the aud of the assertion is a list",
  ],
  ["another issuer than the client", () => sign({ iss: "somebody" }), "ERR_VERIFICATION_ISSUER"],
  ["an assertion that has expired", () => sign({ exp: now - 60 }), "ERR_VERIFICATION_EXPIRED"],
  ["an assertion that lives for an hour", () => sign({ exp: now + 3600 }), "ERR_VERIFICATION_LIFETIME"],
  ["no jti", () => sign({ jti: undefined }), "ERR_VALIDATION_CLAIMS"],
  ["an unknown kid", () => sign({}, "ES256", { kid: "other" }), "ERR_VERIFICATION_KEY_NOT_FOUND"],
  ["another algorithm than the key's", () => sign({}, "RS256", { kid: "key-ES256" }), "ERR_VERIFICATION_KEY_NOT_FOUND"],
  ["text that is no JWT", async () => "a.b.c", "ERR_VALIDATION_JWT"],
  ["a signature that was cut", async () => `${(await sign()).slice(0, -8)}AAAAAAAA`, "ERR_VERIFICATION_SIGNATURE"],
  ["an unknown client", () => sign({ iss: "nobody", sub: "nobody" }), "an unknown client, or none"],
  ["a public client", () => sign({ iss: "spa", sub: "spa" }), "credentials of a client that is registered without any"],
];
for (const [title, make, reason] of refused)
  test(`private_key_jwt: ${title} is refused (RFC 7523 §3)`, async () => {
    const { post, events } = await createMachine();
    const { status, json, headers } = await post({ path: "/token", form: { ...form, client_assertion: await make() } });
    assert.deepEqual([status, json.error, headers.get("www-authenticate")], [401, "invalid_client", null]);
    assert.equal(events.find(({ type }) => type === "client.authentication-failed")?.reason, reason);
  });

test("private_key_jwt: an assertion is good once, in all processes of the provider (RFC 7523 §3)", async () => {
  const first = await createMachine();
  const second = await createMachine({}, { store: first.store });
  const once = { path: "/token", form: { ...form, client_assertion: await sign() } };
  assert.deepEqual([(await first.post(once)).status, (await first.post(once)).status], [200, 401]);
  assert.equal((await second.post(once)).status, 401);
});

test("private_key_jwt: only the registered algorithm is accepted (OpenID Connect Core §9)", async () => {
  const [es, rs] = [await messageKey("ES256"), await messageKey("RS256")];
  const jwks = { keys: [es.publicJwk, rs.publicJwk] };
  const { post } = await createMachine({ jwks, token_endpoint_auth_signing_alg: "RS256" });
  const wrong = await post({ path: "/token", form: { ...form, client_assertion: await sign() } });
  const right = await post({ path: "/token", form: { ...form, client_assertion: await sign({}, "RS256") } });
  assert.deepEqual([wrong.status, right.status], [401, 200]);
  const symmetric = await createMachine({ token_endpoint_auth_signing_alg: "HS256" });
  const never = await symmetric.post({ path: "/token", form: { ...form, client_assertion: await sign() } });
  assert.equal(never.status, 401);
});

test("private_key_jwt: with a profile of FAPI 2.0 an algorithm outside of it is refused (FAPI 2.0 Security Profile §5.4.1)", async () => {
  const [es, rs] = [await messageKey("ES256"), await messageKey("RS256")];
  const jwks = { keys: [es.publicJwk, rs.publicJwk] };
  const metadata = { token_endpoint_auth_method: "private_key_jwt", grant_types: ["client_credentials"] };
  const { post, store } = createTestProvider({ profile: "fapi2-security" });
  const client = {
    metadata: JSON.parse(JSON.stringify({ ...metadata, jwks })),
    secrets: [],
    createdAtMs: 0,
    version: 1,
  };
  await store.clients.put({ ...client, clientId: "machine" });
  const outside = await post({ path: "/token", form: { ...form, client_assertion: await sign({}, "RS256") } });
  assert.deepEqual([outside.status, outside.json.error], [401, "invalid_client"]);
  const within = await post({ path: "/token", form: { ...form, client_assertion: await sign({ jti: "2" }) } });
  // Who it is has been settled; that the profile wants tokens bound is another matter.
  assert.notEqual(within.json.error, "invalid_client");
});

test("private_key_jwt: a client_id that is not the assertion's, and half an assertion, are malformed requests (RFC 7521 §4.2)", async () => {
  const { post } = await createMachine();
  const client_assertion = await sign();
  const { client_assertion_type: _type, ...bare } = form;
  for (const each of [{ ...form, client_id: "spa", client_assertion }, { ...bare, client_assertion }, form]) {
    const { status, json } = await post({ path: "/token", form: each });
    assert.deepEqual([status, json.error], [400, "invalid_request"]);
  }
  const saml = "urn:ietf:params:oauth:client-assertion-type:saml2-bearer";
  const other = await post({ path: "/token", form: { ...form, client_assertion, client_assertion_type: saml } });
  assert.deepEqual([other.status, other.json.error], [401, "invalid_client"]);
});

test("private_key_jwt: where it is asked for, the type must stand in the header (RFC 8725 §3.11)", async () => {
  const { post } = await createMachine({}, { clientAuthentication: { requireAssertionType: true } });
  const plain = await post({ path: "/token", form: { ...form, client_assertion: await sign() } });
  const typ = { typ: "client-authentication+jwt" };
  const typed = await post({ path: "/token", form: { ...form, client_assertion: await sign({}, "ES256", typ) } });
  assert.deepEqual([plain.status, typed.status], [401, 200]);
});

test("private_key_jwt: a secret does not pass for an assertion", async () => {
  const { post } = await createMachine();
  const answer = await post({
    path: "/token",
    form: { grant_type: "client_credentials", client_id: "machine", client_secret: "x" },
  });
  assert.deepEqual([answer.status, answer.json.error], [401, "invalid_client"]);
});

test("private_key_jwt: keys that can't be fetched are no fault of the client's (RFC 9110 §15.6.4)", async () => {
  const fetch = async (): Promise<Response> => new Response("down", { status: 500 });
  const { post } = await createMachine({ jwks: undefined, jwks_uri: "https://machine.example.com/jwks" }, { fetch });
  const { status, json, headers } = await post({ path: "/token", form: { ...form, client_assertion: await sign() } });
  assert.deepEqual([status, json.error, headers.get("retry-after")], [503, "temporarily_unavailable", "30"]);
});

test("private_key_jwt: keys at a private address are not fetched", async () => {
  const asked: string[] = [];
  const fetch = async (url: string): Promise<Response> =>
    Response.json({ keys: [] }, { status: asked.push(url) && 200 });
  const { post, events } = await createMachine(
    { jwks: undefined, jwks_uri: "https://169.254.169.254/jwks" },
    { fetch },
  );
  const { status } = await post({ path: "/token", form: { ...form, client_assertion: await sign() } });
  assert.deepEqual([status, asked], [401, []]);
  assert.equal(
    events.find(({ type }) => type === "client.authentication-failed")?.reason,
    "the jwks_uri is not one that the provider fetches",
  );
});
