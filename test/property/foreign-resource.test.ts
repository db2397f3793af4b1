import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readDPoPProof, verifyDPoPProof } from "../../src/dpop/verify-proof.ts";
import { readCertificateKey } from "../../src/jose/certificate-key.ts";
import { readLoginMetadata } from "../../src/metadata/login-metadata.ts";
import { createAccessTokenVerifier } from "../../src/resource-server/create-verifier.ts";
import { readPresentedToken } from "../../src/resource-server/read-request.ts";
import { decodeBase64 } from "../../src/util/base64.ts";
import { readReceivedHeader } from "../../src/util/received-header.ts";
import { signText } from "../unit/jose/signed-tokens.ts";
import { audience, clock, createKey, issuer, setOf, url } from "../unit/resource-server/access-tokens.ts";
import { readVectors } from "../vectors/read-vectors.ts";
import { assertFast, foreignText, foreignValue, readForeign } from "./foreign.ts";
import { validMessage } from "./message-arbitrary.ts";

const key = await createKey();
const verifier = createAccessTokenVerifier({ issuer, audience, keys: setOf(key), clock });
const expectations = { method: "GET", url, replayStore: "none", clock } as const;
/** The certificate of RFC 7517 Appendix B. */
const certificate = readVectors<{ readonly value?: { readonly x5c?: readonly string[] } }>(
  "rfc7517-7518-jwk-jwa",
).flatMap(({ value }) => value?.x5c ?? [])[0];
assert.ok(certificate !== undefined);
const der = Uint8Array.from(Buffer.from(certificate, "base64"));

const readers: readonly (readonly [name: string, read: (text: string) => unknown])[] = [
  ["verifyDPoPProof", (proof) => verifyDPoPProof(proof, expectations)],
  ["verify of an access token", (token) => verifier.verify(token)],
  ["verify of a bound one", (token) => verifier.verify(token, { scheme: "DPoP", proof: token, method: "GET", url })],
  [
    "verifyRequest",
    (text) => verifier.verifyRequest({ method: "GET", url, headers: { authorization: text, dpop: text } }),
  ],
  [
    "verifyRequest of a bearer",
    (text) => verifier.verifyRequest({ method: "GET", url, headers: { authorization: `Bearer ${text}` } }),
  ],
  ["readPresentedToken", (text) => readPresentedToken({ url: `${url}?${text}`, headers: { authorization: text } })],
  ["readDPoPProof", (text) => readDPoPProof({ dpop: text })],
  ["readReceivedHeader", (text) => readReceivedHeader({ [text]: text }, "authorization")],
  ["decodeBase64", decodeBase64],
  ["readCertificateKey", (text) => readCertificateKey(new TextEncoder().encode(text))],
  [
    "readLoginMetadata",
    (text) => readLoginMetadata({ status: 200, text, endpoint: "metadata", headers: json() }, issuer),
  ],
];

/** Proofs and tokens of the right key, whatever they say. */
const signed = fc
  .tuple(
    fc.oneof(
      validMessage("jws-header"),
      fc.constant({ typ: "dpop+jwt", jwk: key.publicJwk }),
      fc.constant({ typ: "at+jwt", kid: "one" }),
      foreignValue,
    ),
    fc.oneof(
      validMessage("dpop-proof"),
      validMessage("jwt-access-token").map((claims) => ({ ...claims, iss: issuer, aud: audience })),
      foreignValue,
    ),
  )
  .map(([header, claims]) =>
    signText(JSON.stringify({ ...Object(header), alg: "ES256" }), JSON.stringify(claims) ?? "", key),
  );

for (const [name, read] of readers) {
  test(`${name}: any text is read, or refused by an error of ours`, async () => {
    const text = fc.oneof(
      foreignText,
      signed,
      validMessage("authorization-server-metadata").map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(text, async (given) => {
        const content = await given;
        await readForeign(() => read(content));
      }),
      { numRuns: 200 },
    );
  });

  test(`${name}: long texts take time in proportion to their length`, () => assertFast(name, read));
}

test("a certificate with any octet changed, removed or repeated is read as one, or not at all", () => {
  assert.notEqual(readCertificateKey(der), undefined);
  fc.assert(
    fc.property(fc.nat(der.length - 1), fc.nat(255), fc.constantFrom("change", "cut", "repeat"), (at, octet, how) => {
      const octets =
        how === "change"
          ? der.with(at, octet)
          : how === "cut"
            ? der.slice(0, at)
            : Uint8Array.from([...der, ...der.slice(at)]);
      const found = readCertificateKey(octets);
      assert.ok(found === undefined || found.key.length <= der.length);
      if (how !== "change") assert.equal(found, undefined);
    }),
    { numRuns: 2000 },
  );
});

test("octets that nest or announce more than is there take time in proportion to their number", () => {
  for (const octets of [
    new Uint8Array(100_000).fill(0x30),
    new Uint8Array(100_000).fill(0x84),
    new Uint8Array(100_000),
  ]) {
    const start = performance.now();
    assert.equal(readCertificateKey(octets), undefined);
    assert.ok(performance.now() - start < 1000);
  }
});

function json(): Headers {
  return new Headers({ "content-type": "application/json" });
}
