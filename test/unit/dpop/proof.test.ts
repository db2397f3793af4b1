import assert from "node:assert/strict";
import { test } from "node:test";
import { createDPoP } from "../../../src/dpop/create-dpop.ts";
import { readProof } from "../../fixtures/proofs.ts";

const clock = (): number => 1_562_262_616_999;
const request = { method: "POST", url: "https://id.example.com/token", clock };

for (const [algorithm, members] of [
  ["ES256", ["kty", "crv", "x", "y"]],
  ["ES384", ["kty", "crv", "x", "y"]],
  ["ES512", ["kty", "crv", "x", "y"]],
  ["PS256", ["kty", "n", "e"]],
  ["RS256", ["kty", "n", "e"]],
  ["Ed25519", ["kty", "crv", "x"]],
  ["EdDSA", ["kty", "crv", "x"]],
] as const) {
  test(`proof: ${algorithm} is verified by jose, and shows the public key alone (RFC 9449 §4.2)`, async () => {
    const dpop = await createDPoP({ algorithm });
    const { header, claims } = await readProof(await dpop.createProof(request));
    assert.deepEqual(Object.keys(header), ["typ", "alg", "jwk"]);
    assert.equal(header.typ, "dpop+jwt");
    assert.equal(header.alg, algorithm);
    assert.deepEqual(Object.keys(Object(header.jwk)), members);
    assert.equal(claims.htm, "POST");
    assert.equal(claims.htu, "https://id.example.com/token");
    assert.equal(claims.iat, 1_562_262_616);
    assert.deepEqual(Object.keys(claims), ["jti", "htm", "htu", "iat"]);
  });
}

test("proof: the ath is the SHA-256 of the access token (RFC 9449 §4.2)", async () => {
  const dpop = await createDPoP();
  const proof = await dpop.createProof({ ...request, accessToken: "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU" });
  assert.equal((await readProof(proof)).claims.ath, "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
});

test("proof: every jti is new and has 128 bits of the given source at least (RFC 9449 §4.2)", async () => {
  const dpop = await createDPoP();
  const [one, other] = [await dpop.createProof(request), await dpop.createProof(request)];
  assert.notEqual((await readProof(one)).claims.jti, (await readProof(other)).claims.jti);
  const asked: number[] = [];
  const random = (length: number): Uint8Array => {
    asked.push(length);
    return new Uint8Array(length).fill(255);
  };
  const { claims } = await readProof(await dpop.createProof({ ...request, random }));
  assert.equal(claims.jti, "_____________________w");
  assert.ok((asked[0] ?? 0) >= 16);
});

test("proof: carries the nonce given, the origin's latest, or none", async () => {
  const dpop = await createDPoP();
  assert.equal((await readProof(await dpop.createProof(request))).claims.nonce, undefined);
  await dpop.learn(request.url, new Headers({ "dpop-nonce": "of-the-origin" }));
  assert.equal((await readProof(await dpop.createProof(request))).claims.nonce, "of-the-origin");
  const given = await dpop.createProof({ ...request, nonce: "given" });
  assert.equal((await readProof(given)).claims.nonce, "given");
  const elsewhere = await dpop.createProof({ ...request, url: "https://id.example.com:8443/token" });
  assert.equal((await readProof(elsewhere)).claims.nonce, undefined);
});

for (const [title, change, pointer] of [
  ["a method that is none", { method: "GET /" }, "/htm"],
  ["a method that is empty", { method: "" }, "/htm"],
  ["a nonce with a space (RFC 9449 §8.1)", { nonce: "a b" }, "/nonce"],
  ["a nonce with a line break (RFC 9449 §8.1)", { nonce: "a\r\nb" }, "/nonce"],
] as const) {
  test(`proof: is not made for ${title}`, async () => {
    const dpop = await createDPoP();
    await assert.rejects(dpop.createProof({ ...request, ...change }), (error) => {
      assert.ok(error instanceof Error && "code" in error && "issues" in error && Array.isArray(error.issues));
      assert.equal(error.code, "ERR_VALIDATION_REQUEST");
      assert.equal(error.issues[0]?.pointer, pointer);
      return true;
    });
  });
}
