import assert from "node:assert/strict";
import { test } from "node:test";
import { isActiveFor } from "../../../src/endpoints/introspected-token.ts";
import type { Introspection } from "../../../src/endpoints/introspection.ts";

const clock = (): number => 1_000_999;
const good: Introspection = { active: true, exp: 1001, nbf: 1000, aud: ["api", "b"], scope: "a b", iss: "https://i" };
const all = { audience: "api", scope: "b", issuer: "https://i", clock };

test("isActiveFor: an active token within its times is good, and so it is where every expectation holds", () => {
  assert.ok(isActiveFor({ active: true }));
  assert.ok(isActiveFor(good, { clock }));
  assert.ok(isActiveFor(good, all));
  assert.ok(isActiveFor({ ...good, aud: "api" }, all));
});

for (const [title, token] of [
  ["that is not active", { active: false }],
  ["at the second of its exp", { ...good, exp: 1000 }],
  ["before its nbf", { ...good, nbf: 1001 }],
  ["for another audience", { ...good, aud: "API" }],
  ["without an audience", { ...good, aud: [] }],
  ["without aud", { active: true, scope: "b", iss: "https://i" }],
  ["with less scope", { ...good, scope: "a bb" }],
  ["without scope", { active: true, aud: "api", iss: "https://i" }],
  ["of another issuer", { ...good, iss: "https://i/" }],
  ["without iss", { active: true, aud: "api", scope: "b" }],
  ["bound to a certificate (RFC 8705 §3)", { ...good, cnf: { "x5t#S256": "x" } }],
  ["bound to a DPoP key (RFC 9449 §6.2)", { ...good, cnf: { jkt: "x" }, token_type: "DPoP" }],
  ["that calls itself DPoP", { ...good, token_type: "dpop" }],
] as const) {
  test(`isActiveFor: a token ${title} is not good`, () => {
    assert.equal(isActiveFor(token, all), false);
  });
}

test("isActiveFor: a bound token is good once its key has been proven", () => {
  assert.ok(isActiveFor({ ...good, cnf: { jkt: "x" } }, { ...all, keyProven: true }));
});

test("isActiveFor: the clocks may differ by as much as is allowed", () => {
  const tolerant = { clock, clockToleranceSeconds: 5 };
  assert.ok(isActiveFor({ active: true, exp: 996, nbf: 1005 }, tolerant));
  assert.equal(isActiveFor({ active: true, exp: 995 }, tolerant), false);
  assert.equal(isActiveFor({ active: true, nbf: 1006 }, tolerant), false);
});

test("isActiveFor: refuses an expected scope that is none", () => {
  assert.throws(() => isActiveFor(good, { clock, scope: "a  b" }), { code: "ERR_CONFIGURATION_OPTION" });
});
