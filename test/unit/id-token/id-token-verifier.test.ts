import assert from "node:assert/strict";
import { test } from "node:test";
import { createIdTokenVerifier, type TrustedIssuer } from "../../../src/id-token/id-token-verifier.ts";
import { encryptJwe } from "../../../src/jose/encrypt-jwe.ts";
import { createJwtDecryption } from "../../../src/jose/jwt-decryption.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import { createIssuerTemplate } from "../../../src/jwt-profiles/issuer-template.ts";
import { generateEncryptionKey } from "../jose/encrypted-tokens.ts";
import { generateTestKey, signClaims } from "../jose/signed-tokens.ts";

const now = 1_800_000_000;
const clock = () => now * 1000;
const one = await generateTestKey("ES256", { kid: "k1" });
const two = await generateTestKey("RS256", { kid: "k1" });
const first: TrustedIssuer = {
  issuer: "https://one.example",
  clientId: "web",
  keys: createStaticKeySource({ keys: [one.publicJwk] }),
  algorithms: ["ES256"],
};
const second: TrustedIssuer = {
  issuer: "https://two.example",
  clientId: "web-at-two",
  keys: createStaticKeySource({ keys: [two.publicJwk] }),
};
const verifier = createIdTokenVerifier({ issuers: [first, second, { ...second, clientId: "app-at-two" }], clock });
const claims = { iss: "https://one.example", sub: "u", aud: "web", iat: now, exp: now + 60, nonce: "n" };
const claimsOfTwo = { ...claims, iss: "https://two.example", aud: "web-at-two" };

test("createIdTokenVerifier: verifies each token by the rules of its own issuer (OpenID Connect Core §3.1.3.7)", async () => {
  assert.equal((await verifier.verify(await signClaims(claims, one))).iss, "https://one.example");
  assert.equal((await verifier.verify(await signClaims(claimsOfTwo, two))).iss, "https://two.example");
  const forTheApp = await signClaims({ ...claimsOfTwo, aud: ["app-at-two"] }, two);
  assert.deepEqual((await verifier.verify(forTheApp)).aud, ["app-at-two"]);
});

for (const [title, make, code] of [
  [
    "an issuer that is not trusted",
    () => signClaims({ ...claims, iss: "https://three.example" }, one),
    "ERR_VERIFICATION_ISSUER",
  ],
  [
    "an issuer with a slash more",
    () => signClaims({ ...claims, iss: "https://one.example/" }, one),
    "ERR_VERIFICATION_ISSUER",
  ],
  ["no issuer", () => signClaims({ ...claims, iss: undefined }, one), "ERR_VERIFICATION_ISSUER"],
  [
    "an issuer that is no text",
    () => signClaims({ ...claims, iss: ["https://one.example"] }, one),
    "ERR_VERIFICATION_ISSUER",
  ],
  ["the key of another trusted issuer", () => signClaims(claimsOfTwo, one), "ERR_VERIFICATION_ALGORITHM"],
  ["an algorithm of another trusted issuer", () => signClaims(claims, two), "ERR_VERIFICATION_ALGORITHM"],
  [
    "the client of another trusted issuer",
    () => signClaims({ ...claims, aud: "web-at-two" }, one),
    "ERR_VERIFICATION_AUDIENCE",
  ],
  ["an exp in the past", () => signClaims({ ...claims, exp: now - 30 }, one), "ERR_VERIFICATION_EXPIRED"],
  ["another kind of JWT", () => signClaims(claims, one, { typ: "at+jwt" }), "ERR_VERIFICATION_JWT_TYPE"],
] as const) {
  test(`createIdTokenVerifier: refuses ${title}`, async () => {
    await assert.rejects(verifier.verify(await make()), { code });
  });
}

test("createIdTokenVerifier: a nonce that is given must be the token's", async () => {
  const token = await signClaims(claims, one);
  assert.equal((await verifier.verify(token, { nonce: "n" })).sub, "u");
  await assert.rejects(verifier.verify(token, { nonce: "other" }), { code: "ERR_VERIFICATION_NONCE" });
  await assert.rejects(verifier.verify(token, { subject: "other" }), { code: "ERR_VERIFICATION_SUBJECT" });
});

test("createIdTokenVerifier: an encrypted token is opened to find its issuer, where there is a key", async () => {
  const own = await generateEncryptionKey("RSA-OAEP-256");
  const token = await encryptJwe(await signClaims(claims, one), {
    algorithm: "RSA-OAEP-256",
    encryption: "A256GCM",
    key: own.publicJwk,
    contentType: "JWT",
  });
  await assert.rejects(verifier.verify(token), { code: "ERR_CONFIGURATION_DECRYPTION_KEY" });
  const decryption = createJwtDecryption({ keys: [own.privateJwk] });
  assert.equal((await createIdTokenVerifier({ issuers: [first], clock, decryption }).verify(token)).sub, "u");
});

test("createIdTokenVerifier: what the caller changes later has no effect", async () => {
  const issuers = [{ ...first }];
  const own = createIdTokenVerifier({ issuers, clock });
  issuers.length = 0;
  assert.equal((await own.verify(await signClaims(claims, one))).sub, "u");
});

test("createIdTokenVerifier: several clients and several providers may stand in one list", async () => {
  const own = createIdTokenVerifier({ issuers: [first, { ...first, clientId: "app" }, second], clock });
  assert.equal((await own.verify(await signClaims({ ...claims, aud: "app" }, one))).aud, "app");
  assert.equal((await own.verify(await signClaims(claimsOfTwo, two))).aud, "web-at-two");
});

test("createIdTokenVerifier: of a server with tenants, those of the list and their own issuers alone", async () => {
  const issuerTemplate = createIssuerTemplate({ template: "https://t.example/{tenantid}", tenants: ["a", "b"] });
  const own = createIdTokenVerifier({
    issuers: [first, { ...second, issuer: "https://t.example/{tenantid}", issuerTemplate }],
    clock,
  });
  const sign = (iss: unknown, tid: unknown) => signClaims({ ...claimsOfTwo, iss, tid }, two);
  assert.equal((await own.verify(await sign("https://t.example/a", "a"))).iss, "https://t.example/a");
  assert.equal((await own.verify(await signClaims(claims, one))).iss, "https://one.example");
  for (const [iss, tid] of [
    ["https://t.example/c", "c"],
    ["https://t.example/a", "b"],
    ["https://t.example/a", undefined],
    ["https://t.example/{tenantid}", "a"],
    [["https://t.example/a"], "a"],
  ])
    await assert.rejects(own.verify(await sign(iss, tid)), { code: "ERR_VERIFICATION_ISSUER" });
});

for (const issuers of [
  undefined,
  [],
  [first, { ...first }],
  [{ ...first, issuer: "" }],
  [{ ...first, issuer: 1 }],
  [{ ...first, clientId: undefined }],
  [{ ...first, clientId: "" }],
  [{ ...first, keys: undefined }],
  [{ ...first, keys: {} }],
  [{ ...first, keys: [] }],
  [null],
]) {
  test(`createIdTokenVerifier: refuses issuers of ${JSON.stringify(issuers)}`, () => {
    assert.throws(() => Reflect.apply(createIdTokenVerifier, undefined, [{ issuers }]), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "issuers",
    });
  });
}
