import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import {
  type ClientAssertionExpectations,
  decodeClientAssertion,
  verifyClientAssertion,
} from "../../../src/jwt-profiles/verify-client-assertion.ts";
import { createReplayStore } from "../../../src/util/replay-store.ts";
import { base64url, generateTestKey, signClaims } from "../jose/signed-tokens.ts";

const now = 1_800_000_000;
const issuer = "https://id.example.com";
const key = await generateTestKey("ES256", { kid: "k1" });
const secret = "client-secret-of-thirty-two-octets";
const claims = { iss: "web", sub: "web", aud: issuer, jti: "j-1", iat: now, exp: now + 60 };
const keys = createStaticKeySource({ keys: [key.publicJwk] });

function expectations(changes: Partial<ClientAssertionExpectations> = {}): ClientAssertionExpectations {
  return {
    issuer,
    clientId: "web",
    credential: { method: "private_key_jwt", keys },
    replayStore: createReplayStore({ clock: () => now * 1000 }),
    clock: () => now * 1000,
    ...changes,
  };
}

function assertion(changes: object = {}, header: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return signClaims(JSON.parse(JSON.stringify({ ...claims, ...changes })), key, header);
}

function hmacAssertion(changes: object = {}, withSecret = secret, alg = "HS256"): string {
  const input = `${base64url(JSON.stringify({ alg }))}.${base64url(JSON.stringify({ ...claims, ...changes }))}`;
  return `${input}.${createHmac("sha256", withSecret).update(input).digest("base64url")}`;
}

test("verifyClientAssertion: gives the claims of an assertion of the client, frozen (RFC 7523 §3)", async () => {
  const verified = await verifyClientAssertion(await assertion(), expectations());
  assert.deepEqual(verified, claims);
  assert.ok(Object.isFrozen(verified));
});

test("decodeClientAssertion: says which client it claims to be of, believing nothing (RFC 7523 §3)", async () => {
  const decoded = decodeClientAssertion(await assertion({ aud: "https://other.example" }));
  assert.equal(decoded.unverifiedClaims.sub, "web");
  assert.equal(decoded.verified, false);
});

for (const typ of ["client-authentication+jwt", "application/client-authentication+jwt", "JWT", "jwt"]) {
  test(`verifyClientAssertion: accepts the typ ${typ}`, async () => {
    assert.equal((await verifyClientAssertion(await assertion({}, { typ }), expectations())).sub, "web");
  });
}

for (const typ of ["at+jwt", "oauth-authz-req+jwt", "dpop+jwt", "logout+jwt", ""]) {
  test(`verifyClientAssertion: refuses the typ ${JSON.stringify(typ)} (RFC 8725 §3.11)`, async () => {
    const header = typ === "dpop+jwt" ? { typ, jwk: key.publicJwk } : { typ };
    await assert.rejects(async () => verifyClientAssertion(await assertion({}, header), expectations()));
  });
}

test("verifyClientAssertion: where the type is required, none and the general one are refused (RFC 8725 §3.11)", async () => {
  for (const header of [{}, { typ: "JWT" }])
    await assert.rejects(verifyClientAssertion(await assertion({}, header), expectations({ requireType: true })), {
      code: "ERR_VERIFICATION_JWT_TYPE",
    });
  const typed = await assertion({}, { typ: "client-authentication+jwt" });
  assert.equal((await verifyClientAssertion(typed, expectations({ requireType: true }))).jti, "j-1");
});

for (const [title, changes, more] of [
  ["a list of the issuer alone", { aud: [issuer] }, {}],
  ["no iat", { iat: undefined }, {}],
  ["an exp that just holds", { exp: now - 29 }, {}],
  ["an exp as far ahead as is accepted", { exp: now + 630 }, {}],
  ["an iat and nbf of the next half minute", { iat: now + 30, nbf: now + 30 }, {}],
  ["the token endpoint where that is accepted", { aud: `${issuer}/token` }, { legacyAudiences: [`${issuer}/token`] }],
  [
    "issuer and token endpoint where both are",
    { aud: [issuer, `${issuer}/token`] },
    { legacyAudiences: [`${issuer}/token`] },
  ],
  ["claims that nobody knows", { scope: "a", extra: 1 }, {}],
  ["the strict rules", {}, { fapi: true }],
  ["the registered algorithm", {}, { credential: { method: "private_key_jwt", keys, algorithms: ["ES256"] } }],
] as const) {
  test(`verifyClientAssertion: accepts ${title} (RFC 7523 §3)`, async () => {
    assert.equal((await verifyClientAssertion(await assertion(changes), expectations(more))).sub, "web");
  });
}

for (const [title, changes, more, code] of [
  ["another iss", { iss: "other" }, {}, "ERR_VERIFICATION_ISSUER"],
  ["another sub", { sub: "other" }, {}, "ERR_VERIFICATION_SUBJECT"],
  ["no iss", { iss: undefined }, {}, "ERR_VALIDATION_CLAIMS"],
  ["no sub", { sub: undefined }, {}, "ERR_VALIDATION_CLAIMS"],
  ["no aud", { aud: undefined }, {}, "ERR_VALIDATION_CLAIMS"],
  ["no exp", { exp: undefined }, {}, "ERR_VALIDATION_CLAIMS"],
  ["no jti", { jti: undefined }, {}, "ERR_VALIDATION_CLAIMS"],
  ["another aud", { aud: "https://other.example" }, {}, "ERR_VERIFICATION_AUDIENCE"],
  ["an aud with a slash more", { aud: `${issuer}/` }, {}, "ERR_VERIFICATION_AUDIENCE"],
  ["the token endpoint", { aud: `${issuer}/token` }, {}, "ERR_VERIFICATION_AUDIENCE"],
  ["another audience besides", { aud: [issuer, "https://other.example"] }, {}, "ERR_VERIFICATION_AUDIENCE"],
  ["a list under FAPI 2.0", { aud: [issuer] }, { fapi: true }, "ERR_VERIFICATION_AUDIENCE"],
  ["an exp in the past", { exp: now - 30 }, {}, "ERR_VERIFICATION_EXPIRED"],
  ["an exp that is far away", { exp: now + 631 }, {}, "ERR_VERIFICATION_LIFETIME"],
  ["an exp beyond the server's own bound", { exp: now + 91 }, { maxLifetimeSeconds: 60 }, "ERR_VERIFICATION_LIFETIME"],
  ["an iat in the future", { iat: now + 31 }, {}, "ERR_VERIFICATION_ISSUED_AT"],
  ["an iat of long ago", { iat: now - 631 }, {}, "ERR_VERIFICATION_ISSUED_AT"],
  ["an nbf in the future", { nbf: now + 31 }, {}, "ERR_VERIFICATION_NOT_YET_VALID"],
  ["a request object", { response_type: "code" }, {}, "ERR_VERIFICATION_JWT_TYPE"],
  ["a software statement", { software_id: "s" }, {}, "ERR_VERIFICATION_JWT_TYPE"],
  [
    "another algorithm than the registered one",
    {},
    { credential: { method: "private_key_jwt", keys, algorithms: ["PS256"] } },
    "ERR_VERIFICATION_ALGORITHM",
  ],
  [
    "a signature where a secret is registered",
    {},
    { credential: { method: "client_secret_jwt", secret } },
    "ERR_VERIFICATION_ALGORITHM",
  ],
] as const) {
  test(`verifyClientAssertion: refuses ${title} (RFC 7523 §3)`, async () => {
    await assert.rejects(verifyClientAssertion(await assertion(changes), expectations(more)), { code });
  });
}

test("verifyClientAssertion: refuses another key, and no signature", async () => {
  const other = await generateTestKey("ES256", { kid: "k1" });
  await assert.rejects(verifyClientAssertion(await signClaims(claims, other), expectations()), {
    code: "ERR_VERIFICATION_SIGNATURE",
  });
  const unsigned = `${base64url('{"alg":"none"}')}.${base64url(JSON.stringify(claims))}.`;
  await assert.rejects(verifyClientAssertion(unsigned, expectations()), { code: "ERR_VERIFICATION_ALGORITHM" });
});

test("verifyClientAssertion: an assertion works once, even after it was refused for something else (RFC 7523 §3)", async () => {
  const given = expectations();
  const text = await assertion();
  await assert.rejects(verifyClientAssertion(await signClaims(claims, await generateTestKey("ES256")), given));
  await verifyClientAssertion(text, given);
  await assert.rejects(verifyClientAssertion(text, given), { code: "ERR_VERIFICATION_REPLAY", parameter: "jti" });
  await verifyClientAssertion(await assertion({ jti: "j-2" }), given);
});

test("verifyClientAssertion: two clients may use one jti, and the key is remembered until the last moment of use", async () => {
  const seen: (readonly [string, number])[] = [];
  const replayStore = {
    async claim(name: string, expiresAtMs: number) {
      seen.push([name, expiresAtMs]);
      return true;
    },
  };
  await verifyClientAssertion(await assertion(), expectations({ replayStore }));
  const other = await assertion({ iss: "other", sub: "other" });
  await verifyClientAssertion(other, expectations({ replayStore, clientId: "other" }));
  assert.notEqual(seen[0]?.[0], seen[1]?.[0]);
  assert.match(seen[0]?.[0] ?? "", /^client-assertion:[\w-]{43}$/);
  assert.equal(seen[0]?.[1], (now + 90) * 1000);
});

test("verifyClientAssertion: a store that answers anything but true refuses", async () => {
  const replayStore = { claim: async () => JSON.parse('"OK"') };
  await assert.rejects(verifyClientAssertion(await assertion(), expectations({ replayStore })), {
    code: "ERR_VERIFICATION_REPLAY",
  });
});

test("verifyClientAssertion: a secret verifies what was signed with it, and with nothing else (OpenID Connect Core §9)", async () => {
  const credential = { method: "client_secret_jwt", secret } as const;
  assert.equal((await verifyClientAssertion(hmacAssertion(), expectations({ credential }))).sub, "web");
  for (const [text, code] of [
    [hmacAssertion({}, `${secret}x`), "ERR_VERIFICATION_SIGNATURE"],
    [hmacAssertion({}, secret, "HS384"), "ERR_VERIFICATION_ALGORITHM"],
    [hmacAssertion({}, secret, "none"), "ERR_VERIFICATION_ALGORITHM"],
  ] as const)
    await assert.rejects(verifyClientAssertion(text, expectations({ credential })), { code });
});

test("verifyClientAssertion: a secret never verifies where a key is registered, not even its public half (RFC 8725 §3.1)", async () => {
  const text = hmacAssertion({}, JSON.stringify(key.publicJwk));
  for (const algorithms of [undefined, ["HS256", "ES256"]]) {
    const credential = { method: "private_key_jwt", keys, algorithms } as const;
    await assert.rejects(verifyClientAssertion(text, expectations({ credential })), {
      code: "ERR_VERIFICATION_ALGORITHM",
    });
  }
});

test("verifyClientAssertion: refuses a header that demands an extension, with a secret too (RFC 7515 §4.1.11)", async () => {
  const input = `${base64url('{"alg":"HS256","crit":["exp"],"exp":1}')}.${base64url(JSON.stringify(claims))}`;
  const text = `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
  const credential = { method: "client_secret_jwt", secret } as const;
  await assert.rejects(verifyClientAssertion(text, expectations({ credential })), {
    code: "ERR_VERIFICATION_CRITICAL_HEADER",
  });
});

for (const [parameter, changes] of [
  ["issuer", { issuer: "" }],
  ["clientId", { clientId: "" }],
  ["clock", { clock: () => Number.NaN }],
  ["clockToleranceSeconds", { clockToleranceSeconds: 601 }],
  ["clockToleranceSeconds", { clockToleranceSeconds: 61, fapi: true }],
  ["clockToleranceSeconds", { clockToleranceSeconds: 9, fapi: true }],
  ["maxLifetimeSeconds", { maxLifetimeSeconds: 3601 }],
  ["maxLifetimeSeconds", { maxLifetimeSeconds: Number.NaN }],
  ["legacyAudiences", { legacyAudiences: [`${issuer}/token`], fapi: true }],
  ["legacyAudiences", { legacyAudiences: JSON.parse('"https://id.example.com/token"') }],
  ["replayStore", { replayStore: JSON.parse("{}") }],
  ["credential", { credential: { method: "client_secret_jwt", secret }, fapi: true }],
  ["credential", { credential: JSON.parse('{"method":"client_secret_basic"}') }],
  ["credential", { credential: JSON.parse("null") }],
  ["secret", { credential: { method: "client_secret_jwt", secret: "" } }],
  ["algorithms", { credential: { method: "private_key_jwt", keys, algorithms: ["HS256", "none"] } }],
  ["algorithms", { credential: { method: "private_key_jwt", keys, algorithms: ["RS256"] }, fapi: true }],
] as const) {
  test(`verifyClientAssertion: refuses ${parameter} of ${JSON.stringify(changes)}`, async () => {
    await assert.rejects(verifyClientAssertion(await assertion(), expectations(changes)), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
  });
}

test("verifyClientAssertion: refuses a secret that is too short for its algorithm (RFC 7518 §3.2)", async () => {
  const credential = { method: "client_secret_jwt", secret: "short" } as const;
  await assert.rejects(verifyClientAssertion(hmacAssertion({}, "short"), expectations({ credential })), {
    code: "ERR_CONFIGURATION_KEY",
  });
});
