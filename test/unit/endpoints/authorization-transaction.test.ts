import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type AuthorizationTransaction,
  checkTransactionShape,
  hasOpenidScope,
} from "../../../src/endpoints/authorization-transaction.ts";

const whole = {
  issuer: "https://id.example.com",
  clientId: "client-1",
  redirectUri: "https://app.example.com/callback",
  scope: "openid",
  state: "state-1",
  nonce: "nonce-1",
  codeVerifier: "v",
  maxAgeSeconds: 60,
  subject: "user-1",
  acrValues: ["urn:a"],
  requireAuthTime: true,
  createdAt: 1_000_000,
};
const { nonce: _nonce, maxAgeSeconds: _age, subject: _sub, acrValues: _acr, requireAuthTime: _time, ...least } = whole;

/** A transaction as it may come back from a storage: `undefined` stands for a member that got lost. */
function stored(base: object, changes: object): AuthorizationTransaction {
  return { ...JSON.parse(JSON.stringify(base)), ...changes };
}

const accepted: readonly (readonly [title: string, base: object, changes: object])[] = [
  ["one with every member", whole, {}],
  ["one of plain OAuth, without a nonce", least, { scope: "email" }],
  ["one that asked for nothing special", least, { nonce: "n" }],
  ["a max_age of 0", whole, { maxAgeSeconds: 0 }],
  ["auth_time that is not required", whole, { requireAuthTime: false }],
  ["one made at the beginning of time", whole, { createdAt: 0 }],
  ["members of a later version", whole, { later: { than: "this" } }],
];

for (const [title, base, changes] of accepted) {
  test(`checkTransactionShape: accepts ${title}`, () => {
    checkTransactionShape(stored(base, changes));
  });
}

const texts = ["issuer", "clientId", "redirectUri", "scope", "state", "codeVerifier"];
const broken: readonly (readonly [member: string, changes: object, base?: object])[] = [
  ...texts.flatMap((name) =>
    [undefined, null, "", 1, ["x"], {}].map((value) => [name, { [name]: value }] as [string, object]),
  ),
  ...[undefined, null, "1000000", Number.NaN, Number.POSITIVE_INFINITY, {}].map(
    (createdAt) => ["createdAt", { createdAt }] as [string, object],
  ),
  ...[undefined, null, "", 1, ["n"]].map((nonce) => ["nonce", { nonce }] as [string, object]),
  ...[null, "60", -1, Number.NaN, Number.POSITIVE_INFINITY, true].map(
    (maxAgeSeconds) => ["maxAgeSeconds", { maxAgeSeconds }] as [string, object],
  ),
  ...[null, "", 1, ["user-1"]].map((subject) => ["subject", { subject }] as [string, object]),
  ...[null, "urn:a", { 0: "urn:a" }, [1], [""], ["urn:a", null]].map(
    (acrValues) => ["acrValues", { acrValues }] as [string, object],
  ),
  ...[null, "true", 1].map((requireAuthTime) => ["requireAuthTime", { requireAuthTime }] as [string, object]),
  ["nonce", { scope: "profile openid", nonce: undefined }],
  ["nonce", { scope: "email" }],
  ["nonce", { scope: "email", nonce: "" }, least],
  ["nonce", { scope: "email", nonce: null }, least],
];

for (const [member, changes, base = whole] of broken) {
  const shown = Object.entries(changes).map(([name, value]) => `${name} ${JSON.stringify(value) ?? "lost"}`);
  test(`checkTransactionShape: refuses one with ${shown.join(" and ")}`, () => {
    assert.throws(() => checkTransactionShape(stored(base, changes)), {
      name: "ConfigurationError",
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "transaction",
      message: `The transaction is not one that startAuthorization returned: ${member} is missing or of another type. Store the transaction (not the url beside it) whole, as JSON, and pass it back parsed and unchanged.`,
    });
  });
}

for (const text of ["null", '"state"', "1", "true", "[]", "{}"]) {
  test(`checkTransactionShape: refuses ${text}`, () => {
    assert.throws(() => checkTransactionShape(JSON.parse(text)), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "transaction",
    });
  });
}

test("hasOpenidScope: finds openid as a whole value, in its own case (OpenID Connect Core §3.1.2.1)", () => {
  assert.deepEqual(["openid", "profile openid", "openid email", "a openid b"].map(hasOpenidScope), [
    true,
    true,
    true,
    true,
  ]);
  assert.deepEqual(["", "openid2", "OpenID", "profile", "my.openid", "openid,email"].map(hasOpenidScope), [
    false,
    false,
    false,
    false,
    false,
    false,
  ]);
});
