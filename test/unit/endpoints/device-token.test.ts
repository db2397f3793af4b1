import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeviceAuthorization } from "../../../src/endpoints/device-authorization.ts";
import { pollDeviceToken, requestDeviceToken } from "../../../src/endpoints/device-token.ts";
import { deviceCodeGrant } from "../../../src/endpoints/grants/device-code.ts";
import type { AuthError } from "../../../src/errors/auth-error.ts";
import { ResponseError, TransportError } from "../../../src/errors/families.ts";
import { createFakeServer, type FakeServer } from "../../fixtures/fake-server.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { refusal, scripted } from "./scripted.ts";

const tokens = { access_token: "access-secret-1", token_type: "Bearer" };

const device: DeviceAuthorization = {
  response: {
    device_code: "code-secret-1",
    user_code: "A",
    verification_uri: "https://id.example.com/device",
    expires_in: 60,
  },
  issuer: "https://id.example.com",
  scope: "openid",
  intervalSeconds: 5,
  receivedAt: 1_800_000_000_000,
  expiresAt: 1_800_000_060_000,
};

/** Waiting moves the server's clock. */
const waitOf = (server: FakeServer) => async (milliseconds: number) => {
  server.now += milliseconds;
};

test("pollDeviceToken: polls until the user agrees, and verifies the ID token (RFC 8628 §3.4)", async () => {
  const server = await createFakeServer();
  const id_token = await server.makeIdToken({ exp: 1_800_000_900 });
  const steps = [refusal("authorization_pending"), refusal("slow_down"), { ...tokens, id_token }];
  const { context, requests } = scripted(server, steps);
  const result = await pollDeviceToken(context, device, { wait: waitOf(server), resource: ["https://a"] });
  assert.ok(result.status === "granted");
  assert.equal(result.claims?.sub, "user-1");
  assert.equal(result.receivedAt, 1_800_000_020_000);
  assert.deepEqual(
    requests.map(({ init }) => init.body),
    Array(3).fill(
      "device_code=code-secret-1&resource=https%3A%2F%2Fa&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id=client-1",
    ),
  );
});

test("pollDeviceToken: goes on after the connection failed, until the codes expire", async () => {
  const server = await createFakeServer();
  const { context, requests } = scripted(server, [
    () => Promise.reject(new TypeError("fetch failed")),
    new Response("", { status: 503, headers: { "retry-after": "7" } }),
    refusal("authorization_pending"),
  ]);
  const result = await pollDeviceToken(context, device, { wait: waitOf(server) });
  assert.deepEqual(result, { status: "expired", error: undefined });
  assert.equal(requests.length, 7);
});

test("pollDeviceToken: the signal ends it while a request is on its way", async () => {
  const server = await createFakeServer();
  const controller = new AbortController();
  const { context } = scripted(server, [
    () => {
      controller.abort();
      return new Promise(() => undefined);
    },
  ]);
  const call = pollDeviceToken(context, device, { wait: waitOf(server), signal: controller.signal });
  await assertRefused(call, "TransportError", "ERR_TRANSPORT_ABORTED");
});

test("pollDeviceToken: authenticates afresh for each request", async () => {
  const server = await createFakeServer();
  let count = 0;
  const auth = {
    method: "private_key_jwt",
    async authenticate() {
      count += 1;
      return { headers: {}, body: { client_assertion: `a${count}` } };
    },
  };
  const steps = [refusal("authorization_pending"), tokens];
  const { context, requests } = scripted(server, steps, { auth });
  await pollDeviceToken(context, { ...device, scope: "a" }, { wait: waitOf(server) });
  assert.deepEqual(
    requests.map(({ form }) => form.get("client_assertion")),
    ["a1", "a2"],
  );
});

for (const [error, status] of [
  ["authorization_pending", "pending"],
  ["slow_down", "slow_down"],
  ["access_denied", "denied"],
  ["expired_token", "expired"],
] as const) {
  test(`requestDeviceToken: gives ${error} as a result (RFC 8628 §3.5)`, async () => {
    const { context } = scripted(await createFakeServer(), [refusal(error)]);
    const step = await requestDeviceToken(context, device);
    assert.equal(step.status, status);
    assert.ok("error" in step && step.error?.error === error);
  });
}

test("requestDeviceToken: throws every other error", async () => {
  const { context } = scripted(await createFakeServer(), [refusal("invalid_client", 401)]);
  await assert.rejects(requestDeviceToken(context, device), { error: "invalid_client", status: 401 });
});

test("requestDeviceToken: the scope openid makes an ID token required, which has no nonce", async () => {
  const server = await createFakeServer();
  const missing = scripted(server, [tokens]);
  await assertRefused(
    requestDeviceToken(missing.context, device),
    "VerificationError",
    "ERR_VERIFICATION_ID_TOKEN_MISSING",
  );
  const foreign = scripted(server, [{ ...tokens, id_token: await server.makeIdToken({ nonce: "n" }) }]);
  await assertRefused(requestDeviceToken(foreign.context, device), "VerificationError", "ERR_VERIFICATION_NONCE");
  const plain = scripted(server, [tokens]);
  const step = await requestDeviceToken(plain.context, { ...device, scope: "openids a" });
  assert.equal(step.status, "granted");
  const { claims } = await deviceCodeGrant(plain.context, { device_code: "code-secret-1" });
  assert.equal(claims, undefined);
});

for (const [title, given] of [
  ["no authorization at all", null],
  ["a code alone", "code-secret-1"],
  ["the response alone", device.response],
  ["one of another server", { ...device, issuer: "https://other.example" }],
] as const) {
  test(`pollDeviceToken: refuses ${title} before anything is sent`, async () => {
    const { context, requests } = scripted(await createFakeServer(), [tokens]);
    const broken: DeviceAuthorization = JSON.parse(JSON.stringify(given));
    for (const call of [pollDeviceToken, requestDeviceToken])
      await assertRefused(call(context, broken), "ConfigurationError", "ERR_CONFIGURATION_OPTION");
    assert.equal(requests.length, 0);
  });
}

test("pollDeviceToken: redeems a code once, also where the issuer's keys cannot be had afterwards (RFC 6749 §10.5)", async () => {
  const server = await createFakeServer();
  const id_token = await server.makeIdToken({});
  const answers: readonly AuthError[] = [
    new TransportError("ERR_TRANSPORT_TIMEOUT", { message: "m", endpoint: "jwks_uri https://id.example.com/jwks" }),
    new ResponseError("ERR_RESPONSE_STATUS", {
      message: "m",
      status: 503,
      endpoint: "jwks_uri https://id.example.com/jwks",
    }),
  ];
  for (const failure of answers) {
    const keys = { find: () => Promise.reject(failure) };
    const { context, requests } = scripted(server, [{ ...tokens, id_token }], { keys });
    const call = pollDeviceToken(context, { ...device, expiresAt: server.now + 60_000 }, { wait: waitOf(server) });
    await assert.rejects(call, failure);
    assert.equal(requests.length, 1);
  }
});
