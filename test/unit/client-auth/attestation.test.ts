import assert from "node:assert/strict";
import { before, test } from "node:test";
import { exportJWK } from "jose/key/export";
import { generateKeyPair } from "jose/key/generate/keypair";
import type { Jwk } from "../../../generated/messages/jwk.ts";
import { clientAttestation } from "../../../src/client-auth/attestation.ts";
import { decodeJwt } from "../../../src/jose/jwt.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import { verifyJwt } from "../../../src/jose/verify-signature.ts";
import { sharedKey, signJws } from "../../fixtures/fake-server.ts";
import { assertRefused } from "../../fixtures/refusals.ts";

const issuer = "https://id.example.com";
const clientId = "client-1";
const context = { clientId, issuer, clock: () => 1_000_999, random: (length: number) => new Uint8Array(length) };
const header = { alg: "RS256", typ: "oauth-client-attestation+jwt" };
const proofKind = { name: "proof", types: ["oauth-client-attestation-pop+jwt"], mayOmitType: false };
let key: Jwk;
let publicKey: Jwk;

before(async () => {
  const pair = await generateKeyPair("ES256", { extractable: true });
  key = { ...(await exportJWK(pair.privateKey)), kty: "EC" };
  const { d: _secret, ...open } = key;
  publicKey = open;
});

async function attest(changes: object = {}, head: object = header): Promise<string> {
  const claims = { sub: clientId, exp: 2_000, cnf: { jwk: publicKey }, ...changes };
  return signJws(head, claims, await sharedKey("attester"));
}

test("clientAttestation: sends the attestation and a proof for the issuer, fresh each time (draft)", async () => {
  const attestation = await attest();
  const auth = clientAttestation({ attestation, key });
  assert.equal(auth.method, "attest_jwt_client_auth");
  const { headers, body } = await auth.authenticate(context);
  assert.deepEqual(Object.keys(headers), ["oauth-client-attestation", "oauth-client-attestation-pop"]);
  assert.equal(headers["oauth-client-attestation"], attestation);
  assert.deepEqual(body, { client_id: "client-1" });
  const proof = decodeJwt(headers["oauth-client-attestation-pop"] ?? "", proofKind);
  assert.deepEqual(proof.header, { alg: "ES256", typ: "oauth-client-attestation-pop+jwt" });
  assert.deepEqual(proof.unverifiedClaims, { aud: issuer, jti: "A".repeat(43), iat: 1_000 });
  await verifyJwt(proof, { algorithms: ["ES256"], keys: createStaticKeySource({ keys: [publicKey] }) });
  const { random: _fixed, ...real } = context;
  const again = await auth.authenticate(real);
  const next = decodeJwt(again.headers["oauth-client-attestation-pop"] ?? "", proofKind);
  assert.notEqual(next.unverifiedClaims.jti, "A".repeat(43));
});

test("clientAttestation: asks for the current attestation each time; a WebCrypto key may sign", async () => {
  const { privateKey } = await generateKeyPair("ES256");
  let calls = 0;
  const auth = clientAttestation({
    key: privateKey,
    attestation: async () => {
      calls += 1;
      return attest({ exp: 2_000 + calls });
    },
  });
  await auth.authenticate(context);
  const { headers } = await auth.authenticate(context);
  assert.equal(calls, 2);
  const kind = { name: "attestation", types: ["oauth-client-attestation+jwt"], mayOmitType: false };
  assert.equal(decodeJwt(headers["oauth-client-attestation"] ?? "", kind).unverifiedClaims.exp, 2_002);
});

async function challengeOf(auth: ReturnType<typeof clientAttestation>, at: string = issuer): Promise<unknown> {
  const { headers } = await auth.authenticate({ ...context, issuer: at });
  return decodeJwt(headers["oauth-client-attestation-pop"] ?? "", proofKind).unverifiedClaims.challenge;
}

test("clientAttestation: the newest challenge of an answer goes into the next proof for that server only (draft)", async () => {
  const auth = clientAttestation({ attestation: await attest(), key });
  const learn = (challenge: string, from = issuer) =>
    auth.learn?.({ issuer: from, headers: new Headers({ "oauth-client-attestation-challenge": challenge }) });
  assert.equal(await challengeOf(auth), undefined);
  learn("one");
  assert.equal(await challengeOf(auth), "one");
  learn("two");
  auth.learn?.({ issuer, headers: new Headers() });
  learn("");
  learn("ä");
  assert.equal(await challengeOf(auth), "two");
  assert.equal(await challengeOf(auth, "https://other.example"), undefined);
  learn("three", "https://other.example");
  assert.equal(await challengeOf(auth), undefined);
});

test("clientAttestation: a challenge that the caller gives goes before a learned one", async () => {
  const given: (string | undefined)[] = ["mine", undefined];
  const auth = clientAttestation({ attestation: await attest(), key, challenge: async () => given.shift() });
  auth.learn?.({ issuer, headers: new Headers({ "oauth-client-attestation-challenge": "learned" }) });
  assert.equal(await challengeOf(auth), "mine");
  assert.equal(await challengeOf(auth), "learned");
});

const wrong: readonly [title: string, changes: object, name: string, code: string][] = [
  ["of another client", { sub: "client-2" }, "ConfigurationError", "ERR_CONFIGURATION_OPTION"],
  ["that has expired", { exp: 1_000 }, "ConfigurationError", "ERR_CONFIGURATION_OPTION"],
  [
    "of another key",
    { cnf: { jwk: { kty: "EC", crv: "P-256", x: "AQ", y: "AQ" } } },
    "ConfigurationError",
    "ERR_CONFIGURATION_OPTION",
  ],
  [
    "with a private key in cnf",
    { cnf: { jwk: { kty: "EC", crv: "P-256", x: "AQ", y: "AQ", d: "AQ" } } },
    "ValidationError",
    "ERR_VALIDATION_CLAIMS",
  ],
  ["without cnf", { cnf: undefined }, "ValidationError", "ERR_VALIDATION_CLAIMS"],
  ["without exp", { exp: undefined }, "ValidationError", "ERR_VALIDATION_CLAIMS"],
];
for (const [title, changes, name, code] of wrong) {
  test(`clientAttestation: refuses an attestation ${title} (draft)`, async () => {
    const auth = clientAttestation({ attestation: await attest(changes), key });
    await assertRefused(auth.authenticate(context), name, code);
  });
}

test("clientAttestation: refuses another kind of JWT, and text that is none", async () => {
  const other = clientAttestation({ attestation: await attest({}, { alg: "RS256", typ: "JWT" }), key });
  await assertRefused(other.authenticate(context), "VerificationError", "ERR_VERIFICATION_JWT_TYPE");
  const none = clientAttestation({ attestation: "x", key });
  await assertRefused(none.authenticate(context), "ValidationError", "ERR_VALIDATION_JWT");
});

test("clientAttestation: refuses a key that cannot sign, before anything is asked", () => {
  assert.throws(() => clientAttestation({ attestation: "x", key: publicKey }), { code: "ERR_CONFIGURATION_KEY" });
});
