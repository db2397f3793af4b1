import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeJwt } from "jose";
import { openBrowser } from "../../../../fixtures/provider/grants-browser.ts";
import {
  type Answer,
  basic,
  clients,
  createGrantsProvider,
  createGrantsStore,
  type GrantsProvider,
} from "../../../../fixtures/provider/grants-provider.ts";
import { createSlowStore } from "../../../../fixtures/provider/slow-store.ts";

/** A device that has asked, and what it can do. */
interface Device {
  readonly form: Readonly<Record<string, string>>;
  readonly poll: (more?: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly decide: (decision: "allow" | "deny") => Promise<void>;
}

async function begin(made: GrantsProvider, more: Readonly<Record<string, string>> = {}): Promise<Device> {
  const form = { client_id: "tv", scope: "openid offline_access api:read", ...more };
  const { body } = await made.post({ path: "/device_authorization", form, headers: {} });
  const grantType = "urn:ietf:params:oauth:grant-type:device_code";
  const asking = { grant_type: grantType, client_id: "tv", device_code: String(body.device_code) };
  return {
    form: asking,
    poll: (extra = {}) => made.post({ form: { ...asking, ...extra }, headers: {} }),
    async decide(decision) {
      const browser = await openBrowser(made, "alice");
      await browser.get(`/device?user_code=${String(body.user_code)}`);
      assert.equal((await browser.submit({ decision })).status, 200);
    },
  };
}

test("device_code: tokens of the person who said yes (RFC 8628 §3.5)", async () => {
  const made = createGrantsProvider();
  const device = await begin(made);
  assert.equal((await device.poll()).body.error, "authorization_pending");
  made.advance(5);
  await device.decide("allow");
  const { status, body } = await device.poll();
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body), [
    "access_token",
    "token_type",
    "expires_in",
    "scope",
    "id_token",
    "refresh_token",
  ]);
  const claims = decodeJwt(String(body.id_token));
  const { sub, aud, auth_time: authTime, acr, amr } = claims;
  assert.deepEqual([sub, aud, authTime, acr, amr], ["alice", "tv", 1_799_999_500, "urn:example:gold", ["pwd"]]);
  // The device stays signed in when the browser that allowed it is closed.
  assert.equal("sid" in claims, false);
  assert.equal((await device.poll()).body.error, "invalid_grant");
});

test("device_code: without offline_access there is no refresh token, and the grant ends with the access token", async () => {
  const made = createGrantsProvider();
  const device = await begin(made, { scope: "api:read" });
  await device.decide("allow");
  const { body } = await device.poll();
  assert.deepEqual(Object.keys(body), ["access_token", "token_type", "expires_in", "scope"]);
  const { items } = await made.store.grants.listGrants({ accountId: "alice" }, { limit: 10 }, made.now());
  assert.deepEqual(
    items.map(({ isOffline, expiresAtMs }) => [isOffline, expiresAtMs]),
    [[false, 1_800_000_600_000]],
  );
});

test("device_code: who asks too fast waits five seconds more, for good (RFC 8628 §3.5)", async () => {
  const made = createGrantsProvider();
  const device = await begin(made);
  const errors: unknown[] = [];
  for (const wait of [0, 4, 9, 14, 15, 20]) {
    made.advance(wait);
    errors.push((await device.poll()).body.error);
  }
  const [pending, tooFast] = ["authorization_pending", "slow_down"];
  assert.deepEqual(errors, [pending, tooFast, tooFast, tooFast, tooFast, tooFast]);
  made.advance(30);
  assert.equal((await device.poll()).body.error, pending);
  made.advance(29);
  assert.equal((await device.poll()).body.error, tooFast);
});

test("device_code: the interval grows to a minute at most", async () => {
  const made = createGrantsProvider();
  const device = await begin(made);
  for (let poll = 0; poll < 20; poll += 1) await device.poll();
  made.advance(60);
  assert.equal((await device.poll()).body.error, "authorization_pending");
});

test("device_code: who asked too fast gets the tokens all the same once the person has said yes", async () => {
  const made = createGrantsProvider();
  const device = await begin(made);
  await device.poll();
  await device.decide("allow");
  assert.equal((await device.poll()).status, 200);
});

test("device_code: after ten minutes it is too late (RFC 8628 §3.5)", async () => {
  const made = createGrantsProvider();
  const device = await begin(made);
  await device.decide("allow");
  made.advance(600);
  const { status, body } = await device.poll();
  assert.deepEqual([status, body.error], [400, "expired_token"]);
});

test("device_code: a no (RFC 8628 §3.5)", async () => {
  const made = createGrantsProvider();
  const device = await begin(made);
  await device.decide("deny");
  const { status, body } = await device.poll();
  assert.deepEqual([status, body.error], [400, "access_denied"]);
});

test("device_code: another client can't fetch the tokens, and takes nothing away (RFC 6749 §5.2)", async () => {
  const made = createGrantsProvider();
  const device = await begin(made);
  await device.decide("allow");
  const stolen = await device.poll({ client_id: "web", client_secret: "web-secret" });
  assert.deepEqual([stolen.status, stolen.body.error], [400, "invalid_grant"]);
  assert.equal((await device.poll()).status, 200);
});

for (const [title, more, error] of [
  ["an unknown code", { device_code: "unknown" }, "invalid_grant"],
  ["no code", { device_code: "" }, "invalid_request"],
  ["a resource that was not asked for", { resource: "https://files.example.com" }, "invalid_target"],
  ["authorization details", { authorization_details: '[{"type":"payment"}]' }, "invalid_authorization_details"],
] as const) {
  test(`device_code: refuses ${title}, and uses nothing up`, async () => {
    const made = createGrantsProvider();
    const device = await begin(made);
    await device.decide("allow");
    assert.equal((await device.poll(more)).body.error, error);
    assert.equal((await device.poll()).status, 200);
  });
}

test("device_code: a resource out of those that were asked for (RFC 8707 §2.2)", async () => {
  const made = createGrantsProvider();
  const device = await begin(made, { scope: "openid files:read", resource: "https://files.example.com" });
  await device.decide("allow");
  const { body } = await device.poll({ resource: "https://files.example.com" });
  assert.deepEqual([body.scope, body.expires_in], ["openid files:read", 120]);
});

for (const [title, change] of [
  ["was disabled", { isActive: false }],
  ["has another password", { passwordChangedAtMs: 1_800_000_000_001 }],
] as const) {
  test(`device_code: a yes is worth nothing when the account ${title}`, async () => {
    const made = createGrantsProvider();
    const device = await begin(made);
    await device.decide("allow");
    made.accounts.set("alice", { id: "alice", displayName: "Alice", isActive: true, claims: {}, ...change });
    assert.equal((await device.poll()).body.error, "invalid_grant");
  });
}

test("device_code: a scope that the client has lost meanwhile is not given", async () => {
  const store = createGrantsStore();
  const before = createGrantsProvider({ store });
  const device = await begin(before);
  await device.decide("allow");
  const lost = (clients ?? []).map((client) => (client.client_id === "tv" ? { ...client, scope: "openid" } : client));
  const after = createGrantsProvider({ store, clients: lost });
  const { body } = await after.post({ form: device.form, headers: {} });
  assert.deepEqual([body.scope, "refresh_token" in body], ["openid", false]);
});

test("device_code: one of fifty that ask at once gets the tokens (RFC 8628 §3.5)", async () => {
  const made = createGrantsProvider({ store: createSlowStore(createGrantsStore()) });
  const device = await begin(made);
  await device.decide("allow");
  const answers = await Promise.all(Array.from({ length: 50 }, () => device.poll()));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal(answers.filter(({ body }) => body.error === "invalid_grant").length, 49);
  const { items } = await made.store.grants.listGrants({ accountId: "alice" }, { limit: 100 }, made.now());
  assert.equal(items.length, 1);
});

test("device_code: fifty that ask at once are told to wait, once, and none of them is lost", async () => {
  const made = createGrantsProvider({ store: createSlowStore(createGrantsStore()) });
  const device = await begin(made);
  const answers = await Promise.all(Array.from({ length: 50 }, () => device.poll()));
  const errors = new Set(answers.map(({ body }) => body.error));
  assert.deepEqual([...errors].sort(), ["authorization_pending", "slow_down"]);
  assert.equal(answers.filter(({ body }) => body.error === "authorization_pending").length, 1);
});

test("device_code: a yes gets through while the device asks all the time", async () => {
  const made = createGrantsProvider({ store: createSlowStore(createGrantsStore(), 2) });
  const device = await begin(made);
  const asking = Array.from({ length: 5 }, async () => {
    for (let round = 0; round < 20; round += 1) await device.poll();
  });
  await device.decide("allow");
  await Promise.all(asking);
  const last = (await device.poll()).body.error ?? "tokens";
  assert.ok(last === "tokens" || last === "invalid_grant");
});

test("device_code: a confidential client authenticates (RFC 8628 §3.4)", async () => {
  const made = createGrantsProvider();
  const form = { scope: "openid" };
  const { body } = await made.post({ path: "/device_authorization", form });
  const grant = { grant_type: "urn:ietf:params:oauth:grant-type:device_code", device_code: String(body.device_code) };
  const wrong = await made.post({ form: grant, headers: { authorization: basic("web", "wrong") } });
  assert.deepEqual([wrong.status, wrong.body.error], [401, "invalid_client"]);
  assert.equal((await made.post({ form: grant })).body.error, "authorization_pending");
});
