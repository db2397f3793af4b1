import assert from "node:assert/strict";
import { test } from "node:test";
import { readBackchannelPing, readBackchannelPush } from "../../../src/endpoints/backchannel-notification.ts";
import type { BackchannelNotification } from "../../../src/endpoints/backchannel-notification-request.ts";
import type { Members } from "../../fixtures/fake-server.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { authentication, authReqIdClaim, makeTokens, rtHashClaim } from "./backchannel.ts";
import { scripted } from "./scripted.ts";

const url = "https://app.example.com/notify";
const honestHeaders = { authorization: "Bearer notify-token-1", "content-type": "application/json" };

/** A notification as the server sends it. */
function request(body: unknown, headers: Readonly<Record<string, string>> = honestHeaders): Request {
  return new Request(url, { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body) });
}

const context = makeTokens().then(({ server }) => scripted(server, []).context);

/** Reads a ping. */
async function ping(notification: BackchannelNotification, expected: typeof authentication = authentication) {
  return readBackchannelPing(await context, notification, { authentication: expected });
}

/** Reads a push of tokens whose ID token has these claims. */
async function push(claims: Members = {}, others: Members = {}) {
  const { server, tokens } = await makeTokens(claims, { auth_req_id: "auth-1", ...others });
  return readBackchannelPush(scripted(server, []).context, request(tokens), { authentication });
}

test("readBackchannelPing: tells which authentication is ready (CIBA Core §10.2)", async () => {
  const result = await ping(request({ auth_req_id: "auth-1", later: 1 }));
  assert.deepEqual(result, { status: "ready", message: { auth_req_id: "auth-1", later: 1 }, authentication });
  assert.ok(Object.isFrozen(result));
});

test("readBackchannelPing: one that comes after the request has expired says so (CIBA Core §7.3)", async () => {
  const nowMs = (await context).clock();
  const late = await ping(request({ auth_req_id: "auth-1" }), { ...authentication, expiresAt: nowMs });
  assert.equal(late.status, "expired");
  const last = await ping(request({ auth_req_id: "auth-1" }), { ...authentication, expiresAt: nowMs + 1 });
  assert.equal(last.status, "ready");
});

test("readBackchannelPing: takes header fields and body as Node gives them, and any case of Bearer", async () => {
  const body = '{"auth_req_id":"auth-1"}';
  const headers = {
    Authorization: "bearer notify-token-1",
    "content-type": "application/json; charset=utf-8",
    "set-cookie": ["a"],
  };
  assert.equal((await ping({ headers, body })).status, "ready");
  assert.equal((await ping({ headers: new Headers(honestHeaders), body })).status, "ready");
  assert.equal((await ping({ headers: { ":method": "POST", ...honestHeaders }, body })).status, "ready");
});

test("readBackchannelPing: finds the authentication by its auth_req_id", async () => {
  const found: string[] = [];
  const expected = {
    async authentication(authReqId: string) {
      found.push(authReqId);
      return authReqId === "auth-1" ? authentication : undefined;
    },
  };
  const result = await readBackchannelPing(await context, request({ auth_req_id: "auth-1" }), expected);
  assert.equal(result.authentication, authentication);
  const unknown = readBackchannelPing(await context, request({ auth_req_id: "auth-2" }), expected);
  await assertRefused(unknown, "VerificationError", "ERR_VERIFICATION_AUTH_REQ_ID");
  assert.deepEqual(found, ["auth-1", "auth-2"]);
});

for (const [title, authorization] of [
  ["no token", undefined],
  ["another token", "Bearer notify-token-2"],
  ["a longer token", "Bearer notify-token-11"],
  ["an empty token", "Bearer "],
  ["another scheme", "Basic notify-token-1"],
  ["two tokens", "Bearer notify-token-1, Bearer notify-token-1"],
] as const) {
  test(`readBackchannelPing: refuses ${title} (CIBA Core §10.2)`, async () => {
    const { authorization: _honest, ...others } = honestHeaders;
    const headers = authorization === undefined ? others : { ...others, authorization };
    const error = await assertRefused(
      ping(request({ auth_req_id: "auth-1" }, headers)),
      "VerificationError",
      "ERR_VERIFICATION_NOTIFICATION_TOKEN",
    );
    assert.doesNotMatch(error.message, /notify-token/);
  });
}

test("readBackchannelPing: refuses one for the mode poll, which has no token", async () => {
  const polled = { ...authentication, deliveryMode: "poll" as const, clientNotificationToken: undefined };
  const call = ping(request({ auth_req_id: "auth-1" }), polled);
  await assertRefused(call, "VerificationError", "ERR_VERIFICATION_NOTIFICATION_TOKEN");
});

test("readBackchannelPing: refuses what a database gives null for", async () => {
  const tokenless = { ...authentication, clientNotificationToken: null };
  for (const [found, code] of [
    [null, "ERR_VERIFICATION_AUTH_REQ_ID"],
    [tokenless, "ERR_VERIFICATION_NOTIFICATION_TOKEN"],
  ] as const) {
    const expected = { authentication: () => JSON.parse(JSON.stringify(found)) };
    const call = readBackchannelPing(await context, request({ auth_req_id: "auth-1" }), expected);
    await assertRefused(call, "VerificationError", code);
  }
});

for (const [title, body] of [
  ["another auth_req_id", { auth_req_id: "auth-2" }],
  ["none", {}],
  ["one that is no text", { auth_req_id: 1 }],
] as const) {
  test(`readBackchannelPing: refuses ${title} as an auth_req_id`, async () => {
    await assertRefused(ping(request(body)), "VerificationError", "ERR_VERIFICATION_AUTH_REQ_ID");
  });
}

test("readBackchannelPing: refuses an authentication of another server", async () => {
  const other = { ...authentication, issuer: "https://other.example" };
  const call = ping(request({ auth_req_id: "auth-1" }), other);
  await assertRefused(call, "VerificationError", "ERR_VERIFICATION_AUTH_REQ_ID");
});

for (const [title, body, headers, code] of [
  ["no JSON", "{", honestHeaders, "ERR_RESPONSE_NOT_JSON"],
  ["an empty body", "", honestHeaders, "ERR_RESPONSE_NOT_JSON"],
  ["an array", "[]", honestHeaders, "ERR_RESPONSE_NOT_JSON"],
  ["a member twice", '{"auth_req_id":"auth-1","auth_req_id":"auth-1"}', honestHeaders, "ERR_RESPONSE_DUPLICATE_MEMBER"],
  ["a form", "auth_req_id=auth-1", { ...honestHeaders, "content-type": "text/plain" }, "ERR_RESPONSE_CONTENT_TYPE"],
] as const) {
  test(`readBackchannelPing: refuses ${title}`, async () => {
    await assertRefused(ping(request(body, headers)), "ResponseError", code);
  });
}

test("readBackchannelPing: refuses what is no unread POST request of a sensible size", async () => {
  const read = request({ auth_req_id: "auth-1" });
  await read.text();
  const locked = request({ auth_req_id: "auth-1" });
  locked.body?.getReader();
  const notifications: readonly unknown[] = [
    locked,
    undefined,
    "body",
    { headers: {} },
    { body: "{}" },
    { headers: {}, body: { auth_req_id: "auth-1" } },
    new Request(url, { headers: honestHeaders }),
    read,
    request(`"${"x".repeat(1_048_576)}"`),
  ];
  for (const notification of notifications) {
    const call = async (given: unknown): Promise<unknown> =>
      Reflect.apply(readBackchannelPing, undefined, [await context, given, { authentication }]);
    await assertRefused(call(notification), "ConfigurationError", "ERR_CONFIGURATION_OPTION");
  }
});

test("readBackchannelPing: the signal ends the reading of a body that does not arrive", async () => {
  const body = new ReadableStream({ pull: () => new Promise(() => undefined) });
  const init = { method: "POST", headers: honestHeaders, body, duplex: "half" };
  const expected = { authentication, signal: AbortSignal.timeout(10) };
  const call = readBackchannelPing(await context, new Request(url, init), expected);
  await assertRefused(call, "TransportError", "ERR_TRANSPORT_ABORTED");
});

test("readBackchannelPush: gives the tokens with verified claims (CIBA Core §10.3.1)", async () => {
  const result = await push();
  assert.ok(result.status === "granted");
  assert.equal(result.claims?.sub, "user-1");
  assert.equal(result.response.access_token, "access-secret-1");
  assert.deepEqual([result.receivedAt, result.authentication], [1_800_000_000_000, authentication]);
  assert.equal((await push({ [rtHashClaim]: undefined }, { refresh_token: undefined })).status, "granted");
});

const untrusted: readonly (readonly [title: string, claims: Members, others: Members, code: string])[] = [
  ["no auth_req_id in the ID token", { [authReqIdClaim]: undefined }, {}, "ERR_VERIFICATION_AUTH_REQ_ID"],
  ["another auth_req_id in the ID token", { [authReqIdClaim]: "auth-2" }, {}, "ERR_VERIFICATION_AUTH_REQ_ID"],
  ["no at_hash", { at_hash: undefined }, {}, "ERR_VERIFICATION_HASH"],
  ["another access token", { at_hash: "AAAAAAAAAAAAAAAAAAAAAA" }, {}, "ERR_VERIFICATION_HASH"],
  ["no rt_hash", { [rtHashClaim]: undefined }, {}, "ERR_VERIFICATION_HASH"],
  ["another refresh token", {}, { refresh_token: "refresh-secret-2" }, "ERR_VERIFICATION_HASH"],
  ["another issuer", { iss: "https://other.example" }, {}, "ERR_VERIFICATION_ISSUER"],
  ["an expired ID token", { exp: 1_799_000_000 }, {}, "ERR_VERIFICATION_EXPIRED"],
  ["a token type of no kind", {}, { token_type: "mac" }, "ERR_VERIFICATION_TOKEN_TYPE"],
];

for (const [title, claims, others, code] of untrusted) {
  test(`readBackchannelPush: refuses ${title} (CIBA Core §10.3.1)`, async () => {
    await assertRefused(push(claims, others), "VerificationError", code);
  });
}

for (const missing of ["access_token", "token_type", "id_token"]) {
  test(`readBackchannelPush: needs ${missing} (CIBA Core §10.3.1)`, async () => {
    await assertRefused(push({}, { [missing]: undefined }), "ValidationError", "ERR_VALIDATION_RESPONSE");
  });
}

for (const [error, status] of [
  ["access_denied", "denied"],
  ["expired_token", "expired"],
  ["transaction_failed", "failed"],
  ["constructor", "failed"],
] as const) {
  test(`readBackchannelPush: gives the error ${error} as a result (CIBA Core §12)`, async () => {
    const body = { auth_req_id: "auth-1", error, error_description: "d" };
    const result = await readBackchannelPush(await context, request(body), { authentication });
    assert.ok(result.status !== "granted");
    assert.deepEqual([result.status, result.error.error, result.authentication], [status, error, authentication]);
    assert.deepEqual(result.error.body, { error, error_description: "d" });
  });
}

for (const error of [1, "", null]) {
  test(`readBackchannelPush: refuses ${JSON.stringify(error)} as an error (CIBA Core §12)`, async () => {
    const call = readBackchannelPush(await context, request({ auth_req_id: "auth-1", error }), { authentication });
    await assertRefused(call, "ValidationError", "ERR_VALIDATION_RESPONSE");
  });
}

test("readBackchannelPush: compares the token before it looks at anything else", async () => {
  const headers = { ...honestHeaders, authorization: "Bearer x" };
  const call = readBackchannelPush(await context, request({ auth_req_id: "auth-1", error: 1 }, headers), {
    authentication,
  });
  await assertRefused(call, "VerificationError", "ERR_VERIFICATION_NOTIFICATION_TOKEN");
});
