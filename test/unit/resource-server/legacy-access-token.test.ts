import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeTokenDigest } from "../../../src/adapters/node-digest.ts";
import { createAccessTokenVerifier } from "../../../src/resource-server/create-verifier.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { makeProof, thumbprintOf } from "../dpop/proofs.ts";
import { audience, clock, createKey, issuer, makeToken, now, otherIssuer, setOf, url } from "./access-tokens.ts";

const keys = createKey();
const bare = { sub: undefined, client_id: undefined, iat: undefined, jti: undefined, scope: undefined };
type Changes = Readonly<Record<string, unknown>>;

async function verify(claims: Changes, header: Changes = { typ: "JWT" }) {
  const key = await keys;
  const verifier = createAccessTokenVerifier({ issuer, audience, keys: setOf(key), clock, profile: "legacy" });
  return verifier.verify(await makeToken(key, { ...bare, ...claims }, header));
}

function refuse(call: Promise<unknown>): Promise<Error> {
  return assertRefused(call, "VerificationError", "ERR_VERIFICATION_JWT_TYPE");
}

test("legacy token: shapes of known servers are accepted, with their scope", async () => {
  for (const [claims, scopes] of [
    [{ scp: "a b", azp: "app", tid: "t", ver: "2.0" }, ["a", "b"]],
    [{ scp: ["a", "b"], cid: "app", uid: "u" }, ["a", "b"]],
    [{ scope: "openid a", azp: "app", typ: "Bearer", sub: "u", iat: now, jti: "j" }, ["openid", "a"]],
    [{ scope: ["a", "a"], client_id: "app" }, ["a"]],
    [{ roles: ["Orders.Read"], appid: "app" }, []],
    [{ azp: "app", gty: "client-credentials" }, []],
    [{ azp: "app", azpacr: "1", roles: ["Orders.Read"] }, []],
    [{ client_id: "app", token_use: "access", scope: "a" }, ["a"]],
    [{ client_id: "app", token_use: "access" }, []],
    [{ azp: "app", scope: "a" }, ["a"]],
    [{ scp: "a  b" }, []],
  ] as const) {
    const token = await verify(claims);
    assert.deepEqual([token.scopes, token.profile], [scopes, "legacy"]);
    const subject: string | undefined = token.claims.sub;
    assert.ok(subject === undefined || subject === "u");
  }
});

test("legacy token: typ is JWT, at+jwt or missing", async () => {
  for (const typ of ["JWT", "jwt", "at+jwt", undefined]) await verify({ scp: "a" }, { typ });
  for (const typ of ["secevent+jwt", "logout+jwt", "x"]) await refuse(verify({ scp: "a" }, { typ }));
});

test("legacy token: an ID token does not pass, whatever its header says (RFC 9068 §5)", async () => {
  await verify({ scope: "a" });
  for (const name of ["nonce", "at_hash", "c_hash", "s_hash"]) await refuse(verify({ scope: "a", [name]: "x" }));
  await refuse(verify({ scope: "a", events: {} }));
  for (const typ of ["ID", "Refresh", "Logout", 1]) await refuse(verify({ scope: "a", typ }));
  for (const token_use of ["id", ["access"]]) await refuse(verify({ scope: "a", token_use }));
});

test("legacy token: an authorization response does not pass, though it may have a scope (RFC 8725 §3.12)", async () => {
  await verify({ scope: "a" });
  for (const name of ["code", "access_token", "id_token", "error", "state"])
    await refuse(verify({ scope: "a", [name]: "x" }));
});

test("legacy token: an introspection response or a software statement does not pass (RFC 8725 §3.12)", async () => {
  await verify({ scope: "a", client_id: "app" });
  for (const name of ["token_introspection", "software_id", "redirect_uris"])
    await refuse(verify({ scope: "a", client_id: "app", [name]: [] }));
});

test("legacy token: a token of another type does not pass, a refresh token say (RFC 8725 §3.12)", async () => {
  for (const token_type of ["Bearer", "access_token", "Access"]) await verify({ scope: "a", token_type });
  for (const token_type of ["refresh_token", "refresh", "id_token", "N_A", "", 1, ["Bearer"]])
    await refuse(verify({ scope: "a", token_type }));
});

test("legacy token: one that calls itself a token of DPoP must name a key, and be presented with it (RFC 9449 §6)", async () => {
  for (const kind of [{ typ: "DPoP" }, { token_type: "DPoP" }, { token_type: "dpop" }]) {
    for (const cnf of [undefined, { "x5t#S256": "A".repeat(43) }, { jkt: "A".repeat(43) }])
      await assertRefused(verify({ scope: "a", ...kind, cnf }), "VerificationError", "ERR_VERIFICATION_TOKEN_BINDING");
  }
});

test("legacy token: the key in cnf counts, whatever the type says (RFC 9449 §7.1)", async () => {
  const [key, client] = [await keys, await createKey()];
  const cnf = { jkt: await thumbprintOf(client) };
  for (const kind of [{}, { typ: "Bearer" }, { typ: "DPoP" }, { token_type: "DPoP" }]) {
    const verifier = createAccessTokenVerifier({ issuer, audience, keys: setOf(key), clock, profile: "legacy" });
    const token = await makeToken(key, { ...bare, scope: "a", cnf, ...kind }, { typ: "JWT" });
    const proof = await makeProof(client, { htu: url, ath: nodeTokenDigest(token) });
    const presented = { scheme: "DPoP", method: "GET", url, proof } as const;
    assert.deepEqual((await verifier.verify(token, presented)).boundTo, ["jkt"]);
    await assertRefused(verifier.verify(token), "VerificationError", "ERR_VERIFICATION_TOKEN_BINDING");
  }
});

test("legacy token: something must show that it is an access token (RFC 9068 §5)", async () => {
  await refuse(verify({ sub: "user", auth_time: now, email: "a@example.com" }));
  await refuse(verify({ roles: ["admin"] }));
  await refuse(verify({ azp: "app", sub: "user", iat: now, email: "a@example.com", email_verified: true }));
  await refuse(verify({ azp: audience }));
  await verify({ azp: "app", scope: "a" });
});

test("legacy token: issuer, audience and expiry are demanded, and what is there has its shape", async () => {
  await verify({ scp: "a", sub: "u" });
  for (const claims of [
    { exp: undefined },
    { aud: undefined },
    { sub: "" },
    { client_id: 1 },
    { iat: "1" },
    { jti: 1 },
    { scope: [1] },
    { scope: 1 },
    { cnf: 1 },
    { auth_time: "1" },
  ])
    await assertRefused(verify({ scp: "a", ...claims }), "ValidationError", "ERR_VALIDATION_CLAIMS");
  await assertRefused(verify({ scp: "a", aud: "other" }), "VerificationError", "ERR_VERIFICATION_AUDIENCE");
  await assertRefused(verify({ scp: "a", exp: now - 60 }), "VerificationError", "ERR_VERIFICATION_EXPIRED");
  await assertRefused(verify({ scp: "a", iat: now + 60 }), "VerificationError", "ERR_VERIFICATION_ISSUED_AT");
});

test("legacy token: one issuer's leniency is not another's", async () => {
  const key = await keys;
  const verifier = createAccessTokenVerifier({
    clock,
    issuers: [
      { issuer, audience, keys: setOf(key) },
      { issuer: otherIssuer, audience, keys: setOf(key), profile: "legacy" },
    ],
  });
  const untyped = { typ: undefined };
  assert.equal(
    (await verifier.verify(await makeToken(key, { iss: otherIssuer, ...bare, scp: "a" }, untyped))).profile,
    "legacy",
  );
  await refuse(verifier.verify(await makeToken(key, {}, untyped)));
  assert.equal((await verifier.verify(await makeToken(key))).profile, "rfc9068");
});
