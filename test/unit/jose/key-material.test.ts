import assert from "node:assert/strict";
import { test } from "node:test";
import type { Jwk } from "../../../generated/messages/jwk.ts";
import { findJwsAlgorithm, type JwsAlgorithm } from "../../../src/jose/algorithms.ts";
import { findPublicKeyDefect, hasSecretMembers, isSameKey, pickMaterial } from "../../../src/jose/key-material.ts";

function algorithm(name: string): JwsAlgorithm {
  const found = findJwsAlgorithm(name);
  assert.ok(found);
  return found;
}

/** A power of 65537 modulo each of the primes that are looked at, and a number that is one modulo all of them but 157. */
const marked =
  "gAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAGwLVjjeoV3ACi1T6E-w";
const almostMarked =
  "gAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAGzhuz7A6ZgYNnnA-jjQ";

function octets(length: number, first = 0xc5, last = 0x09): string {
  const bytes = Buffer.alloc(length, 0x5a);
  bytes[0] = first;
  bytes[length - 1] = last;
  return bytes.toString("base64url");
}

const n2048 = octets(256);

test("finds no defect in an RSA key of 2048 bits with the usual exponent (RFC 7518 §3.3)", () => {
  assert.equal(findPublicKeyDefect({ kty: "RSA", n: n2048, e: "AQAB" }, algorithm("RS256")), undefined);
});

for (const [title, n, bits] of [
  ["one bit less than 2048", octets(256, 0x7f), 2047],
  ["2048 bits of which the first octet is zero", `AA${"A".repeat(338)}AQ`, 1],
  ["1024 bits", octets(128), 1024],
  ["no octet", "", 0],
  ["only zeros", "AAAA", 0],
] as const) {
  test(`calls an RSA modulus with ${title} weak (RFC 7518 §3.3)`, () => {
    assert.deepEqual(findPublicKeyDefect({ kty: "RSA", n, e: "AQAB" }, algorithm("PS256")), {
      reason: `its modulus has ${bits} bits, at least 2048 are needed`,
      weak: true,
    });
  });
}

for (const [title, e, weak] of [
  ["1", "AQ", true],
  ["0", "AA", true],
  ["nothing", "", true],
  ["2", "Ag", true],
  ["65536", "AQAA", true],
  ["3", "Aw", true],
  ["17", "EQ", true],
  ["65535", "__8", true],
  ["65537", "AQAB", false],
  ["65537 with a leading zero octet", "AAEAAQ", false],
  ["2^255 + 1", `gA${"A".repeat(40)}E`, false],
  ["2^256 + 1", `AQ${"A".repeat(41)}B`, true],
] as const) {
  test(`calls the RSA exponent ${title} ${weak ? "weak" : "usable"} (RFC 7518 §6.3.1)`, () => {
    const defect = findPublicKeyDefect({ kty: "RSA", n: n2048, e }, algorithm("RS256"));
    assert.deepEqual(defect, weak ? { reason: "its n or e is weak", weak: true } : undefined);
  });
}

/** 2^2047 plus a number, which decides what it is divisible by. */
function modulusPlus(number: number): string {
  const octets = Buffer.alloc(256);
  octets[0] = 0x80;
  octets.writeUInt32BE(number, 252);
  return octets.toString("base64url");
}

for (const [prime, number] of [
  [2, 6],
  [3, 1],
  [5, 27],
  [7, 5],
  [11, 81],
  [13, 171],
  [17, 161],
  [19, 111],
  [37, 311],
  [53, 359],
  [61, 1031],
  [71, 65],
  [73, 203],
  [79, 351],
  [97, 419],
  [103, 1829],
  [107, 905],
  [109, 1325],
  [127, 881],
  [151, 23],
  [157, 563],
] as const) {
  test(`calls an RSA modulus that ${prime} divides weak (RFC 7518 §6.3.1)`, () => {
    assert.deepEqual(findPublicKeyDefect({ kty: "RSA", n: modulusPlus(number), e: "AQAB" }, algorithm("RS256")), {
      reason: "its n or e is weak",
      weak: true,
    });
  });
}

test("calls an RSA modulus with the fingerprint of a faulty generator weak, and one like it usable (CVE-2017-15361)", () => {
  assert.deepEqual(findPublicKeyDefect({ kty: "RSA", n: marked, e: "AQAB" }, algorithm("RS256")), {
    reason: "its n or e is weak",
    weak: true,
  });
  assert.equal(findPublicKeyDefect({ kty: "RSA", n: almostMarked, e: "AQAB" }, algorithm("RS256")), undefined);
});

for (const [title, x] of [
  ["0", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
  ["0, the other sign", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIA"],
  ["1", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
  ["1, the other sign", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIA"],
  ["p - 1", "7P_______________________________________38"],
  ["p - 1, the other sign", "7P________________________________________8"],
  ["p", "7f_______________________________________38"],
  ["p + 1", "7v_______________________________________38"],
  ["order 8", "JuiVj8KyJ7BFw_SJ8u-Y8NXfrAXTxjM5sTgCiG1T_AU"],
  ["order 8, the other sign", "JuiVj8KyJ7BFw_SJ8u-Y8NXfrAXTxjM5sTgCiG1T_IU"],
  ["order 8, the other one", "xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA3o"],
  ["order 8, the other one, the other sign", "xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA_o"],
] as const) {
  test(`calls the Ed25519 point ${title} weak, for which anybody writes signatures (RFC 8037 §2)`, () => {
    assert.deepEqual(findPublicKeyDefect({ kty: "OKP", x }, algorithm("EdDSA")), {
      reason: "its x is of small order",
      weak: true,
    });
  });
}

for (const [title, members] of [
  ["n is missing", { e: "AQAB" }],
  ["e is missing", { n: n2048 }],
  ["n is a number", { n: 5, e: "AQAB" }],
  ["n has padding", { n: `${n2048}==`, e: "AQAB" }],
] as const) {
  test(`calls an RSA key broken, not weak, when ${title}`, () => {
    assert.equal(findPublicKeyDefect({ kty: "RSA", ...members }, algorithm("RS256"))?.weak, false);
  });
}

for (const [alg, length] of [
  ["ES256", 32],
  ["ES384", 48],
  ["ES512", 66],
] as const) {
  test(`takes ${alg} coordinates of exactly ${length} octets (RFC 7518 §6.2.1)`, () => {
    const [x, y] = [octets(length), octets(length)];
    assert.equal(findPublicKeyDefect({ kty: "EC", x, y }, algorithm(alg)), undefined);
    for (const bad of [octets(length - 1), octets(length + 1), "", `${x}=`, undefined, 1]) {
      assert.equal(findPublicKeyDefect({ kty: "EC", x: bad, y }, algorithm(alg))?.weak, false);
      assert.equal(findPublicKeyDefect({ kty: "EC", x, y: bad }, algorithm(alg))?.weak, false);
    }
  });
}

test("takes an Ed25519 key of 32 octets without y (RFC 8037 §2)", () => {
  assert.equal(findPublicKeyDefect({ kty: "OKP", x: octets(32) }, algorithm("EdDSA")), undefined);
  assert.deepEqual(findPublicKeyDefect({ kty: "OKP", x: octets(31) }, algorithm("Ed25519")), {
    reason: "its x is not base64url of 32 octets",
    weak: false,
  });
});

for (const name of ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"]) {
  test(`sees a secret in the member ${name} (RFC 7518 §6)`, () => {
    assert.equal(hasSecretMembers({ kty: "RSA", [name]: null }), true);
  });
}

test("sees no secret in a public key with certificates and names", () => {
  assert.equal(hasSecretMembers({ kty: "RSA", n: "AQ", e: "AQAB", kid: "d", use: "sig", x5c: ["MII="] }), false);
});

test("knows the same key under other names", () => {
  const one: Jwk = { kty: "EC", crv: "P-256", x: "a", y: "b", kid: "1" };
  assert.equal(isSameKey(one, { ...one, kid: "2", alg: "ES256" }), true);
  for (const other of [{ kty: "OKP" }, { crv: "P-384" }, { x: "c" }, { y: "c" }, { n: "c" }, { e: "c" }, { d: "c" }]) {
    assert.equal(isSameKey(one, { ...one, ...other }), false);
  }
});

test("picks the numbers of a key and nothing that describes it", () => {
  const jwk: Jwk = {
    kty: "EC",
    crv: "P-256",
    x: "a",
    y: "b",
    d: "c",
    kid: "1",
    key_ops: ["verify"],
    use: "sig",
    ext: false,
  };
  assert.deepEqual(pickMaterial(jwk, algorithm("ES256"), "verify"), { kty: "EC", crv: "P-256", x: "a", y: "b" });
  assert.deepEqual(pickMaterial(jwk, algorithm("ES256"), "sign"), { kty: "EC", crv: "P-256", x: "a", y: "b", d: "c" });
});
