import assert from "node:assert/strict";
import { test } from "node:test";
import { checkJwtType } from "../../../src/jose/jwt-type.ts";

const idToken = { name: "ID token", types: ["jwt"], mayOmitType: true };
const accessToken = { name: "access token", types: ["at+jwt"], mayOmitType: false };

for (const typ of ["JWT", "jwt", "application/jwt", "APPLICATION/JWT"]) {
  test(`accepts typ ${typ} for jwt (RFC 7515 §4.1.9)`, () => {
    checkJwtType({ alg: "RS256", typ }, idToken);
  });
}

test("accepts a header without typ where the kind may omit it", () => {
  checkJwtType({ alg: "RS256" }, idToken);
});

for (const typ of [
  "at+jwt",
  "application/at+jwt",
  "logout+jwt",
  "dpop+jwt",
  "",
  "text/jwt",
  "application/x/jwt",
  "JWT ",
]) {
  test(`refuses typ ${JSON.stringify(typ)} for an ID token (RFC 8725 §3.11)`, () => {
    assert.throws(() => checkJwtType({ alg: "RS256", typ }, idToken), {
      code: "ERR_VERIFICATION_JWT_TYPE",
      parameter: "typ",
      message: /accepted: jwt or none \(RFC 8725 §3\.11\)\./,
    });
  });
}

test("refuses a header without typ where the kind demands one (RFC 8725 §3.11)", () => {
  assert.throws(() => checkJwtType({ alg: "RS256" }, accessToken), {
    code: "ERR_VERIFICATION_JWT_TYPE",
    message: /access token has no typ; accepted: at\+jwt \(RFC/,
  });
});
