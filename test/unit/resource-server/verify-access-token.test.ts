import assert from "node:assert/strict";
import { test } from "node:test";
import { SignJWT } from "jose";
import { z } from "zod";
import { isValidationError } from "../../../src/errors/validation-error.ts";
import { encryptJwe } from "../../../src/jose/encrypt-jwe.ts";
import { createJwtDecryption } from "../../../src/jose/jwt-decryption.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import { createAccessTokenVerifier } from "../../../src/resource-server/create-verifier.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { generateTestKey, signText } from "../jose/signed-tokens.ts";
import { audience, clock, createKey, issuer, makeToken, now, otherIssuer, setOf } from "./access-tokens.ts";

const keys = createKey();
type Changes = Readonly<Record<string, unknown>>;

async function verify(claims: Changes = {}, header: Changes = {}, options: Changes = {}): Promise<unknown> {
  const key = await keys;
  const verifier = createAccessTokenVerifier({ issuer, audience, keys: setOf(key), clock, ...options });
  return verifier.verify(await makeToken(key, claims, header));
}

function refuse(call: Promise<unknown>, code: string, family = "VerificationError"): Promise<Error> {
  return assertRefused(call, family, `ERR_${family === "VerificationError" ? "VERIFICATION" : "VALIDATION"}_${code}`);
}

test("access token: a good one gives its claims, scopes and no binding, frozen (RFC 9068 §4)", async () => {
  const key = await keys;
  const verifier = createAccessTokenVerifier({ issuer, audience, keys: setOf(key), clock });
  const token = await verifier.verify(await makeToken(key, { own: { a: 1 } }));
  const subject: string = token.claims.sub;
  assert.equal(subject, "user");
  assert.deepEqual(token.claims.own, { a: 1 });
  const { claims, ...facts } = token;
  assert.deepEqual(facts, {
    custom: undefined,
    scopes: ["orders.read", "orders.write"],
    profile: "rfc9068",
    tenant: undefined,
    boundTo: [],
    proof: undefined,
  });
  assert.ok([token, claims, claims.own, token.scopes].every(Object.isFrozen));
});

test("access token: one of jose is accepted", async () => {
  const { privateKey, publicJwk } = await generateTestKey("RS256", { kid: "jose" });
  const token = await new SignJWT({ client_id: "app", scope: "a" })
    .setProtectedHeader({ alg: "RS256", typ: "application/at+jwt", kid: "jose" })
    .setIssuer(issuer)
    .setAudience(["https://elsewhere.example", audience])
    .setSubject("user")
    .setJti("1")
    .setIssuedAt()
    .setExpirationTime("5m")
    .sign(privateKey);
  const verifier = createAccessTokenVerifier({ issuer, audience, keys: { keys: [publicJwk] } });
  assert.equal((await verifier.verify(token)).claims.sub, "user");
});

test("access token: typ is at+jwt (RFC 9068 §4)", async () => {
  for (const typ of ["at+jwt", "at+JWT", "application/at+jwt"]) await verify({}, { typ });
  for (const typ of ["JWT", "secevent+jwt", "logout+jwt", "x/at+jwt", undefined])
    await refuse(verify({}, { typ }), "JWT_TYPE");
});

test("access token: seven claims are required and have their types, all problems told at once (RFC 9068 §2.2)", async () => {
  for (const name of ["iss", "exp", "aud", "sub", "client_id", "iat", "jti"]) {
    const error = await refuse(verify({ [name]: undefined }), "CLAIMS", "ValidationError");
    assert.ok(isValidationError(error));
    assert.deepEqual(
      error.issues.map(({ pointer, keyword }) => [pointer, keyword]),
      [[`/${name}`, "required"]],
    );
  }
  for (const claims of [
    { exp: "1" },
    { aud: 1 },
    { aud: [] },
    { aud: ["a", 1] },
    { sub: "" },
    { client_id: 1 },
    { scope: ["a"] },
    { cnf: "x" },
  ])
    await refuse(verify(claims), "CLAIMS", "ValidationError");
});

test("access token: iss is one of the configured ones, character by character (RFC 9068 §4)", async () => {
  for (const iss of [`${issuer}/`, "HTTPS://id.example.com", otherIssuer, "__proto__"]) {
    const error = await refuse(verify({ iss }), "ISSUER");
    assert.match(error.message, /not accepted here/);
  }
  await refuse(verify({ iss: 1 }), "CLAIMS", "ValidationError");
});

test("access token: aud has this resource among others (RFC 9068 §4)", async () => {
  for (const aud of [audience, ["a", audience]]) await verify({ aud });
  await verify({ aud: "b" }, {}, { audience: ["a", "b"] });
  for (const aud of ["a", ["a"], `${audience}/`]) await refuse(verify({ aud }), "AUDIENCE");
});

test("access token: exp, nbf and iat are judged by the clock, with thirty seconds of tolerance (RFC 7519 §4.1.4)", async () => {
  for (const claims of [{ exp: now - 29 }, { nbf: now + 30 }, { iat: now + 30 }, { iat: 0 }]) await verify(claims);
  for (const [claims, code] of [
    [{ exp: now - 30 }, "EXPIRED"],
    [{ nbf: now + 31 }, "NOT_YET_VALID"],
    [{ iat: now + 31 }, "ISSUED_AT"],
  ] as const)
    await refuse(verify(claims), code);
  await refuse(verify({ exp: now }, {}, { clockToleranceSeconds: 0 }), "EXPIRED");
  await verify({ exp: now - 500 }, {}, { clockToleranceSeconds: 600 });
});

test("access token: the algorithm is asymmetric and of the list (RFC 9068 §4)", async () => {
  await verify({}, {}, { algorithms: ["RS256", "ES256"] });
  await refuse(verify({}, {}, { algorithms: ["RS256"] }), "ALGORITHM");
  for (const alg of ["none", "HS256", "es256"]) await refuse(verify({}, { alg }), "ALGORITHM");
  await refuse(verify({}, { crit: ["exp"], exp: now }), "CRITICAL_HEADER");
});

test("access token: the signature is of a key of its issuer (RFC 9068 §4)", async () => {
  const other = await createKey();
  const verifier = createAccessTokenVerifier({ issuer, audience, keys: setOf(await keys), clock });
  await refuse(verifier.verify(await makeToken(other)), "SIGNATURE");
  await refuse(verifier.verify(await makeToken(other, {}, { kid: "two" })), "KEY_NOT_FOUND");
  await refuse(verifier.verify(await makeToken(other, {}, { jwk: other.publicJwk })), "SIGNATURE");
});

test("access token: a key of one issuer never verifies a token of another, whichever is listed first", async () => {
  const [one, two] = [await createKey("ES256", "same"), await createKey("ES256", "same")];
  const first = { issuer, audience, keys: setOf(one) };
  const second = { issuer: otherIssuer, audience: "b", keys: setOf(two) };
  for (const issuers of [
    [first, second],
    [second, first],
  ]) {
    const verifier = createAccessTokenVerifier({ issuers, clock });
    await verifier.verify(await makeToken(one));
    await verifier.verify(await makeToken(two, { iss: otherIssuer, aud: "b" }));
    await refuse(verifier.verify(await makeToken(two)), "SIGNATURE");
    await refuse(verifier.verify(await makeToken(one, { iss: otherIssuer, aud: "b" })), "SIGNATURE");
    // Nor do audiences of one count for the other.
    await refuse(verifier.verify(await makeToken(two, { iss: otherIssuer })), "AUDIENCE");
  }
});

test("access token: no key is looked for before type, algorithm and claims are right", async () => {
  const key = await keys;
  let asked = 0;
  const counting = {
    async find() {
      asked += 1;
      return [key.publicJwk];
    },
  };
  const options = { keys: counting };
  for (const [claims, header] of [
    [{ iss: otherIssuer }, {}],
    [{ aud: "other" }, {}],
    [{ exp: now - 60 }, {}],
    [{ sub: undefined }, {}],
    [{}, { typ: "JWT" }],
    [{}, { alg: "HS256" }],
  ] as const)
    await assert.rejects(verify(claims, header, options));
  assert.equal(asked, 0);
  await verify({}, {}, options);
  assert.equal(asked, 1);
});

test("access token: what is no JWT, has repeated claims, or is encrypted without a key is refused", async () => {
  const key = await keys;
  const verifier = createAccessTokenVerifier({ issuer, audience, keys: setOf(key), clock });
  const header = JSON.stringify({ alg: "ES256", typ: "at+jwt", kid: "one" });
  for (const token of [
    "",
    "a",
    "a.b.c",
    `${await makeToken(key)}=`,
    await signText(header, '{"iss":"a","iss":"b"}', key),
  ])
    await refuse(verifier.verify(token), "JWT", "ValidationError");
  // @ts-expect-error: no text
  await refuse(verifier.verify(undefined), "JWT", "ValidationError");
  await assertRefused(verifier.verify("a.b.c.d.e"), "VerificationError", "ERR_VERIFICATION_JWT_ENCRYPTED");
});

test("access token: an encrypted one is opened where there is a key (RFC 9068 §4)", async () => {
  const key = await keys;
  const secret = { kty: "oct", k: Buffer.alloc(16, 7).toString("base64url") };
  const decryption = createJwtDecryption({
    keys: [secret],
    algorithms: ["A128KW"],
    encryptions: ["A128GCM"],
  });
  const verifier = createAccessTokenVerifier({
    issuer,
    audience,
    keys: createStaticKeySource(setOf(key)),
    clock,
    decryption,
  });
  const encrypted = await encryptJwe(await makeToken(key), {
    key: secret,
    algorithm: "A128KW",
    encryption: "A128GCM",
    contentType: "JWT",
  });
  assert.equal((await verifier.verify(encrypted)).claims.sub, "user");
});

test("access token: custom claims are judged after the signature, and their output has its type", async () => {
  const key = await keys;
  const seen: unknown[] = [];
  const claims = z
    .object({ tenant: z.string().transform((tenant) => tenant.toUpperCase()) })
    .superRefine((value) => void seen.push(value));
  const verifier = createAccessTokenVerifier({ issuer, audience, keys: setOf(key), clock, claims });
  const token = await verifier.verify(await makeToken(key, { tenant: "acme" }));
  const tenant: string = token.custom.tenant;
  assert.equal(tenant, "ACME");
  assert.equal(token.claims.tenant, "acme");
  const error = await refuse(verifier.verify(await makeToken(key)), "CLAIMS", "ValidationError");
  assert.ok(isValidationError(error));
  assert.deepEqual(
    error.issues.map(({ pointer }) => pointer),
    ["/tenant"],
  );
  seen.length = 0;
  await refuse(verifier.verify(await makeToken(await createKey(), { tenant: "acme" })), "SIGNATURE");
  assert.deepEqual(seen, []);
});

test("access token: odd scope text grants nothing, and values count once", async () => {
  const key = await keys;
  const verifier = createAccessTokenVerifier({ issuer, audience, keys: setOf(key), clock });
  assert.deepEqual((await verifier.verify(await makeToken(key, { scope: "a b a" }))).scopes, ["a", "b"]);
  assert.deepEqual((await verifier.verify(await makeToken(key, { scope: undefined }))).scopes, []);
  await refuse(verifier.verify(await makeToken(key, { scope: "a  b" })), "CLAIMS", "ValidationError");
});
