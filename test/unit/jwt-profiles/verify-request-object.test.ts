import assert from "node:assert/strict";
import { test } from "node:test";
import { encryptJwe } from "../../../src/jose/encrypt-jwe.ts";
import { createJwtDecryption } from "../../../src/jose/jwt-decryption.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import {
  type RequestObjectExpectations,
  verifyRequestObject,
} from "../../../src/jwt-profiles/verify-request-object.ts";
import { generateEncryptionKey } from "../jose/encrypted-tokens.ts";
import { base64url, generateTestKey, signClaims } from "../jose/signed-tokens.ts";

const now = 1_800_000_000;
const issuer = "https://id.example.com";
const key = await generateTestKey("ES256", { kid: "k1" });
const claims = {
  iss: "web",
  aud: issuer,
  client_id: "web",
  response_type: "code",
  redirect_uri: "https://app.example.com/callback",
  scope: "openid",
  max_age: 300,
  nbf: now - 30,
  exp: now + 300,
};
const expected: RequestObjectExpectations = {
  issuer,
  clientId: "web",
  keys: createStaticKeySource({ keys: [key.publicJwk] }),
  clock: () => now * 1000,
};

function requestObject(changes: object = {}, header: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return signClaims(JSON.parse(JSON.stringify({ ...claims, ...changes })), key, header);
}

test("verifyRequestObject: gives the parameters that the client signed, frozen (RFC 9101 §6.2)", async () => {
  const verified = await verifyRequestObject(await requestObject({ claims: { userinfo: { name: null } } }), expected);
  assert.deepEqual(verified, { ...claims, claims: { userinfo: { name: null } } });
  assert.ok(Object.isFrozen(verified) && Object.isFrozen(verified.claims));
});

for (const typ of ["oauth-authz-req+jwt", "application/oauth-authz-req+jwt", "JWT"]) {
  test(`verifyRequestObject: accepts the typ ${typ} (RFC 9101 §10.8)`, async () => {
    assert.equal((await verifyRequestObject(await requestObject({}, { typ }), expected)).scope, "openid");
  });
}

test("verifyRequestObject: where the type is required, none and the general one are refused (RFC 8725 §3.11)", async () => {
  for (const header of [{}, { typ: "JWT" }])
    await assert.rejects(verifyRequestObject(await requestObject({}, header), { ...expected, requireType: true }), {
      code: "ERR_VERIFICATION_JWT_TYPE",
    });
  const typed = await requestObject({}, { typ: "oauth-authz-req+jwt" });
  assert.equal((await verifyRequestObject(typed, { ...expected, requireType: true })).scope, "openid");
});

for (const [title, changes, more] of [
  ["the server among several audiences", { aud: ["https://other.example", issuer] }, {}],
  ["no times", { nbf: undefined, exp: undefined }, {}],
  ["a long life", { exp: now + 100_000 }, {}],
  ["another sub", { sub: "user" }, {}],
  ["an exp that just holds", { exp: now - 29 }, {}],
  ["the longest life of FAPI 2.0", { nbf: now - 3600, exp: now }, { fapi: true }],
] as const) {
  test(`verifyRequestObject: accepts ${title}`, async () => {
    assert.equal((await verifyRequestObject(await requestObject(changes), { ...expected, ...more })).scope, "openid");
  });
}

for (const [title, changes, more, code, parameter] of [
  ["another iss", { iss: "other" }, {}, "ERR_VERIFICATION_ISSUER", "iss"],
  ["no iss", { iss: undefined }, {}, "ERR_VERIFICATION_ISSUER", "iss"],
  ["another client_id", { client_id: "other" }, {}, "ERR_VERIFICATION_CLIENT", "client_id"],
  ["no client_id", { client_id: undefined }, {}, "ERR_VALIDATION_CLAIMS", undefined],
  ["the client as sub (RFC 9101 §10.8)", { sub: "web" }, {}, "ERR_VERIFICATION_SUBJECT", "sub"],
  ["another aud", { aud: "https://other.example" }, {}, "ERR_VERIFICATION_AUDIENCE", "aud"],
  ["an aud with a slash more", { aud: `${issuer}/` }, {}, "ERR_VERIFICATION_AUDIENCE", "aud"],
  ["no aud", { aud: undefined }, {}, "ERR_VERIFICATION_AUDIENCE", "aud"],
  ["a request inside", { request: "a.b.c" }, {}, "ERR_VALIDATION_CLAIMS", undefined],
  ["a request_uri inside", { request_uri: "https://app.example.com/r" }, {}, "ERR_VALIDATION_CLAIMS", undefined],
  ["an exp in the past", { exp: now - 30 }, {}, "ERR_VERIFICATION_EXPIRED", "exp"],
  ["an nbf in the future", { nbf: now + 31 }, {}, "ERR_VERIFICATION_NOT_YET_VALID", "nbf"],
  ["an iat in the future", { iat: now + 31 }, {}, "ERR_VERIFICATION_ISSUED_AT", "iat"],
  ["a software statement", { software_id: "s" }, {}, "ERR_VERIFICATION_JWT_TYPE", "software_id"],
  ["no exp under FAPI 2.0", { exp: undefined }, { fapi: true }, "ERR_VERIFICATION_LIFETIME", "exp"],
  ["no nbf under FAPI 2.0", { nbf: undefined }, { fapi: true }, "ERR_VERIFICATION_LIFETIME", "nbf"],
  ["an old nbf under FAPI 2.0", { nbf: now - 3631 }, { fapi: true }, "ERR_VERIFICATION_LIFETIME", "nbf"],
  ["a long life under FAPI 2.0", { nbf: now, exp: now + 3601 }, { fapi: true }, "ERR_VERIFICATION_LIFETIME", "exp"],
  ["another algorithm than the registered one", {}, { algorithms: ["PS256"] }, "ERR_VERIFICATION_ALGORITHM", "alg"],
] as const) {
  test(`verifyRequestObject: refuses ${title}`, async () => {
    const error = parameter === undefined ? { code } : { code, parameter };
    await assert.rejects(verifyRequestObject(await requestObject(changes), { ...expected, ...more }), error);
  });
}

test("verifyRequestObject: refuses another key, and no signature (RFC 9101 §10.2)", async () => {
  const other = await generateTestKey("ES256", { kid: "k1" });
  await assert.rejects(verifyRequestObject(await signClaims(claims, other), expected), {
    code: "ERR_VERIFICATION_SIGNATURE",
  });
  const unsigned = `${base64url('{"alg":"none"}')}.${base64url(JSON.stringify(claims))}.`;
  await assert.rejects(verifyRequestObject(unsigned, expected), { code: "ERR_VERIFICATION_ALGORITHM" });
});

test("verifyRequestObject: an encrypted one is decrypted, and verified like any other (RFC 9101 §6.1)", async () => {
  const own = await generateEncryptionKey("RSA-OAEP-256");
  const decryption = createJwtDecryption({ keys: [own.privateJwk] });
  const encrypt = async (text: string) =>
    encryptJwe(text, { algorithm: "RSA-OAEP-256", encryption: "A256GCM", key: own.publicJwk, contentType: "JWT" });
  const encrypted = await encrypt(await requestObject());
  assert.equal((await verifyRequestObject(encrypted, { ...expected, decryption })).scope, "openid");
  await assert.rejects(
    verifyRequestObject(await encrypt(await requestObject({ iss: "other" })), { ...expected, decryption }),
    {
      code: "ERR_VERIFICATION_ISSUER",
    },
  );
  await assert.rejects(verifyRequestObject(encrypted, expected), {
    family: "verification",
    code: "ERR_VERIFICATION_JWT_ENCRYPTED",
  });
});

for (const [parameter, changes] of [
  ["issuer", { issuer: "" }],
  ["clientId", { clientId: "" }],
  ["algorithms", { algorithms: ["none"] }],
  ["clockToleranceSeconds", { clockToleranceSeconds: -1 }],
] as const) {
  test(`verifyRequestObject: refuses ${parameter} of ${JSON.stringify(changes)}`, async () => {
    await assert.rejects(verifyRequestObject(await requestObject(), { ...expected, ...changes }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
  });
}
