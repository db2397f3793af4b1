import assert from "node:assert/strict";
import { test } from "node:test";
import { jwkSchema } from "../../../generated/messages/jwk.ts";
import { jwsHeaderSchema } from "../../../generated/messages/jws-header.ts";
import { checkJoseObject } from "../../../src/jose/check-jose-object.ts";
import { checkMessage } from "../../../src/schema/check.ts";

const certificate = {
  x5u: "https://id.example.com/certificate",
  x5c: ["TUlJ"],
  x5t: "AAAAAAAAAAAAAAAAAAAAAAAAAAA",
  "x5t#S256": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
};
const header = { alg: "ES256", kid: "k1", jku: "https://id.example.com/keys", jwk: { kty: "EC" }, ...certificate };

function pointersOf(checked: ReturnType<typeof checkJoseObject>): readonly string[] {
  return checked.ok ? [] : checked.issues.map(({ pointer }) => pointer);
}

test("gives a well-formed key or header back as it is", () => {
  const key = { kty: "EC", kid: "k1", ...certificate };
  const checkedKey = checkJoseObject(jwkSchema, key);
  assert.ok(checkedKey.ok && checkedKey.message === key);
  const checkedHeader = checkJoseObject(jwsHeaderSchema, header);
  assert.ok(checkedHeader.ok && checkedHeader.message === header);
});

for (const [name, odd] of [
  ["jku", "http://id.example.com/keys"],
  ["jku", null],
  ["jwk", "key"],
  ["x5u", "certificate.pem"],
  ["x5c", []],
  ["x5c", "TUlJ"],
  ["x5c", ["TUlJ", "-----BEGIN"]],
  ["x5t", "5979790a"],
  ["x5t#S256", 7],
] as const) {
  test(`leaves out ${name} of ${JSON.stringify(odd)}, which is never used, and keeps the rest (RFC 7515 §4.1)`, () => {
    const given = { ...header, [name]: odd };
    const { [name]: _, ...rest } = header;
    const checked = checkJoseObject(jwsHeaderSchema, given);
    assert.deepEqual(checked.ok && checked.message, rest);
    assert.equal(checkMessage(jwsHeaderSchema, given).ok, false);
    assert.equal(given[name], odd);
  });
}

test("leaves out all that is odd at once, however much there is of it", () => {
  const x5c = Array.from({ length: 500 }, () => "!");
  const checked = checkJoseObject(jwkSchema, { kty: "EC", kid: "k1", x5u: 1, x5c, x5t: "", "x5t#S256": "AA" });
  assert.deepEqual(checked.ok && checked.message, { kty: "EC", kid: "k1" });
});

test("still tells the problems of members that are used, and those alone (RFC 7517 §4)", () => {
  assert.deepEqual(pointersOf(checkJoseObject(jwkSchema, { kty: 1, kid: 7, x5t: "AA" })), ["/kty", "/kid"]);
  assert.deepEqual(pointersOf(checkJoseObject(jwsHeaderSchema, { alg: "ES256", crit: [], jku: 1 })), ["/crit"]);
  assert.deepEqual(pointersOf(checkJoseObject(jwkSchema, { x5t: "AA" })), ["/kty"]);
  assert.deepEqual(pointersOf(checkJoseObject(jwkSchema, null)), [""]);
});

for (const [name, jwk] of [
  ["d", { kty: "EC", d: "AA" }],
  ["k", { kty: "oct", k: "AA" }],
] as const) {
  test(`still refuses a header whose jwk has the private member ${name} (RFC 7515 §4.1.3)`, () => {
    assert.deepEqual(pointersOf(checkJoseObject(jwsHeaderSchema, { alg: "ES256", jwk, x5t: "AA" })), [""]);
  });
}
