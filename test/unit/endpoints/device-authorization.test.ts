import assert from "node:assert/strict";
import { test } from "node:test";
import { clientSecretBasic } from "../../../src/client-auth/client-secret-basic.ts";
import {
  buildDeviceAuthorizationRequest,
  fetchDeviceAuthorization,
  readDeviceAuthorizationResponse,
} from "../../../src/endpoints/device-authorization.ts";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import { createFakeServer, json, type Members } from "../../fixtures/fake-server.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { answerOf, contextOf, thrownBy } from "../exchange/answers.ts";
import { refusal, scripted } from "./scripted.ts";

const codes = {
  device_code: "code-secret-1",
  user_code: "WDJB-MJHT",
  verification_uri: "https://id.example.com/device",
  expires_in: 1800,
};

test("buildDeviceAuthorizationRequest: scope and client in a form (RFC 8628 §3.1)", async () => {
  const { context } = scripted(await createFakeServer(), []);
  assert.deepEqual(await buildDeviceAuthorizationRequest(context, { scope: "openid a" }), {
    url: "https://id.example.com/device",
    headers: {},
    body: "scope=openid+a&client_id=client-1",
  });
});

test("fetchDeviceAuthorization: a request without parameters still has a form body, if an empty one", async () => {
  const { context, requests } = scripted(await createFakeServer(), [codes], { auth: clientSecretBasic("s") });
  await fetchDeviceAuthorization(context);
  const [request] = requests;
  assert.deepEqual(
    [request?.url, request?.init.method, request?.init.body],
    ["https://id.example.com/device", "POST", ""],
  );
  const headers = new Headers(request?.init.headers);
  assert.equal(headers.get("content-type"), "application/x-www-form-urlencoded");
  assert.equal(headers.get("authorization"), `Basic ${btoa("client-1:s")}`);
});

test("fetchDeviceAuthorization: gives the codes, when they expire, and an interval of five seconds by default (RFC 8628 §3.2)", async () => {
  const { context } = scripted(await createFakeServer(), [codes]);
  const device = await fetchDeviceAuthorization(context, { scope: "openid" });
  assert.deepEqual(device, {
    response: codes,
    issuer: "https://id.example.com",
    scope: "openid",
    intervalSeconds: 5,
    receivedAt: 1_800_000_000_000,
    expiresAt: 1_800_001_800_000,
  });
  assert.ok(Object.isFrozen(device));
  const other = scripted(await createFakeServer(), [{ ...codes, interval: 7, expires_in: 1e300 }]);
  const slow = await fetchDeviceAuthorization(other.context);
  assert.deepEqual([slow.intervalSeconds, slow.expiresAt, slow.scope], [7, Number.MAX_SAFE_INTEGER, undefined]);
});

test("fetchDeviceAuthorization: needs the endpoint, refuses reserved and misspelt parameters", async () => {
  await assertRefused(
    fetchDeviceAuthorization(contextOf()),
    "ConfigurationError",
    "ERR_CONFIGURATION_METADATA_MISSING",
  );
  const { context, requests } = scripted(await createFakeServer(), [codes]);
  const misspelt = JSON.parse('{"scopes":"a"}');
  await assertRefused(fetchDeviceAuthorization(context, misspelt), "ValidationError", "ERR_VALIDATION_REQUEST");
  await assertRefused(
    fetchDeviceAuthorization(context, {}, { extra: { client_id: "x" } }),
    "ConfigurationError",
    "ERR_CONFIGURATION_PARAMETER_RESERVED",
  );
  assert.equal(requests.length, 0);
});

const foreign: readonly (readonly [title: string, response: Response, name: string, code: string])[] = [
  ["an error", refusal("invalid_client", 401), "OAuthError", "ERR_OAUTH_RESPONSE"],
  ["an error on 200", refusal("invalid_scope", 200), "OAuthError", "ERR_OAUTH_RESPONSE"],
  ["status 201", json(codes, 201), "ResponseError", "ERR_RESPONSE_STATUS"],
  ["an empty body", json(""), "ResponseError", "ERR_RESPONSE_NOT_JSON"],
  [
    "a web page",
    new Response("<html>", { headers: { "content-type": "text/html" } }),
    "ResponseError",
    "ERR_RESPONSE_CONTENT_TYPE",
  ],
  ["a member twice", json('{"device_code":"a","device_code":"b"}'), "ResponseError", "ERR_RESPONSE_DUPLICATE_MEMBER"],
  [
    "a redirect",
    new Response(null, { status: 302, headers: { location: "/x" } }),
    "ResponseError",
    "ERR_RESPONSE_REDIRECT",
  ],
];

for (const [title, response, name, code] of foreign) {
  test(`fetchDeviceAuthorization: refuses ${title}`, async () => {
    const { context } = scripted(await createFakeServer(), [response]);
    await assertRefused(fetchDeviceAuthorization(context), name, code);
  });
}

const wrong: readonly Members[] = [
  ...["device_code", "user_code", "verification_uri", "expires_in"].flatMap((name) => [
    { [name]: undefined },
    { [name]: true },
  ]),
  { verification_uri_complete: 1 },
  { interval: "5" },
  { expires_in: -1 },
  { device_code: "" },
  { verification_uri: "javascript:alert(1)" },
  { verification_uri_complete: "javascript:alert(1)" },
  { verification_uri: "data:text/html,x" },
];

for (const change of wrong) {
  test(`readDeviceAuthorizationResponse: refuses ${JSON.stringify(change)} (RFC 8628 §3.2)`, () => {
    const error = thrownBy(() => readDeviceAuthorizationResponse(contextOf(), answerOf({ ...codes, ...change })));
    assert.equal(Reflect.get(error, "code"), "ERR_VALIDATION_RESPONSE", error.message);
  });
}

const unsafe: readonly (readonly [title: string, change: Members])[] = [
  ["a user name that passes for the host", { verification_uri: "https://id.example.com@evil.example/" }],
  ["a password", { verification_uri: "https://:p@evil.example/" }],
  ["a user name in the complete URI", { verification_uri_complete: "https://a@evil.example/" }],
  ["an escape sequence in the URI", { verification_uri: "https://id.example.com/\u001b[2J" }],
  ["another direction of writing", { verification_uri: "https://id.example.com/\u202egpj" }],
  ["a letter that looks like another", { verification_uri: "https://іd.example.com/" }],
  ["a host that is none", { verification_uri: "https://[::1/" }],
  ["an escape sequence in the code", { user_code: "ABC\u001b[31m" }],
  ["a line break in the code", { user_code: "ABC\nDEF" }],
  ["another direction in the code", { user_code: "ABC\u202eDEF" }],
];

for (const [title, change] of unsafe) {
  test(`readDeviceAuthorizationResponse: refuses to have ${title} shown (RFC 8628 §3.3)`, () => {
    const error = thrownBy(() => readDeviceAuthorizationResponse(contextOf(), answerOf({ ...codes, ...change })));
    assert.equal(Reflect.get(error, "code"), "ERR_VERIFICATION_UNSAFE_TEXT", error.message);
    assert.doesNotMatch(error.message, /evil|ABC/);
  });
}

test("readDeviceAuthorizationResponse: takes http pages, other scripts in codes, unknown members, and verification_url where it is tolerated", () => {
  const answer = { ...codes, user_code: "漢字 12", verification_uri: "http://tv.example/", later: 1 };
  assert.deepEqual(readDeviceAuthorizationResponse(contextOf(), answerOf(answer)), answer);
  const { verification_uri, ...rest } = codes;
  const old = answerOf({ ...rest, verification_url: verification_uri });
  const context = contextOf({ tolerate: tolerating(["verification-url"]) });
  assert.equal(readDeviceAuthorizationResponse(context, old).verification_uri, "https://id.example.com/device");
});
