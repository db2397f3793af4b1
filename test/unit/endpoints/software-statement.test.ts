import assert from "node:assert/strict";
import { before, test } from "node:test";
import { decodeSoftwareStatement, verifySoftwareStatement } from "../../../src/endpoints/software-statement.ts";
import { createStaticKeySource, type KeySource } from "../../../src/jose/key-source.ts";
import { type FakeKey, sharedKey, signJws } from "../../fixtures/fake-server.ts";
import { assertRefused } from "../../fixtures/refusals.ts";

const claims = {
  iss: "https://vendor.example.com",
  iat: 1_000,
  software_id: "app-1",
  client_name: "App",
  redirect_uris: ["https://app.example.com/callback"],
};
const header = { alg: "RS256", kid: "main" };
let key: FakeKey;
let keys: KeySource;

before(async () => {
  key = await sharedKey("main");
  keys = createStaticKeySource({ keys: [{ ...key.jwk, kty: "RSA" }] });
});

function expectations() {
  return { issuer: "https://vendor.example.com", keys, clock: () => 2_000_000 };
}

test("decodeSoftwareStatement: shows claims that anybody may have written, and says so (RFC 7591 §2.3)", async () => {
  const jwt = decodeSoftwareStatement(await signJws(header, claims, () => "AAAA"));
  assert.deepEqual(jwt.unverifiedClaims, claims);
  assert.equal(jwt.verified, false);
});

test("verifySoftwareStatement: gives the claims of the vendor", async () => {
  const { claims: verified } = await verifySoftwareStatement(await signJws(header, claims, key), expectations());
  assert.deepEqual(verified, claims);
});

test("verifySoftwareStatement: refuses a key that only the statement itself vouches for", async () => {
  const other = await sharedKey("other");
  await assertRefused(
    verifySoftwareStatement(await signJws({ ...header, jwk: other.jwk }, claims, other), expectations()),
    "VerificationError",
    "ERR_VERIFICATION_SIGNATURE",
  );
});

const refusals: readonly [title: string, header: object, claims: object, name: string, code: string][] = [
  [
    "another issuer",
    header,
    { ...claims, iss: "https://vendor.example.com/" },
    "VerificationError",
    "ERR_VERIFICATION_ISSUER",
  ],
  ["no issuer", header, { ...claims, iss: undefined }, "ValidationError", "ERR_VALIDATION_CLAIMS"],
  [
    "a statement inside",
    header,
    { ...claims, software_statement: "a.b.c" },
    "ValidationError",
    "ERR_VALIDATION_CLAIMS",
  ],
  ["a member of the wrong type", header, { ...claims, redirect_uris: "x" }, "ValidationError", "ERR_VALIDATION_CLAIMS"],
  ["one that has expired", header, { ...claims, exp: 1_970 }, "VerificationError", "ERR_VERIFICATION_EXPIRED"],
  ["one of the future", header, { ...claims, nbf: 2_031 }, "VerificationError", "ERR_VERIFICATION_NOT_YET_VALID"],
  ["one dated ahead", header, { ...claims, iat: 2_031 }, "VerificationError", "ERR_VERIFICATION_ISSUED_AT"],
  ["another kind of JWT", { ...header, typ: "at+jwt" }, claims, "VerificationError", "ERR_VERIFICATION_JWT_TYPE"],
  [
    "an ID token",
    header,
    { iss: claims.iss, iat: 1_000, nonce: "n", client_name: "App" },
    "VerificationError",
    "ERR_VERIFICATION_JWT_TYPE",
  ],
  [
    "one that states nothing",
    header,
    { iss: claims.iss, scope: "a", name: "x" },
    "VerificationError",
    "ERR_VERIFICATION_JWT_TYPE",
  ],
  [
    "one with an audience where none is expected",
    header,
    { ...claims, aud: "web" },
    "VerificationError",
    "ERR_VERIFICATION_AUDIENCE",
  ],
  ["an empty list of audiences", header, { ...claims, aud: [] }, "ValidationError", "ERR_VALIDATION_CLAIMS"],
  ["no signature", { alg: "none" }, claims, "VerificationError", "ERR_VERIFICATION_ALGORITHM"],
];
for (const [title, head, body, name, code] of refusals) {
  test(`verifySoftwareStatement: refuses ${title}`, async () => {
    await assertRefused(verifySoftwareStatement(await signJws(head, body, key), expectations()), name, code);
  });
}

test("verifySoftwareStatement: within the tolerance of the clocks a statement is valid", async () => {
  const text = await signJws(header, { ...claims, exp: 1_971, nbf: 2_030, iat: 2_030 }, key);
  assert.ok((await verifySoftwareStatement(text, expectations())).verified);
});

test("verifySoftwareStatement: accepts the algorithms that are named, no other", async () => {
  await assertRefused(
    verifySoftwareStatement(await signJws(header, claims, key), { ...expectations(), algorithms: ["ES256"] }),
    "VerificationError",
    "ERR_VERIFICATION_ALGORITHM",
  );
});

test("verifySoftwareStatement: an audience must be the expected one, and nobody else (RFC 7519 §4.1.3)", async () => {
  const audience = "https://id.example.com";
  for (const aud of [audience, [audience]]) {
    const text = await signJws(header, { ...claims, aud }, key);
    assert.ok((await verifySoftwareStatement(text, { ...expectations(), audience })).verified);
  }
  for (const aud of ["https://id.example.com/", [audience, "web"]]) {
    const text = await signJws(header, { ...claims, aud }, key);
    await assertRefused(
      verifySoftwareStatement(text, { ...expectations(), audience }),
      "VerificationError",
      "ERR_VERIFICATION_AUDIENCE",
    );
  }
});
