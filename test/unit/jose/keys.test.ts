import assert from "node:assert/strict";
import { test } from "node:test";
import type { Jwk } from "../../../generated/messages/jwk.ts";
import { findJwsAlgorithm, type JwsAlgorithm } from "../../../src/jose/algorithms.ts";
import { resolveKeys, selectKeys } from "../../../src/jose/keys.ts";
import { generateTestKey } from "./signed-tokens.ts";

function algorithm(name: string): JwsAlgorithm {
  const found = findJwsAlgorithm(name);
  assert.ok(found);
  return found;
}

const rs256 = algorithm("RS256");
const es256 = algorithm("ES256");
const header = { alg: "RS256", kid: "good" };
const good: Jwk = { kty: "RSA", kid: "good", n: modulus(0xf1), e: "AQAB" };
const ec: Jwk = { kty: "EC", kid: "good", crv: "P-256", x: "A".repeat(43), y: "A".repeat(43) };

function rsa(fill: number, members: Readonly<Record<string, unknown>> = {}): Jwk {
  return { kty: "RSA", n: modulus(fill), e: "AQAB", ...members };
}

/** 2048 bits that have no small factor. */
function modulus(fill: number): string {
  return Buffer.concat([Buffer.alloc(255, fill), Buffer.of(0x29)]).toString("base64url");
}

for (const [title, members] of [
  ["nothing about its use", {}],
  ["use sig", { use: "sig" }],
  ["the same alg", { alg: "RS256" }],
  ["key_ops with verify", { key_ops: ["encrypt", "verify"] }],
  ["use sig, and key_ops to match", { use: "sig", key_ops: ["verify", "sign"] }],
  ["certificates and unknown members", { x5c: ["MII="], "x5t#S256": "a", status: "active" }],
] as const) {
  test(`selects a key that says ${title} (RFC 7517 §4)`, () => {
    const key = { ...good, ...members };
    assert.deepEqual(selectKeys([key], header, rs256), { keys: [key], skipped: [] });
  });
}

const other: readonly (readonly [string, unknown, string])[] = [
  ["another kty", { ...ec }, "its kty is not RSA"],
  ["no kty", { kid: "good" }, "its kty is not RSA"],
  ["another kid", { ...good, kid: "Good" }, "its kid is another or missing"],
  ["no kid", rsa(0xf1), "its kid is another or missing"],
  ["another alg", { ...good, alg: "PS256" }, "its alg is not RS256"],
  ["an alg that is a number", { ...good, alg: 256 }, "its alg is not RS256"],
  ["use enc", { ...good, use: "enc" }, "its use is not sig"],
  ["a use that is null", { ...good, use: null }, "its use is not sig"],
  ["key_ops without verify", { ...good, key_ops: ["sign"] }, "its key_ops are not verify"],
  ["key_ops that are a number", { ...good, key_ops: 1 }, "its key_ops are not verify"],
  [
    "key_ops that contradict its use",
    { ...good, use: "sig", key_ops: ["verify", "encrypt"] },
    "its key_ops are not verify",
  ],
  ["a private part", { ...good, d: "AQ" }, "it is published with its secret part"],
  ["a symmetric part", { ...good, k: "AQ" }, "it is published with its secret part"],
  ["a broken modulus", { ...good, n: "+/" }, "its n or e is not base64url"],
  ["no members at all", {}, "its kty is not RSA"],
  ["the form of null", null, "it is not an object"],
  ["the form of a string", "key", "it is not an object"],
];

for (const [title, entry, reason] of other) {
  const key = entry as Jwk;
  test(`passes over a key with ${title} and takes the good one beside it (RFC 7517 §5)`, () => {
    const { keys, skipped } = selectKeys([key, good], header, rs256);
    assert.deepEqual(keys, [good]);
    assert.deepEqual(
      skipped.map((skip) => [skip.reason, skip.weak]),
      [[reason, false]],
    );
  });
  test(`finds no key when the only one has ${title}`, () => {
    assert.throws(() => selectKeys([key], header, rs256), {
      code: "ERR_VERIFICATION_KEY_NOT_FOUND",
      parameter: "kid",
      message: new RegExp(`No key of the issuer fits kid "good" with alg "RS256"; looked at 1: key .*: ${reason}`),
    });
  });
}

test("passes over a key of another curve (RFC 7518 §6.2.1)", () => {
  const p384 = { ...ec, crv: "P-384" };
  assert.deepEqual(selectKeys([p384, ec], { alg: "ES256", kid: "good" }, es256).keys, [ec]);
  assert.throws(() => selectKeys([p384], { alg: "ES256", kid: "good" }, es256), { message: /its crv is not P-256/ });
});

test("finds no key in an empty set", () => {
  assert.throws(() => selectKeys([], { alg: "RS256" }, rs256), {
    code: "ERR_VERIFICATION_KEY_NOT_FOUND",
    parameter: "alg",
    message: /No key of the issuer fits alg "RS256" without kid; looked at 0 \(RFC 7515 §5\.2\)/,
  });
});

test("names five reasons and counts the rest", () => {
  const keys = Array.from({ length: 7 }, (_, index) => ({ kty: "EC", kid: `k${index}` }));
  assert.throws(() => selectKeys(keys, { alg: "RS256" }, rs256), {
    message: /key "k4": its kty is not RSA; and 2 more/,
  });
});

test("quotes and cuts names that come from the token", () => {
  const kid = `a\n${"b".repeat(200)}`;
  assert.throws(
    () => selectKeys([], { alg: "RS256", kid }, rs256),
    (error: Error) => {
      assert.ok(error.message.includes(`kid "a\\n${"b".repeat(98)}…" with`));
      return true;
    },
  );
});

test("says that the key is weak when only a weak one fits (RFC 7518 §3.3)", () => {
  const weak = { ...good, n: Buffer.alloc(128, 0xf1).toString("base64url") };
  assert.throws(() => selectKeys([ec, weak], header, rs256), {
    code: "ERR_VERIFICATION_KEY_WEAK",
    message: /key for kid "good" with alg "RS256" is too weak: key "good": its modulus has 1024 bits/,
  });
  assert.deepEqual(selectKeys([weak, good], header, rs256).keys, [good]);
});

test("refuses different keys under one kid (RFC 7517 §4.5)", () => {
  assert.throws(() => selectKeys([good, rsa(0xf3, { kid: "good" })], header, rs256), {
    code: "ERR_VERIFICATION_KEY_AMBIGUOUS",
    message: /2 different keys of the issuer fit kid "good"/,
  });
});

test("counts copies of one key once", () => {
  assert.deepEqual(selectKeys([good, { ...good, use: "sig" }], header, rs256).keys, [good]);
});

test("hands out up to four keys for a header without kid, and refuses five (RFC 7515 §4.1.4)", () => {
  const five = [0xf1, 0xf3, 0xf5, 0xf7, 0xf9].map((fill) => rsa(fill));
  assert.equal(selectKeys(five.slice(0, 4), { alg: "RS256" }, rs256).keys.length, 4);
  assert.throws(() => selectKeys(five, { alg: "RS256" }, rs256), {
    code: "ERR_VERIFICATION_KEY_AMBIGUOUS",
    message: /5 different keys of the issuer fit alg "RS256" without kid/,
  });
});

test("selects a key whose alg is the other name of Ed25519 signatures (RFC 9864 §2.2)", () => {
  const okp = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", alg: "EdDSA" };
  assert.deepEqual(selectKeys([okp], { alg: "Ed25519" }, algorithm("Ed25519")).keys, [okp]);
});

test("judges a key again after its numbers have been changed", () => {
  const key = { ...good };
  assert.equal(selectKeys([key], header, rs256).keys.length, 1);
  key.n = "AQ";
  assert.throws(() => selectKeys([key], header, rs256), { code: "ERR_VERIFICATION_KEY_WEAK" });
});

test("imports the keys selected, and passes over one that the runtime refuses", async () => {
  const real = await generateTestKey("ES256");
  const offCurve = { ...real.publicJwk, y: real.publicJwk.x };
  const keys = await resolveKeys([offCurve, real.publicJwk], { alg: "ES256" }, es256);
  assert.deepEqual(
    keys.map(({ type }) => type),
    ["public"],
  );
  await assert.rejects(resolveKeys([offCurve], { alg: "ES256" }, es256), {
    code: "ERR_VERIFICATION_KEY_NOT_FOUND",
    message: /this runtime cannot import it/,
  });
});
