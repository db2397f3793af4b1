import assert from "node:assert/strict";
import { test } from "node:test";
import { createDPoPNonces } from "../../../src/dpop/proof-nonce.ts";
import { readResourceChallenge } from "../../../src/endpoints/resource-challenge.ts";
import { ConfigurationError } from "../../../src/errors/families.ts";
import { sha256Base64url } from "../../../src/jose/hash.ts";
import { createAccessTokenVerifier } from "../../../src/resource-server/create-verifier.ts";
import { requireAuthentication, requireScopes } from "../../../src/resource-server/demands.ts";
import { createReplayStore } from "../../../src/util/replay-store.ts";
import { makeProof, thumbprintOf } from "../dpop/proofs.ts";
import { audience, clock, createKey, issuer, makeToken, now, setOf, url } from "./access-tokens.ts";

const keys = createKey();
type Changes = Readonly<Record<string, unknown>>;

async function verifierWith(options: Changes = {}) {
  const dpop = { algorithms: ["ES256", "PS256"] };
  return createAccessTokenVerifier({ issuer, audience, keys: setOf(await keys), clock, dpop, ...options });
}

async function refusalOf(headers: Readonly<Record<string, string>>, options: Changes = {}, at = url) {
  const verifier = await verifierWith(options);
  const error: unknown = await verifier.verifyRequest({ method: "GET", url: at, headers }).then(
    () => assert.fail("accepted"),
    (caught: unknown) => caught,
  );
  return verifier.challengeFor(error);
}

async function bearer(claims: Changes = {}): Promise<Readonly<Record<string, string>>> {
  return { authorization: `Bearer ${await makeToken(await keys, claims)}` };
}

test("refusal: a request without token is told how to authenticate, and no error (RFC 6750 §3.1)", async () => {
  assert.deepEqual(await refusalOf({}), {
    status: 401,
    error: undefined,
    headers: { "WWW-Authenticate": 'Bearer, DPoP algs="ES256 PS256"' },
  });
  const { headers } = await refusalOf(
    {},
    { dpop: false, realm: "orders", resourceMetadata: `${audience}/.well-known/x` },
  );
  assert.equal(
    headers["WWW-Authenticate"],
    'Bearer realm="orders", resource_metadata="https://api.example.com/.well-known/x"',
  );
});

test("refusal: a malformed request is one of 400 (RFC 6750 §3.1)", async () => {
  for (const [headers, at] of [
    [{ authorization: "Bearer a b" }, url],
    [{}, `${url}?access_token=a`],
  ] as const) {
    const { status, error } = await refusalOf(headers, {}, at);
    assert.deepEqual([status, error], [400, "invalid_request"]);
  }
});

test("refusal: a token that is not accepted is one of 401, and nothing of it shows (RFC 6750 §3.1)", async () => {
  const expired = await refusalOf(await bearer({ exp: now - 100 }), { dpop: false });
  assert.deepEqual(expired, {
    status: 401,
    error: "invalid_token",
    headers: { "WWW-Authenticate": 'Bearer error="invalid_token", error_description="The access token has expired."' },
  });
  for (const headers of [
    await bearer({ aud: "other" }),
    await bearer({ iss: "https://evil.example.com" }),
    await bearer({ sub: undefined }),
    { authorization: "Bearer opaque" },
    { authorization: "Bearer a.b.c.d.e" },
    { authorization: `Bearer ${await makeToken(await createKey())}` },
    { authorization: `Bearer ${await makeToken(await createKey("ES256", "unknown"))}` },
  ]) {
    const { status, error, headers: answer } = await refusalOf(headers);
    assert.deepEqual([status, error], [401, "invalid_token"]);
    const words = 'error="invalid_token", error_description="The access token is not accepted here."';
    assert.equal(answer["WWW-Authenticate"], `Bearer ${words}, DPoP ${words}, algs="ES256 PS256"`);
  }
});

test("refusal: errors of proofs and bindings say so with the scheme DPoP (RFC 9449 §7.1)", async () => {
  const client = await createKey();
  const token = await makeToken(await keys, { cnf: { jkt: await thumbprintOf(client) } });
  const missing = await refusalOf({ authorization: `DPoP ${token}` });
  assert.deepEqual([missing.status, missing.error], [401, "invalid_dpop_proof"]);
  assert.match(missing.headers["WWW-Authenticate"] ?? "", /^DPoP error="invalid_dpop_proof", .*algs="ES256 PS256"$/);
  const bare = await refusalOf({ authorization: `Bearer ${token}` });
  assert.deepEqual([bare.status, bare.error], [401, "invalid_token"]);
  assert.match(bare.headers["WWW-Authenticate"] ?? "", /error_description="Invalid key binding\."/);
});

test("refusal: a missing nonce is answered with a fresh one (RFC 9449 §9)", async () => {
  const client = await createKey();
  const token = await makeToken(await keys, { cnf: { jkt: await thumbprintOf(client) } });
  const nonces = createDPoPNonces({ clock });
  const dpop = await makeProof(client, { htu: url });
  const { status, error, headers } = await refusalOf({ authorization: `DPoP ${token}`, dpop }, { dpop: { nonces } });
  assert.deepEqual([status, error, headers["DPoP-Nonce"]], [401, "use_dpop_nonce", await nonces.issue()]);
  const demand = readResourceChallenge(new Response(null, { status, headers }));
  assert.deepEqual([demand?.need, demand?.challenge.scheme], ["nonce", "dpop"]);
});

test("refusal: demands of scope and authentication name what they want (RFC 9470 §3)", async () => {
  const verifier = await verifierWith({ dpop: false });
  const caught = (demand: () => void): unknown => {
    try {
      return demand();
    } catch (error) {
      return error;
    }
  };
  const scope = await verifier.challengeFor(caught(() => requireScopes({ scopes: [] }, "a", "b")));
  assert.deepEqual([scope.status, scope.error], [403, "insufficient_scope"]);
  assert.match(scope.headers["WWW-Authenticate"] ?? "", /, scope="a b"$/);
  for (const demand of [{ acrValues: ["gold"] }, { acrValues: ["gold"], maxAgeSeconds: 0 }]) {
    const { status, error, headers } = await verifier.challengeFor(
      caught(() => requireAuthentication({ claims: {} }, demand)),
    );
    assert.deepEqual([status, error], [401, "insufficient_user_authentication"]);
    assert.match(headers["WWW-Authenticate"] ?? "", /acr_values="gold"(?:, max_age="0")?$/);
  }
});

test("refusal: what is no fault of the request is an error of the server, without challenge", async () => {
  const down = { keys: undefined, fetch: async () => new Response(null, { status: 500 }) };
  assert.deepEqual(await refusalOf(await bearer(), down), { status: 503, error: undefined, headers: {} });
  const other = { issuer: "https://else.example.com", jwks_uri: `${issuer}/jwks`, response_types_supported: ["code"] };
  const lying = { keys: undefined, fetch: async () => Response.json(other) };
  assert.equal((await refusalOf(await bearer(), lying)).status, 503);
  const unreachable = { keys: undefined, fetch: () => Promise.reject(new TypeError("no route")) };
  assert.equal((await refusalOf(await bearer(), unreachable)).status, 503);
  const broken = { keys: { find: () => Promise.reject(new Error("secret of the store")) } };
  assert.deepEqual(await refusalOf(await bearer(), broken), { status: 500, error: undefined, headers: {} });
  const misplaced = new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: "x", parameter: "baseUrl" });
  assert.equal((await (await verifierWith()).challengeFor(misplaced)).status, 500);
});

test("refusal: a full replay store is a server that is busy, and one with room is not", async () => {
  const client = await createKey();
  const token = await makeToken(await keys, { cnf: { jkt: await thumbprintOf(client) } });
  const replayStore = createReplayStore({ clock, maxEntries: 1 });
  const verifier = await verifierWith({ dpop: { replayStore } });
  const send = async (jti: string) => {
    const dpop = await makeProof(client, { htu: url, jti, ath: await sha256Base64url(token) });
    return verifier.verifyRequest({ method: "GET", url, headers: { authorization: `DPoP ${token}`, dpop } });
  };
  assert.deepEqual((await send("first-of-them")).boundTo, ["jkt"]);
  const error: unknown = await send("second-of-them").then(
    () => assert.fail("accepted"),
    (caught: unknown) => caught,
  );
  assert.deepEqual(await verifier.challengeFor(error), { status: 503, error: undefined, headers: {} });
});

test("refusal: a target that no proof can be about is one of 400, not of 500 (RFC 9449 §4.3)", async () => {
  const client = await createKey();
  const token = await makeToken(await keys, { cnf: { jkt: await thumbprintOf(client) } });
  const dpop = await makeProof(client, { htu: url, ath: await sha256Base64url(token) });
  const headers = { authorization: `DPoP ${token}`, dpop };
  const baseUrl = "https://api.example.com";
  for (const target of ["/orders", "http://inner.example.com/orders?a=b"]) {
    const verifier = await verifierWith({ baseUrl });
    assert.deepEqual((await verifier.verifyRequest({ method: "GET", url: target, headers })).boundTo, ["jkt"]);
  }
  for (const target of ["/x\\y", "/a b", "*", "x:1/orders", "mailto:x", "http://[/"]) {
    const { status, error } = await refusalOf(headers, { baseUrl }, target);
    assert.deepEqual([status, error], [400, "invalid_request"], target);
  }
  for (const target of ["ftp://api.example.com/", "https://user@api.example.com/orders", `${url}\\y`, "*"])
    assert.equal((await refusalOf(headers, {}, target)).status, 400, target);
  assert.equal((await refusalOf(headers, {}, "/orders")).status, 500);
});
