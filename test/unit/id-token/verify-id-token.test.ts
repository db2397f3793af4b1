import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { test } from "node:test";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import { type IdTokenExpectations, verifyIdToken } from "../../../src/id-token/verify-id-token.ts";
import { encryptJwe } from "../../../src/jose/encrypt-jwe.ts";
import { createJwtDecryption } from "../../../src/jose/jwt-decryption.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import { generateEncryptionKey } from "../jose/encrypted-tokens.ts";
import { base64url, generateTestKey, signClaims, signText } from "../jose/signed-tokens.ts";

const now = 1_800_000_000;
const key = await generateTestKey("ES256", { kid: "k1" });
const accessToken = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
const claims = {
  iss: "https://id.example.com",
  sub: "248289761001",
  aud: "web",
  exp: now + 300,
  iat: now,
  nonce: "n-0S6_WzA2Mj",
  at_hash: "77QmUPtjPfzWtF2AnpK9RQ",
  address: { country: "AT" },
  "https://example.com/role": ["admin"],
};
const expectations: IdTokenExpectations = {
  issuer: "https://id.example.com",
  clientId: "web",
  nonce: "n-0S6_WzA2Mj",
  receivedFrom: "token_endpoint",
  accessToken,
  keys: createStaticKeySource({ keys: [key.publicJwk] }),
  algorithms: ["RS256", "ES256"],
  clock: () => now * 1000 + 999,
};

test("verifies an ID token and gives all its claims, frozen throughout (OpenID Connect Core §3.1.3.7)", async () => {
  const verified = await verifyIdToken(await signClaims(claims, key, { kid: "k1", typ: "JWT" }), expectations);
  assert.deepEqual(verified, claims);
  assert.ok(Object.isFrozen(verified));
  assert.ok(Object.isFrozen(verified.address));
  assert.ok(Object.isFrozen(verified["https://example.com/role"]));
});

for (const [title, change, code] of [
  ["another issuer", { iss: "https://other.example" }, "ERR_VERIFICATION_ISSUER"],
  ["another audience", { aud: "other" }, "ERR_VERIFICATION_AUDIENCE"],
  ["another azp", { azp: "other" }, "ERR_VERIFICATION_AUTHORIZED_PARTY"],
  ["an exp in the past", { exp: now - 60 }, "ERR_VERIFICATION_EXPIRED"],
  ["an nbf in the future", { nbf: now + 60 }, "ERR_VERIFICATION_NOT_YET_VALID"],
  ["an iat in the future", { iat: now + 60 }, "ERR_VERIFICATION_ISSUED_AT"],
  ["another nonce", { nonce: "n-1" }, "ERR_VERIFICATION_NONCE"],
  ["another at_hash", { at_hash: "AAAAAAAAAAAAAAAAAAAAAA" }, "ERR_VERIFICATION_HASH"],
  ["an empty sub", { sub: "" }, "ERR_VALIDATION_CLAIMS"],
  ["a sub of 256 characters", { sub: "a".repeat(256) }, "ERR_VALIDATION_CLAIMS"],
  ["a number in aud", { aud: ["web", 1] }, "ERR_VALIDATION_CLAIMS"],
  ["exp as text", { exp: "1900000000" }, "ERR_VALIDATION_CLAIMS"],
  ["a nonce that is null", { nonce: null }, "ERR_VALIDATION_CLAIMS"],
] as const) {
  test(`refuses a well-signed token with ${title} (OpenID Connect Core §3.1.3.7)`, async () => {
    const token = await signClaims({ ...claims, ...change }, key);
    await assert.rejects(verifyIdToken(token, expectations), { code });
  });
}

test("refuses a token without the required claims, naming all of them (OpenID Connect Core §2)", async () => {
  const token = await signClaims({ name: "Jane" }, key);
  await assert.rejects(verifyIdToken(token, expectations), (error: { issues: readonly { pointer: string }[] }) => {
    assert.deepEqual(error.issues.map(({ pointer }) => pointer).sort(), ["/aud", "/exp", "/iat", "/iss", "/sub"]);
    return true;
  });
});

test("verifies the signature of a token from the token endpoint too (OpenID Connect Core §3.1.3.7)", async () => {
  const [header, payload] = (await signClaims(claims, key)).split(".");
  for (const signature of ["", "A".repeat(86)]) {
    await assert.rejects(verifyIdToken(`${header}.${payload}.${signature}`, expectations), {
      code: "ERR_VERIFICATION_SIGNATURE",
    });
  }
});

test("refuses alg none and HMAC with a public secret (RFC 8725 §2.1)", async () => {
  const payload = base64url(JSON.stringify(claims));
  const none = `${base64url('{"alg":"none"}')}.${payload}.`;
  await assert.rejects(verifyIdToken(none, { ...expectations, algorithms: ["none"] }), {
    code: "ERR_VERIFICATION_ALGORITHM",
  });
  const input = `${base64url('{"alg":"HS256"}')}.${payload}`;
  const hmac = `${input}.${createHmac("sha256", "secret").update(input).digest("base64url")}`;
  await assert.rejects(verifyIdToken(hmac, expectations), { code: "ERR_VERIFICATION_ALGORITHM" });
});

test("accepts RS256 alone unless algorithms are named (OpenID Connect Core §3.1.3.7)", async () => {
  const { algorithms: _, ...defaults } = expectations;
  await assert.rejects(verifyIdToken(await signClaims(claims, key), defaults), {
    code: "ERR_VERIFICATION_ALGORITHM",
    message: /accepted: RS256 \(/,
  });
  const rsa = await generateTestKey("RS256");
  const keys = createStaticKeySource({ keys: [rsa.publicJwk] });
  assert.equal((await verifyIdToken(await signClaims(claims, rsa), { ...defaults, keys })).sub, "248289761001");
});

for (const typ of ["at+jwt", "application/at+jwt", "logout+jwt", "dpop+jwt", "client-authentication+jwt"]) {
  test(`refuses a well-signed ${typ} in place of an ID token (RFC 8725 §3.11)`, async () => {
    const header = typ === "dpop+jwt" ? { typ, jwk: key.publicJwk } : { typ };
    const token = await signClaims(claims, key, header);
    await assert.rejects(verifyIdToken(token, expectations), { code: "ERR_VERIFICATION_JWT_TYPE" });
  });
}

test("refuses a claim that stands twice, though the signature covers both (RFC 8725 §2.6)", async () => {
  const payload = `${JSON.stringify(claims).slice(0, -1)},"sub":"admin"}`;
  await assert.rejects(verifyIdToken(await signText('{"alg":"ES256"}', payload, key), expectations), {
    code: "ERR_VALIDATION_JWT",
    message: /\/sub must be JSON: duplicate-member/,
  });
});

test("refuses a critical header and an encrypted token by name", async () => {
  const critical = await signText('{"alg":"ES256","crit":["x"],"x":1}', JSON.stringify(claims), key);
  await assert.rejects(verifyIdToken(critical, expectations), { code: "ERR_VERIFICATION_CRITICAL_HEADER" });
  await assert.rejects(verifyIdToken("eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn", expectations), {
    name: "ConfigurationError",
    code: "ERR_CONFIGURATION_DECRYPTION_KEY",
  });
});

test("decrypts an encrypted ID token and verifies what is inside (OpenID Connect Core §3.1.3.7)", async () => {
  const recipient = await generateEncryptionKey("RSA-OAEP-256");
  const options = { key: recipient.publicJwk, algorithm: "RSA-OAEP-256", encryption: "A256GCM", contentType: "JWT" };
  const signed = await signClaims(claims, key, { kid: "k1" });
  const decryption = createJwtDecryption({ keys: [recipient.privateJwk], required: true });
  const expected = { ...expectations, decryption };
  assert.deepEqual(await verifyIdToken(await encryptJwe(signed, options), expected), claims);
  await assert.rejects(verifyIdToken(signed, expected), { code: "ERR_VERIFICATION_JWT_NOT_ENCRYPTED" });
  const other = await signClaims({ ...claims, aud: "other" }, key);
  await assert.rejects(verifyIdToken(await encryptJwe(other, options), expected), {
    code: "ERR_VERIFICATION_AUDIENCE",
  });
  const forged = `${signed.split(".").slice(0, 2).join(".")}.${"A".repeat(86)}`;
  await assert.rejects(verifyIdToken(await encryptJwe(forged, options), expected), {
    code: "ERR_VERIFICATION_SIGNATURE",
  });
  await assert.rejects(verifyIdToken(await encryptJwe(JSON.stringify(claims), options), expected), {
    code: "ERR_VALIDATION_JWT",
  });
});

test("never asks for keys when a token is not meant for this client", async () => {
  let asked = 0;
  const keys = {
    find: async () => {
      asked += 1;
      return [key.publicJwk];
    },
  };
  await assert.rejects(verifyIdToken(await signClaims({ ...claims, aud: "other" }, key), { ...expectations, keys }));
  assert.equal(asked, 0);
  await verifyIdToken(await signClaims(claims, key), { ...expectations, keys });
  assert.equal(asked, 1);
});

test("reports a bad signature, not a bad hash, when both are bad", async () => {
  const stranger = await generateTestKey("ES256", { kid: "k1" });
  const token = await signClaims({ ...claims, at_hash: "AAAAAAAAAAAAAAAAAAAAAA" }, stranger);
  await assert.rejects(verifyIdToken(token, expectations), { code: "ERR_VERIFICATION_SIGNATURE" });
});

test("verifies what came from the authorization endpoint with nonce and hashes (OpenID Connect Core §3.3.2.12)", async () => {
  const code = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk";
  const front: IdTokenExpectations = { ...expectations, receivedFrom: "authorization_endpoint", code };
  const complete = { ...claims, c_hash: "LDktKdoQak3Pk0cnXxCltA" };
  assert.equal((await verifyIdToken(await signClaims(complete, key), front)).nonce, "n-0S6_WzA2Mj");
  await assert.rejects(verifyIdToken(await signClaims(claims, key), front), { code: "ERR_VERIFICATION_HASH" });
  for (const weaker of [{ nonce: undefined }, { acceptAnyNonce: true }]) {
    await assert.rejects(verifyIdToken(await signClaims(complete, key), { ...front, ...weaker }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "nonce",
    });
  }
});

test("halves SHA-512 for the hashes of an Ed25519 token", async () => {
  const ed25519 = await generateTestKey("EdDSA");
  const keys = createStaticKeySource({ keys: [ed25519.publicJwk] });
  const digest = createHash("sha512").update(accessToken).digest();
  const at_hash = digest.subarray(0, 32).toString("base64url");
  const token = await signClaims({ ...claims, at_hash }, ed25519);
  assert.equal((await verifyIdToken(token, { ...expectations, keys, algorithms: ["EdDSA"] })).at_hash, at_hash);
});

test("admits a tolerated deviation and reports it once the token is verified", async () => {
  const deviant = { ...claims, email_verified: "true" };
  const reported: unknown[] = [];
  const tolerant: IdTokenExpectations = {
    ...expectations,
    tolerate: tolerating(["boolean-string"]),
    onTolerated: (deviations) => reported.push(...deviations),
  };
  await assert.rejects(verifyIdToken(await signClaims(deviant, key), expectations), { code: "ERR_VALIDATION_CLAIMS" });
  assert.equal((await verifyIdToken(await signClaims(deviant, key), tolerant)).email_verified, true);
  assert.deepEqual(reported, [{ tolerance: "boolean-string", pointer: "/email_verified", deviation: "D17" }]);

  const forged = `${(await signClaims(deviant, key)).slice(0, -86)}${"A".repeat(86)}`;
  await assert.rejects(verifyIdToken(forged, tolerant), { code: "ERR_VERIFICATION_SIGNATURE" });
  assert.equal(reported.length, 1);
  const { onTolerated: _, ...silent } = tolerant;
  assert.equal((await verifyIdToken(await signClaims(deviant, key), silent)).email_verified, true);
});

test("admits no deviation on a claim that carries trust, whatever is tolerated", async () => {
  const tolerate = tolerating(["numeric-date-string", "null-members", "empty-strings", "empty-arrays"]);
  for (const change of [{ exp: String(now + 300) }, { iat: String(now) }, { nonce: "" }, { sub: null }, { aud: [] }]) {
    const token = await signClaims({ ...claims, ...change }, key);
    await assert.rejects(verifyIdToken(token, { ...expectations, tolerate }));
  }
});

test("uses the machine's clock by default", async () => {
  const { clock: _, ...machine } = expectations;
  const seconds = Math.floor(Date.now() / 1000);
  const fresh = await signClaims({ ...claims, iat: seconds, exp: seconds + 60 }, key);
  assert.equal((await verifyIdToken(fresh, machine)).iat, seconds);
});

for (const [title, claim, change, parameter] of [
  ["a tolerance of NaN", { exp: now - 3600 }, { clockToleranceSeconds: Number.NaN }, "clockToleranceSeconds"],
  ["an endless tolerance", { exp: now - 3600 }, { clockToleranceSeconds: Infinity }, "clockToleranceSeconds"],
  ["a tolerance as text", { exp: now - 3600 }, { clockToleranceSeconds: "30" }, "clockToleranceSeconds"],
  ["an issued age of NaN", { iat: now - 1e7 }, { maxIssuedAgeSeconds: Number.NaN }, "maxIssuedAgeSeconds"],
  ["a max_age of NaN", { auth_time: 5 }, { maxAgeSeconds: Number.NaN }, "maxAgeSeconds"],
  ["a clock that tells NaN", { exp: now - 3600 }, { clock: () => Number.NaN }, "clock"],
  ["an unknown place of receipt", {}, { receivedFrom: "authorization-endpoint" }, "receivedFrom"],
] as const) {
  test(`never lets a token pass because of ${title}`, async () => {
    const token = await signClaims({ ...claims, ...claim }, key);
    const wrong = { ...expectations, ...change } as unknown as IdTokenExpectations;
    await assert.rejects(verifyIdToken(token, wrong), { code: "ERR_CONFIGURATION_OPTION", parameter });
    await assert.rejects(verifyIdToken("no token", wrong), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}

for (const given of [undefined, null, 7, {}]) {
  test(`refuses ${JSON.stringify(given)} in place of a token`, async () => {
    await assert.rejects(verifyIdToken(given as unknown as string, expectations), { code: "ERR_VALIDATION_JWT" });
  });
}

test("hands the signal to the key source", async () => {
  const { signal } = new AbortController();
  const seen: unknown[] = [];
  const keys: IdTokenExpectations["keys"] = {
    async find(header, given) {
      seen.push(header.kid, given);
      return [key.publicJwk];
    },
  };
  await verifyIdToken(await signClaims(claims, key, { kid: "k1" }), { ...expectations, keys, signal });
  assert.deepEqual(seen, ["k1", signal]);
});

test("takes a token whose header has an odd x5t, which is never used (RFC 7515 §4.1)", async () => {
  const token = await signClaims(claims, key, { kid: "k1", x5t: "NTk5Nzk2", jku: "http://evil.example/keys" });
  assert.equal((await verifyIdToken(token, expectations)).sub, "248289761001");
});
