import assert from "node:assert/strict";
import { test } from "node:test";
import { readCertificateKey } from "../../../src/jose/certificate-key.ts";
import { bitString, der, octetString, sequence, tagged } from "../../providers/der.ts";

/** Everything that a certificate is made of; a test changes one part and leaves the others right. */
interface Parts {
  readonly version: Uint8Array;
  readonly serial: Uint8Array;
  readonly issuer: Uint8Array;
  readonly algorithm: Uint8Array;
  readonly key: Uint8Array;
  readonly afterKey: Uint8Array;
  readonly infoTag: number;
  readonly bodyTag: number;
  readonly signature: Uint8Array;
  readonly afterSignature: Uint8Array;
  readonly tag: number;
}

const nothing = Buffer.alloc(0);
const right: Parts = {
  version: tagged(0, der(0x02, Buffer.of(2)), { constructed: true }),
  serial: der(0x02, Buffer.of(1)),
  issuer: sequence(),
  algorithm: sequence(octetString(Buffer.from("kind"))),
  key: bitString(Buffer.from("the key")),
  afterKey: nothing,
  infoTag: 0x30,
  bodyTag: 0x30,
  signature: bitString(Buffer.alloc(300, 7)),
  afterSignature: nothing,
  tag: 0x30,
};

function certificateOf(change: Partial<Parts> = {}): Buffer {
  const parts = { ...right, ...change };
  const info = der(parts.infoTag, parts.algorithm, parts.key, parts.afterKey);
  const members = [parts.version, parts.serial, sequence(), parts.issuer, sequence(), sequence(), info];
  const body = der(parts.bodyTag, ...members, tagged(3, sequence(), { constructed: true }));
  return der(parts.tag, body, sequence(), parts.signature, parts.afterSignature);
}

test("reads the key of a certificate, also of one of version 1 (RFC 5280 §4.1)", () => {
  for (const version of [right.version, nothing]) {
    const read = readCertificateKey(certificateOf({ version }));
    assert.ok(read);
    assert.deepEqual(
      [read.algorithm, read.key].map((octets) => Buffer.from(octets).toString("hex")),
      ["04046b696e64", Buffer.from("the key").toString("hex")],
    );
  }
});

for (const [title, change] of [
  ["another tag", { tag: 0x31 }],
  ["a body that is no sequence", { bodyTag: 0x31 }],
  ["a version that has no tag of its own", { version: der(0x02, Buffer.of(2)) }],
  ["a serial number that is no integer", { serial: sequence() }],
  ["key information that is no sequence", { infoTag: 0x31 }],
  ["an algorithm that is no sequence", { algorithm: octetString(Buffer.from("kind")) }],
  ["a key that is no bit string", { key: octetString(Buffer.from("\0the key")) }],
  ["a key of bits that are no octets", { key: bitString(Buffer.from("the key"), 3) }],
  ["an empty key", { key: der(0x03) }],
  ["something after the key", { afterKey: sequence() }],
  ["a signature that is no bit string", { signature: octetString(Buffer.alloc(300)) }],
  ["something after the signature", { afterSignature: sequence() }],
  ["no signature", { signature: nothing }],
  ["a tag of several octets", { issuer: Buffer.of(0x1f, 0) }],
  ["an indefinite length", { issuer: Buffer.of(0x30, 0x80) }],
  ["a long form of a short length", { issuer: Buffer.of(0x30, 0x81, 0) }],
  [
    "a length of 127 octets in the long form",
    { issuer: Buffer.concat([Buffer.of(0x30, 0x81, 127), Buffer.alloc(127)]) },
  ],
  [
    "a length with a leading zero octet",
    { issuer: Buffer.concat([Buffer.of(0x30, 0x82, 0, 0x80), Buffer.alloc(128)]) },
  ],
  ["an element that is longer than what it is in", { issuer: Buffer.of(0x30, 0x84, 1, 1, 1, 1) }],
] as const) {
  test(`reads no key of a certificate with ${title} (RFC 7517 §4.7)`, () => {
    assert.equal(readCertificateKey(certificateOf(change)), undefined);
  });
}

test("reads no key of octets that are cut off, or followed by others", () => {
  const whole = certificateOf();
  assert.ok(readCertificateKey(whole));
  for (let length = 0; length < whole.length; length += 1) {
    assert.equal(readCertificateKey(whole.subarray(0, length)), undefined, `${length} octets`);
  }
  assert.equal(readCertificateKey(Buffer.concat([whole, Buffer.of(0)])), undefined);
  assert.equal(readCertificateKey(Buffer.concat([whole, sequence()])), undefined);
});
