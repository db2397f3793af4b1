import assert from "node:assert/strict";
import { test } from "node:test";
import { verifyIdTokenClaims } from "../../../src/id-token/verify-id-token-claims.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import type { StandardSchema } from "../../../src/schema/standard-schema.ts";
import { generateTestKey, signClaims } from "../jose/signed-tokens.ts";

const now = 1_800_000_000;
const key = await generateTestKey("RS256");
const claims = { iss: "https://id.example.com", sub: "u", aud: "web", iat: now, exp: now + 60, department: "R&D" };
const shown: unknown[] = [];
const schema: StandardSchema<{ readonly department: string }> = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate(value) {
      shown.push(value);
      const { department }: { department?: unknown } = Object(value);
      if (typeof department !== "string") return { issues: [{ message: "must be text", path: ["department"] }] };
      return { value: { department: department.toLowerCase() } };
    },
  },
};
const expectations = {
  issuer: "https://id.example.com",
  clientId: "web",
  nonce: undefined,
  receivedFrom: "token_endpoint",
  keys: createStaticKeySource({ keys: [key.publicJwk] }),
  clock: () => now * 1000,
  claims: schema,
} as const;

test("verifyIdTokenClaims: gives the claims as they came, and what the schema makes of them beside", async () => {
  const verified = await verifyIdTokenClaims(await signClaims(claims, key), expectations);
  assert.equal(verified.custom.department, "r&d");
  assert.equal(verified.claims.department, "R&D");
  assert.ok(Object.isFrozen(verified) && Object.isFrozen(verified.claims));
});

test("verifyIdTokenClaims: refuses claims that the schema refuses, and shows it no claims of anybody else", async () => {
  await assert.rejects(verifyIdTokenClaims(await signClaims({ ...claims, department: 1 }, key), expectations), {
    code: "ERR_VALIDATION_CLAIMS",
  });
  shown.length = 0;
  const other = await generateTestKey("RS256");
  await assert.rejects(verifyIdTokenClaims(await signClaims(claims, other), expectations), {
    code: "ERR_VERIFICATION_SIGNATURE",
  });
  assert.deepEqual(shown, []);
});

test("verifyIdTokenClaims: refuses what is no schema before the token is looked at", async () => {
  await assert.rejects(verifyIdTokenClaims("no token", { ...expectations, claims: JSON.parse("{}") }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "claims",
  });
});
