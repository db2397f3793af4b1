import assert from "node:assert/strict";
import { test } from "node:test";
import { certificateThumbprint } from "../../../src/jose/certificate-thumbprint.ts";

/** Not a certificate, but it begins like one; the digest does not look further. */
const der = Uint8Array.from([0x30, 0x03, 0xfb, 0xef, 0xff]);
const thumbprint = "BfIt0JuKb3i9Se61dO76IA1whaqFTafckPpWUZVNIwQ";

for (const [title, certificate] of [
  ["octets", der],
  ["base64, as in x5c", "MAP77/8="],
  ["PEM", "-----BEGIN CERTIFICATE-----\nMAP7\r\n7/8=\n-----END CERTIFICATE-----\n"],
  [
    "the first of two in PEM",
    `a\n-----BEGIN CERTIFICATE-----\nMAP77/8=\n-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----`,
  ],
] as const) {
  test(`digests a certificate given as ${title} (RFC 8705 §3.1)`, async () => {
    assert.equal(await certificateThumbprint(certificate), thumbprint);
  });
}

for (const [title, text] of [
  ["nothing", ""],
  ["base64url", "MAP77_8"],
  ["base64 without padding", "MAP77/8"],
  ["base64 of something else", "AAAA"],
  ["words", "not a certificate"],
  ["a public key in PEM", "-----BEGIN PUBLIC KEY-----\nMAP77/8=\n-----END PUBLIC KEY-----"],
  ["an empty PEM text", "-----BEGIN CERTIFICATE----------END CERTIFICATE-----"],
] as const) {
  test(`refuses ${title} as a certificate (RFC 7515 §4.1.6)`, async () => {
    await assert.rejects(certificateThumbprint(text), { code: "ERR_CONFIGURATION_KEY", message: /RFC 7515 §4\.1\.6/ });
  });
}
