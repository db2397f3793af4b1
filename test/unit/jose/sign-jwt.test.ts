import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { jwtVerify } from "jose/jwt/verify";
import { signJwt } from "../../../src/jose/sign-jwt.ts";
import { generateTestKey } from "./signed-tokens.ts";

for (const alg of ["RS256", "PS256", "ES256", "ES384", "EdDSA", "Ed25519"]) {
  test(`signs with ${alg}, with a WebCrypto key and with a JWK (RFC 7515 §5.1)`, async () => {
    const { privateKey, privateJwk, publicJwk } = await generateTestKey(alg);
    for (const key of [privateKey, privateJwk, { ...privateJwk, key_ops: ["sign", "verify"], ext: true }]) {
      const jwt = await signJwt({ alg, kid: "k1", typ: "JWT" }, { sub: "client", iat: 1.5 }, key);
      const { payload, protectedHeader } = await jwtVerify(jwt, {
        ...publicJwk,
        kty: String(publicJwk.kty),
        alg,
      } as object);
      assert.deepEqual(payload, { sub: "client", iat: 1.5 });
      assert.deepEqual(protectedHeader, { alg, typ: "JWT", kid: "k1" });
    }
  });
}

test("signs with a shared secret (RFC 7515 §A.1)", async () => {
  const secret = new Uint8Array(32).fill(7);
  const jwt = await signJwt({ alg: "HS256" }, { a: 1 }, secret);
  const input = "eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ";
  assert.equal(jwt, `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`);
});

test("leaves absent header members out and puts a public key in", async () => {
  const { privateKey } = await generateTestKey("ES256");
  const jwk = { kty: "EC", crv: "P-256", x: "a", y: "b" };
  const [plain = ""] = (await signJwt({ alg: "ES256", kid: undefined, typ: undefined }, {}, privateKey)).split(".");
  assert.equal(Buffer.from(plain, "base64url").toString(), '{"alg":"ES256"}');
  const [proof = ""] = (await signJwt({ alg: "ES256", typ: "dpop+jwt", jwk }, {}, privateKey)).split(".");
  assert.deepEqual(JSON.parse(Buffer.from(proof, "base64url").toString()), { alg: "ES256", typ: "dpop+jwt", jwk });
});

test("refuses an unknown alg, none, and a key of another algorithm (RFC 7518 §3.1)", async () => {
  const { privateKey, privateJwk } = await generateTestKey("ES256");
  for (const alg of ["none", "ES256K", "RS256", "HS256"]) {
    for (const key of [privateKey, privateJwk]) {
      await assert.rejects(signJwt({ alg }, {}, key), { code: "ERR_CONFIGURATION_KEY" });
    }
  }
});

test("says so when the members of a private key do not form one", async () => {
  const { privateJwk } = await generateTestKey("ES256");
  await assert.rejects(signJwt({ alg: "ES256" }, {}, { ...privateJwk, y: privateJwk.x }), {
    code: "ERR_CONFIGURATION_KEY",
    message: /its members do not form one/,
  });
});
