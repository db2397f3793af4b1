import assert from "node:assert/strict";
import { test } from "node:test";
import { authorizationServerMetadataSchema } from "../../../generated/messages/authorization-server-metadata.ts";
import { deviceAuthorizationResponseSchema } from "../../../generated/messages/device-authorization-response.ts";
import { openidProviderMetadataSchema } from "../../../generated/messages/openid-provider-metadata.ts";
import { registrationResponseSchema } from "../../../generated/messages/registration-response.ts";
import { tokenRequestAuthorizationCodeSchema } from "../../../generated/messages/token-request-authorization-code.ts";
import { tokenResponseSchema } from "../../../generated/messages/token-response.ts";
import { userinfoResponseSchema } from "../../../generated/messages/userinfo-response.ts";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import { type CheckResult, checkMessage, isMember } from "../../../src/schema/check.ts";
import { problem, schemaOf } from "./schemas.ts";

const honest = { access_token: "a", token_type: "Bearer" };

/** Nothing is admitted, but what would help is tried out. */
const openToAll = { tolerate: tolerating([]) };

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
    tolerate: tolerating([
      "null-members",
      "empty-strings",
      "expires-in-string",
      "scope-array",
      "expires-member",
      "expires-on",
    ]),
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
    for (const tolerate of [undefined, tolerating([]), tolerating(["null-members"])]) {
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
  const schema = schemaOf(() => [problem("type"), problem("type")]);
  assert.deepEqual(pointers(checkMessage(schema, {})), ["/member type"]);
});

test("check: refuses what a validator refuses without saying why", () => {
  const validate = Object.assign((_value: unknown): _value is unknown => false, { errors: null });
  assert.deepEqual(pointers(checkMessage({ ...schemaOf(() => []), validate }, {})), [" invalid"]);
});

test("check: describes a hundred problems at most", () => {
  const result = checkMessage(tokenResponseSchema, { ...honest, authorization_details: Array(5000).fill(1) });
  assert.ok(!result.ok);
  assert.equal(result.issues.length, 100);
});

test("check: says which tolerances would admit what was found, and none that would not", () => {
  const offered = (changes: object): unknown => {
    const result = checkMessage(tokenResponseSchema, { ...honest, ...changes }, { ...openToAll, nowSeconds: 1 });
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

test("check: without the code of tolerances, names those that the contract has for the member or for such a value", () => {
  const offered = (changes: object): unknown => {
    const result = checkMessage(tokenResponseSchema, { ...honest, ...changes });
    assert.ok(!result.ok);
    return Object.fromEntries(result.issues.map(({ pointer, tolerances }) => [pointer, tolerances]));
  };
  assert.deepEqual(offered({ expires_in: "60" }), { "/expires_in": ["expires-in-string"] });
  assert.deepEqual(offered({ refresh_token: null, id_token: "" }), {
    "/refresh_token": ["null-members"],
    "/id_token": ["empty-strings"],
  });
  assert.deepEqual(offered({ access_token: 1 }), { "/access_token": [] });
  assert.deepEqual(offered({ constructor: 1, issued_token_type: [] }), { "/issued_token_type": [] });
});

test("check: without the code of tolerances, names a rule's own, and those for metadata but never for the issuer", () => {
  const { issuer: _, token_endpoint: __, ...rest } = { ...provider, ui_locales_supported: [] };
  const result = checkMessage(openidProviderMetadataSchema, rest);
  assert.ok(!result.ok);
  assert.deepEqual(result.issues.map(({ pointer, tolerances }) => [pointer, ...tolerances]).sort(), [
    ["", "metadata-member-missing"],
    ["", "rs256-not-offered"],
    ["/issuer"],
    ["/ui_locales_supported", "empty-arrays"],
  ]);
});

test("check: offers verification-url where the page stands there under its other name (D23)", () => {
  const device = { device_code: "d", user_code: "c", expires_in: 60 };
  const offered = (changes: object): unknown => {
    const result = checkMessage(deviceAuthorizationResponseSchema, { ...device, ...changes }, openToAll);
    return result.ok || result.issues.map(({ pointer, tolerances }) => [pointer, ...tolerances]);
  };
  assert.deepEqual(offered({ verification_url: "https://a.example/device" }), [
    ["/verification_uri", "verification-url"],
  ]);
  assert.deepEqual(offered({}), [["/verification_uri"]]);
});

test("check: offers metadata-member-missing for every member but the issuer", () => {
  const result = checkMessage(authorizationServerMetadataSchema, { jwks: {} }, openToAll);
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

test("isMember: knows a member with a language tag where it may carry one (OpenID Connect Core §5.2)", () => {
  const base = schemaOf(() => [], { members: { name: "oidc-core 5.1" }, localized: { name: "oidc-core 5.2" } });
  const schema = schemaOf(() => [], { members: { sub: "oidc-core 5.1" }, base });
  for (const name of ["name", "name#fr", "name#zh-Hant-TW", "name#a#b"])
    assert.equal(isMember(schema, name), true, name);
  for (const name of ["sub#fr", "name#", "#fr", "#", "Name#fr", "nickname#fr", "constructor#fr", "toString#x"])
    assert.equal(isMember(schema, name), false, name);
});

test("check: a request takes members with a language tag where they may carry one, and refuses all others", () => {
  const localized = { client_name: "rfc7591 2.2" };
  const members = { client_name: "rfc7591 2", client_id: "rfc7591 3.2.1" };
  const schema = schemaOf(() => [], { closed: true, members, localized });
  const request = { client_name: "a", "client_name#fr": "b", "client_name#ja-Jpan-JP": "c" };
  assert.deepEqual(checkMessage(schema, request), { ok: true, message: request, tolerated: [] });
  assert.deepEqual(pointers(checkMessage(schema, { ...request, "client_id#fr": "x", "client_name#": "y" })), [
    "/client_id#fr additionalProperties",
    "/client_name# additionalProperties",
  ]);
  const plain = { ...schema, localized: {} };
  assert.deepEqual(pointers(checkMessage(plain, { "client_name#fr": "b" })), ["/client_name#fr additionalProperties"]);
});

test("check: a localized claim is checked like the claim, and cited with the section of language tags", () => {
  const result = checkMessage(userinfoResponseSchema, { sub: "user-1", "name#fr": "Zoé", "name#de": 1, name: 2 });
  assert.ok(!result.ok);
  assert.deepEqual(
    result.issues.map(({ pointer, message, specification }) => [pointer, message, specification?.label]).sort(),
    [
      ["/name#de", "must be a string", "OpenID Connect Core §5.2"],
      ["/name", "must be a string", "OpenID Connect Core §5.1"],
    ],
  );
});

const provider = {
  issuer: "https://id.example.com",
  authorization_endpoint: "https://id.example.com/a",
  token_endpoint: "https://id.example.com/t",
  jwks_uri: "https://id.example.com/j",
  response_types_supported: ["code"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["ES256"],
};

test("check: rs256-not-offered waives the rule that RS256 is listed, reported, and changes nothing", () => {
  const result = checkMessage(openidProviderMetadataSchema, provider, { tolerate: tolerating(["rs256-not-offered"]) });
  assert.ok(result.ok);
  assert.equal(result.message, provider);
  assert.deepEqual(
    result.tolerated.map(({ tolerance, pointer }) => [tolerance, pointer]),
    [["rs256-not-offered", ""]],
  );
  const honest = { ...provider, id_token_signing_alg_values_supported: ["RS256", "ES256"] };
  assert.deepEqual(
    checkMessage(openidProviderMetadataSchema, honest, { tolerate: tolerating(["rs256-not-offered"]) }),
    {
      ok: true,
      message: honest,
      tolerated: [],
    },
  );
});

test("check: a rule's tolerance admits neither another rule, nor a broken list, nor a missing member", () => {
  for (const [changes, pointer] of [
    [{ scopes_supported: ["profile"] }, ""],
    [{ id_token_signing_alg_values_supported: [] }, "/id_token_signing_alg_values_supported"],
    [{ id_token_signing_alg_values_supported: "ES256" }, "/id_token_signing_alg_values_supported"],
    [{ id_token_signing_alg_values_supported: undefined }, "/id_token_signing_alg_values_supported"],
    [{ token_endpoint: undefined }, ""],
  ] as const) {
    const result = checkMessage(openidProviderMetadataSchema, JSON.parse(JSON.stringify({ ...provider, ...changes })), {
      tolerate: tolerating(["rs256-not-offered"]),
    });
    assert.ok(!result.ok, JSON.stringify(changes));
    assert.ok(result.issues.some((issue) => issue.pointer === pointer));
    assert.ok(result.issues.every(({ message }) => !message.includes("RS256")));
  }
});

test("check: rs256-not-offered is offered on the issue that it admits, and on no other", () => {
  const broken = { ...provider, scopes_supported: ["profile"], token_endpoint: undefined, jwks_uri: 1 };
  const result = checkMessage(openidProviderMetadataSchema, broken, openToAll);
  assert.ok(!result.ok);
  const offered = result.issues.filter(({ tolerances }) => tolerances.includes("rs256-not-offered"));
  assert.deepEqual(
    offered.map(({ pointer, keyword, message, specification, tolerances }) => [
      pointer,
      keyword,
      message,
      specification?.label,
      ...tolerances,
    ]),
    [
      [
        "",
        "rule",
        "id_token_signing_alg_values_supported must list RS256",
        "OpenID Connect Discovery §3",
        "rs256-not-offered",
      ],
    ],
  );
  assert.deepEqual(
    result.issues.filter(({ message }) => message.startsWith("scopes_supported")).map(({ tolerances }) => tolerances),
    [["metadata-member-missing"]],
  );
});

test("check: secret-expiry-missing admits a secret without its end, and nothing else of a registration", () => {
  const answer = { client_id: "c", client_secret: "s" };
  const strict = checkMessage(registrationResponseSchema, answer);
  assert.ok(!strict.ok);
  assert.deepEqual(
    strict.issues.map(({ pointer, keyword, message, specification, tolerances }) => [
      pointer,
      keyword,
      message,
      specification?.label,
      ...tolerances,
    ]),
    [["", "rule", "client_secret needs client_secret_expires_at", "RFC 7591 §3.2.1", "secret-expiry-missing"]],
  );
  assert.deepEqual(
    checkMessage(registrationResponseSchema, answer, { tolerate: tolerating(["secret-expiry-missing"]) }),
    {
      ok: true,
      message: answer,
      tolerated: [{ tolerance: "secret-expiry-missing", deviation: "D26", pointer: "" }],
    },
  );
  const broken = { ...answer, registration_access_token: "t" };
  assert.equal(
    checkMessage(registrationResponseSchema, broken, { tolerate: tolerating(["secret-expiry-missing"]) }).ok,
    false,
  );
});

test("check: a rule without tolerances is waived by none, and one with two by either", () => {
  const rules = [
    ["Never broken.", "rfc6749 3", () => true],
    ["Broken at times.", "rfc6749 4", () => true, "null-members", "rs256-not-offered"],
  ] as const;
  const broken = (rule: 0 | 1) => schemaOf(() => [{ ...problem("rule", ""), rule: rules[rule] }]);
  for (const tolerance of ["null-members", "rs256-not-offered"] as const) {
    assert.equal(checkMessage(broken(0), {}, { tolerate: tolerating([tolerance]) }).ok, false);
    assert.equal(checkMessage(broken(1), {}, { tolerate: tolerating([tolerance]) }).ok, true);
  }
  assert.equal(checkMessage(broken(1), {}, { tolerate: tolerating(["empty-strings"]) }).ok, false);
});
