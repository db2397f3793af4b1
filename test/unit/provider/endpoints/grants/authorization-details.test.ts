import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeJwt } from "jose";
import type { ProviderOptions } from "../../../../../src/provider/options.ts";
import type { BackchannelRequest } from "../../../../../src/provider/pending/ciba-options.ts";
import type {
  TokenExchangeDecision,
  TokenExchangeFacts,
} from "../../../../../src/provider/tokens/token-exchange-policy.ts";
import { openBrowser } from "../../../../fixtures/provider/grants-browser.ts";
import {
  basic,
  createGrantsProvider,
  type GrantsProvider,
  startMs,
} from "../../../../fixtures/provider/grants-provider.ts";

const payment = { type: "payment", amount: 5 };
const reading = { type: "account", actions: ["read"] };
const both = JSON.stringify([payment, reading]);
const authorizationDetails: ProviderOptions["authorizationDetails"] = {
  payment: ({ amount }) => (amount === undefined ? "needs an amount" : undefined),
  account: () => undefined,
};
const deviceCode = "urn:ietf:params:oauth:grant-type:device_code";
const api = { authorization: basic("api", "api-secret") };

test("device_code: authorization details are shown, granted, and narrowed when tokens are fetched and refreshed (RFC 9396 §6)", async () => {
  const made = createGrantsProvider({ authorizationDetails });
  const form = { client_id: "tv", scope: "offline_access api:read", authorization_details: both };
  const { body: asked } = await made.post({ path: "/device_authorization", form, headers: {} });
  const browser = await openBrowser(made, "alice");
  const { text } = await browser.get(`/device?user_code=${String(asked.user_code)}`);
  for (const shown of ["payment", "amount: 5", "account", "actions: [&quot;read&quot;]"])
    assert.ok(text.includes(shown), shown);
  await browser.submit({ decision: "allow" });
  const redeem = { grant_type: deviceCode, client_id: "tv", device_code: String(asked.device_code) };
  const more = JSON.stringify([{ type: "payment", amount: 6 }]);
  const refused = await made.post({ form: { ...redeem, authorization_details: more }, headers: {} });
  assert.equal(refused.body.error, "invalid_authorization_details");
  const { body } = await made.post({ form: redeem, headers: {} });
  assert.deepEqual(body.authorization_details, [payment, reading]);
  const refresh = {
    grant_type: "refresh_token",
    client_id: "tv",
    refresh_token: String(body.refresh_token),
    authorization_details: JSON.stringify([reading]),
  };
  const second = await made.post({ form: refresh, headers: {} });
  assert.deepEqual(second.body.authorization_details, [reading]);
  const third = { ...refresh, refresh_token: String(second.body.refresh_token), authorization_details: more };
  assert.equal((await made.post({ form: third, headers: {} })).body.error, "invalid_authorization_details");
});

test("device_code: authorization details can stand without a scope, of which nothing is added", async () => {
  const made = createGrantsProvider({ authorizationDetails });
  const form = { client_id: "tv", authorization_details: both };
  const { body: asked } = await made.post({ path: "/device_authorization", form, headers: {} });
  const browser = await openBrowser(made, "alice");
  await browser.get(`/device?user_code=${String(asked.user_code)}`);
  await browser.submit({ decision: "allow" });
  const redeem = { grant_type: deviceCode, client_id: "tv", device_code: String(asked.device_code) };
  const { body } = await made.post({ form: redeem, headers: {} });
  assert.deepEqual([body.scope, body.authorization_details], [undefined, [payment, reading]]);
});

test("CIBA: authorization details are told to the application, and stand in the tokens (RFC 9396 §3)", async () => {
  const notified: BackchannelRequest[] = [];
  const made = createGrantsProvider({ authorizationDetails, ciba: { notify: (each) => void notified.push(each) } });
  const ask = {
    scope: "openid api:read",
    login_hint: "alice",
    authorization_details: both,
    resource: "https://api.example.com",
  };
  const { body: asked } = await made.post({ path: "/bc-authorize", form: ask });
  assert.deepEqual(notified[0]?.authorizationDetails, [payment, reading]);
  const requestId = notified[0]?.requestId ?? "";
  await made.provider.admin.completeBackchannelAuthentication({ requestId, allow: true, accountId: "alice", amr: [] });
  const form = {
    grant_type: "urn:openid:params:grant-type:ciba",
    auth_req_id: String(asked.auth_req_id),
    authorization_details: JSON.stringify([payment]),
  };
  const { body } = await made.post({ form });
  assert.deepEqual(body.authorization_details, [payment]);
  assert.deepEqual(decodeJwt(String(body.access_token)).authorization_details, [payment]);
});

test("client_credentials: authorization details stand in the answer and in the token, without a scope too (RFC 9396 §7)", async () => {
  const made = createGrantsProvider({ authorizationDetails });
  const form = { grant_type: "client_credentials", authorization_details: both, resource: "https://api.example.com" };
  const { body } = await made.post({ form });
  assert.deepEqual([body.scope, body.authorization_details], [undefined, [payment, reading]]);
  assert.deepEqual(decodeJwt(String(body.access_token)).authorization_details, [payment, reading]);
  const scoped = await made.post({ form: { ...form, scope: "api:read" } });
  assert.deepEqual([scoped.body.scope, scoped.body.authorization_details], ["api:read", [payment, reading]]);
});

for (const [grant, ask] of [
  [
    "device authorization",
    (made: GrantsProvider, details: string) =>
      made.post({
        path: "/device_authorization",
        form: { client_id: "tv", authorization_details: details },
        headers: {},
      }),
  ],
  [
    "CIBA",
    (made: GrantsProvider, details: string) =>
      made.post({
        path: "/bc-authorize",
        form: { scope: "openid", login_hint: "alice", authorization_details: details },
      }),
  ],
  [
    "client_credentials",
    (made: GrantsProvider, details: string) =>
      made.post({ form: { grant_type: "client_credentials", authorization_details: details } }),
  ],
  [
    "token exchange",
    async (made: GrantsProvider, details: string) => exchange(made, { authorization_details: details }),
  ],
] as const)
  test(`${grant}: an authorization detail of an unknown type, or that its check refuses, is refused (RFC 9396 §5)`, async () => {
    const made = createGrantsProvider({
      authorizationDetails,
      ciba: { notify: () => undefined },
      tokenExchange: () => ({ allow: true }),
    });
    await seedAccessToken(made);
    for (const detail of [{ type: "other" }, { type: "payment" }]) {
      const { status, body } = await ask(made, JSON.stringify([detail]));
      assert.deepEqual([status, body.error], [400, "invalid_authorization_details"]);
    }
  });

async function createExchanging(decision: TokenExchangeDecision) {
  const asked: TokenExchangeFacts[] = [];
  const made = createGrantsProvider({
    authorizationDetails,
    tokenExchange: (facts) => {
      asked.push(facts);
      return decision;
    },
  });
  await seedAccessToken(made);
  return { ...made, asked };
}

async function seedAccessToken(made: GrantsProvider): Promise<void> {
  await made.seed({
    refreshToken: "S".repeat(43),
    token: {
      kind: "access_token",
      scope: ["api:read"],
      audience: ["https://id.example.com"],
      expiresAtMs: startMs + 300_000,
      details: { authorization_details: [payment, reading] },
    },
  });
}

function exchange(made: GrantsProvider, more: Readonly<Record<string, string>>) {
  const form = {
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: "S".repeat(43),
    subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
    ...more,
  };
  return made.post({ form, headers: api });
}

test("token exchange: of the subject token's authorization details those that are asked for come along, and no others", async () => {
  const made = await createExchanging({ allow: true });
  const none = await exchange(made, {});
  assert.deepEqual([none.status, none.body.authorization_details], [200, undefined]);
  const some = await exchange(made, {
    authorization_details: JSON.stringify([reading]),
    resource: "https://api.example.com",
  });
  assert.deepEqual(some.body.authorization_details, [reading]);
  assert.deepEqual(decodeJwt(String(some.body.access_token)).authorization_details, [reading]);
  assert.deepEqual(made.asked[1]?.authorizationDetails, [reading]);
  assert.deepEqual(made.asked[1]?.subject.authorizationDetails, [payment, reading]);
  const more = await exchange(made, { authorization_details: '[{"type":"payment","amount":6}]' });
  assert.deepEqual([more.status, more.body.error], [400, "invalid_authorization_details"]);
});

test("token exchange: the policy can give other authorization details, and fewer", async () => {
  const given = { type: "payment", amount: 9 };
  const made = await createExchanging({ allow: true, authorizationDetails: [given], refreshToken: true });
  const { body } = await exchange(made, {});
  assert.deepEqual(body.authorization_details, [given]);
  const asked = await exchange(made, { authorization_details: JSON.stringify([payment]) });
  assert.equal(asked.body.error, "invalid_authorization_details");
  const form = { grant_type: "refresh_token", refresh_token: String(body.refresh_token) };
  const refreshed = await made.post({ form, headers: api });
  assert.deepEqual(refreshed.body.authorization_details, [given]);
});

test("authorization details: a client that was registered at run time may use the types it is registered with, and none without (RFC 9396 §10)", async () => {
  const made = createGrantsProvider({ authorizationDetails });
  const ask = async (types: object): Promise<unknown> => {
    const metadata = { grant_types: ["client_credentials"], response_types: [], ...types };
    const { client, secret = "" } = await made.provider.admin.clients.create({ metadata });
    const form = { grant_type: "client_credentials", authorization_details: JSON.stringify([payment]) };
    const { body } = await made.post({ form, headers: { authorization: basic(client.clientId, secret) } });
    return body.error ?? body.authorization_details;
  };
  assert.equal(await ask({}), "invalid_authorization_details");
  assert.equal(await ask({ authorization_details_types: ["account"] }), "invalid_authorization_details");
  assert.deepEqual(await ask({ authorization_details_types: ["payment"] }), [payment]);
});
