import assert from "node:assert/strict";
import { test } from "node:test";
import { buildChallenge, readResourceChallenge, stepUpParameters } from "../../../src/endpoints/resource-challenge.ts";
import { parseChallenges } from "../../../src/util/header-field.ts";

function demandOf(field: string) {
  return readResourceChallenge({ headers: new Headers({ "www-authenticate": field }) });
}

const needs: readonly (readonly [field: string, need: string])[] = [
  ["Bearer", "token"],
  ['Bearer realm="a", resource_metadata="https://a.example/m"', "token"],
  ['Bearer error="invalid_token"', "token"],
  ['Bearer error="insufficient_scope", scope="write"', "scope"],
  ['Bearer error="insufficient_user_authentication", acr_values="gold"', "authentication"],
  ['DPoP error="use_dpop_nonce"', "nonce"],
  ['DPoP error="invalid_dpop_proof"', "request"],
  ['Bearer error="invalid_request"', "request"],
  ['Bearer error="something_else"', "other"],
  ['Bearer error="constructor"', "other"],
  ["bearer error=insufficient_scope", "scope"],
];
for (const [field, need] of needs) {
  test(`readResourceChallenge: ${field} demands ${need} (RFC 6750 §3.1)`, () => {
    assert.equal(demandOf(field)?.need, need);
  });
}

test("readResourceChallenge: finds no demand of OAuth", () => {
  assert.equal(readResourceChallenge({ headers: new Headers() }), undefined);
  assert.equal(demandOf('Basic realm="a"'), undefined);
});

test("readResourceChallenge: a challenge with an error goes first, of two DPoP (RFC 9449 §7.1)", () => {
  assert.equal(demandOf('DPoP algs="ES256", Bearer error="insufficient_scope"')?.need, "scope");
  assert.equal(demandOf('Bearer realm="a", DPoP algs="ES256"')?.challenge.scheme, "dpop");
});

test("readResourceChallenge: malformed parameters are left out, the others stay", () => {
  const demand = demandOf(
    'Bearer error="insufficient_user_authentication", max_age="soon", acr_values="gold", resource_metadata="javascript:1"',
  );
  assert.deepEqual(demand?.challenge.parameters, { error: "insufficient_user_authentication", acr_values: "gold" });
});

const steps: readonly (readonly [field: string, scope: string | undefined, want: object | undefined])[] = [
  [
    'Bearer error="insufficient_user_authentication", acr_values="gold silver", max_age="0", scope="write"',
    "openid read",
    { acr_values: "gold silver", max_age: 0, scope: "openid read write" },
  ],
  ['Bearer error="insufficient_user_authentication", max_age="300"', undefined, { max_age: 300 }],
  ['Bearer error="insufficient_user_authentication"', undefined, {}],
  ['Bearer error="insufficient_scope", scope="write read"', "read", { scope: "read write" }],
  ['Bearer error="insufficient_scope", scope="write", max_age="0"', undefined, { scope: "write" }],
  ['Bearer error="invalid_token", scope="write"', "read", undefined],
  ['Bearer scope="write"', "read", undefined],
];
for (const [field, scope, want] of steps) {
  test(`stepUpParameters: ${field} after ${scope} (RFC 9470 §4)`, () => {
    const demand = demandOf(field);
    assert.ok(demand !== undefined);
    assert.deepEqual(stepUpParameters(demand, { scope }), want);
  });
}

test("stepUpParameters: a scope of one's own that is none is refused", () => {
  const demand = demandOf('Bearer error="insufficient_scope"');
  assert.ok(demand !== undefined);
  assert.throws(() => stepUpParameters(demand, { scope: 'a"b' }), { code: "ERR_CONFIGURATION_OPTION" });
});

test("buildChallenge: writes every value quoted, numbers too (RFC 6750 §3)", () => {
  const parameters = {
    realm: 'the "api" \\ v1',
    error: "insufficient_user_authentication",
    scope: undefined,
    max_age: 300,
    resource_metadata: "https://api.example.com/.well-known/oauth-protected-resource",
  };
  const text = buildChallenge({ scheme: "Bearer", parameters });
  assert.equal(
    text,
    'Bearer realm="the \\"api\\" \\\\ v1", error="insufficient_user_authentication", max_age="300", resource_metadata="https://api.example.com/.well-known/oauth-protected-resource"',
  );
  assert.deepEqual(
    { ...parseChallenges(text)[0]?.parameters },
    {
      realm: 'the "api" \\ v1',
      error: "insufficient_user_authentication",
      max_age: "300",
      resource_metadata: "https://api.example.com/.well-known/oauth-protected-resource",
    },
  );
  assert.equal(buildChallenge({ scheme: "DPoP", parameters: {} }), "DPoP");
});

const unfit: readonly (readonly [title: string, parameters: object, parameter: string])[] = [
  ["a line break", { realm: "a\r\nset-cookie: b" }, "realm"],
  ["a character beyond ASCII", { realm: "é" }, "realm"],
  ["a quote where none may be", { error_description: 'a"b' }, "error_description"],
  ["a number that is none", { max_age: -1 }, "max_age"],
  ["a scope with a tab", { scope: "a\tb" }, "scope"],
  ["a URL that is none", { resource_metadata: "x" }, "resource_metadata"],
  ["a name with a space", { "a b": "c" }, "parameters"],
  ["an object", { extra: {} }, "extra"],
];
for (const [title, parameters, parameter] of unfit) {
  test(`buildChallenge: refuses ${title}`, () => {
    assert.throws(() => buildChallenge({ scheme: "Bearer", parameters: { ...parameters } }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
  });
}

test("buildChallenge: refuses a scheme that is not OAuth's", () => {
  const given: { readonly scheme: "Bearer"; readonly parameters: object } = JSON.parse(
    '{"scheme":"Basic","parameters":{}}',
  );
  assert.throws(() => buildChallenge({ ...given, parameters: {} }), { parameter: "scheme" });
});

for (const answer of ['"text"', "null", "{}", '{"headers":{"www-authenticate":"Bearer"}}']) {
  test(`readResourceChallenge: refuses ${answer}, which is no answer`, () => {
    assert.throws(() => readResourceChallenge(JSON.parse(answer)), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "answer",
    });
  });
}
