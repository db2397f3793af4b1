import assert from "node:assert/strict";
import { test } from "node:test";
import { verifyWithEmbeddedKey } from "../../../src/jose/embedded-key.ts";
import { decodeJws } from "../../../src/jose/jws.ts";
import { generateTestKey, signClaims, type TestKey } from "./signed-tokens.ts";

const kind = { name: "proof", types: ["proof+jwt"], mayOmitType: true };

async function verify(key: TestKey, jwk: unknown, algorithms = ["ES256", "HS256"]) {
  return verifyWithEmbeddedKey(decodeJws(await signClaims({ a: 1 }, key, { jwk }), kind), algorithms);
}

test("embedded key: a signature by the key in the header is accepted, and gives its numbers alone (RFC 7515 §4.1.3)", async () => {
  const key = await generateTestKey("ES256");
  const { kty, crv, x, y } = key.publicJwk;
  const found = await verify(key, { ...key.publicJwk, alg: "ES256", use: "sig", kid: "a", other: 1 });
  assert.deepEqual(found, { kty, crv, x, y });
});

test("embedded key: another key, a missing or unfit one, and a refused algorithm are no proof", async () => {
  const [key, other] = [await generateTestKey("ES256"), await generateTestKey("ES256")];
  for (const [jwk, code, algorithms] of [
    [other.publicJwk, "ERR_VERIFICATION_SIGNATURE"],
    [undefined, "ERR_VERIFICATION_KEY_NOT_FOUND"],
    [{}, "ERR_VERIFICATION_KEY_NOT_FOUND"],
    [{ ...key.publicJwk, k: 1, d: undefined, dp: "x" }, "ERR_VALIDATION_JWT"],
    [{ ...key.publicJwk, oth: [] }, "ERR_VERIFICATION_KEY_NOT_FOUND"],
    [{ ...key.publicJwk, kty: "OKP" }, "ERR_VERIFICATION_KEY_NOT_FOUND"],
    [{ ...key.publicJwk, use: 1 }, "ERR_VERIFICATION_KEY_NOT_FOUND"],
    [{ ...key.publicJwk, alg: "ES384" }, "ERR_VERIFICATION_KEY_NOT_FOUND"],
    [{ ...key.publicJwk, alg: 1 }, "ERR_VERIFICATION_KEY_NOT_FOUND"],
    [{ ...key.publicJwk, x: "AA" }, "ERR_VERIFICATION_KEY_NOT_FOUND"],
    [key.publicJwk, "ERR_VERIFICATION_ALGORITHM", ["RS256"]],
  ] as const)
    await assert.rejects(verify(key, jwk, algorithms === undefined ? undefined : [...algorithms]), { code });
});

test("embedded key: the curve must be the algorithm's, before any runtime sees the key", async () => {
  const key = await generateTestKey("ES256");
  await assert.rejects(verify(key, { ...key.publicJwk, crv: "P-384" }), {
    code: "ERR_VERIFICATION_KEY_NOT_FOUND",
    message: /has another crv than P-256/,
  });
});

test("embedded key: an RSA key of 1024 bits proves nothing (RFC 7518 §3.3)", async () => {
  const key = await generateTestKey("RS256");
  const n = `${`${key.publicJwk.n}`.slice(0, 170)}Q`;
  await assert.rejects(verify(key, { ...key.publicJwk, n }, ["RS256"]), { code: "ERR_VERIFICATION_KEY_WEAK" });
  assert.equal((await verify(key, { ...key.publicJwk, alg: "RS256" }, ["RS256"])).kty, "RSA");
});

test("embedded key: numbers that are no point of the curve are refused", async () => {
  const key = await generateTestKey("ES256");
  await assert.rejects(verify(key, { ...key.publicJwk, y: key.publicJwk.x }), {
    code: "ERR_VERIFICATION_KEY_NOT_FOUND",
    parameter: "jwk",
  });
});
