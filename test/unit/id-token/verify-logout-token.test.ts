import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import { verifyIdToken } from "../../../src/id-token/verify-id-token.ts";
import {
  type LogoutTokenExpectations,
  logoutTokenEnd,
  verifyLogoutToken,
} from "../../../src/id-token/verify-logout-token.ts";
import { encryptJwe } from "../../../src/jose/encrypt-jwe.ts";
import { createJwtDecryption } from "../../../src/jose/jwt-decryption.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import { generateEncryptionKey } from "../jose/encrypted-tokens.ts";
import { base64url, generateTestKey, signClaims, signText } from "../jose/signed-tokens.ts";

const now = 1_800_000_000;
const key = await generateTestKey("ES256", { kid: "k1" });
const event = "http://schemas.openid.net/event/backchannel-logout";
const header = { kid: "k1", typ: "logout+jwt" };
const claims = {
  iss: "https://id.example.com",
  sub: "248289761001",
  aud: "web",
  iat: now,
  exp: now + 120,
  jti: "bWJq",
  sid: "08a5019c-17e1-4977-8f42-65a12843ea02",
  events: { [event]: {} },
};
const expectations: LogoutTokenExpectations = {
  issuer: "https://id.example.com",
  clientId: "web",
  keys: createStaticKeySource({ keys: [key.publicJwk] }),
  algorithms: ["RS256", "ES256"],
  clock: () => now * 1000 + 999,
};

function without(...names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name)));
}

test("verifies a logout token and gives its claims, frozen throughout (OpenID Connect Back-Channel Logout §2.6)", async () => {
  const verified = await verifyLogoutToken(await signClaims(claims, key, header), expectations);
  assert.deepEqual(verified, claims);
  assert.ok(Object.isFrozen(verified) && Object.isFrozen(verified.events));
});

test("accepts RS256 and nothing else where no algorithm is named (OpenID Connect Back-Channel Logout §2.6)", async () => {
  const rsa = await generateTestKey("RS256", { kid: "k1" });
  const { algorithms: _none, ...plain } = expectations;
  const keys = createStaticKeySource({ keys: [rsa.publicJwk] });
  assert.equal((await verifyLogoutToken(await signClaims(claims, rsa, header), { ...plain, keys })).jti, "bWJq");
  await assert.rejects(verifyLogoutToken(await signClaims(claims, key, header), plain), {
    code: "ERR_VERIFICATION_ALGORITHM",
  });
});

for (const typ of [undefined, "logout+jwt", "application/logout+jwt", "LOGOUT+JWT", "JWT"]) {
  test(`accepts the typ ${typ} (OpenID Connect Back-Channel Logout §2.4)`, async () => {
    const token = await signClaims(claims, key, typ === undefined ? {} : { typ });
    assert.equal((await verifyLogoutToken(token, expectations)).jti, "bWJq");
  });
}

for (const typ of ["at+jwt", "dpop+jwt", "secevent+jwt", "client-authentication+jwt"]) {
  test(`refuses a well-signed token of the typ ${JSON.stringify(typ)} (RFC 8725 §3.11)`, async () => {
    const token = await signClaims(claims, key, typ === "dpop+jwt" ? { typ, jwk: key.publicJwk } : { typ });
    await assert.rejects(verifyLogoutToken(token, expectations), { code: "ERR_VERIFICATION_JWT_TYPE" });
  });
}

for (const [title, change] of [
  ["sub alone", { sid: undefined }],
  ["sid alone", { sub: undefined }],
  ["a list of one audience", { aud: ["web"] }],
  ["further audiences beside an azp", { aud: ["web", "other"], azp: "web" }],
  ["more in its event", { events: { [event]: { reason: "x" }, "https://example.com/e": {} } }],
  ["claims that nobody knows", { "https://example.com/a": 1 }],
  ["an exp that just holds", { exp: now - 29 }],
  ["an iat of the next half minute", { iat: now + 30 }],
  ["an iat of an hour ago", { iat: now - 3630 }],
  ["an nbf of the next half minute", { nbf: now + 30 }],
] as const) {
  test(`accepts a token with ${title} (OpenID Connect Back-Channel Logout §2.4)`, async () => {
    const token = await signClaims(JSON.parse(JSON.stringify({ ...claims, ...change })), key, header);
    assert.equal((await verifyLogoutToken(token, expectations)).jti, "bWJq");
  });
}

for (const [title, change, code] of [
  ["another issuer", { iss: "https://other.example" }, "ERR_VERIFICATION_ISSUER"],
  ["an issuer with a slash more", { iss: "https://id.example.com/" }, "ERR_VERIFICATION_ISSUER"],
  ["another audience", { aud: "other" }, "ERR_VERIFICATION_AUDIENCE"],
  ["an audience that nobody trusts", { aud: ["web", "other"] }, "ERR_VERIFICATION_AUDIENCE"],
  ["another azp", { azp: "other" }, "ERR_VERIFICATION_AUTHORIZED_PARTY"],
  ["an exp in the past", { exp: now - 30 }, "ERR_VERIFICATION_EXPIRED"],
  ["an iat in the future", { iat: now + 31 }, "ERR_VERIFICATION_ISSUED_AT"],
  ["an iat of long ago", { iat: now - 3631 }, "ERR_VERIFICATION_ISSUED_AT"],
  ["an nbf in the future", { nbf: now + 31 }, "ERR_VERIFICATION_NOT_YET_VALID"],
  ["an nbf as text", { nbf: "1" }, "ERR_VERIFICATION_NOT_YET_VALID"],
  ["a nonce", { nonce: "n" }, "ERR_VALIDATION_CLAIMS"],
  ["a nonce that is null", { nonce: null }, "ERR_VALIDATION_CLAIMS"],
  ["an empty nonce", { nonce: "" }, "ERR_VALIDATION_CLAIMS"],
  ["events without the event", { events: {} }, "ERR_VALIDATION_CLAIMS"],
  ["another event", { events: { [`${event}s`]: {} } }, "ERR_VALIDATION_CLAIMS"],
  ["an event over https", { events: { [event.replace("http:", "https:")]: {} } }, "ERR_VALIDATION_CLAIMS"],
  ["an event that is true", { events: { [event]: true } }, "ERR_VALIDATION_CLAIMS"],
  ["an event that is null", { events: { [event]: null } }, "ERR_VALIDATION_CLAIMS"],
  ["events as a list", { events: [event] }, "ERR_VALIDATION_CLAIMS"],
  ["events as text", { events: event }, "ERR_VALIDATION_CLAIMS"],
  ["an empty jti", { jti: "" }, "ERR_VALIDATION_CLAIMS"],
  ["a jti that is a number", { jti: 1 }, "ERR_VALIDATION_CLAIMS"],
  ["an empty sid", { sid: "" }, "ERR_VALIDATION_CLAIMS"],
  ["an empty sub", { sub: "" }, "ERR_VALIDATION_CLAIMS"],
  ["exp as text", { exp: String(now + 60) }, "ERR_VALIDATION_CLAIMS"],
  ["iat as text", { iat: String(now) }, "ERR_VALIDATION_CLAIMS"],
  ["an empty aud", { aud: [] }, "ERR_VALIDATION_CLAIMS"],
] as const) {
  test(`refuses a well-signed token with ${title} (OpenID Connect Back-Channel Logout §2.6)`, async () => {
    const token = await signClaims({ ...claims, ...change }, key, header);
    const tolerate = tolerating(["null-members", "empty-strings", "empty-arrays", "numeric-date-string"]);
    await assert.rejects(verifyLogoutToken(token, expectations), { code });
    await assert.rejects(verifyLogoutToken(token, { ...expectations, tolerate }));
  });
}

test("refuses a token without its required claims, naming all of them (OpenID Connect Back-Channel Logout §2.4)", async () => {
  const token = await signClaims({ name: "Jane" }, key, header);
  await assert.rejects(verifyLogoutToken(token, expectations), (error: { issues: readonly { pointer: string }[] }) => {
    const found = error.issues.map(({ pointer }) => pointer).sort();
    assert.deepEqual(found, ["", "/aud", "/events", "/exp", "/iat", "/iss", "/jti"]);
    return true;
  });
  await assert.rejects(verifyLogoutToken(await signClaims(without("sub", "sid"), key, header), expectations), {
    code: "ERR_VALIDATION_CLAIMS",
    message: /The token has sub or sid, or both|sub or sid/,
  });
});

test("demands a sid where the client is registered so (OpenID Connect Back-Channel Logout §2.2)", async () => {
  const required = { ...expectations, requireSid: true };
  assert.equal((await verifyLogoutToken(await signClaims(claims, key, header), required)).jti, "bWJq");
  await assert.rejects(verifyLogoutToken(await signClaims(without("sid"), key, header), required), {
    code: "ERR_VALIDATION_CLAIMS",
    message: /\/sid is required, because the client is registered with backchannel_logout_session_required/,
  });
});

test("admits a missing exp only where it is tolerated, and tells of it", async () => {
  const reported: unknown[] = [];
  const tolerant: LogoutTokenExpectations = {
    ...expectations,
    tolerate: tolerating(["logout-token-exp-missing"]),
    onTolerated: (deviations) => reported.push(...deviations),
  };
  const token = await signClaims(without("exp"), key, header);
  await assert.rejects(verifyLogoutToken(token, expectations), { code: "ERR_VALIDATION_CLAIMS" });
  assert.equal((await verifyLogoutToken(token, tolerant)).exp, now + 120);
  assert.deepEqual(reported, [{ tolerance: "logout-token-exp-missing", pointer: "/exp", deviation: "D30" }]);
  const old = await signClaims({ ...without("exp"), iat: now - 150 }, key, header);
  await assert.rejects(verifyLogoutToken(old, tolerant), { code: "ERR_VERIFICATION_EXPIRED" });
});

test("refuses alg none, HMAC, and an asymmetric one that was not agreed on (OpenID Connect Back-Channel Logout §2.6)", async () => {
  const payload = base64url(JSON.stringify(claims));
  const none = `${base64url('{"alg":"none","typ":"logout+jwt"}')}.${payload}.`;
  const code = "ERR_VERIFICATION_ALGORITHM";
  await assert.rejects(verifyLogoutToken(none, { ...expectations, algorithms: ["none"] }), { code });
  const input = `${base64url('{"alg":"HS256"}')}.${payload}`;
  const hmac = `${input}.${createHmac("sha256", "secret").update(input).digest("base64url")}`;
  await assert.rejects(verifyLogoutToken(hmac, { ...expectations, algorithms: ["HS256"] }), { code });
  const { algorithms: _, ...defaults } = expectations;
  await assert.rejects(verifyLogoutToken(await signClaims(claims, key, header), defaults), { code });
});

test("refuses a bad signature, a stranger's key, and a key that the header brings (RFC 8725 §3.1)", async () => {
  const stranger = await generateTestKey("ES256", { kid: "k1" });
  const [head, payload] = (await signClaims(claims, key, header)).split(".");
  for (const token of [
    `${head}.${payload}.`,
    `${head}.${payload}.${"A".repeat(86)}`,
    await signClaims(claims, stranger, header),
    await signClaims(claims, stranger, { ...header, jwk: stranger.publicJwk }),
  ]) {
    await assert.rejects(verifyLogoutToken(token, expectations), { code: "ERR_VERIFICATION_SIGNATURE" });
  }
});

test("refuses a critical header, a claim that stands twice, and text that is no JWT", async () => {
  const critical = await signText('{"alg":"ES256","crit":["x"],"x":1}', JSON.stringify(claims), key);
  await assert.rejects(verifyLogoutToken(critical, expectations), { code: "ERR_VERIFICATION_CRITICAL_HEADER" });
  const twice = `${JSON.stringify(claims).slice(0, -1)},"sub":"admin"}`;
  const repeated = await signText('{"alg":"ES256"}', twice, key);
  for (const token of [repeated, "", "a.b", "a.b.c", undefined, null, 7]) {
    await assert.rejects(verifyLogoutToken(token as unknown as string, expectations), { code: "ERR_VALIDATION_JWT" });
  }
});

test("never asks for keys when a token is not meant for this client", async () => {
  let asked = 0;
  const keys = {
    find: async () => {
      asked += 1;
      return [key.publicJwk];
    },
  };
  const other = await signClaims({ ...claims, aud: "other" }, key, header);
  await assert.rejects(verifyLogoutToken(other, { ...expectations, keys }));
  assert.equal(asked, 0);
  await verifyLogoutToken(await signClaims(claims, key, header), { ...expectations, keys });
  assert.equal(asked, 1);
});

test("opens an encrypted token, and refuses one in the open where encryption is registered", async () => {
  const recipient = await generateEncryptionKey("RSA-OAEP-256");
  const options = { key: recipient.publicJwk, algorithm: "RSA-OAEP-256", encryption: "A256GCM", contentType: "JWT" };
  const signed = await signClaims(claims, key, header);
  const decryption = createJwtDecryption({ keys: [recipient.privateJwk], required: true });
  const encrypted = await encryptJwe(signed, options);
  assert.equal((await verifyLogoutToken(encrypted, { ...expectations, decryption })).jti, "bWJq");
  await assert.rejects(verifyLogoutToken(signed, { ...expectations, decryption }), {
    code: "ERR_VERIFICATION_JWT_NOT_ENCRYPTED",
  });
  await assert.rejects(verifyLogoutToken(encrypted, expectations), { code: "ERR_CONFIGURATION_DECRYPTION_KEY" });
});

test("an ID token never passes for a logout token (OpenID Connect Back-Channel Logout §2.6)", async () => {
  const idToken = { iss: claims.iss, sub: claims.sub, aud: "web", iat: now, exp: now + 300, nonce: "n", sid: "s" };
  for (const typed of [{}, { typ: "JWT" }]) {
    for (const change of [{}, { jti: "j" }, { jti: "j", events: { [event]: {} } }]) {
      const token = await signClaims({ ...idToken, ...change }, key, typed);
      await assert.rejects(verifyLogoutToken(token, expectations), { code: "ERR_VALIDATION_CLAIMS" });
    }
  }
});

test("a logout token never passes for an ID token, not even without typ and nonce (OpenID Connect Back-Channel Logout §2.6)", async () => {
  for (const [token, nonce] of [
    [await signClaims(claims, key, header), undefined],
    [await signClaims(claims, key), undefined],
    [await signClaims(claims, key, { typ: "JWT" }), "n"],
  ] as const) {
    const idToken = { ...expectations, receivedFrom: "token_endpoint", nonce } as const;
    await assert.rejects(verifyIdToken(token, idToken), { code: "ERR_VERIFICATION_JWT_TYPE" });
    await assert.rejects(verifyIdToken(token, { ...idToken, acceptAnyNonce: true }), {
      code: "ERR_VERIFICATION_JWT_TYPE",
    });
  }
  const { [event]: _, ...events } = { ...claims.events, "https://example.com/e": {} };
  const other = await signClaims({ ...claims, events }, key);
  const expected = { ...expectations, receivedFrom: "token_endpoint", nonce: undefined } as const;
  assert.equal((await verifyIdToken(other, expected)).sub, claims.sub);
});

for (const [parameter, change] of [
  ["clockToleranceSeconds", { clockToleranceSeconds: Number.NaN }],
  ["maxIssuedAgeSeconds", { maxIssuedAgeSeconds: Number.NaN }],
  ["issuer", { issuer: "" }],
  ["clientId", { clientId: "" }],
  ["trustedAudiences", { trustedAudiences: "other" }],
  ["clock", { clock: () => Number.NaN }],
] as const) {
  test(`never lets a token pass because of a wrong ${parameter}`, async () => {
    const token = await signClaims({ ...claims, exp: 1, iat: 1 }, key, header);
    const wrong = { ...expectations, ...change } as unknown as LogoutTokenExpectations;
    await assert.rejects(verifyLogoutToken(token, wrong), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}

test("tells the header of a verified token, and uses the machine's clock by default", async () => {
  const seconds = Math.floor(Date.now() / 1000);
  const { clock: _, ...machine } = expectations;
  const seen: unknown[] = [];
  const token = await signClaims({ ...claims, iat: seconds, exp: seconds + 60 }, key, header);
  await verifyLogoutToken(token, { ...machine, onVerified: ({ alg, kid, typ }) => seen.push(alg, kid, typ) });
  assert.deepEqual(seen, ["ES256", "k1", "logout+jwt"]);
});

test("logoutTokenEnd: the earlier of exp and the greatest age, with the tolerance, never too early", () => {
  const token = { ...claims, events: { [event]: {} } } as unknown as Parameters<typeof logoutTokenEnd>[0];
  assert.equal(logoutTokenEnd(token, {}), (now + 150) * 1000);
  assert.equal(logoutTokenEnd({ ...token, exp: now + 9e9 }, {}), (now + 3631) * 1000);
  assert.equal(logoutTokenEnd({ ...token, exp: now + 0.5 }, { clockToleranceSeconds: 0 }), (now + 1) * 1000);
  const bounds = { clockToleranceSeconds: 5, maxIssuedAgeSeconds: 60 };
  assert.equal(logoutTokenEnd(token, bounds), (now + 66) * 1000);
});
