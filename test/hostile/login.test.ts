import assert from "node:assert/strict";
import { test } from "node:test";
import { clientSecretBasic } from "../../src/client-auth/client-secret-basic.ts";
import { finishLogin } from "../../src/endpoints/finish-login.ts";
import { clientCredentialsGrant } from "../../src/endpoints/grants/client-credentials.ts";
import type { GrantResult } from "../../src/endpoints/grants/grant-result.ts";
import { type LoginParameters, startLogin } from "../../src/endpoints/start-login.ts";
import { isAuthError } from "../../src/errors/auth-error.ts";
import type { ExchangeContext } from "../../src/exchange/context.ts";
import { createExchangeContext, type ExchangeContextOptions } from "../../src/exchange/create-context.ts";
import { errorExplanation } from "../../src/exchange/error-explanation.ts";
import { createHttp } from "../../src/http/openapi-client.ts";
import { createLoginKeys } from "../../src/metadata/login-keys.ts";
import { fetchLoginMetadata } from "../../src/metadata/login-metadata.ts";
import { createFakeClient } from "../fixtures/fake-client.ts";
import {
  clientId,
  createFakeServer,
  type FakeServer,
  type FakeServerBehaviour,
  issuer,
  type Members,
  metadata,
  redirectUri,
} from "../fixtures/fake-server.ts";
import { assertRefused } from "../fixtures/refusals.ts";

/** The functions of a login, put together as an application does. */
async function contextOf(server: FakeServer, options: Partial<ExchangeContextOptions> = {}): Promise<ExchangeContext> {
  const reach = { http: createHttp({ fetch: server.fetch }), clock: () => server.now };
  const { metadata } = await fetchLoginMetadata(reach, issuer);
  const auth = clientSecretBasic("client-secret-1");
  const keys = createLoginKeys(reach, metadata);
  return createExchangeContext({ ...reach, metadata, clientId, auth, keys, ...options });
}

async function logIn(
  behaviour: FakeServerBehaviour = {},
  changes: Readonly<Record<string, string | null>> = {},
  parameters: Partial<LoginParameters> = {},
): Promise<GrantResult> {
  const server = await createFakeServer(behaviour);
  const context = await contextOf(server);
  const { transaction } = await startLogin(context, { redirect_uri: redirectUri, ...parameters });
  const { searchParams } = new URL(server.callback(transaction, changes));
  return finishLogin(context, { parameters: searchParams, transaction });
}

test("startLogin: asks for a code with state, nonce and PKCE, each made anew (RFC 9700 §2.1)", async () => {
  const context = await contextOf(await createFakeServer());
  const parameters = { redirect_uri: redirectUri, scope: "openid email", prompt: "login", max_age: 60 };
  const first = await startLogin(context, parameters, { extra: { audience: "api" } });
  const second = await startLogin(context, parameters);
  const { origin, pathname, searchParams } = new URL(first.url);
  assert.equal(`${origin}${pathname}`, `${issuer}/authorize`);
  const { state, nonce, code_challenge, ...rest } = Object.fromEntries(searchParams);
  assert.deepEqual(rest, {
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: "openid email",
    prompt: "login",
    max_age: "60",
    code_challenge_method: "S256",
    audience: "api",
  });
  assert.deepEqual([state, nonce], [first.transaction.state, first.transaction.nonce]);
  assert.deepEqual([code_challenge?.length, first.transaction.maxAgeSeconds], [43, 60]);
  assert.ok(!first.url.includes(first.transaction.codeVerifier) && Object.isFrozen(first.transaction));
  for (const name of ["state", "nonce", "codeVerifier"] as const)
    assert.notEqual(first.transaction[name], second.transaction[name]);
});

test("finishLogin: redeems the code and verifies the ID token", async () => {
  const { response, claims, receivedAt } = await logIn();
  assert.deepEqual([response.token_type, claims?.sub, typeof receivedAt], ["Bearer", "user-1", "number"]);
});

test("finishLogin: sends the code with redirect URI and verifier, once", async () => {
  const server = await createFakeServer({ token: () => new Response("", { status: 503 }) });
  const context = await contextOf(server);
  const { transaction } = await startLogin(context, { redirect_uri: redirectUri });
  const { searchParams: parameters } = new URL(server.callback(transaction));
  await assertRefused(finishLogin(context, { parameters, transaction }), "ResponseError", "ERR_RESPONSE_STATUS");
  const sent = server.requests.filter(({ path }) => path === "/token");
  assert.equal(sent.length, 1);
  assert.equal(sent[0]?.form.get("redirect_uri"), redirectUri);
  assert.equal(sent[0]?.form.get("code_verifier"), transaction.codeVerifier);
});

for (const [title, changes, name, code] of [
  ["no state", { state: null }, "VerificationError", "ERR_VERIFICATION_STATE"],
  ["another state", { state: "x", error: "access_denied" }, "VerificationError", "ERR_VERIFICATION_STATE"],
  ["another iss", { iss: "https://evil.example" }, "VerificationError", "ERR_VERIFICATION_ISSUER"],
  ["no iss where it is announced", { iss: null }, "VerificationError", "ERR_VERIFICATION_ISSUER"],
  ["an error", { error: "access_denied", code: null }, "OAuthError", "ERR_OAUTH_AUTHORIZATION"],
  ["no code", { code: null }, "ValidationError", "ERR_VALIDATION_RESPONSE"],
  ["an access token", { access_token: "access-secret-1" }, "ValidationError", "ERR_VALIDATION_RESPONSE"],
  ["an ID token", { id_token: "a.b.c" }, "ValidationError", "ERR_VALIDATION_RESPONSE"],
  ["a JWT beside the code", { response: "a.b.c" }, "ValidationError", "ERR_VALIDATION_RESPONSE"],
  ["a JWT alone", { response: "a.b.c", state: null, code: null }, "VerificationError", "ERR_VERIFICATION_STATE"],
] as const) {
  test(`finishLogin: refuses a response with ${title} (RFC 9700 §4.4)`, async () => {
    const announced = (document: Members) => ({ ...document, authorization_response_iss_parameter_supported: true });
    await assertRefused(logIn({ metadata: announced }, changes), name, code);
  });
}

for (const [title, claims, code] of [
  ["another nonce", { nonce: "x" }, "ERR_VERIFICATION_NONCE"],
  ["no nonce", { nonce: undefined }, "ERR_VERIFICATION_NONCE"],
  ["another issuer", { iss: "https://evil.example" }, "ERR_VERIFICATION_ISSUER"],
  ["another audience", { aud: "client-2" }, "ERR_VERIFICATION_AUDIENCE"],
  [
    "an audience besides, without azp",
    { aud: [clientId, "client-2"], azp: "client-2" },
    "ERR_VERIFICATION_AUTHORIZED_PARTY",
  ],
  ["its end behind it", { exp: 1 }, "ERR_VERIFICATION_EXPIRED"],
  ["another access token's hash", { at_hash: "A".repeat(22) }, "ERR_VERIFICATION_HASH"],
  ["an old login", { auth_time: 1 }, "ERR_VERIFICATION_AUTH_TIME"],
] as const) {
  test(`finishLogin: refuses an ID token with ${title} (OpenID Connect Core §3.1.3.7)`, async () => {
    const behaviour = { claims: (honest: Members) => ({ ...honest, ...claims }) };
    await assertRefused(logIn(behaviour, {}, { max_age: 600 }), "VerificationError", code);
  });
}

for (const [title, behaviour, code] of [
  ["signed with another key", { sign: () => "A".repeat(342) }, "ERR_VERIFICATION_SIGNATURE"],
  ["not signed", { header: () => ({ alg: "none" }) }, "ERR_VERIFICATION_ALGORITHM"],
  [
    "signed with an algorithm that was not announced",
    { header: () => ({ alg: "ES256" }) },
    "ERR_VERIFICATION_ALGORITHM",
  ],
  ["of another kind", { header: () => ({ alg: "RS256", kid: "main", typ: "at+jwt" }) }, "ERR_VERIFICATION_JWT_TYPE"],
  [
    "with a critical extension",
    { header: () => ({ alg: "RS256", crit: ["x"], x: 1 }) },
    "ERR_VERIFICATION_CRITICAL_HEADER",
  ],
  ["of a key that nobody publishes", { jwks: () => ({ keys: [] }) }, "ERR_VERIFICATION_KEY_NOT_FOUND"],
  [
    "of a key that is published with its secret",
    { jwks: ({ keys }: Members) => ({ keys: [{ ...Object(Array.isArray(keys) ? keys[0] : {}), d: "AQAB" }] }) },
    "ERR_VERIFICATION_KEY_NOT_FOUND",
  ],
  [
    "of a key for encryption",
    { jwks: ({ keys }: Members) => ({ keys: [{ ...Object(Array.isArray(keys) ? keys[0] : {}), use: "enc" }] }) },
    "ERR_VERIFICATION_KEY_NOT_FOUND",
  ],
  [
    "of a weak key",
    { jwks: ({ keys }: Members) => ({ keys: [{ ...Object(Array.isArray(keys) ? keys[0] : {}), n: "AQAB" }] }) },
    "ERR_VERIFICATION_KEY_WEAK",
  ],
] as const) {
  test(`finishLogin: refuses an ID token ${title} (OpenID Connect Core §3.1.3.7)`, async () => {
    await assertRefused(logIn(behaviour), "VerificationError", code);
  });
}

test("finishLogin: refuses a token response without ID token, and a repeated parameter", async () => {
  await assertRefused(
    logIn({ token: ({ id_token: _left, ...rest }) => rest }),
    "VerificationError",
    "ERR_VERIFICATION_ID_TOKEN_MISSING",
  );
  const server = await createFakeServer();
  const context = await contextOf(server);
  const { transaction } = await startLogin(context, { redirect_uri: redirectUri });
  const { searchParams: parameters } = new URL(server.callback(transaction));
  parameters.append("code", "other");
  const code = "ERR_VERIFICATION_PARAMETER_REPEATED";
  await assertRefused(finishLogin(context, { parameters, transaction }), "VerificationError", code);
});

for (const [title, change, name, code] of [
  ["another server", { issuer: "https://other.example" }, "VerificationError", "ERR_VERIFICATION_TRANSACTION"],
  ["another client", { clientId: "client-2" }, "VerificationError", "ERR_VERIFICATION_TRANSACTION"],
  ["another response type", { responseType: "code token" }, "ConfigurationError", "ERR_CONFIGURATION_OPTION"],
  ["another response mode", { responseMode: "query.jwt" }, "ConfigurationError", "ERR_CONFIGURATION_OPTION"],
  ["no nonce", { nonce: undefined }, "ConfigurationError", "ERR_CONFIGURATION_OPTION"],
  ["no OpenID", { nonce: undefined, scope: "email" }, "ConfigurationError", "ERR_CONFIGURATION_OPTION"],
] as const) {
  test(`finishLogin: refuses a transaction of ${title}`, async () => {
    const server = await createFakeServer();
    const context = await contextOf(server);
    const { transaction } = await startLogin(context, { redirect_uri: redirectUri });
    const { searchParams: parameters } = new URL(server.callback(transaction));
    const changed: typeof transaction = JSON.parse(JSON.stringify({ ...transaction, ...change }));
    await assertRefused(finishLogin(context, { parameters, transaction: changed }), name, code);
    assert.equal(server.requests.filter(({ path }) => path === "/token").length, 0);
  });
}

test("startLogin: refuses what finishLogin would not understand", async () => {
  const context = await contextOf(await createFakeServer());
  const ask = { redirect_uri: redirectUri };
  await assertRefused(
    startLogin(context, { ...ask, scope: "email" }),
    "ConfigurationError",
    "ERR_CONFIGURATION_OPTION",
  );
  for (const name of ["response_mode", "request", "request_uri", "claims", "dpop_jkt", "state", "client_secret"]) {
    const code = "ERR_CONFIGURATION_PARAMETER_RESERVED";
    await assertRefused(startLogin(context, ask, { extra: { [name]: "x" } }), "ConfigurationError", code);
  }
  const odd: LoginParameters = JSON.parse(JSON.stringify({ ...ask, claims: {} }));
  await assertRefused(startLogin(context, odd), "ValidationError", "ERR_VALIDATION_REQUEST");
  await assertRefused(startLogin(context, JSON.parse("{}")), "ConfigurationError", "ERR_CONFIGURATION_OPTION");
  const other = await contextOf(await createFakeServer(), { idTokenAlgorithms: ["ES256"] });
  await assertRefused(startLogin(other, ask), "ConfigurationError", "ERR_CONFIGURATION_OPTION");
});

for (const [title, evil, name, code] of [
  ["an issuer of somebody else", { issuer: "https://evil.example" }, "VerificationError", "ERR_VERIFICATION_ISSUER"],
  ["no issuer", { issuer: undefined }, "ValidationError", "ERR_VALIDATION_METADATA"],
  [
    "a token endpoint without TLS",
    { token_endpoint: "http://x.example/" },
    "ValidationError",
    "ERR_VALIDATION_METADATA",
  ],
  [
    "keys at an address with credentials",
    { jwks_uri: "https://a:b@x.example/" },
    "ValidationError",
    "ERR_VALIDATION_METADATA",
  ],
  [
    "algorithms as text",
    { id_token_signing_alg_values_supported: "RS256" },
    "ValidationError",
    "ERR_VALIDATION_METADATA",
  ],
  ["no kind of subject", { subject_types_supported: undefined }, "ValidationError", "ERR_VALIDATION_METADATA"],
] as const) {
  test(`fetchLoginMetadata: refuses metadata with ${title} (OpenID Connect Discovery §3)`, async () => {
    await assertRefused(logIn({ metadata: (document) => ({ ...document, ...evil }) }), name, code);
  });
}

test("fetchLoginMetadata: gives the members that it has checked and no others", async () => {
  const odd = { registration_endpoint: 7, require_pushed_authorization_requests: "no", x: 1 };
  const server = await createFakeServer({ metadata: (document) => ({ ...document, ...odd }) });
  const { metadata, url } = await fetchLoginMetadata({ http: createHttp({ fetch: server.fetch }) }, issuer);
  assert.equal(url, `${issuer}/.well-known/openid-configuration`);
  assert.equal(metadata.token_endpoint, `${issuer}/token`);
  assert.deepEqual(
    Object.keys(odd).filter((name) => name in metadata),
    [],
  );
  assert.ok(Object.isFrozen(metadata));
});

test("createLoginKeys: takes of a key what verifying needs, and leaves out what is none (RFC 7517 §4)", async () => {
  const good = { kty: "EC", kid: "a", crv: "P-256", x: "AQ", y: "AQ", use: "sig", key_ops: ["verify"], alg: "ES256" };
  const bad = [
    null,
    "key",
    {},
    { ...good, kty: 1 },
    { ...good, kid: 7 },
    { ...good, use: null },
    { ...good, key_ops: "verify" },
  ];
  const server = await createFakeServer({
    jwks: () => ({ keys: [{ ...good, x5c: 1, note: {} }, ...bad, { ...good, d: "AQ" }] }),
  });
  const reach = { http: createHttp({ fetch: server.fetch }) };
  const { metadata } = await fetchLoginMetadata(reach, issuer);
  const { keys, skipped } = await createLoginKeys(reach, metadata).reload();
  assert.deepEqual(keys, [good]);
  assert.deepEqual(
    skipped.map(({ reason }) => reason),
    [...bad.map(() => "malformed"), "secret"],
  );
});

test("errorExplanation: says what to do where the functions alone do not, and the client always does", async () => {
  const refuse = () =>
    new Response('{"error":"invalid_client"}', { status: 401, headers: { "content-type": "application/json" } });
  const server = await createFakeServer({ token: refuse });
  const fail = async () => {
    throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  };
  const explain = errorExplanation;
  const failing = { fetch: fail, metadata };
  const remedies = [
    await remedyOf(clientCredentialsGrant(await contextOf(server))),
    await remedyOf(clientCredentialsGrant(await contextOf(server, { explain }))),
    await remedyOf(createFakeClient(server).clientCredentials()),
    await remedyOf(clientCredentialsGrant(await contextOf(server, { http: createHttp({ fetch: fail }) }))),
    await remedyOf(clientCredentialsGrant(await contextOf(server, { http: createHttp({ fetch: fail, explain }) }))),
    await remedyOf(createFakeClient(server, failing).clientCredentials()),
  ];
  const [alone, explained, byClient, ...connection] = remedies;
  assert.equal(alone, undefined);
  assert.match(String(explained), /^Check client_id/);
  assert.equal(byClient, explained);
  const nobody = "Nothing listens at that host and port.";
  assert.deepEqual(connection, [undefined, nobody, nobody]);
});

async function remedyOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    assert.ok(isAuthError(error));
    return error.remedy;
  }
}
