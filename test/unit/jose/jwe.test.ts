import assert from "node:assert/strict";
import { test } from "node:test";
import { isCompactJwe } from "../../../src/jose/compact-jwe.ts";
import { decodeJwe } from "../../../src/jose/jwe.ts";
import { base64url } from "./signed-tokens.ts";

const header = base64url('{"alg":"dir","enc":"A128GCM","kid":"k1","https://example.com/x":1}');

test("takes an encrypted object apart (RFC 7516 §7.1)", () => {
  const jwe = decodeJwe(`${header}.AQ.AgI.AwMD.BA`, "token");
  assert.deepEqual(jwe, {
    header: { alg: "dir", enc: "A128GCM", kid: "k1", "https://example.com/x": 1 },
    encryptedKey: new Uint8Array([1]),
    iv: new Uint8Array([2, 2]),
    ciphertext: new Uint8Array([3, 3, 3]),
    tag: new Uint8Array([4]),
  });
  assert.equal(decodeJwe(`${header}..AgI..BA`, "token").encryptedKey.length, 0);
});

test("tells an encrypted object by its five parts (RFC 7516 §9)", () => {
  assert.equal(isCompactJwe("a.b.c.d.e"), true);
  for (const other of ["a.b.c", "a.b.c.d", "a.b.c.d.e.f", "", undefined, 1, {}])
    assert.equal(isCompactJwe(other), false);
});

test("leaves out header members that are never used and have an odd form", () => {
  const odd = base64url('{"alg":"dir","enc":"A128GCM","x5t":"not a thumbprint","jku":1}');
  assert.deepEqual(decodeJwe(`${odd}....`, "token").header, { alg: "dir", enc: "A128GCM" });
});

for (const [title, text, message] of [
  ["three parts", "a.b.c", /^The token is malformed|five parts/],
  ["six parts", "a.b.c.d.e.f", /five parts/],
  ["a header that is not base64url", "e30=.a.b.c.d", /base64url/],
  ["an encrypted key that is not base64url", `${header}.+/.AA.AA.AA`, /encrypted key/],
  ["an initialization vector that is not base64url", `${header}.. AA.AA.AA`, /initialization vector/],
  ["a ciphertext with padding", `${header}..AA.AA==.AA`, /ciphertext/],
  ["a tag with bits beyond its last octet", `${header}..AA.AA.AB`, /authentication tag/],
  ["a header that is no JSON", `${base64url("alg")}....`, /JSON/],
  ["a header member twice", `${base64url('{"alg":"dir","alg":"dir","enc":"A128GCM"}')}....`, /duplicate-member/],
  ["no enc", `${base64url('{"alg":"dir"}')}....`, /enc/],
  ["no alg", `${base64url('{"enc":"A128GCM"}')}....`, /alg/],
  ["a private ephemeral key", `${base64url('{"alg":"ECDH-ES","enc":"A128GCM","epk":{"d":"x"}}')}....`, /epk/],
  ["no ephemeral key", `${base64url('{"alg":"ECDH-ES","enc":"A128GCM"}')}....`, /epk/],
  ["no salt", `${base64url('{"alg":"PBES2-HS256+A128KW","enc":"A128GCM","p2c":1000}')}....`, /p2s/],
  ["a p2c that is no number", `${base64url('{"alg":"dir","enc":"A128GCM","p2c":"1"}')}....`, /p2c/],
  ["more than 128 KiB", `${header}..AA.${"A".repeat(131_072)}.AA`, /at most 131072 characters/],
] as const) {
  test(`refuses an object with ${title}`, () => {
    assert.throws(() => decodeJwe(text, "token"), { name: "ValidationError", code: "ERR_VALIDATION_JWT", message });
  });
}
