import assert from "node:assert/strict";
import { test } from "node:test";
import { type ClaimSourceOptions, resolveClaimSources } from "../../../src/endpoints/claim-sources.ts";
import { createHttp } from "../../../src/http/openapi-client.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import { generateTestKey, signClaims } from "../jose/signed-tokens.ts";
import { encrypt, jwtContext, network, signer as providerKey } from "./jwt-answers.ts";

const bank = await generateTestKey("ES256", { kid: "b1" });
const issuer = "https://bank.example";
const issuers = { [issuer]: { keys: createStaticKeySource({ keys: [bank.publicJwk] }) } };
const credit = { iss: issuer, score: 650, shoe_size: 42, email: "other@example.com" };
const signed = await signClaims(credit, bank);

/** Claims of a user, of which `names` come from the source `src1`. */
function claimsOf(source: Readonly<Record<string, unknown>>, ...names: readonly string[]) {
  return {
    sub: "user-1",
    email: "a@example.com",
    _claim_names: Object.fromEntries(names.map((name) => [name, "src1"])),
    _claim_sources: { src1: source },
  };
}

function resolve(claims: Readonly<Record<string, unknown>>, options: Partial<ClaimSourceOptions> = {}) {
  return resolveClaimSources(jwtContext(), claims, { issuers, ...options });
}

test("gives aggregated claims with their issuer, beside those of the provider, frozen (OpenID Connect Core §5.6.2)", async () => {
  const claims = claimsOf({ JWT: signed }, "score");
  const result = await resolve(claims);
  assert.deepEqual(result.resolved, [{ name: "score", value: 650, issuer: "https://bank.example", source: "src1" }]);
  assert.deepEqual(result.unresolved, []);
  assert.deepEqual(result.claims, { ...claims, score: 650 });
  assert.equal("shoe_size" in result.claims, false, "only names of _claim_names are taken");
  assert.ok(Object.isFrozen(result.claims) && Object.isFrozen(result.resolved[0]));
  assert.equal("score" in claims, false);
});

test("claims without sources stay as they are", async () => {
  assert.deepEqual(await resolve({ sub: "u" }), { claims: { sub: "u" }, resolved: [], unresolved: [] });
});

test("never replaces a claim of the provider, nor takes one that only the provider may say", async () => {
  const evil = await signClaims({ ...credit, sub: "user-2", aud: "client-1", acr: "high", amr: ["mfa"] }, bank);
  const { claims, resolved, unresolved } = await resolve(claimsOf({ JWT: evil }, "email", "sub", "acr", "amr", "cnf"));
  assert.equal(claims.email, "a@example.com");
  assert.equal(claims.sub, "user-1");
  assert.equal("acr" in claims, false);
  assert.deepEqual(resolved, []);
  assert.deepEqual(
    unresolved.map(({ name, reason }) => [name, reason]),
    ["email", "sub", "acr", "amr", "cnf"].map((name) => [name, "own-claim"]),
  );
});

test("a name that every object has is a claim like others", async () => {
  const text = '{"iss":"https://bank.example","__proto__":{"admin":true},"constructor":"x"}';
  const jwt = await signClaims(JSON.parse(text), bank);
  const names: Readonly<Record<string, string>> = JSON.parse(
    '{"__proto__":"src1","toString":"src1","constructor":"src1"}',
  );
  const { claims, resolved, unresolved } = await resolve({
    sub: "u",
    _claim_names: names,
    _claim_sources: { src1: { JWT: jwt } },
  });
  assert.deepEqual(
    resolved.map(({ name }) => name),
    ["__proto__", "constructor"],
  );
  assert.deepEqual(
    unresolved.map(({ name, reason }) => [name, reason]),
    [["toString", "missing"]],
  );
  assert.equal("admin" in claims, false);
});

const foreign = await generateTestKey("ES256", { kid: "b1" });
for (const [title, jwt, code] of [
  [
    "an issuer that nobody trusts",
    await signClaims({ ...credit, iss: "https://evil.example" }, bank),
    "ERR_VERIFICATION_CLAIM_SOURCE",
  ],
  [
    "an issuer called like a member of every object",
    await signClaims({ ...credit, iss: "constructor" }, bank),
    "ERR_VERIFICATION_CLAIM_SOURCE",
  ],
  ["no issuer", await signClaims({ score: 1 }, bank), "ERR_VERIFICATION_CLAIM_SOURCE"],
  ["the key of somebody else", await signClaims(credit, foreign), "ERR_VERIFICATION_SIGNATURE"],
  ["the provider's key", await signClaims(credit, providerKey), "ERR_VERIFICATION_SIGNATURE"],
  ["another audience", await signClaims({ ...credit, aud: ["client-2"] }, bank), "ERR_VERIFICATION_AUDIENCE"],
  ["an exp that has passed", await signClaims({ ...credit, exp: 970 }, bank), "ERR_VERIFICATION_EXPIRED"],
  ["the typ of another kind", await signClaims(credit, bank, { typ: "at+jwt" }), "ERR_VERIFICATION_JWT_TYPE"],
  [
    "alg none",
    `${Buffer.from('{"alg":"none"}').toString("base64url")}.${signed.split(".")[1]}.`,
    "ERR_VERIFICATION_ALGORITHM",
  ],
  ["no JWT", "a.b.c", "ERR_VALIDATION_JWT"],
] as const) {
  test(`a source with ${title} gives no claims, and its error is in the result`, async () => {
    const { claims, resolved, unresolved } = await resolve(claimsOf({ JWT: jwt }, "score"));
    assert.equal("score" in claims, false);
    assert.deepEqual(resolved, []);
    assert.deepEqual(
      unresolved.map(({ name, source, reason, error }) => [name, source, reason, error?.code]),
      [["score", "src1", "failed", code]],
    );
  });
}

test("a source with the client as audience, or encrypted for the client, is read", async () => {
  const meant = await signClaims({ ...credit, aud: "client-1", exp: 1001 }, bank, { kid: "b1", typ: "JWT" });
  assert.equal((await resolve(claimsOf({ JWT: meant }, "score"))).claims.score, 650);
  assert.equal((await resolve(claimsOf({ JWT: await encrypt(signed) }, "score"))).claims.score, 650);
});

test("accepts the algorithms that the caller names for an issuer", async () => {
  const narrow = {
    [issuer]: { ...issuers[issuer], keys: createStaticKeySource({ keys: [bank.publicJwk] }), algorithms: ["PS256"] },
  };
  const { unresolved } = await resolve(claimsOf({ JWT: signed }, "score"), { issuers: narrow });
  assert.equal(unresolved[0]?.error?.code, "ERR_VERIFICATION_ALGORITHM");
});

test("one source that fails costs its own claims only; a source or a claim that is not there is told", async () => {
  const { claims, unresolved } = await resolve({
    sub: "u",
    _claim_names: { score: "good", rent: "bad", age: "none", height: "good" },
    _claim_sources: { good: { JWT: signed }, bad: { JWT: "a.b.c" } },
  });
  assert.equal(claims.score, 650);
  assert.deepEqual(
    unresolved.map(({ name, reason }) => [name, reason]),
    [
      ["rent", "failed"],
      ["age", "no-source"],
      ["height", "missing"],
    ],
  );
});

const distributed = { endpoint: "https://bank.example/claims?x=1", access_token: "source-token" };
const answer =
  (text = signed, type = "application/jwt") =>
  (): Response =>
    new Response(text, { headers: { "content-type": type } });

test("fetches distributed claims only when told to", async () => {
  const { http, sent } = network(answer());
  const { unresolved } = await resolveClaimSources(jwtContext({ http }), claimsOf(distributed, "score"), { issuers });
  assert.deepEqual(unresolved, [{ name: "score", source: "src1", reason: "not-fetched" }]);
  assert.equal(sent.length, 0);
});

test("fetches distributed claims from the issuer's origin, with the source's token and no other", async () => {
  const { http, sent } = network(answer());
  const options = { issuers, fetchDistributed: true };
  const context = jwtContext({ http });
  assert.equal(
    (await resolveClaimSources(context, claimsOf(distributed, "score", "shoe_size"), options)).claims.shoe_size,
    42,
  );
  assert.equal(sent.length, 1, "one request for both claims");
  assert.deepEqual(
    [sent[0]?.url, sent[0]?.method, sent[0]?.headers.get("authorization"), sent[0]?.headers.get("accept")],
    ["https://bank.example/claims?x=1", "GET", "Bearer source-token", "application/jwt"],
  );
  await resolveClaimSources(context, claimsOf({ endpoint: distributed.endpoint }, "score"), options);
  assert.equal(sent[1]?.headers.get("authorization"), null);
});

for (const endpoint of [
  "https://evil.example/claims",
  "https://bank.example:8443/claims",
  "https://bank.example.evil.example/claims",
  "https://evil.example/claims?https://bank.example",
  "https://localhost/claims",
]) {
  test(`sends nothing to ${endpoint}`, async () => {
    const { http, sent } = network(answer());
    const claims = claimsOf({ ...distributed, endpoint }, "score");
    const { unresolved } = await resolveClaimSources(jwtContext({ http }), claims, { issuers, fetchDistributed: true });
    assert.deepEqual([unresolved[0]?.reason, sent.length], ["not-fetched", 0]);
  });
}

test("an issuer may publish at other origins, and then not at its own; another issuer's JWT from there is refused", async () => {
  const { http } = network(answer());
  const keys = createStaticKeySource({ keys: [bank.publicJwk] });
  const cdn = { ...distributed, endpoint: "https://cdn.example/claims" };
  const run = async (endpoint: object, trusted: ClaimSourceOptions["issuers"]) =>
    resolveClaimSources(jwtContext({ http }), claimsOf({ ...endpoint }, "score"), {
      issuers: trusted,
      fetchDistributed: true,
    });
  const elsewhere = { [issuer]: { keys, origins: ["https://cdn.example"] } };
  assert.equal((await run(cdn, elsewhere)).claims.score, 650);
  assert.equal((await run(distributed, elsewhere)).unresolved[0]?.reason, "not-fetched");
  const other = { [issuer]: { keys }, "https://shop.example": { keys, origins: ["https://cdn.example"] } };
  assert.equal((await run(cdn, other)).unresolved[0]?.error?.code, "ERR_VERIFICATION_CLAIM_SOURCE");
});

for (const [title, respond, code] of [
  ["JSON", answer(JSON.stringify(credit), "application/json"), "ERR_RESPONSE_CONTENT_TYPE"],
  ["an error", (): Response => Response.json({ error: "invalid_token" }, { status: 401 }), "ERR_OAUTH_RESPONSE"],
  [
    "a redirect",
    (): Response => new Response(null, { status: 302, headers: { location: "https://evil.example" } }),
    "ERR_RESPONSE_REDIRECT",
  ],
  ["a failure", (): Response => new Response("", { status: 500 }), "ERR_RESPONSE_STATUS"],
] as const) {
  test(`a distributed source that answers with ${title} is refused`, async () => {
    const { http } = network(respond);
    const claims = claimsOf(distributed, "score");
    const { unresolved } = await resolveClaimSources(jwtContext({ http }), claims, { issuers, fetchDistributed: true });
    assert.deepEqual([unresolved[0]?.reason, unresolved[0]?.error?.code], ["failed", code]);
  });
}

for (const endpoint of ["http://bank.example/claims", "https://bank.example@evil.example/claims", "/claims"]) {
  test(`refuses claims with the endpoint ${endpoint}, and sends nothing`, async () => {
    const { http, sent } = network(answer());
    const claims = claimsOf({ endpoint }, "score");
    const options = { issuers, fetchDistributed: true };
    await assert.rejects(resolveClaimSources(jwtContext({ http }), claims, options), { code: "ERR_VALIDATION_CLAIMS" });
    assert.equal(sent.length, 0);
  });
}

for (const claims of [
  { _claim_names: "x" },
  { _claim_names: [] },
  { _claim_names: { a: 1 } },
  { _claim_names: { a: "b" }, _claim_sources: [] },
  { _claim_names: { a: "b" }, _claim_sources: { b: {} } },
  { _claim_names: { a: "b" }, _claim_sources: { b: "jwt" } },
  { _claim_names: { a: "b" }, _claim_sources: { b: { JWT: 1 } } },
]) {
  test(`refuses ${JSON.stringify(claims)} (OpenID Connect Core §5.6.2)`, async () => {
    await assert.rejects(resolve(claims), { code: "ERR_VALIDATION_CLAIMS" });
  });
}

test("refuses more than sixteen sources", async () => {
  const names = Array.from({ length: 17 }, (_, index) => [`claim${index}`, `src${index}`]);
  await assert.rejects(resolve({ _claim_names: Object.fromEntries(names), _claim_sources: {} }), {
    code: "ERR_VERIFICATION_CLAIM_SOURCE",
  });
  const sixteen = await resolve({ _claim_names: Object.fromEntries(names.slice(1)), _claim_sources: {} });
  assert.equal(sixteen.unresolved.length, 16);
});

test("refuses an issuer without keys at once", async () => {
  const wrong: ClaimSourceOptions["issuers"] = JSON.parse('{"https://bank.example":{}}');
  await assert.rejects(resolve({ sub: "u" }, { issuers: wrong }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "issuers",
  });
});

test("header fields of the client do not reach the server of a distributed source (OpenID Connect Core §5.6.2)", async () => {
  const fields: Headers[] = [];
  const http = createHttp({
    headers: { "x-api-key": "key-secret-1" },
    fetch: async (_url, init) => {
      fields.push(new Headers(init.headers));
      return new Response(signed, { headers: { "content-type": "application/jwt" } });
    },
  });
  const claims = claimsOf({ endpoint: `${issuer}/claims`, access_token: "t" }, "score");
  const result = await resolveClaimSources({ ...jwtContext(), http }, claims, { issuers, fetchDistributed: true });
  assert.equal(result.claims.score, 650);
  assert.deepEqual(
    fields.map((headers) => [headers.get("x-api-key"), headers.get("authorization")]),
    [[null, "Bearer t"]],
  );
});
