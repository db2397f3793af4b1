import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { inspect } from "node:util";
import { clientSecretJwt } from "../../../src/client-auth/client-secret-jwt.ts";

const secret = "0123456789abcdef0123456789abcdef";
const context = { clientId: "web", issuer: "https://id.example.com", clock: () => 1_800_000_000_000 };

for (const [alg, digest, length] of [
  ["HS256", "sha256", 32],
  ["HS384", "sha384", 48],
  ["HS512", "sha512", 64],
] as const) {
  test(`signs with ${alg} and the UTF-8 octets of the secret (OpenID Connect Core §9)`, async () => {
    const long = `ä${secret}${secret}`.slice(0, length);
    const { body, headers } = await clientSecretJwt(long, { alg }).authenticate(context);
    const [header = "", claims = "", signature] = (body.client_assertion ?? "").split(".");
    assert.equal(signature, createHmac(digest, Buffer.from(long)).update(`${header}.${claims}`).digest("base64url"));
    assert.equal(Buffer.from(header, "base64url").toString(), `{"alg":"${alg}"}`);
    assert.equal(JSON.parse(Buffer.from(claims, "base64url").toString()).aud, "https://id.example.com");
    assert.deepEqual(headers, {});
    assert.equal(body.client_secret, undefined);
  });
  test(`refuses a secret of ${length - 1} octets for ${alg} (RFC 7518 §3.2)`, () => {
    assert.throws(() => clientSecretJwt("a".repeat(length - 1), { alg }), {
      code: "ERR_CONFIGURATION_KEY",
      message: new RegExp(`${(length - 1) * 8} bits, at least ${length * 8}`),
    });
    clientSecretJwt("a".repeat(length), { alg });
  });
}

test("signs with HS256 unless told otherwise, and names its method", async () => {
  const authentication = clientSecretJwt(secret);
  assert.equal(authentication.method, "client_secret_jwt");
  const { body } = await authentication.authenticate(context);
  assert.match(body.client_assertion ?? "", /^eyJhbGciOiJIUzI1NiJ9\./);
});

test("refuses an empty secret, a bad lifetime and another kind of alg", () => {
  assert.throws(() => clientSecretJwt(""), { code: "ERR_CONFIGURATION_KEY", message: /client_secret is empty/ });
  assert.throws(() => clientSecretJwt(secret, { lifetimeSeconds: 0 }), { code: "ERR_CONFIGURATION_OPTION" });
  for (const alg of ["RS256", "none"]) {
    const options = JSON.parse(`{"alg":"${alg}"}`);
    assert.throws(() => clientSecretJwt(secret, options), {
      code: "ERR_CONFIGURATION_KEY",
      message: /HS256, HS384 or HS512/,
    });
  }
});

test("shows no secret when inspected", () => {
  assert.doesNotMatch(inspect(clientSecretJwt(secret), { depth: 9, showHidden: true }), /0123456789abcdef/);
});

const long = secret + secret;

for (const [title, given, options, signingAlgorithms, alg] of [
  ["HS256 where the server announces nothing", long, {}, undefined, "HS256"],
  ["the first that the server announces", long, {}, ["RS256", "HS512", "HS384"], "HS384"],
  ["HS256 where the server announces all", long, {}, ["HS512", "HS384", "HS256"], "HS256"],
  ["the alg asked for", long, { alg: "HS512" }, ["HS256", "HS512"], "HS512"],
  ["one that the secret is long enough for", secret, {}, ["HS512", "HS256"], "HS256"],
] as const) {
  test(`signs with ${title} (RFC 8414 §2)`, async () => {
    const { body } = await clientSecretJwt(given, options).authenticate({ ...context, signingAlgorithms });
    const [header = ""] = (body.client_assertion ?? "").split(".");
    assert.deepEqual(JSON.parse(Buffer.from(header, "base64url").toString()), { alg });
  });
}

for (const [title, given, options, signingAlgorithms, message] of [
  ["an alg that the server does not announce", long, { alg: "HS512" }, ["HS256"], /HS512; the server accepts HS256/],
  ["a secret too short for what it announces", secret, {}, ["HS512"], /with HS256; the server accepts HS512/],
  ["no HMAC at all", long, {}, ["RS256", "ES256"], /HS256, HS384, HS512; the server accepts RS256, ES256/],
] as const) {
  test(`refuses to sign with ${title} (RFC 8414 §2)`, async () => {
    await assert.rejects(clientSecretJwt(given, options).authenticate({ ...context, signingAlgorithms }), {
      code: "ERR_CONFIGURATION_KEY",
      message,
    });
  });
}
