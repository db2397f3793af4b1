import assert from "node:assert/strict";
import { test } from "node:test";
import { certificateThumbprint } from "../../src/jose/certificate-thumbprint.ts";
import { decodeBase64url, encodeBase64url } from "../../src/util/base64url.ts";
import { readVectors } from "./read-vectors.ts";

interface Rfc7515Vector {
  readonly x5c?: readonly string[];
  readonly x5tS256?: readonly string[] | string;
  readonly octets?: readonly number[];
  readonly base64url?: string;
}

const vectors = readVectors<Rfc7515Vector>("rfc7515-jws");

test("calculates the thumbprints of the certificates of RFC 7515 appendix B (RFC 7515 §4.1.8)", async () => {
  const certificates = vectors.find(({ id }) => id === "rfc7515-B");
  const printed = [certificates?.x5tS256 ?? []].flat();
  assert.ok(printed.length > 0);
  const calculated = await Promise.all((certificates?.x5c ?? []).map((entry) => certificateThumbprint(entry)));
  assert.deepEqual(calculated.slice(0, printed.length), printed);
});

test("encodes and decodes the octets of RFC 7515 appendix C (RFC 7515 §2)", () => {
  const sample = vectors.find(({ id }) => id === "rfc7515-C");
  const octets = Uint8Array.from(sample?.octets ?? []);
  assert.equal(encodeBase64url(octets), "A-z_4ME");
  assert.equal(sample?.base64url, "A-z_4ME");
  assert.deepEqual(decodeBase64url("A-z_4ME"), octets);
});
