import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, type KeyObject } from "node:crypto";
import { test } from "node:test";
import type { Jwk } from "../../../generated/messages/jwk.ts";
import { createCertificateKeySource } from "../../../src/jose/certificate-key-source.ts";
import { findCertificateMismatch } from "../../../src/jose/certificate-mismatch.ts";
import { bitString, der, objectIdentifier, sequence, tagged } from "../../providers/der.ts";

const rsaPss = sequence(objectIdentifier("1.2.840.113549.1.1.10"), sequence());

/** A certificate of which only the outline is right: nobody asks for more than the key in it. */
function certify(
  info: Uint8Array,
  changes: { readonly version?: Uint8Array; readonly after?: Uint8Array } = {},
): Buffer {
  const {
    version = tagged(0, der(0x02, Buffer.of(2)), { constructed: true }),
    after = tagged(3, sequence(), { constructed: true }),
  } = changes;
  const body = sequence(version, der(0x02, Buffer.of(1)), sequence(), sequence(), sequence(), sequence(), info, after);
  return sequence(body, sequence(), bitString(Buffer.alloc(200, 7)));
}

function spki(key: KeyObject): Buffer {
  return key.export({ type: "spki", format: "der" });
}

function jwkOf(key: KeyObject): Jwk {
  const { kty, ...members }: Record<string, unknown> = { ...key.export({ format: "jwk" }) };
  return { ...members, kty: String(kty) };
}

function withCertificate(jwk: Jwk, certificate: Buffer): Jwk {
  const x5t = createHash("sha256").update(certificate).digest("base64url");
  return { ...jwk, x5c: [certificate.toString("base64"), "AAAA"], "x5t#S256": x5t };
}

const keys = {
  RSA: generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey,
  "P-256": generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey,
  "P-384": generateKeyPairSync("ec", { namedCurve: "P-384" }).publicKey,
  "P-521": generateKeyPairSync("ec", { namedCurve: "P-521" }).publicKey,
  Ed25519: generateKeyPairSync("ed25519").publicKey,
  Ed448: generateKeyPairSync("ed448").publicKey,
  X25519: generateKeyPairSync("x25519").publicKey,
  X448: generateKeyPairSync("x448").publicKey,
};
const ec = keys["P-256"];
const good = withCertificate(jwkOf(ec), certify(spki(ec)));
const another = "the certificate in its x5c holds another key";
const broken = "its x5c does not begin with a certificate in base64";

for (const [name, key] of Object.entries(keys)) {
  test(`finds the ${name} key in its certificate (RFC 7517 §4.7)`, async () => {
    assert.equal(await findCertificateMismatch(withCertificate(jwkOf(key), certify(spki(key)))), undefined);
    assert.equal(
      await findCertificateMismatch(withCertificate(jwkOf(key), certify(spki(name === "RSA" ? ec : keys.RSA)))),
      another,
    );
  });
}

test("takes an RSA key whose certificate says that it is for RSASSA-PSS, and an exponent with a leading zero octet", async () => {
  const rsa = jwkOf(keys.RSA);
  const bits = bitString(keys.RSA.export({ type: "pkcs1", format: "der" }));
  assert.equal(await findCertificateMismatch(withCertificate(rsa, certify(sequence(rsaPss, bits)))), undefined);
  assert.equal(
    await findCertificateMismatch(withCertificate({ ...rsa, e: "AAEAAQ" }, certify(spki(keys.RSA)))),
    undefined,
  );
});

test("takes a certificate of version 1, and nothing said of certificates at all (RFC 7517 §4.7)", async () => {
  const first = certify(spki(ec), { version: Buffer.alloc(0), after: Buffer.alloc(0) });
  assert.equal(await findCertificateMismatch(withCertificate(jwkOf(ec), first)), undefined);
  assert.equal(await findCertificateMismatch(jwkOf(ec)), undefined);
  const { "x5t#S256": _thumbprint, ...rest } = good;
  assert.equal(await findCertificateMismatch(rest), undefined);
});

test("says that x5t#S256 is of another certificate (RFC 7517 §4.9)", async () => {
  const reason = "its x5t#S256 is not the thumbprint of the certificate in its x5c";
  assert.equal(await findCertificateMismatch({ ...good, "x5t#S256": "A".repeat(43) }), reason);
});

for (const [title, change] of [
  ["another point", { x: "A".repeat(43) }],
  ["a point without y", { y: undefined }],
  ["a point without x", { x: 1 }],
  ["another curve", { crv: "P-384" }],
  ["a curve that nobody knows", { crv: "toString" }],
  ["another type", { kty: "OKP" }],
  ["an unknown type", { kty: "AKP" }],
  ["the type RSA, and no number", { kty: "RSA", n: "", e: "AQAB" }],
] as const) {
  test(`says that the certificate holds another key than one of ${title} (RFC 7517 §4.7)`, async () => {
    const key: Jwk = JSON.parse(JSON.stringify({ ...good, ...change }));
    assert.equal(await findCertificateMismatch(key), another);
  });
}

for (const [title, x5c] of [
  ["no list", "MII="],
  ["an empty list", []],
  ["a number", [1]],
  ["base64url", [String(good.x5c?.[0]).replaceAll("+", "-").replaceAll("/", "_").replace("A", "_")]],
  ["a certificate without padding", [`${good.x5c?.[0]}A`]],
  ["no DER", ["AAAA"]],
] as const) {
  test(`says that x5c is broken for ${title} (RFC 7517 §4.7)`, async () => {
    const key: Jwk = JSON.parse(JSON.stringify({ ...good, x5c }));
    assert.equal(await findCertificateMismatch(key), broken);
  });
}

test("passes over the keys of a source that their certificates contradict, and tells of each once (RFC 7517 §4.7)", async () => {
  const sets: readonly (readonly Jwk[])[] = [[good, { ...good, kid: "bad", x5c: ["AAAA"] }], [good]];
  let set = 0;
  const told: unknown[] = [];
  const find = async () => sets[set] ?? [];
  const source = createCertificateKeySource({ find, refresh: find }, (key) => told.push(key));
  const first = await source.find({ alg: "ES256" });
  assert.deepEqual(first, [good]);
  assert.equal(await source.find({ alg: "ES256" }), first);
  assert.equal(await source.refresh?.(), first);
  assert.deepEqual(told, [{ kid: "bad", reason: broken }]);
  set = 1;
  assert.notEqual(await source.refresh?.(), first);
  assert.equal(createCertificateKeySource({ find }).refresh, undefined);
  set = 0;
  assert.deepEqual(await createCertificateKeySource({ find }).find({ alg: "ES256" }), [good]);
});
