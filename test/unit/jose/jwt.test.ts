import assert from "node:assert/strict";
import { test } from "node:test";
import { idTokenSchema } from "../../../generated/messages/id-token.ts";
import { jwtClaimsSchema } from "../../../generated/messages/jwt-claims.ts";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import { checkJwtClaims, decodeJwt } from "../../../src/jose/jwt.ts";
import { base64url } from "./signed-tokens.ts";

const kind = { name: "ID token", types: ["jwt"], mayOmitType: true };
const header = base64url('{"alg":"RS256"}');

function encode(payload: string): string {
  return `${header}.${base64url(payload)}.c2ln`;
}

test("decodes a JWT and calls its claims unverified (RFC 7519 §7.2)", () => {
  const jwt = decodeJwt(encode('{"iss":"https://id.example.com","aud":["web"]}'), kind);
  assert.equal(jwt.verified, false);
  assert.deepEqual(jwt.unverifiedClaims, { iss: "https://id.example.com", aud: ["web"] });
  assert.deepEqual(jwt.header, { alg: "RS256" });
});

for (const [title, payload] of [
  ["an array", "[]"],
  ["a string", '"claims"'],
  ["null", "null"],
  ["nothing", ""],
  ["broken JSON", '{"sub":"user"'],
  ["JSON with a trailing value", '{"sub":"user"}{}'],
  ["a claim twice", '{"sub":"user","sub":"admin"}'],
  ["a claim twice, once escaped", '{"sub":"user","s\\u0075b":"admin"}'],
  ["a nested member twice", '{"address":{"country":"AT","country":"DE"}}'],
] as const) {
  test(`refuses a payload that is ${title} (RFC 7519 §4)`, () => {
    assert.throws(() => decodeJwt(encode(payload), kind), {
      code: "ERR_VALIDATION_JWT",
      messageName: "ID token payload",
    });
  });
}

test("refuses a payload that is not UTF-8 (RFC 7519 §7.2)", () => {
  const octets = Buffer.from([...Buffer.from('{"sub":"'), 0xc3, 0x28, ...Buffer.from('"}')]);
  assert.throws(() => decodeJwt(`${header}.${octets.toString("base64url")}.c2ln`, kind), {
    code: "ERR_VALIDATION_JWT",
    message: /must be UTF-8/,
  });
});

test("gives claims the type of their message once their shape is right, unknown claims included", () => {
  const { jwt, tolerated } = checkJwtClaims(
    decodeJwt(encode('{"iss":"a","https://x.example/y":1}'), kind),
    jwtClaimsSchema,
  );
  assert.deepEqual(jwt.unverifiedClaims, { iss: "a", "https://x.example/y": 1 });
  assert.equal(jwt.verified, false);
  assert.deepEqual(tolerated, []);
});

test("lists every claim whose shape is wrong at once", () => {
  assert.throws(
    () => checkJwtClaims(decodeJwt(encode('{"iss":1,"exp":"soon","aud":[]}'), kind), idTokenSchema),
    (error: { code: string; messageName: string; issues: readonly { pointer: string }[] }) => {
      assert.equal(error.code, "ERR_VALIDATION_CLAIMS");
      assert.equal(error.messageName, "ID token");
      assert.deepEqual(error.issues.map(({ pointer }) => pointer).sort(), ["/aud", "/exp", "/iat", "/iss", "/sub"]);
      return true;
    },
  );
});

test("admits a named deviation on request and says so, without touching what was sent", () => {
  const claims = '{"iss":"https://id.example.com","sub":"u","aud":"web","exp":2,"iat":1,"email_verified":"true"}';
  const decoded = decodeJwt(encode(claims), kind);
  assert.throws(() => checkJwtClaims(decoded, idTokenSchema), { code: "ERR_VALIDATION_CLAIMS" });
  const { jwt, tolerated } = checkJwtClaims(decoded, idTokenSchema, tolerating(["boolean-string"]));
  assert.equal(jwt.unverifiedClaims.email_verified, true);
  assert.equal(decoded.unverifiedClaims.email_verified, "true");
  assert.deepEqual(tolerated, [{ tolerance: "boolean-string", pointer: "/email_verified", deviation: "D17" }]);
});
