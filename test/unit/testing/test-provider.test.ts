import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "../../../src/index.ts";
import { createAccessTokenVerifier } from "../../../src/resource-server/index.ts";
import {
  createTestClock,
  createTestProvider,
  type TestProvider,
  type TestProviderOptions,
} from "../../../src/testing/index.ts";

const quick = { keys: { algorithms: ["ES256"] }, client: { id_token_signed_response_alg: "ES256" } } as const;
const audience = "https://api.example.com";

function create(options: TestProviderOptions = {}): TestProvider {
  return createTestProvider({ ...quick, ...options });
}

function applicationOf({ issuer, client, fetch, clock }: TestProvider) {
  return createClient({ issuer, client, fetch, clock });
}

function verifierOf({ issuer, fetch, clock }: TestProvider) {
  return createAccessTokenVerifier({ issuer, audience, algorithms: ["ES256"], fetch, clock });
}

test("createTestProvider: nothing is needed for a login with the algorithm of the specification (OpenID Connect Core §15.1)", async () => {
  const provider = createTestProvider();
  assert.equal(provider.issuer, "https://id.example.com");
  const application = applicationOf(provider);
  const { url, transaction } = await application.startAuthorization({ scope: "openid profile email" });
  const tokens = await application.finishAuthorization(await provider.signIn(url), transaction);
  assert.equal(tokens.claims?.sub, "ada");
  const { name, email, email_verified } = await application.userInfo(tokens);
  assert.deepEqual([name, email, email_verified], ["Ada Lovelace", "ada@example.com", true]);
  const { claims } = await createAccessTokenVerifier({
    issuer: provider.issuer,
    audience,
    fetch: provider.fetch,
    clock: provider.clock,
  }).verify(tokens.response.access_token);
  assert.equal(claims.client_id, "test-client");
  await provider.close();
});

test("createTestProvider: a real issuer is refused, because its hashes are weak", () => {
  assert.throws(() => create({ issuer: "https://login.acme.com" }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "issuer",
  });
});

test("createTestProvider: a client with another method has no secret, one with a secret keeps its own", () => {
  const secretOf = (client: TestProviderOptions["client"]) => create({ client }).client.client_secret;
  assert.equal(secretOf({ token_endpoint_auth_method: "none" }), undefined);
  assert.equal(
    secretOf({ token_endpoint_auth_method: "client_secret_post" }),
    "test-secret-of-nobody-0123456789abcdef",
  );
  assert.equal(secretOf({ client_secret: "mine-mine-mine-mine-mine-mine-mine" }), "mine-mine-mine-mine-mine-mine-mine");
});

test("signIn: another person, a wrong password, a refusal, and a browser that is known already", async () => {
  const accounts = ["ada", "bob"].map((id) => ({ id, username: `${id}-name`, password: `password of ${id}` }));
  const provider = create({ accounts, firstPartyClients: [] });
  const application = applicationOf(provider);
  const start = () => application.startAuthorization({ scope: "openid" });
  const first = await start();
  const cookies = new Map<string, string>();
  const callback = await provider.signIn(first.url, { as: "bob-name", cookies });
  assert.equal((await application.finishAuthorization(callback, first.transaction)).claims?.sub, "bob");
  const second = await start();
  const again = await provider.signIn(second.url, { as: "nobody", cookies });
  assert.equal((await application.finishAuthorization(again, second.transaction)).claims?.sub, "bob");
  const third = await start();
  const denied = await provider.signIn(third.url, { as: "ada", decision: "deny" });
  await assert.rejects(application.finishAuthorization(denied, third.transaction), { code: "ERR_OAUTH_AUTHORIZATION" });
  const wrong = { as: "ada", password: "guessed by chance" };
  await assert.rejects(provider.signIn((await start()).url, wrong), /is not right/);
  await assert.rejects(provider.signIn((await start()).url, { as: "eve", password: "x" }), /The sign-in ended/);
});

test("tokenFor: an access token has what is asked for, and is known to introspection and revocation", async () => {
  const provider = create();
  const token = await provider.tokenFor({ scope: "read write", claims: { roles: ["admin"], jti: undefined } });
  const { claims } = await verifierOf(provider)
    .verify(token)
    .catch(({ code }) => ({ claims: { code } }));
  assert.deepEqual(claims, { code: "ERR_VALIDATION_CLAIMS" }, "a claim can be left out");
  const good = await provider.tokenFor({ sub: "ada", scope: ["read", "write"], claims: { roles: ["admin"] } });
  const verified = await verifierOf(provider).verify(good);
  assert.deepEqual(
    [verified.claims.sub, verified.claims.scope, verified.claims.roles],
    ["ada", "read write", ["admin"]],
  );
  const application = applicationOf(provider);
  const active = await application.introspect({ token: good });
  assert.deepEqual([active.active, active.active && active.scope], [true, "read write"]);
  await application.revokeToken({ token: good });
  assert.equal((await application.introspect({ token: good })).active, false);
});

test("tokenFor: opaque, of a client for itself, for another audience, bound, expired", async () => {
  const provider = create();
  const application = applicationOf(provider);
  const jkt = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";
  const options = { sub: "test-client", audience: ["https://a.example", audience], confirmation: { jkt } };
  const opaque = await provider.tokenFor({ kind: "opaque", ...options });
  assert.match(opaque, /^[\w-]{43}$/);
  const response = await application.introspect({ token: opaque });
  assert.ok(response.active);
  assert.deepEqual([response.sub, response.aud, response.cnf], ["test-client", options.audience, { jkt }]);
  const [, claims = ""] = (await provider.tokenFor(options)).split(".");
  const { cnf, aud } = JSON.parse(String(Buffer.from(claims, "base64url")));
  assert.deepEqual([cnf, aud], [{ jkt }, options.audience]);
  const expired = await provider.tokenFor({ expiresInSeconds: -120 });
  await assert.rejects(verifierOf(provider).verify(expired), { code: "ERR_VERIFICATION_EXPIRED" });
  const idToken = await provider.tokenFor({ kind: "id_token", claims: { nonce: "n" }, mutation: "id-token-wrong-iss" });
  const [header, body] = idToken.split(".", 2).map((part) => JSON.parse(String(Buffer.from(part, "base64url"))));
  assert.deepEqual(
    [header.typ, body.aud, body.nonce, body.iss],
    [undefined, "test-client", "n", "https://attacker.example.com"],
  );
});

test("tokenFor: a lie that needs a key of an algorithm that the provider has not is refused", async () => {
  const provider = create({ keys: { algorithms: ["ES256"] } });
  const token = provider.tokenFor({ alg: "PS256", mutation: "access-token-hmac-with-public-key" });
  await assert.rejects(token, /no key for PS256/);
});

test("rotateKeys: new keys sign, and what the old ones signed is good until they vanish", async () => {
  const provider = create();
  const kidOf = async () =>
    JSON.parse(String(Buffer.from((await provider.tokenFor()).split(".")[0] ?? "", "base64url"))).kid;
  const before = await kidOf();
  const startedAt = provider.clock();
  await provider.rotateKeys();
  assert.equal(provider.clock() - startedAt, 17 * 60_000);
  const between = await kidOf();
  assert.notEqual(between, before);
  const verifier = verifierOf(provider);
  const token = await provider.tokenFor();
  await verifier.verify(token);
  const before2 = provider.clock();
  await provider.rotateKeys({ abruptly: true });
  assert.equal(provider.clock(), before2);
  assert.notEqual(await kidOf(), between);
  await assert.rejects(verifierOf(provider).verify(token), { code: "ERR_VERIFICATION_KEY_NOT_FOUND" });
});

test("requests: each is kept with its endpoint and its form", async () => {
  const provider = create();
  await applicationOf(provider)
    .clientCredentials({ scope: "openid" })
    .catch(() => undefined);
  const { method, endpoint, headers, form, body } = provider.requests.at(-1) ?? assert.fail();
  assert.deepEqual(
    [method, endpoint, form.grant_type, form.scope],
    ["POST", "token_endpoint", "client_credentials", "openid"],
  );
  assert.match(headers.authorization ?? "", /^Basic /);
  assert.match(body, /^grant_type=client_credentials|&grant_type=/);
  assert.equal(provider.requests[0]?.endpoint, "metadata");
  await provider.fetch(new Request("https://id.example.com/.well-known/oauth-authorization-server"));
  assert.equal(provider.requests.at(-1)?.endpoint, "metadata");
  await provider.fetch("https://id.example.com/login");
  assert.deepEqual([provider.requests.at(-1)?.endpoint, provider.requests.at(-1)?.form], [undefined, {}]);
  provider.reset();
  assert.deepEqual(provider.requests, []);
});

for (const [title, how, code] of [
  ["a status without a body", { status: 503 }, "ERR_RESPONSE_STATUS"],
  ["an error of OAuth", { status: 400, error: "invalid_scope" }, "ERR_OAUTH_RESPONSE"],
  ["a broken connection", "network-error", "ERR_TRANSPORT_NETWORK"],
  ["JSON that is cut off", "invalid-json", "ERR_RESPONSE_NOT_JSON"],
  ["no answer", "hang", "ERR_TRANSPORT_TIMEOUT"],
  ["an answer that is too late", { delayMs: 30_000 }, "ERR_TRANSPORT_TIMEOUT"],
] as const)
  test(`fail: ${title} comes once, then the endpoint works`, async () => {
    const provider = create();
    const { issuer, client, fetch, clock } = provider;
    const application = createClient({
      issuer,
      client,
      fetch,
      clock,
      timeoutMs: code === "ERR_TRANSPORT_TIMEOUT" ? 500 : 10_000,
    });
    await application.clientCredentials();
    provider.fail("token_endpoint", how);
    await assert.rejects(application.clientCredentials(), { code });
    const later = createClient({ issuer, client, fetch, clock });
    assert.equal(typeof (await later.clientCredentials()).response.access_token, "string");
  });

test("fail: so often as is said, late, with header fields, and not after a reset", async () => {
  const provider = create();
  const ask = async () => provider.fetch(`${provider.issuer}/.well-known/openid-configuration`);
  provider.fail("metadata", { status: 429, headers: { "retry-after": "3" } }, { times: 2 });
  for (const status of [429, 429, 200]) assert.equal((await ask()).status, status);
  provider.fail("metadata", { delayMs: 5 });
  assert.equal((await ask()).status, 200);
  provider.fail("metadata", { status: 429, headers: { "retry-after": "3" } }, { times: Number.POSITIVE_INFINITY });
  assert.equal((await ask()).headers.get("retry-after"), "3");
  provider.lie("metadata-html");
  provider.reset();
  assert.equal((await (await ask()).json()).issuer, provider.issuer);
  assert.throws(() => provider.fail("tokens", "hang"), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "endpoint",
    message: /no such endpoint/,
  });
  assert.throws(() => provider.lie(JSON.parse('"toString"')), { code: "ERR_CONFIGURATION_OPTION", parameter: "name" });
});

test("fetch: a request that was given up is not answered", async () => {
  const provider = create();
  const given = { signal: AbortSignal.abort(new Error("given up")) };
  await assert.rejects(provider.fetch(provider.issuer, given), /given up/);
  provider.fail("jwks_uri", "hang");
  const url = provider.metadata.jwks_uri ?? assert.fail();
  await assert.rejects(provider.fetch(url, { signal: AbortSignal.timeout(5) }), { name: "TimeoutError" });
  provider.fail("jwks_uri", { delayMs: 9000 });
  await assert.rejects(provider.fetch(url, { signal: AbortSignal.timeout(5) }), { name: "TimeoutError" });
});

test("clock: what is tested and the provider grow old together", async () => {
  const clock = createTestClock("2027-01-31T12:00:00Z");
  const provider = create({ clock });
  const token = await provider.tokenFor();
  const verifier = verifierOf(provider);
  await verifier.verify(token);
  provider.clock.advance(3_600_000);
  await assert.rejects(verifier.verify(token), { code: "ERR_VERIFICATION_EXPIRED" });
});

test("createTestClock: takes numbers, dates and texts, stands still, and refuses what is no time", () => {
  const clock = createTestClock(1000);
  assert.equal(clock(), 1000);
  clock.advance(500);
  assert.equal(clock(), 1500);
  clock.set(new Date(2000));
  assert.equal(clock(), 2000);
  clock.set("1970-01-01T00:00:03Z");
  assert.equal(clock(), 3000);
  assert.ok(Math.abs(createTestClock()() - Date.now()) < 60_000);
  for (const wrong of ["soon", Number.NaN, new Date("x")])
    assert.throws(() => clock.set(wrong), { code: "ERR_CONFIGURATION_OPTION", parameter: "time" });
  assert.throws(() => clock.advance(Number.POSITIVE_INFINITY), { parameter: "milliseconds" });
});
