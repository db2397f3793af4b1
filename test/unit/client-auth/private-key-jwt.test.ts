import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { jwtVerify } from "jose/jwt/verify";
import { clientAuthenticationSchema } from "../../../generated/messages/client-authentication.ts";
import type { ClientAuthentication } from "../../../src/client-auth/client-authentication.ts";
import { privateKeyJwt } from "../../../src/client-auth/private-key-jwt.ts";
import { checkMessage } from "../../../src/schema/check.ts";
import { generateTestKey } from "../jose/signed-tokens.ts";

const now = 1_800_000_000;
const key = await generateTestKey("ES256");
const context = {
  clientId: "web",
  issuer: "https://id.example.com",
  tokenEndpoint: "https://id.example.com/token",
  clock: () => now * 1000 + 500,
  random: (length: number) => new Uint8Array(length).fill(0xff),
};

async function assertionOf(authentication: ClientAuthentication, change: object = {}): Promise<string> {
  const { body } = await authentication.authenticate({ ...context, ...change });
  return body.client_assertion ?? "";
}

function parts(jwt: string): readonly [header: Record<string, unknown>, claims: Record<string, unknown>] {
  const [header = "", claims = ""] = jwt.split(".");
  return [
    JSON.parse(Buffer.from(header, "base64url").toString()),
    JSON.parse(Buffer.from(claims, "base64url").toString()),
  ];
}

test("sends an assertion of the client about itself, for the issuer, for one minute (RFC 7523 §3)", async () => {
  const authentication = privateKeyJwt(key.privateKey);
  assert.equal(authentication.method, "private_key_jwt");
  const { headers, body } = await authentication.authenticate(context);
  assert.deepEqual(headers, {});
  assert.deepEqual(Object.keys(body), ["client_id", "client_assertion_type", "client_assertion"]);
  assert.equal(body.client_id, "web");
  assert.equal(body.client_assertion_type, "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
  const [header, claims] = parts(body.client_assertion ?? "");
  assert.deepEqual(header, { alg: "ES256" });
  assert.deepEqual(claims, {
    iss: "web",
    sub: "web",
    aud: "https://id.example.com",
    jti: "__________________________________________8",
    iat: 1_800_000_000,
    exp: 1_800_000_060,
  });
  assert.equal(checkMessage(clientAuthenticationSchema, body).ok, true);
});

for (const [title, given, header] of [
  ["a WebCrypto key", key.privateKey, { alg: "ES256" }],
  ["a JWK", key.privateJwk, { alg: "ES256" }],
  ["a JWK with kid", { ...key.privateJwk, kid: "k1" }, { alg: "ES256", kid: "k1" }],
  ["a WebCrypto key with kid", { key: key.privateKey, kid: "k2" }, { alg: "ES256", kid: "k2" }],
  [
    "a JWK with kid under another name",
    { key: { ...key.privateJwk, kid: "k1" }, kid: "k2" },
    { alg: "ES256", kid: "k2" },
  ],
  ["a JWK with alg", { key: { ...key.privateJwk, alg: "ES256" } }, { alg: "ES256" }],
] as const) {
  test(`signs with ${title} so that the public key verifies it (OpenID Connect Core §9)`, async () => {
    const jwt = await assertionOf(privateKeyJwt(given));
    const { protectedHeader } = await jwtVerify(jwt, { ...key.publicJwk } as object, {
      currentDate: new Date(now * 1000),
      issuer: "web",
      audience: "https://id.example.com",
    });
    assert.deepEqual(protectedHeader, header);
  });
}

test("uses the alg asked for", async () => {
  const rsa = await generateTestKey("PS256");
  const [header] = parts(await assertionOf(privateKeyJwt({ key: rsa.privateJwk, alg: "PS256" })));
  assert.deepEqual(header, { alg: "PS256" });
  const ed25519 = await generateTestKey("EdDSA");
  const [named] = parts(await assertionOf(privateKeyJwt({ key: ed25519.privateKey, alg: "Ed25519" })));
  assert.deepEqual(named, { alg: "Ed25519" });
});

for (const [audience, aud] of [
  [undefined, "https://id.example.com"],
  ["issuer", "https://id.example.com"],
  ["token_endpoint", "https://id.example.com/token"],
  ["https://other.example", "https://other.example"],
] as const) {
  test(`addresses the assertion to ${aud} for audience ${audience} (RFC 7523 §3)`, async () => {
    const [, claims] = parts(await assertionOf(privateKeyJwt(key.privateKey, { audience })));
    assert.equal(claims.aud, aud);
  });
}

test("refuses the token endpoint as audience where the metadata has none", async () => {
  const authentication = privateKeyJwt(key.privateKey, { audience: "token_endpoint" });
  await assert.rejects(assertionOf(authentication, { tokenEndpoint: undefined }), {
    code: "ERR_CONFIGURATION_METADATA_MISSING",
    parameter: "token_endpoint",
  });
});

test("sends typ and another lifetime only when asked", async () => {
  const options = { typ: "client-authentication+jwt", lifetimeSeconds: 300 };
  const [header, claims] = parts(await assertionOf(privateKeyJwt(key.privateKey, options)));
  assert.deepEqual(header, { alg: "ES256", typ: "client-authentication+jwt" });
  assert.equal(claims.exp, 1_800_000_300);
});

test("makes a fresh assertion for every call (RFC 7523 §3)", async () => {
  const { random: _, clock: __, ...machine } = context;
  const authentication = privateKeyJwt(key.privateKey);
  const made = await Promise.all(Array.from({ length: 20 }, () => authentication.authenticate(machine)));
  const ids = made.map(({ body }) => parts(body.client_assertion ?? "")[1].jti);
  assert.equal(new Set(ids).size, 20);
});

for (const lifetimeSeconds of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
  test(`refuses a lifetime of ${lifetimeSeconds} seconds`, () => {
    assert.throws(() => privateKeyJwt(key.privateKey, { lifetimeSeconds }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "lifetimeSeconds",
    });
  });
}

test("refuses a key that cannot sign, at once", () => {
  assert.throws(() => privateKeyJwt(key.publicJwk), { code: "ERR_CONFIGURATION_KEY", message: /public key/ });
  assert.throws(() => privateKeyJwt({ key: key.privateKey, alg: "RS256" }), { code: "ERR_CONFIGURATION_KEY" });
  assert.throws(() => privateKeyJwt({ kty: "oct", k: "AAAA" }), { code: "ERR_CONFIGURATION_KEY" });
});

test("shows no private key when inspected or serialised", () => {
  const authentication = privateKeyJwt(key.privateJwk);
  const shown = inspect(authentication, { depth: 9, showHidden: true }) + JSON.stringify(authentication);
  assert.ok(!shown.includes(String(key.privateJwk.d)));
  assert.ok(Object.isFrozen(authentication));
});

test("signs with an algorithm that the server announces, and the public key verifies it (RFC 8414 §2)", async () => {
  const rsa = await generateTestKey("PS256");
  for (const [signingAlgorithms, alg] of [
    [undefined, "RS256"],
    [["RS256"], "RS256"],
    [["PS256", "ES256"], "PS256"],
    [["RS256", "PS256"], "PS256"],
  ] as const) {
    const jwt = await assertionOf(privateKeyJwt(rsa.privateJwk), { signingAlgorithms });
    const { protectedHeader } = await jwtVerify(jwt, { ...rsa.publicJwk, alg } as object, {
      currentDate: new Date(now * 1000),
    });
    assert.deepEqual(protectedHeader, { alg });
  }
});

test("refuses to sign where the server announces no algorithm of the key, naming both (RFC 8414 §2)", async () => {
  for (const given of [key.privateKey, key.privateJwk, { key: key.privateKey, alg: "ES256" }]) {
    await assert.rejects(assertionOf(privateKeyJwt(given), { signingAlgorithms: ["PS256", "ES384"] }), {
      code: "ERR_CONFIGURATION_KEY",
      message: /can sign with ES256; the server accepts PS256, ES384/,
    });
  }
});

test("asks a function for the key of every assertion, and checks what it gives", async () => {
  const next = await generateTestKey("PS256");
  const given = [
    { key: key.privateKey, kid: "one" },
    { key: next.privateJwk, kid: "two", alg: "PS256" },
    { key: next.publicJwk },
  ];
  const authentication = privateKeyJwt(async () => given.shift() ?? { key: key.privateKey });
  assert.deepEqual(parts(await assertionOf(authentication))[0], { alg: "ES256", kid: "one" });
  const second = await assertionOf(authentication, { signingAlgorithms: ["PS256"] });
  assert.deepEqual(parts(second)[0], { alg: "PS256", kid: "two" });
  await assert.rejects(assertionOf(authentication), { code: "ERR_CONFIGURATION_KEY" });
});
