import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isAuthError } from "../../src/errors/auth-error.ts";
import { type IdTokenExpectations, verifyIdToken } from "../../src/id-token/verify-id-token.ts";
import { decodeJwt } from "../../src/jose/jwt.ts";
import { createStaticKeySource } from "../../src/jose/key-source.ts";
import { base64url, generateTestKey, signClaims } from "../unit/jose/signed-tokens.ts";

const kind = { name: "ID token", types: ["jwt"], mayOmitType: true };
const base64urlText = fc.stringMatching(/^[A-Za-z0-9_-]{0,40}$/);

test("decodes or refuses any text with an error of this library", () => {
  const parts = fc.array(fc.oneof(base64urlText, fc.string(), fc.json().map(base64url)), { maxLength: 6 });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        parts.map((list) => list.join(".")),
      ),
      (text) => {
        try {
          decodeJwt(text, kind);
        } catch (error) {
          assert.ok(isAuthError(error), String(error));
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test("decodes what an encoder wrote, whatever the claims are", () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value), (claims) => {
      const text = JSON.stringify(claims);
      const jwt = `${base64url('{"alg":"ES256"}')}.${base64url(text)}.c2ln`;
      assert.equal(JSON.stringify(decodeJwt(jwt, kind).unverifiedClaims), JSON.stringify(JSON.parse(text)));
    }),
    { numRuns: 500 },
  );
});

const key = await generateTestKey("ES256", { kid: "k1" });
const claims = { iss: "https://id.example.com", sub: "user", aud: "web", exp: 1_800_000_300, iat: 1_800_000_000 };
const token = await signClaims(claims, key, { kid: "k1" });
const expectations: IdTokenExpectations = {
  issuer: "https://id.example.com",
  clientId: "web",
  nonce: undefined,
  receivedFrom: "token_endpoint",
  keys: createStaticKeySource({ keys: [key.publicJwk] }),
  algorithms: ["ES256"],
  clock: () => 1_800_000_000_000,
};

test("refuses a signed token with any one character changed, removed or added", async () => {
  assert.equal((await verifyIdToken(token, expectations)).sub, "user");
  const character = fc.stringMatching(/^[A-Za-z0-9_.=\n -]$/);
  const change = fc.constantFrom("replace", "remove", "add");
  await fc.assert(
    fc.asyncProperty(fc.nat(token.length - 1), character, change, async (index, letter, kindOfChange) => {
      const rest = token.slice(kindOfChange === "add" ? index : index + 1);
      const changed = `${token.slice(0, index)}${kindOfChange === "remove" ? "" : letter}${rest}`;
      fc.pre(changed !== token);
      await assert.rejects(verifyIdToken(changed, expectations), (error) => isAuthError(error));
    }),
    { numRuns: 400 },
  );
});

test("refuses any other claims under the same signature", async () => {
  const [header, , signature] = token.split(".");
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 })), async (change) => {
      const payload = base64url(JSON.stringify({ ...claims, extra: true, ...change }));
      await assert.rejects(verifyIdToken(`${header}.${payload}.${signature}`, expectations), (error) =>
        isAuthError(error),
      );
    }),
    { numRuns: 200 },
  );
});
