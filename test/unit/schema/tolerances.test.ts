import assert from "node:assert/strict";
import { test } from "node:test";
import type { MessageSchema } from "../../../generated/message-schema.ts";
import { authorizationServerMetadataSchema } from "../../../generated/messages/authorization-server-metadata.ts";
import { deviceAuthorizationResponseSchema } from "../../../generated/messages/device-authorization-response.ts";
import { idTokenSchema } from "../../../generated/messages/id-token.ts";
import { introspectionResponseSchema } from "../../../generated/messages/introspection-response.ts";
import { logoutTokenSchema } from "../../../generated/messages/logout-token.ts";
import { openidProviderMetadataSchema } from "../../../generated/messages/openid-provider-metadata.ts";
import { pushedAuthorizationResponseSchema } from "../../../generated/messages/pushed-authorization-response.ts";
import { tokenErrorSchema } from "../../../generated/messages/token-error.ts";
import { tokenRequestRefreshTokenSchema } from "../../../generated/messages/token-request-refresh-token.ts";
import { tokenResponseSchema } from "../../../generated/messages/token-response.ts";
import { userinfoResponseSchema } from "../../../generated/messages/userinfo-response.ts";
import { userinfoResponseJwtSchema } from "../../../generated/messages/userinfo-response-jwt.ts";
import type { ToleranceName } from "../../../generated/tolerances.ts";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import { checkMessage } from "../../../src/schema/check.ts";
import { repairMessage } from "../../../src/schema/tolerances.ts";
import { problem } from "./schemas.ts";

const tokens = { access_token: "a", token_type: "Bearer" };
const userinfo = { sub: "user-1" };
const signedUserinfo = { ...userinfo, iss: "https://id.example.com", aud: "client-1" };
const server = { issuer: "https://id.example.com", response_types_supported: ["code"] };
const provider = {
  ...server,
  authorization_endpoint: "https://id.example.com/a",
  token_endpoint: "https://id.example.com/t",
  jwks_uri: "https://id.example.com/j",
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
};
const device = {
  device_code: "d",
  user_code: "WDJB-MJHT",
  verification_uri: "https://id.example.com/device",
  expires_in: 60,
};
const claims = { iss: "https://id.example.com", sub: "user-1", aud: "client-1", exp: 2, iat: 1 };

const logout = {
  iss: "https://id.example.com",
  sub: "user-1",
  aud: "client-1",
  iat: 1,
  jti: "1",
  events: { "http://schemas.openid.net/event/backchannel-logout": {} },
};

const every: readonly ToleranceName[] = [
  "expires-in-string",
  "token-type-missing",
  "token-type-alias",
  "scope-array",
  "scope-comma",
  "form-encoded-response",
  "expires-member",
  "expires-on",
  "null-members",
  "metadata-member-missing",
  "empty-arrays",
  "boolean-string",
  "iso-8601-date",
  "numeric-date-string",
  "verification-url",
  "userinfo-content-type",
  "logout-token-exp-missing",
  "empty-strings",
  "rs256-not-offered",
  "secret-expiry-missing",
];

/** What deviates, what it becomes (only the members that change), and how it is reported. */
interface Deviation {
  readonly name: ToleranceName;
  readonly number: string;
  readonly schema: MessageSchema<unknown>;
  readonly base: object;
  readonly given: object;
  readonly becomes: object;
  readonly pointer: string;
  /** Without the tolerance the message is valid, yet means something else. */
  readonly silent?: true;
}

const deviations: readonly Deviation[] = [
  ...[
    ["60", 60],
    ["60.9", 60],
    ["0", 0],
  ].map(
    ([text, seconds]): Deviation => ({
      name: "expires-in-string",
      number: "D01",
      schema: tokenResponseSchema,
      base: tokens,
      given: { expires_in: text },
      becomes: { expires_in: seconds },
      pointer: "/expires_in",
    }),
  ),
  {
    name: "expires-in-string",
    number: "D01",
    schema: pushedAuthorizationResponseSchema,
    base: { request_uri: "urn:example:a", expires_in: 60 },
    given: { expires_in: "60" },
    becomes: { expires_in: 60 },
    pointer: "/expires_in",
  },
  {
    name: "token-type-missing",
    number: "D02",
    schema: tokenResponseSchema,
    base: { access_token: "a" },
    given: {},
    becomes: { token_type: "Bearer" },
    pointer: "/token_type",
  },
  ...["bearer_token", "USER", "bot"].map(
    (alias): Deviation => ({
      name: "token-type-alias",
      number: "D03",
      schema: tokenResponseSchema,
      base: tokens,
      given: { token_type: alias },
      becomes: { token_type: "Bearer" },
      pointer: "/token_type",
      silent: true,
    }),
  ),
  {
    name: "scope-array",
    number: "D04",
    schema: tokenResponseSchema,
    base: tokens,
    given: { scope: ["a", "b"] },
    becomes: { scope: "a b" },
    pointer: "/scope",
  },
  {
    name: "scope-array",
    number: "D04",
    schema: tokenResponseSchema,
    base: tokens,
    given: { scope: [] },
    becomes: {},
    pointer: "/scope",
  },
  {
    name: "scope-comma",
    number: "D04",
    schema: tokenResponseSchema,
    base: tokens,
    given: { scope: "a,b" },
    becomes: { scope: "a b" },
    pointer: "/scope",
    silent: true,
  },
  {
    name: "scope-comma",
    number: "D04",
    schema: tokenResponseSchema,
    base: tokens,
    given: { scope: "a, b," },
    becomes: { scope: "a b" },
    pointer: "/scope",
    silent: true,
  },
  {
    name: "scope-comma",
    number: "D04",
    schema: tokenResponseSchema,
    base: tokens,
    given: { scope: "," },
    becomes: {},
    pointer: "/scope",
    silent: true,
  },
  ...[60, "60"].map(
    (expires): Deviation => ({
      name: "expires-member",
      number: "D07",
      schema: tokenResponseSchema,
      base: tokens,
      given: { expires },
      becomes: { expires, expires_in: 60 },
      pointer: "/expires_in",
      silent: true,
    }),
  ),
  ...[
    [{ expires_on: 1060 }, 60],
    [{ expires_at: "1060" }, 60],
    [{ expires_on: 900 }, 0],
  ].map(
    ([given, expires_in]): Deviation => ({
      name: "expires-on",
      number: "D07",
      schema: tokenResponseSchema,
      base: tokens,
      given: Object(given),
      becomes: { ...Object(given), expires_in },
      pointer: "/expires_in",
      silent: true,
    }),
  ),
  {
    name: "null-members",
    number: "D11",
    schema: tokenResponseSchema,
    base: tokens,
    given: { refresh_token: null },
    becomes: {},
    pointer: "/refresh_token",
  },
  {
    name: "null-members",
    number: "D11",
    schema: userinfoResponseSchema,
    base: userinfo,
    given: { email: null },
    becomes: {},
    pointer: "/email",
  },
  {
    name: "null-members",
    number: "D11",
    schema: openidProviderMetadataSchema,
    base: provider,
    given: { mtls_endpoint_aliases: { token_endpoint: null } },
    becomes: { mtls_endpoint_aliases: {} },
    pointer: "/mtls_endpoint_aliases/token_endpoint",
  },
  {
    name: "metadata-member-missing",
    number: "D15",
    schema: authorizationServerMetadataSchema,
    base: { issuer: "https://id.example.com" },
    given: {},
    becomes: {},
    pointer: "/response_types_supported",
  },
  {
    name: "empty-arrays",
    number: "D16",
    schema: authorizationServerMetadataSchema,
    base: server,
    given: { scopes_supported: [] },
    becomes: {},
    pointer: "/scopes_supported",
  },
  ...["email_verified", "phone_number_verified"].flatMap((member) =>
    [true, false].map(
      (value): Deviation => ({
        name: "boolean-string",
        number: "D17",
        schema: userinfoResponseSchema,
        base: userinfo,
        given: { [member]: String(value) },
        becomes: { [member]: value },
        pointer: `/${member}`,
      }),
    ),
  ),
  {
    name: "boolean-string",
    number: "D17",
    schema: userinfoResponseJwtSchema,
    base: signedUserinfo,
    given: { email_verified: "true" },
    becomes: { email_verified: true },
    pointer: "/email_verified",
  },
  ...[
    ["2020-01-02T03:04:05.600Z", 1_577_934_245.6],
    ["2020-01-02T03:04+02:00", 1_577_927_040],
  ].map(
    ([text, seconds]): Deviation => ({
      name: "iso-8601-date",
      number: "D18",
      schema: idTokenSchema,
      base: claims,
      given: { updated_at: text },
      becomes: { updated_at: seconds },
      pointer: "/updated_at",
    }),
  ),
  {
    name: "numeric-date-string",
    number: "D19",
    schema: idTokenSchema,
    base: claims,
    given: { auth_time: "1" },
    becomes: { auth_time: 1 },
    pointer: "/auth_time",
  },
  ...["exp", "iat", "nbf", "auth_time"].map(
    (member): Deviation => ({
      name: "numeric-date-string",
      number: "D19",
      schema: introspectionResponseSchema,
      base: { active: true },
      given: { [member]: "1419356238" },
      becomes: { [member]: 1_419_356_238 },
      pointer: `/${member}`,
    }),
  ),
  {
    name: "scope-array",
    number: "D04",
    schema: introspectionResponseSchema,
    base: { active: true },
    given: { scope: ["read", "write"] },
    becomes: { scope: "read write" },
    pointer: "/scope",
  },
  ...["expires_in", "interval"].map(
    (member): Deviation => ({
      name: "expires-in-string",
      number: "D01",
      schema: deviceAuthorizationResponseSchema,
      base: device,
      given: { [member]: "5.5" },
      becomes: { [member]: 5 },
      pointer: `/${member}`,
    }),
  ),
  {
    name: "verification-url",
    number: "D23",
    schema: deviceAuthorizationResponseSchema,
    base: { device_code: "d", user_code: "WDJB-MJHT", expires_in: 60 },
    given: { verification_url: "https://id.example.com/device" },
    becomes: {
      verification_url: "https://id.example.com/device",
      verification_uri: "https://id.example.com/device",
    },
    pointer: "/verification_uri",
  },
  {
    name: "logout-token-exp-missing",
    number: "D30",
    schema: logoutTokenSchema,
    base: logout,
    given: { iat: 1471566154 },
    becomes: { iat: 1471566154, exp: 1471566274 },
    pointer: "/exp",
  },
  {
    name: "empty-strings",
    number: "D37",
    schema: tokenResponseSchema,
    base: tokens,
    given: { id_token: "" },
    becomes: {},
    pointer: "/id_token",
  },
];

for (const { name, number, schema, base, given, becomes, pointer, silent } of deviations) {
  const title = `${number} ${name} in ${schema.name}: ${JSON.stringify(given)}`;
  const message = Object.freeze({ ...base, ...given });
  const honest = Object.fromEntries(Object.entries(base).filter(([member]) => !(member in given)));

  test(`${title} is admitted where it is named, reported, and leaves what was given alone`, () => {
    const copy = JSON.stringify(message);
    const result = checkMessage(schema, message, { tolerate: tolerating([name]), nowSeconds: 1000 });
    assert.ok(result.ok);
    assert.deepEqual(result.message, { ...honest, ...becomes });
    assert.deepEqual(result.tolerated, [{ tolerance: name, deviation: number, pointer }]);
    assert.equal(JSON.stringify(message), copy);
  });

  test(`${title} is not admitted where it is not named`, () => {
    const others = every.filter((other) => other !== name);
    const result = checkMessage(schema, message, { tolerate: tolerating(others), nowSeconds: 1000 });
    if (silent === true) assert.deepEqual(result, { ok: true, message, tolerated: [] });
    else assert.equal(result.ok, false);
  });

  test(`${title} is not admitted where the schema does not allow it`, () => {
    const { nested: _parts, base: _base, ...strict } = schema;
    const result = checkMessage({ ...strict, tolerances: {} }, message, {
      tolerate: tolerating(every),
      nowSeconds: 1000,
    });
    if (silent === true) assert.deepEqual(result, { ok: true, message, tolerated: [] });
    else assert.equal(result.ok, false);
  });
}

/** Members whose absence means more than any value of theirs: dropping them would take a check with them. */
const weakenedByAbsence: readonly (readonly [member: string, empty: unknown])[] = [
  ["id_token_signing_alg_values_supported", []],
  ["id_token_signing_alg_values_supported", null],
  ["token_endpoint_auth_signing_alg_values_supported", []],
  ["authorization_response_iss_parameter_supported", null],
  ["authorization_response_iss_parameter_supported", ""],
  ["require_pushed_authorization_requests", null],
  ["require_signed_request_object", null],
];

for (const [member, empty] of weakenedByAbsence) {
  test(`no tolerance drops ${member} of ${JSON.stringify(empty)}, none is offered, and another member is dropped`, () => {
    const kept = { ...provider, [member]: empty };
    for (const tolerate of [tolerating([]), tolerating(every)]) {
      const result = checkMessage(openidProviderMetadataSchema, kept, { tolerate });
      assert.ok(!result.ok);
      assert.ok(result.issues.some(({ pointer, tolerances }) => pointer === `/${member}` && tolerances.length === 0));
    }
    const dropped = { ...provider, op_policy_uri: "", claims_supported: [], service_documentation: null };
    const result = checkMessage(openidProviderMetadataSchema, dropped, { tolerate: tolerating(every) });
    assert.ok(result.ok);
    assert.deepEqual(result.message, provider);
  });
}

/** Values that a tolerance must not take for its own. */
const refused: readonly (readonly [ToleranceName, MessageSchema<unknown>, object])[] = [
  ...["3600xyz", "-1", "1e3", " 60", "60 ", "", "0x10", "٣", "1".repeat(16), "Infinity"].map(
    (expires_in) => ["expires-in-string", tokenResponseSchema, { ...tokens, expires_in }] as const,
  ),
  ["expires-in-string", tokenResponseSchema, { ...tokens, expires_in: ["60"] }],
  ["token-type-missing", tokenResponseSchema, { access_token: "a", token_type: null }],
  ["token-type-missing", tokenResponseSchema, { access_token: "a", token_type: "" }],
  ["scope-array", tokenResponseSchema, { ...tokens, scope: ["a", 1] }],
  ["scope-array", tokenResponseSchema, { ...tokens, scope: ["a", ""] }],
  ["scope-array", tokenResponseSchema, { ...tokens, scope: ['"'] }],
  ["null-members", tokenResponseSchema, { ...tokens, access_token: null }],
  ["null-members", userinfoResponseSchema, { sub: null }],
  ["null-members", authorizationServerMetadataSchema, { ...server, issuer: null }],
  ["empty-strings", tokenResponseSchema, { ...tokens, access_token: "" }],
  ["empty-strings", userinfoResponseSchema, { sub: "" }],
  ["empty-strings", authorizationServerMetadataSchema, { ...server, issuer: "" }],
  ["empty-arrays", authorizationServerMetadataSchema, { ...server, response_types_supported: [] }],
  ["metadata-member-missing", authorizationServerMetadataSchema, { response_types_supported: ["code"] }],
  ["metadata-member-missing", openidProviderMetadataSchema, {}],
  ["metadata-member-missing", authorizationServerMetadataSchema, { ...server, jwks: {} }],
  ["boolean-string", userinfoResponseSchema, { ...userinfo, email_verified: "TRUE" }],
  ["boolean-string", userinfoResponseSchema, { ...userinfo, email_verified: "1" }],
  ["boolean-string", userinfoResponseSchema, { ...userinfo, email_verified: 1 }],
  ["iso-8601-date", userinfoResponseSchema, { ...userinfo, updated_at: "2020-01-02T03:04:05" }],
  ["iso-8601-date", userinfoResponseSchema, { ...userinfo, updated_at: "2020-13-02T03:04:05Z" }],
  ["iso-8601-date", userinfoResponseSchema, { ...userinfo, updated_at: "yesterday" }],
  ["iso-8601-date", userinfoResponseSchema, { ...userinfo, updated_at: "2020-01-02" }],
  ["numeric-date-string", userinfoResponseSchema, { ...userinfo, updated_at: "1.5" }],
  ["numeric-date-string", idTokenSchema, { ...claims, exp: "2" }],
  ["numeric-date-string", idTokenSchema, { ...claims, iat: "1" }],
  ["logout-token-exp-missing", logoutTokenSchema, { ...logout, iat: "1" }],
  ["logout-token-exp-missing", logoutTokenSchema, { ...logout, iat: undefined }],
  ["logout-token-exp-missing", logoutTokenSchema, { ...logout, exp: null }],
  ["logout-token-exp-missing", idTokenSchema, { ...claims, exp: undefined }],
  ["boolean-string", idTokenSchema, { ...claims, sub: true }],
  ["null-members", idTokenSchema, { ...claims, nonce: null }],
  ["empty-strings", idTokenSchema, { ...claims, nonce: "" }],
  ["expires-in-string", pushedAuthorizationResponseSchema, { request_uri: "urn:example:a", expires_in: "0" }],
  ["null-members", userinfoResponseJwtSchema, { ...signedUserinfo, aud: null }],
  ["empty-strings", userinfoResponseJwtSchema, { ...signedUserinfo, iss: "" }],
  ["boolean-string", introspectionResponseSchema, { active: "true" }],
  ["null-members", introspectionResponseSchema, { active: true, cnf: null }],
  [
    "verification-url",
    deviceAuthorizationResponseSchema,
    { ...device, verification_uri: "/a", verification_url: "https://a/" },
  ],
  [
    "verification-url",
    deviceAuthorizationResponseSchema,
    { ...device, verification_uri: undefined, verification_url: "javascript:1" },
  ],
  ["null-members", tokenRequestRefreshTokenSchema, { grant_type: "refresh_token", refresh_token: null }],
];

for (const [name, schema, message] of refused) {
  test(`${name} does not admit ${JSON.stringify(message)} as ${schema.name}`, () => {
    assert.equal(checkMessage(schema, message, { tolerate: tolerating([name]), nowSeconds: 1000 }).ok, false);
  });
}

const kept: readonly (readonly [string, object, ToleranceName])[] = [
  ["expires beside expires_in", { expires_in: 5, expires: 60 }, "expires-member"],
  ["expires_on beside expires_in", { expires_in: 5, expires_on: 1060 }, "expires-on"],
  ["a lifetime that is no number", { expires: "soon" }, "expires-member"],
  ["a lifetime below zero", { expires: -1 }, "expires-member"],
  ["an unknown member of null", { hint: null }, "null-members"],
  ["an unknown empty member", { hint: "" }, "empty-strings"],
  ["a scope without comma", { scope: "a b" }, "scope-comma"],
  ["a token type that is no alias", { token_type: "mac" }, "token-type-alias"],
];

for (const [title, changes, name] of kept) {
  test(`${name} leaves ${title} alone`, () => {
    const message = { ...tokens, ...changes };
    assert.deepEqual(checkMessage(tokenResponseSchema, message, { tolerate: tolerating([name]), nowSeconds: 1000 }), {
      ok: true,
      message,
      tolerated: [],
    });
  });
}

test("expires-on needs the time", () => {
  const message = { ...tokens, expires_on: 1060 };
  assert.deepEqual(checkMessage(tokenResponseSchema, message, { tolerate: tolerating(["expires-on"]) }), {
    ok: true,
    message,
    tolerated: [],
  });
});

test("several tolerances work together, in whatever order they are named", () => {
  const message = {
    access_token: "a",
    token_type: null,
    expires_in: "",
    expires: "60",
    refresh_token: null,
    scope: "a,b",
  };
  for (const tolerate of [tolerating(every), tolerating([...every].reverse())]) {
    const result = checkMessage(tokenResponseSchema, message, { tolerate, nowSeconds: 1000 });
    assert.ok(result.ok);
    assert.deepEqual(result.message, {
      access_token: "a",
      token_type: "Bearer",
      expires_in: 60,
      expires: "60",
      scope: "a b",
    });
    assert.deepEqual(
      result.tolerated.map(({ deviation, pointer }) => `${deviation} ${pointer}`),
      ["D11 /token_type", "D11 /refresh_token", "D37 /expires_in", "D02 /token_type", "D04 /scope", "D07 /expires_in"],
    );
  }
});

test("a member that no tolerance repairs is refused beside those that are repaired", () => {
  const result = checkMessage(
    tokenResponseSchema,
    { access_token: 1, token_type: "Bearer", expires_in: "60" },
    { tolerate: tolerating(every) },
  );
  assert.ok(!result.ok);
  assert.deepEqual(
    result.issues.map(({ pointer }) => pointer),
    ["/access_token"],
  );
});

test("missing metadata is told once, though two specifications demand it", () => {
  const result = checkMessage(
    openidProviderMetadataSchema,
    { issuer: "https://id.example.com" },
    {
      tolerate: tolerating(["metadata-member-missing"]),
    },
  );
  const told = result.ok
    ? result.tolerated.map(({ pointer }) => pointer)
    : result.issues.map(({ pointer, message }) => `${pointer} ${message}`);
  assert.equal(new Set(told).size, told.length);
});

test("error answers have the tolerances of their schema", () => {
  const result = checkMessage(
    tokenErrorSchema,
    { error: "invalid_grant", error_description: null, error_uri: "" },
    {
      tolerate: tolerating(["null-members", "empty-strings"]),
    },
  );
  assert.ok(result.ok);
  assert.deepEqual(result.message, { error: "invalid_grant" });
});

test("repair: a pointer escapes the member's name, and a member called like one of every object is no member", () => {
  const schema = { ...tokenResponseSchema, tolerances: { "": ["null-members"] } };
  const message: Readonly<Record<string, unknown>> = { "a/b~c": null, constructor: null };
  const problems = [problem("type", "/a~1b~0c"), problem("type", "/toString"), problem("required", "")];
  const repaired = repairMessage(schema, message, problems, { tolerate: ["null-members"] });
  assert.deepEqual(repaired.tolerated, [{ tolerance: "null-members", pointer: "/a~1b~0c" }]);
  assert.deepEqual(Object.keys(repaired.message), ["constructor"]);
});
