import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";
import type { BackchannelAuthenticationRequest } from "../../../generated/messages/backchannel-authentication-request.ts";
import type { Jwk } from "../../../generated/messages/jwk.ts";
import { clientSecretPost } from "../../../src/client-auth/client-secret-post.ts";
import {
  type BackchannelAuthenticationOptions,
  buildBackchannelAuthenticationRequest,
  fetchBackchannelAuthentication,
  readBackchannelAuthenticationResponse,
} from "../../../src/endpoints/backchannel-authentication.ts";
import { createFakeServer, json, type Members, metadata } from "../../fixtures/fake-server.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { answerOf, contextOf, thrownBy } from "../exchange/answers.ts";
import { refusal, scripted } from "./scripted.ts";

const asked = { scope: "openid", login_hint: "user@example.com" };
const started = { auth_req_id: "auth-1", expires_in: 120 };
const random = (length: number): Uint8Array => new Uint8Array(length).fill(7);
const token = Buffer.alloc(32, 7).toString("base64url");

/** The form that is sent for a request. */
async function sent(
  message: BackchannelAuthenticationRequest,
  options: BackchannelAuthenticationOptions = {},
  changes: Members = {},
): Promise<URLSearchParams> {
  const { context } = scripted(await createFakeServer(), [], {
    random,
    auth: clientSecretPost("client-secret-1"),
    metadata: { ...metadata, backchannel_authentication_endpoint: "https://id.example.com/bc", ...changes },
  });
  return new URLSearchParams((await buildBackchannelAuthenticationRequest(context, message, options)).body);
}

/** A private key for ES256. */
async function makeKey(): Promise<Jwk> {
  const pair = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const { kty, crv, x, y, d } = await webcrypto.subtle.exportKey("jwk", pair.privateKey);
  return JSON.parse(JSON.stringify({ kty, crv, x, y, d, kid: "k1" }));
}

const part = (jwt: string | null, index: number): Members =>
  JSON.parse(Buffer.from((jwt ?? "").split(".")[index] ?? "", "base64url").toString());

test("buildBackchannelAuthenticationRequest: parameters and client in one form (CIBA Core §7.1)", async () => {
  const message = { ...asked, binding_message: "W4SCT", requested_expiry: 60, acr_values: "a b" };
  assert.deepEqual(Object.fromEntries(await sent(message, { extra: { tenant: "t" } })), {
    scope: "openid",
    login_hint: "user@example.com",
    binding_message: "W4SCT",
    requested_expiry: "60",
    acr_values: "a b",
    tenant: "t",
    client_id: "client-1",
    client_secret: "client-secret-1",
  });
});

const malformed: readonly (readonly [title: string, message: Members])[] = [
  ["no hint", { scope: "openid" }],
  ["two hints", { ...asked, id_token_hint: "eyJhbGciOiJSUzI1NiJ9.e30.c2ln" }],
  ["a scope without openid", { scope: "a", login_hint: "u" }],
  ["no scope", { login_hint: "u" }],
  ["a request object and parameters", { ...asked, request: "eyJhbGciOiJSUzI1NiJ9.e30.c2ln" }],
  ["an expiry that is no number", { ...asked, requested_expiry: "60" }],
  ["a typo", { ...asked, binding_mesage: "x" }],
];

for (const [title, message] of malformed) {
  test(`buildBackchannelAuthenticationRequest: refuses ${title} (CIBA Core §7.1)`, async () => {
    const given: BackchannelAuthenticationRequest = JSON.parse(JSON.stringify(message));
    await assertRefused(sent(given), "ValidationError", "ERR_VALIDATION_REQUEST");
    if (title === "a request object and parameters") return;
    await assertRefused(sent(given, { signingKey: await makeKey() }), "ValidationError", "ERR_VALIDATION_REQUEST");
  });
}

test("buildBackchannelAuthenticationRequest: makes a notification token for ping and push, 256 bits (CIBA Core §7.1)", async () => {
  for (const deliveryMode of ["ping", "push"] as const)
    assert.equal((await sent(asked, { deliveryMode })).get("client_notification_token"), token);
  const own = { ...asked, client_notification_token: "own-token-1" };
  assert.equal((await sent(own, { deliveryMode: "ping" })).get("client_notification_token"), "own-token-1");
  assert.equal((await sent(asked, { deliveryMode: "poll" })).has("client_notification_token"), false);
});

test("buildBackchannelAuthenticationRequest: refuses delivery modes that the server does not offer (CIBA Core §4)", async () => {
  const supported = { backchannel_token_delivery_modes_supported: ["poll"] };
  assert.equal((await sent(asked, {}, supported)).get("scope"), "openid");
  const wrong: BackchannelAuthenticationOptions = JSON.parse('{"deliveryMode":"pull"}');
  for (const call of [sent(asked, { deliveryMode: "ping" }, supported), sent(asked, wrong)])
    await assertRefused(call, "ConfigurationError", "ERR_CONFIGURATION_OPTION");
});

test("buildBackchannelAuthenticationRequest: a signed request holds all parameters, beside it stands only the client (CIBA Core §7.1.1)", async () => {
  const form = await sent(
    { ...asked, requested_expiry: 60, resource: ["https://a"] },
    { signingKey: await makeKey(), deliveryMode: "ping", extra: { tenant: "t" } },
  );
  assert.deepEqual([...form.keys()], ["request", "client_id", "client_secret"]);
  assert.deepEqual(part(form.get("request"), 0), { alg: "ES256", kid: "k1" });
  assert.deepEqual(part(form.get("request"), 1), {
    ...asked,
    requested_expiry: 60,
    resource: ["https://a"],
    client_notification_token: token,
    tenant: "t",
    iss: "client-1",
    aud: "https://id.example.com",
    iat: 1_800_000_000,
    nbf: 1_800_000_000,
    exp: 1_800_000_060,
    jti: token,
  });
});

test("buildBackchannelAuthenticationRequest: signs only with what the server announces, and only what is not signed yet", async () => {
  const signingKey = await makeKey();
  const supported = { backchannel_authentication_request_signing_alg_values_supported: ["PS256"] };
  await assertRefused(sent(asked, { signingKey }, supported), "ConfigurationError", "ERR_CONFIGURATION_KEY");
  for (const name of ["iss", "aud", "exp", "iat", "nbf", "jti", "sub", "client_id", "scope"])
    await assertRefused(
      sent(asked, { signingKey, extra: { [name]: "x" } }),
      "ConfigurationError",
      "ERR_CONFIGURATION_PARAMETER_RESERVED",
    );
  const request = "eyJhbGciOiJSUzI1NiJ9.e30.c2ln";
  assert.deepEqual([...(await sent({ request })).keys()], ["request", "client_id", "client_secret"]);
  for (const options of [{ signingKey }, { deliveryMode: "ping" } as const])
    await assertRefused(sent({ request }, options), "ConfigurationError", "ERR_CONFIGURATION_OPTION");
});

test("fetchBackchannelAuthentication: gives what must be remembered, with an interval of five seconds by default (CIBA Core §7.3)", async () => {
  const { context, requests } = scripted(await createFakeServer(), [started], { random });
  const authentication = await fetchBackchannelAuthentication(context, asked, { deliveryMode: "push" });
  assert.deepEqual(authentication, {
    response: started,
    issuer: "https://id.example.com",
    deliveryMode: "push",
    clientNotificationToken: token,
    intervalSeconds: 5,
    receivedAt: 1_800_000_000_000,
    expiresAt: 1_800_000_120_000,
  });
  assert.ok(Object.isFrozen(authentication));
  assert.equal(requests[0]?.url, "https://id.example.com/bc");
  const polled = scripted(await createFakeServer(), [{ ...started, interval: 9 }]);
  const { intervalSeconds, deliveryMode, clientNotificationToken } = await fetchBackchannelAuthentication(
    polled.context,
    asked,
  );
  assert.deepEqual([intervalSeconds, deliveryMode, clientNotificationToken], [9, "poll", undefined]);
});

for (const [error, status] of [
  ["unknown_user_id", 400],
  ["invalid_client", 401],
  ["access_denied", 403],
] as const) {
  test(`fetchBackchannelAuthentication: gives the server's ${error} with status ${status} (CIBA Core §13)`, async () => {
    const { context } = scripted(await createFakeServer(), [refusal(error, status)]);
    await assert.rejects(fetchBackchannelAuthentication(context, asked), { name: "OAuthError", error, status });
  });
}

for (const [title, response, code] of [
  ["status 201", json(started, 201), "ERR_RESPONSE_STATUS"],
  ["an empty body", json(""), "ERR_RESPONSE_NOT_JSON"],
  [
    "form text",
    new Response("auth_req_id=1", { headers: { "content-type": "text/plain" } }),
    "ERR_RESPONSE_CONTENT_TYPE",
  ],
] as const) {
  test(`fetchBackchannelAuthentication: refuses ${title}`, async () => {
    const { context } = scripted(await createFakeServer(), [response]);
    await assertRefused(fetchBackchannelAuthentication(context, asked), "ResponseError", code);
  });
}

for (const change of [
  { auth_req_id: undefined },
  { auth_req_id: "a b" },
  { auth_req_id: 1 },
  { expires_in: undefined },
  { expires_in: "60" },
  { expires_in: 0 },
  { interval: 0 },
  { interval: "5" },
]) {
  test(`readBackchannelAuthenticationResponse: refuses ${JSON.stringify(change)} (CIBA Core §7.3)`, () => {
    const error = thrownBy(() =>
      readBackchannelAuthenticationResponse(contextOf(), answerOf({ ...started, ...change })),
    );
    assert.equal(Reflect.get(error, "code"), "ERR_VALIDATION_RESPONSE");
  });
}
