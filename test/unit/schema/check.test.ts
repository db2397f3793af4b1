import assert from "node:assert/strict";
import { test } from "node:test";
import { authorizationServerMetadataSchema } from "../../../generated/messages/authorization-server-metadata.ts";
import { openidProviderMetadataSchema } from "../../../generated/messages/openid-provider-metadata.ts";
import { tokenRequestAuthorizationCodeSchema } from "../../../generated/messages/token-request-authorization-code.ts";
import { tokenResponseSchema } from "../../../generated/messages/token-response.ts";
import { type CheckResult, checkMessage, isMember } from "../../../src/schema/check.ts";
import { problem, schemaOf } from "./schemas.ts";

const honest = { access_token: "a", token_type: "Bearer" };

function pointers(result: CheckResult<unknown>): readonly string[] {
  return result.ok ? ["accepted"] : result.issues.map(({ pointer, keyword }) => `${pointer} ${keyword}`);
}

test("check: gives a valid message back as the very object it was", () => {
  const result = checkMessage(tokenResponseSchema, honest);
  assert.ok(result.ok);
  assert.equal(result.message, honest);
  assert.deepEqual(result.tolerated, []);
});

test("check: a valid message is given back as it was whatever is tolerated", () => {
  const message = Object.freeze({
    ...honest,
    expires_in: 60,
    scope: "a b",
    refresh_token: "r",
    unknown: null,
    other: "",
  });
  const result = checkMessage(tokenResponseSchema, message, {
    tolerate: ["null-members", "empty-strings", "expires-in-string", "scope-array", "expires-member", "expires-on"],
    nowSeconds: 1,
  });
  assert.ok(result.ok);
  assert.equal(result.message, message);
  assert.deepEqual(result.tolerated, []);
});

test("check: finds every problem at once, with its pointer", () => {
  const result = checkMessage(tokenResponseSchema, { token_type: 1, expires_in: -1, scope: "", id_token: "x" });
  assert.deepEqual(pointers(result), [
    "/access_token required",
    "/token_type type",
    "/expires_in minimum",
    "/scope format",
    "/id_token format",
  ]);
});

for (const value of [null, undefined, 1, "text", true, [], [honest]]) {
  test(`check: refuses ${JSON.stringify(value) ?? "undefined"} where a message is due, tolerances or not`, () => {
    for (const tolerate of [[], ["null-members"] as const]) {
      const result = checkMessage(tokenResponseSchema, value, { tolerate });
      assert.ok(!result.ok);
      assert.deepEqual(pointers(result), [" type"]);
      assert.equal(result.issues[0]?.message, "must be a JSON object");
    }
  });
}

test("check: refuses unknown members of a request beside its other problems", () => {
  const request = { grant_type: "authorization_code", "a/b~c": 1, constructor: 2 };
  const result = checkMessage(tokenRequestAuthorizationCodeSchema, request);
  assert.deepEqual(pointers(result), [
    "/code required",
    "/a~1b~0c additionalProperties",
    "/constructor additionalProperties",
  ]);
});

test("check: refuses __proto__ as a member of a request", () => {
  const request: unknown = JSON.parse('{"grant_type":"authorization_code","code":"c","__proto__":{}}');
  const result = checkMessage(tokenRequestAuthorizationCodeSchema, request);
  assert.deepEqual(pointers(result), ["/__proto__ additionalProperties"]);
});

test("check: keeps unknown members of a response", () => {
  const result = checkMessage(tokenResponseSchema, { ...honest, constructor: 1, "x y": null });
  assert.ok(result.ok);
  assert.equal(result.message["x y"], null);
});

test("check: names a nested message's own section", () => {
  const result = checkMessage(tokenResponseSchema, {
    ...honest,
    authorization_details: [{ type: "a" }, { locations: 1 }],
  });
  assert.ok(!result.ok);
  assert.deepEqual(
    result.issues.map(({ pointer, specification }) => `${pointer} ${specification?.label}`),
    ["/authorization_details/1/type RFC 9396 §2", "/authorization_details/1/locations RFC 9396 §2.2"],
  );
});

test("check: finds problems of the message that it extends, once each, with that message's section", () => {
  const result = checkMessage(openidProviderMetadataSchema, { issuer: 1, revocation_endpoint: 1 });
  assert.ok(!result.ok);
  const labels = result.issues.map(({ pointer, specification }) => `${pointer} ${specification?.label}`);
  assert.ok(labels.includes("/revocation_endpoint RFC 8414 §2"), labels.join("\n"));
  assert.ok(labels.includes("/subject_types_supported OpenID Connect Discovery §3"), labels.join("\n"));
  assert.equal(new Set(labels).size, labels.length);
});

test("check: puts rules across members into words with their section", () => {
  const result = checkMessage(authorizationServerMetadataSchema, {
    issuer: "https://id.example.com",
    response_types_supported: ["code"],
    dpop_signing_alg_values_supported: ["none"],
  });
  assert.ok(!result.ok);
  assert.deepEqual(
    result.issues.map(({ keyword, message, specification }) => [keyword, message, specification?.label]),
    [
      [
        "rule",
        "dpop_signing_alg_values_supported must hold asymmetric algorithms only: not none, and no HMAC",
        "RFC 9449 §4.2",
      ],
    ],
  );
});

test("check: tells one problem that is found twice once", () => {
  const schema = schemaOf(() => [problem("type", { type: "string" }), problem("type", { type: "string" })]);
  assert.deepEqual(pointers(checkMessage(schema, {})), ["/member type"]);
});

test("check: refuses what a validator refuses without saying why", () => {
  const validate = Object.assign((_value: unknown): _value is unknown => false, { errors: null });
  const schema = { name: "Sample", spec: "rfc6749 5.1", documents: ["rfc6749"], validate, members: {} };
  assert.deepEqual(pointers(checkMessage(schema, {})), [" invalid"]);
});

test("check: describes a hundred problems at most", () => {
  const result = checkMessage(tokenResponseSchema, { ...honest, authorization_details: Array(5000).fill(1) });
  assert.ok(!result.ok);
  assert.equal(result.issues.length, 100);
});

test("check: says which tolerances would admit what was found, and none that would not", () => {
  const offered = (changes: object): unknown => {
    const result = checkMessage(tokenResponseSchema, { ...honest, ...changes }, { nowSeconds: 1 });
    assert.ok(!result.ok);
    return Object.fromEntries(result.issues.map(({ pointer, tolerances }) => [pointer, tolerances]));
  };
  assert.deepEqual(offered({ expires_in: "60" }), { "/expires_in": ["expires-in-string"] });
  assert.deepEqual(offered({ expires_in: "soon" }), { "/expires_in": [] });
  assert.deepEqual(offered({ refresh_token: null, scope: "" }), {
    "/refresh_token": ["null-members"],
    "/scope": ["empty-strings"],
  });
  assert.deepEqual(offered({ access_token: null }), { "/access_token": [] });
  assert.deepEqual(offered({ access_token: "" }), { "/access_token": [] });
  assert.deepEqual(offered({ token_type: undefined }), { "/token_type": ["token-type-missing"] });
  assert.deepEqual(offered({ token_type: null }), { "/token_type": ["null-members", "token-type-missing"] });
  assert.deepEqual(offered({ scope: ["a", "b"] }), { "/scope": ["scope-array"] });
  assert.deepEqual(offered({ scope: ["a", 1] }), { "/scope": [] });
});

test("check: offers metadata-member-missing for every member but the issuer", () => {
  const result = checkMessage(authorizationServerMetadataSchema, { jwks: {} });
  assert.ok(!result.ok);
  assert.deepEqual(
    result.issues.map(({ pointer, tolerances }) => [pointer, ...tolerances]),
    [["/issuer"], ["/response_types_supported", "metadata-member-missing"], ["/jwks/keys"]],
  );
});

test("check: offers nothing where no tolerance was named and the value is no object", () => {
  const result = checkMessage(tokenResponseSchema, "x");
  assert.ok(!result.ok);
  assert.deepEqual(result.issues[0]?.tolerances, []);
});

test("isMember: knows own members and those of the message that is extended, and nothing of every object", () => {
  assert.equal(isMember(openidProviderMetadataSchema, "issuer"), true);
  assert.equal(isMember(openidProviderMetadataSchema, "subject_types_supported"), true);
  assert.equal(isMember(openidProviderMetadataSchema, "constructor"), false);
  assert.equal(isMember(openidProviderMetadataSchema, "x"), false);
});
