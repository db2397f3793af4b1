import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type BackchannelLogoutOptions,
  buildBackchannelLogoutResponse,
  readBackchannelLogout,
} from "../../../src/endpoints/backchannel-logout.ts";
import type { ReadForm } from "../../../src/endpoints/received-form.ts";
import { ConfigurationError, VerificationError } from "../../../src/errors/families.ts";
import { ValidationError } from "../../../src/errors/validation-error.ts";
import type { ExchangeContextOptions } from "../../../src/exchange/create-context.ts";
import type { ExchangeEvent } from "../../../src/exchange/exchange-event.ts";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import { encryptJwe } from "../../../src/jose/encrypt-jwe.ts";
import { createDecryption } from "../../../src/jose/jwt-decryption.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import { createReplayStore } from "../../../src/util/replay-store.ts";
import { contextOf } from "../exchange/answers.ts";
import { generateEncryptionKey } from "../jose/encrypted-tokens.ts";
import { generateTestKey, signClaims } from "../jose/signed-tokens.ts";

const now = 1_800_000_000;
const key = await generateTestKey("ES256", { kid: "k1" });
const claims = {
  iss: "https://id.example.com",
  aud: "client-1",
  sub: "user-1",
  sid: "session-1",
  iat: now,
  exp: now + 120,
  jti: "j-1",
  events: { "http://schemas.openid.net/event/backchannel-logout": {} },
};
const metadata = {
  issuer: "https://id.example.com",
  response_types_supported: ["code"],
  id_token_signing_alg_values_supported: ["ES256", "RS256"],
};

function context(options: Partial<ExchangeContextOptions> = {}): ReturnType<typeof contextOf> {
  const keys = createStaticKeySource({ keys: [key.publicJwk] });
  return contextOf({ metadata, keys, clock: () => now * 1000, ...options });
}

function logoutToken(change: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return signClaims({ ...claims, ...change }, key, { kid: "k1", typ: "logout+jwt" });
}

function form(body: string): ReadForm {
  return { headers: { "content-type": "application/x-www-form-urlencoded" }, body };
}

function options(change: Partial<BackchannelLogoutOptions> = {}): BackchannelLogoutOptions {
  return { replayStore: createReplayStore({ clock: () => now * 1000 }), ...change };
}

test("readBackchannelLogout: gives the claims of the logout token, and tells what it saw (OpenID Connect Back-Channel Logout §2.5)", async () => {
  const events: ExchangeEvent[] = [];
  const told = context({ onEvent: (event) => events.push(event) });
  const body = new URLSearchParams({ logout_token: await logoutToken(), other: "1" });
  const request = new Request("https://app.example.com/logout", { method: "POST", body });
  assert.deepEqual(await readBackchannelLogout(told, request, options()), claims);
  assert.deepEqual(events, [
    { type: "logout-token-verified", issuer: claims.iss, algorithm: "ES256", kid: "k1", durationMs: 0 },
    {
      type: "exchange",
      request: "BackchannelLogoutRequest",
      message: "LogoutToken",
      documents: ["OpenID Connect Back-Channel Logout"],
      endpoint: "backchannel_logout_uri",
      status: undefined,
      durationMs: 0,
    },
  ]);
});

test("readBackchannelLogout: parameters that it does not know are ignored, twice too (OpenID Connect Back-Channel Logout §2.5)", async () => {
  const request = form(`a=1&a=2&logout_token=${await logoutToken()}`);
  assert.equal((await readBackchannelLogout(context(), request, options())).jti, "j-1");
});

for (const [title, makeBody, code] of [
  ["no logout_token", async () => "a=1", "ERR_VALIDATION_RECEIVED_REQUEST"],
  ["an empty body", async () => "", "ERR_VALIDATION_RECEIVED_REQUEST"],
  ["an empty logout_token", async () => "logout_token=", "ERR_VALIDATION_RECEIVED_REQUEST"],
  ["text that is no JWT", async () => "logout_token=x", "ERR_VALIDATION_RECEIVED_REQUEST"],
  [
    "two logout tokens",
    async () => `logout_token=${await logoutToken()}&logout_token=${await logoutToken()}`,
    "ERR_VERIFICATION_PARAMETER_REPEATED",
  ],
] as const) {
  test(`readBackchannelLogout: refuses ${title} (OpenID Connect Back-Channel Logout §2.5)`, async () => {
    await assert.rejects(readBackchannelLogout(context(), form(await makeBody()), options()), { code });
  });
}

test("readBackchannelLogout: a token works once, each jti for each client (OpenID Connect Back-Channel Logout §2.6)", async () => {
  const shared = options();
  const request = form(`logout_token=${await logoutToken()}`);
  await readBackchannelLogout(context(), request, shared);
  await assert.rejects(readBackchannelLogout(context(), request, shared), {
    code: "ERR_VERIFICATION_REPLAY",
    parameter: "jti",
  });
  const newer = form(`logout_token=${await logoutToken({ iat: now - 1 })}`);
  await assert.rejects(readBackchannelLogout(context(), newer, shared), { code: "ERR_VERIFICATION_REPLAY" });
  const other = form(`logout_token=${await logoutToken({ jti: "j-2" })}`);
  assert.equal((await readBackchannelLogout(context(), other, shared)).jti, "j-2");
  const forOther = form(`logout_token=${await logoutToken({ aud: "client-2" })}`);
  assert.equal((await readBackchannelLogout(context({ clientId: "client-2" }), forOther, shared)).jti, "j-1");
});

test("readBackchannelLogout: claims a key of one length, until the token ends; only a verified token claims", async () => {
  const claimed: (readonly [string, number])[] = [];
  const replayStore = {
    claim: async (name: string, expiresAtMs: number) => {
      claimed.push([name, expiresAtMs]);
      return true;
    },
  };
  const forged = `${(await logoutToken()).slice(0, -86)}${"A".repeat(86)}`;
  await assert.rejects(readBackchannelLogout(context(), form(`logout_token=${forged}`), { replayStore }));
  assert.deepEqual(claimed, []);
  const token = await logoutToken({ jti: "j".repeat(5000) });
  await readBackchannelLogout(context(), form(`logout_token=${token}`), { replayStore });
  assert.match(claimed[0]?.[0] ?? "", /^logout-token:[\w-]{43}$/);
  assert.equal(claimed[0]?.[1], (now + 150) * 1000);
  await readBackchannelLogout(context(), form(`logout_token=${await logoutToken({ exp: now + 1e6 })}`), {
    replayStore,
    maxIssuedAgeSeconds: 60,
  });
  assert.equal(claimed[1]?.[1], (now + 91) * 1000);
});

test("readBackchannelLogout: a store that does not say true has not claimed", async () => {
  const request = form(`logout_token=${await logoutToken()}`);
  const replayStore = { claim: async () => "OK" as unknown as boolean };
  await assert.rejects(readBackchannelLogout(context(), request, { replayStore }), { code: "ERR_VERIFICATION_REPLAY" });
  const broken = { claim: () => Promise.reject(new Error("down")) };
  await assert.rejects(readBackchannelLogout(context(), request, { replayStore: broken }), { message: "down" });
});

test("readBackchannelLogout: hands requireSid, trusted audiences and the algorithm of ID tokens on", async () => {
  const { sid: _, ...rest } = claims;
  const withoutSid = form(`logout_token=${await signClaims(rest, key, { kid: "k1" })}`);
  await assert.rejects(readBackchannelLogout(context(), withoutSid, options({ requireSid: true })), {
    code: "ERR_VALIDATION_CLAIMS",
  });
  assert.equal((await readBackchannelLogout(context(), withoutSid, options())).sid, undefined);
  const two = form(`logout_token=${await logoutToken({ aud: ["client-1", "other"] })}`);
  await assert.rejects(readBackchannelLogout(context(), two, options()), { code: "ERR_VERIFICATION_AUDIENCE" });
  const trusting = options({ trustedAudiences: ["other"] });
  assert.equal((await readBackchannelLogout(context(), two, trusting)).jti, "j-1");
  const onlyRs256 = context({ idTokenAlgorithms: ["RS256"] });
  await assert.rejects(readBackchannelLogout(onlyRs256, two, trusting), { code: "ERR_VERIFICATION_ALGORITHM" });
});

test("readBackchannelLogout: opens what is encrypted as the client's ID tokens are, and reports what it tolerates", async () => {
  const recipient = await generateEncryptionKey("ECDH-ES", "P-256");
  const { exp: _, ...rest } = claims;
  const signed = await signClaims(rest, key, { typ: "logout+jwt" });
  const algorithms = { algorithm: "ECDH-ES", encryption: "A128GCM" };
  const token = await encryptJwe(signed, { key: recipient.publicJwk, ...algorithms, contentType: "JWT" });
  const events: ExchangeEvent[] = [];
  const registered = context({
    decryption: createDecryption([recipient.privateJwk]),
    idTokenEncryption: algorithms,
    tolerate: tolerating(["logout-token-exp-missing"]),
    onEvent: (event) => events.push(event),
  });
  assert.equal((await readBackchannelLogout(registered, form(`logout_token=${token}`), options())).jti, "j-1");
  assert.ok(events.some((event) => event.type === "tolerated" && event.endpoint === "backchannel_logout_uri"));
  await assert.rejects(readBackchannelLogout(registered, form(`logout_token=${signed}`), options()), {
    code: "ERR_VERIFICATION_JWT_NOT_ENCRYPTED",
  });
});

test("buildBackchannelLogoutResponse: 200 without a body, kept by no cache (OpenID Connect Back-Channel Logout §2.8)", async () => {
  const response = buildBackchannelLogoutResponse();
  assert.deepEqual([response.status, await response.text()], [200, ""]);
  assert.deepEqual(Object.fromEntries(response.headers), { "cache-control": "no-store" });
});

test("buildBackchannelLogoutResponse: 400 with the reason of a refusal (OpenID Connect Back-Channel Logout §2.8)", async () => {
  const error = new VerificationError("ERR_VERIFICATION_EXPIRED", {
    message: "The logout token expired 40 seconds ago.\nmore",
    remedy: "Nobody outside needs this.",
  });
  const response = buildBackchannelLogoutResponse(error);
  assert.equal(response.status, 400);
  assert.deepEqual(Object.fromEntries(response.headers), {
    "cache-control": "no-store",
    "content-type": "application/json",
  });
  assert.deepEqual(await response.json(), {
    error: "invalid_request",
    error_description: "The logout token expired 40 seconds ago.",
  });
});

test("buildBackchannelLogoutResponse: tells the first problem of a malformed request (OpenID Connect Back-Channel Logout §2.8)", async () => {
  const error = new ValidationError("ERR_VALIDATION_RECEIVED_REQUEST", {
    messageName: "BackchannelLogoutRequest",
    issues: ["must be sent by POST", "second"].map((message) => ({
      pointer: "",
      keyword: "rule",
      message,
      specification: undefined,
      tolerances: [],
    })),
  });
  assert.deepEqual(await buildBackchannelLogoutResponse(error).json(), {
    error: "invalid_request",
    error_description: "BackchannelLogoutRequest breaks its specification: 2 problems. (message) must be sent by POST",
  });
});

test("buildBackchannelLogoutResponse: says nothing of our own failures (OpenID Connect Back-Channel Logout §2.8)", async () => {
  const own = new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: "internal" });
  for (const error of [new Error("password of the database"), own, "text", null, 0]) {
    const response = buildBackchannelLogoutResponse(error);
    assert.deepEqual([response.status, await response.json()], [400, { error: "server_error" }]);
  }
});
