import assert from "node:assert/strict";
import { test } from "node:test";
import { type ClientOptions, createClient } from "../../../src/index.ts";
import { createAccessTokenVerifier } from "../../../src/resource-server/index.ts";
import {
  createTestAccessToken,
  createTestIdToken,
  createTestKeys,
  createTestProvider,
  type HostileMutationName,
  hostileMutations,
  mutate,
  type TestFetch,
  type TestProvider,
  withHostileAnswers,
} from "../../../src/testing/index.ts";

const keys = { algorithms: ["ES256"], initialKeys: [] };
const client = { id_token_signed_response_alg: "ES256" };
const audience = "https://api.example.com";

async function logIn(provider: TestProvider, fetch: TestFetch, signIn = provider.signIn): Promise<unknown> {
  const options: ClientOptions = { issuer: provider.issuer, client: provider.client, fetch, clock: provider.clock };
  const application = createClient(options);
  const { url, transaction } = await application.startAuthorization({ scope: "openid" });
  const tokens = await application.finishAuthorization(await signIn(url), transaction);
  return application.userInfo(tokens);
}

test("hostile mutations: the list has a description for each, a name once, and can't be changed", () => {
  const names = hostileMutations.map(({ name }) => name);
  assert.equal(names.length, 66);
  assert.equal(new Set(names).size, names.length);
  for (const mutation of hostileMutations) {
    assert.match(mutation.description, /^(?:The|There|A|An) .+\.$/);
    assert.match(mutation.code, /^ERR_/);
    assert.ok(Object.isFrozen(mutation));
  }
  assert.ok(Object.isFrozen(hostileMutations));
});

for (const { name, place, description, code } of hostileMutations) {
  if (place === "access_token") {
    test(`hostile mutations: a resource server refuses ${name}: ${description}`, async () => {
      const provider = createTestProvider({ keys });
      const { issuer, fetch, clock } = provider;
      const verifier = createAccessTokenVerifier({ issuer, audience, algorithms: ["ES256"], fetch, clock });
      const verify = async (mutation?: HostileMutationName) =>
        verifier.verify(await provider.tokenFor({ alg: "ES256", scope: "read", mutation }));
      assert.equal((await verify()).claims.sub, "ada");
      await assert.rejects(verify(name), { code });
    });
    continue;
  }
  test(`hostile mutations: our client refuses ${name}: ${description}`, async () => {
    const provider = createTestProvider({ keys, client });
    assert.equal(Object(await logIn(provider, provider.fetch)).sub, "ada");
    provider.lie(name);
    await assert.rejects(logIn(provider, provider.fetch), { code });
    provider.lie(undefined);
    await logIn(provider, provider.fetch);
  });

  test(`hostile mutations: a wrapped fetch tells ${name}`, async () => {
    const provider = createTestProvider({ keys, client });
    const hostile = withHostileAnswers(provider.fetch, name);
    const honest = provider.signIn;
    const signIn: typeof honest = async (url) => {
      const callback = await honest(url);
      return place === "callback" ? mutate(callback, name) : callback;
    };
    await assert.rejects(logIn(provider, hostile, signIn), { code });
  });
}

test("mutate: a token is signed again with the key that is given, and needs one", async () => {
  const key = await createTestKeys();
  const token = await createTestIdToken({ nonce: "n" }, { key });
  const changed = await mutate(token, "id-token-wrong-aud", { key });
  const [header = "", claims = ""] = changed.split(".").map((part) => Buffer.from(part, "base64url").toString());
  assert.deepEqual(JSON.parse(header), { alg: "ES256", kid: key.kid });
  assert.equal(JSON.parse(claims).aud, "another-client");
  await assert.rejects(mutate(token, "id-token-wrong-aud"), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "key",
  });
  const unsigned = await mutate(token, "id-token-alg-none");
  assert.match(unsigned, /^eyJhbGciOiJub25lIi.*\.$/);
  assert.notEqual(await mutate(token, "id-token-hmac-with-public-key", { key }), token);
});

test("mutate: an answer is changed, and its status and fields stay", async () => {
  const answer = Response.json(
    { access_token: "t", token_type: "Bearer" },
    { headers: { "cache-control": "no-store" } },
  );
  const changed = await mutate(answer, "token-type-unknown");
  assert.deepEqual(await changed.json(), { access_token: "t", token_type: "mac" });
  assert.deepEqual([changed.status, changed.headers.get("cache-control")], [200, "no-store"]);
  const key = await createTestKeys("EdDSA");
  const id_token = await createTestIdToken({}, { key });
  const body = await (await mutate(Response.json({ id_token }), "id-token-expired", { key })).json();
  assert.notEqual(body.id_token, id_token);
  const sent = new Response(null, { status: 302, headers: { location: "https://app.example.com/?code=1&state=2" } });
  assert.equal((await mutate(sent, "state-missing")).headers.get("location"), "https://app.example.com/?code=1");
});

for (const [title, run, parameter] of [
  [
    "a text that a lie about answers has no place in",
    () => mutate("https://a.example/?code=1", "jwks-empty"),
    "target",
  ],
  ["a handle, which is no JWT", () => mutate("opaque", "id-token-expired"), "target"],
  ["parts that are no JSON", () => mutate("e30.AAAA.e30", "id-token-expired"), "target"],
  ["a JWT that is encrypted", () => mutate("e30.e30.e30.e30.e30", "id-token-expired"), "target"],
  ["a payload that is no object", () => mutate("e30.W10.e30", "id-token-expired"), "target"],
  ["an alphabet that is not base64url", () => mutate("e30.+.e30", "id-token-expired"), "target"],
  ["an answer without the token", () => mutate(Response.json({}), "id-token-expired"), "target"],
  ["an answer that is a list", () => mutate(Response.json([]), "id-token-missing"), "target"],
  ["an answer that is a page", () => mutate(new Response("<p>"), "id-token-missing"), "target"],
  ["a text that is no URL", () => mutate("nonsense", "wrong-state"), "target"],
  ["an answer that sends nobody anywhere", () => mutate(Response.json({}), "state-missing"), "target"],
  ["a name of Object's", () => mutate("e30.e30.e30", JSON.parse('"constructor"')), "name"],
] as const)
  test(`mutate: refuses ${title}`, () => assert.rejects(run, { code: "ERR_CONFIGURATION_OPTION", parameter }));

test("withHostileAnswers: an access token lies to a resource server only, a name must exist", () => {
  for (const name of ["access-token-expired", "no-such-name"])
    assert.throws(() => withHostileAnswers(fetch, JSON.parse(JSON.stringify(name))), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "name",
    });
});

test("withHostileAnswers: what is no place for the lie passes unchanged", async () => {
  const answers = [
    new Response("<p>", { headers: { "content-type": "text/html" } }),
    Response.json({ access_token: "only" }),
    Response.json({ active: true, sub: "ada" }),
    Response.json({ message: "hello" }),
    Response.json([1]),
    new Response('{"cut', { headers: { "content-type": "application/json" } }),
    new Response(null, { status: 302, headers: { location: "/login" } }),
  ];
  for (const honest of answers) {
    const text = await honest.clone().text();
    const wrapped = withHostileAnswers(async () => honest, "id-token-expired");
    assert.equal(await (await wrapped("https://id.example.com/")).text(), text);
  }
});

test("withHostileAnswers: keys that do not name their algorithm are joined by one of the usual algorithm", async () => {
  const { publicJwk } = await createTestKeys("ES256");
  const { alg: _alg, ...nameless } = publicJwk;
  const honest = async () => Response.json({ keys: [nameless, { kty: "oct" }, { kty: "RSA", use: "enc" }, 1] });
  const answer = await withHostileAnswers(honest, "id-token-expired")("https://id.example.com/jwks");
  const body: { readonly keys: readonly { readonly alg?: string }[] } = await answer.json();
  assert.deepEqual(
    body.keys.map((key) => key.alg),
    [undefined, undefined, undefined, undefined, "ES256"],
  );
});

test("createTestAccessToken: is what RFC 9068 wants, and claims that are undefined are left out", async () => {
  const key = await createTestKeys();
  const decode = (token: string) =>
    token.split(".", 2).map((part) => JSON.parse(String(Buffer.from(part, "base64url"))));
  const [header, claims] = decode(await createTestAccessToken({ scope: "read" }, { key, clock: () => 1_000_500 }));
  assert.deepEqual(header, { alg: "ES256", kid: key.kid, typ: "at+jwt" });
  const { jti, ...others } = claims;
  assert.equal(jti.length, 22);
  assert.deepEqual(others, {
    iss: "https://id.example.com",
    sub: "ada",
    aud: "https://api.example.com",
    client_id: "test-client",
    iat: 1000,
    exp: 1600,
    scope: "read",
  });
  const options = { key, clock: () => 1_000_000, expiresInSeconds: -10, header: { typ: "JWT", kid: "x" } };
  const [bad, without] = decode(await createTestAccessToken({ jti: undefined, sub: undefined }, options));
  assert.deepEqual(bad, { alg: "ES256", kid: "x", typ: "JWT" });
  assert.deepEqual([without.iat, without.exp, without.jti, without.sub], [390, 990, undefined, undefined]);
});

test("createTestIdToken: hashes the access token and the code (OpenID Connect Core §3.1.3.6)", async () => {
  const key = await createTestKeys("RS256");
  const accessToken = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
  const code = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk";
  const token = await createTestIdToken({ iss: "https://other.example.com" }, { key, accessToken, code });
  const claims = JSON.parse(String(Buffer.from(token.split(".")[1] ?? "", "base64url")));
  assert.deepEqual(
    [claims.iss, claims.aud, claims.at_hash, claims.c_hash],
    ["https://other.example.com", "test-client", "77QmUPtjPfzWtF2AnpK9RQ", "LDktKdoQak3Pk0cnXxCltA"],
  );
});
