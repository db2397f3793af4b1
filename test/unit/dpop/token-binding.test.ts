import assert from "node:assert/strict";
import { test } from "node:test";
import { checkTokenBinding } from "../../../src/dpop/token-binding.ts";

const dpop = { jkt: "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" };

function jwtOf(claims: unknown): string {
  const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  return `${encode({ alg: "RS256" })}.${encode(claims)}.c2ln`;
}

test("token binding: reads cnf.jkt of a JWT (RFC 9449 §6.1) and of an introspection response (RFC 9449 §6.2)", () => {
  assert.equal(checkTokenBinding(dpop, jwtOf({ cnf: { jkt: dpop.jkt } })), "bound");
  assert.equal(checkTokenBinding(dpop, { active: true, cnf: { jkt: dpop.jkt } }), "bound");
});

test("token binding: without cnf.jkt a token is not bound", () => {
  assert.equal(checkTokenBinding(dpop, jwtOf({ sub: "user-1" })), "unbound");
  assert.equal(checkTokenBinding(dpop, { active: true }), "unbound");
  assert.equal(checkTokenBinding(dpop, { active: true, cnf: { "x5t#S256": "a" } }), "unbound");
});

for (const token of ["opaque", "a.b", "a.!.c", "e30.e30.e30.e30", "e30.bm90IGpzb24.c2ln", "e30.W10.c2ln"]) {
  test(`token binding: of ${token} nothing is known`, () => assert.equal(checkTokenBinding(dpop, token), "unknown"));
}

test("token binding: of an inactive token nothing is known", () => {
  assert.equal(checkTokenBinding(dpop, { active: false }), "unknown");
  assert.equal(checkTokenBinding(dpop, {}), "unknown");
});

for (const jkt of ["NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", "", 7, null, [dpop.jkt], dpop.jkt.toLowerCase()]) {
  test(`token binding: another key is refused: ${JSON.stringify(jkt)} (RFC 9449 §6)`, () => {
    for (const token of [jwtOf({ cnf: { jkt } }), { active: true, cnf: { jkt } }])
      assert.throws(() => checkTokenBinding(dpop, token), {
        code: "ERR_VERIFICATION_TOKEN_BINDING",
        parameter: "cnf.jkt",
      });
  });
}
