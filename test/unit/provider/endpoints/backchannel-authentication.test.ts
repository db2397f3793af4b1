import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeJwt } from "jose";
import { createProviderContext } from "../../../../src/provider/create-context.ts";
import type { BackchannelRequest, CibaOptions } from "../../../../src/provider/pending/ciba-options.ts";
import {
  type BackchannelDecision,
  type BackchannelOutcome,
  completeBackchannelAuthentication,
} from "../../../../src/provider/pending/complete-backchannel-authentication.ts";
import type { ProviderStore } from "../../../../src/provider/stores/store.ts";
import {
  type Answer,
  createGrantsProvider,
  createGrantsStore,
  type GrantsProvider,
  issuer,
  resources,
  sha256,
} from "../../../fixtures/provider/grants-provider.ts";
import { createSlowStore } from "../../../fixtures/provider/slow-store.ts";

interface Ciba extends GrantsProvider {
  readonly notified: readonly BackchannelRequest[];
  readonly ask: (more?: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly poll: (authReqId: unknown, more?: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly complete: (decision: BackchannelDecision) => Promise<BackchannelOutcome>;
}

function createCiba(options: Partial<CibaOptions> = {}, store: ProviderStore = createGrantsStore()): Ciba {
  const notified: BackchannelRequest[] = [];
  const made = createGrantsProvider({ store, ciba: { notify: (request) => void notified.push(request), ...options } });
  const context = createProviderContext({ issuer, store, clock: made.now, tokens: { resources } });
  return {
    ...made,
    notified,
    ask: (more = {}) =>
      made.post({ path: "/bc-authorize", form: { scope: "openid api:read", login_hint: "alice", ...more } }),
    poll: (authReqId, more = {}) =>
      made.post({ form: { grant_type: "urn:openid:params:grant-type:ciba", auth_req_id: String(authReqId), ...more } }),
    complete: (decision) => completeBackchannelAuthentication(context, decision),
  };
}

const allowed = { allow: true, accountId: "alice", amr: ["fpt"], acr: "urn:example:gold" } as const;

test("CIBA: the application is told, the client polls, the person agrees (CIBA Core §7.3)", async () => {
  const made = createCiba();
  const { status, body, headers } = await made.ask({ binding_message: "Order 17", acr_values: "gold silver" });
  assert.deepEqual([status, headers.get("cache-control")], [200, "no-store"]);
  const { auth_req_id: authReqId, ...others } = body;
  assert.match(String(authReqId), /^[\w-]{43}$/);
  assert.deepEqual(others, { expires_in: 300, interval: 5 });
  assert.deepEqual(made.notified, [
    {
      requestId: sha256(String(authReqId)),
      clientId: "web",
      clientName: "The Web",
      accountId: "alice",
      scope: ["openid", "api:read"],
      resource: [],
      authorizationDetails: [],
      bindingMessage: "Order 17",
      acrValues: ["gold", "silver"],
      expiresAtMs: 1_800_000_300_000,
    },
  ]);
  assert.equal((await made.poll(authReqId)).body.error, "authorization_pending");
  assert.equal((await made.poll(authReqId)).body.error, "slow_down");
  const requestId = String(made.notified[0]?.requestId);
  assert.equal(await made.complete({ ...allowed, requestId }), "decided");
  const tokens = await made.poll(authReqId);
  assert.deepEqual(Object.keys(tokens.body), ["access_token", "token_type", "expires_in", "scope", "id_token"]);
  const { sub, amr, acr, auth_time: authTime } = decodeJwt(String(tokens.body.id_token));
  assert.deepEqual([sub, amr, acr, authTime], ["alice", ["fpt"], "urn:example:gold", 1_800_000_000]);
  assert.equal((await made.poll(authReqId)).body.error, "invalid_grant");
});

test("CIBA: a no, and no second word (CIBA Core §11)", async () => {
  const made = createCiba();
  const { body } = await made.ask();
  const requestId = String(made.notified[0]?.requestId);
  assert.equal(await made.complete({ requestId, allow: false }), "decided");
  assert.equal(await made.complete({ ...allowed, requestId }), "already_decided");
  assert.equal((await made.poll(body.auth_req_id)).body.error, "access_denied");
  assert.deepEqual(
    made.events.filter(({ type }) => type.startsWith("authorization.")).map(({ type }) => type),
    ["authorization.started"],
  );
});

test("CIBA: somebody else than the one who was named agrees to nothing", async () => {
  const made = createCiba();
  const { body } = await made.ask();
  const requestId = String(made.notified[0]?.requestId);
  assert.equal(await made.complete({ ...allowed, requestId, accountId: "bob" }), "other_account");
  assert.equal((await made.poll(body.auth_req_id)).body.error, "authorization_pending");
});

test("CIBA: an unknown request, and one that has expired, can't be completed", async () => {
  const made = createCiba();
  assert.equal(await made.complete({ ...allowed, requestId: "unknown" }), "gone");
  const { body } = await made.ask({ requested_expiry: "30" });
  assert.equal(body.expires_in, 30);
  made.advance(30);
  assert.equal(await made.complete({ ...allowed, requestId: String(made.notified[0]?.requestId) }), "gone");
  assert.equal((await made.poll(body.auth_req_id)).body.error, "expired_token");
});

test("CIBA: a client can't wait longer than is configured (CIBA Core §7.1)", async () => {
  const made = createCiba({ requestSeconds: 60 });
  assert.equal((await made.ask({ requested_expiry: "3600" })).body.expires_in, 60);
});

test("CIBA: a login is not in the future, and may have been before", async () => {
  const made = createCiba();
  const first = await made.ask();
  const second = await made.ask();
  const [one, other] = made.notified;
  const requestId = String(one?.requestId);
  await made.complete({ ...allowed, acr: undefined, requestId, authTimeMs: 1_900_000_000_000 });
  await made.complete({ ...allowed, requestId: String(other?.requestId), authTimeMs: 1_799_999_000_000 });
  const times: unknown[] = [];
  for (const { body } of [first, second]) {
    const tokens = await made.poll(body.auth_req_id);
    times.push(decodeJwt(String(tokens.body.id_token)).auth_time);
  }
  assert.deepEqual(times, [1_800_000_000, 1_799_999_000]);
});

for (const [title, more, error] of [
  ["no hint", { login_hint: "" }, "invalid_request"],
  ["two hints", { login_hint_token: "x" }, "invalid_request"],
  ["a person whom nobody knows", { login_hint: "carol" }, "unknown_user_id"],
  ["a token as a hint, where none is read", { login_hint: "", login_hint_token: "x" }, "invalid_request"],
  ["an ID token that is none", { login_hint: "", id_token_hint: "x" }, "invalid_request"],
  ["no scope", { scope: "" }, "invalid_request"],
  ["a scope without openid", { scope: "api:read" }, "invalid_request"],
  ["a scope that is not the client's", { scope: "openid photos:write" }, "invalid_scope"],
  ["an unknown resource", { resource: "https://x.example.com" }, "invalid_target"],
  ["a long binding message", { binding_message: "x".repeat(81) }, "invalid_binding_message"],
  ["a binding message with markup", { binding_message: "<b>" }, "invalid_binding_message"],
  ["a signed request", { request: "a.b.c" }, "invalid_request"],
  ["authorization details", { authorization_details: '[{"type":"a"}]' }, "invalid_authorization_details"],
  ["an expiry that is none", { requested_expiry: "0" }, "invalid_request"],
] as const) {
  test(`CIBA: refuses ${title} (CIBA Core §13)`, async () => {
    const made = createCiba();
    const { status, body } = await made.ask(more);
    assert.deepEqual([status, body.error, made.notified.length], [400, error, 0]);
  });
}

test("CIBA: a disabled account is like one that is not there (CIBA Core §13)", async () => {
  const made = createCiba();
  made.accounts.set("alice", { id: "alice", displayName: "Alice", isActive: false, claims: {} });
  assert.equal((await made.ask()).body.error, "unknown_user_id");
});

test("CIBA: an ID token of the client names its user (CIBA Core §7.1)", async () => {
  const made = createCiba();
  const first = await made.ask();
  await made.complete({ ...allowed, requestId: String(made.notified[0]?.requestId) });
  const idToken = String((await made.poll(first.body.auth_req_id)).body.id_token);
  made.advance(86_400);
  const hinted = await made.ask({ login_hint: "", id_token_hint: idToken });
  assert.deepEqual([hinted.status, made.notified[1]?.accountId], [200, "alice"]);
  made.accounts.delete("alice");
  assert.equal((await made.ask({ login_hint: "", id_token_hint: idToken })).body.error, "unknown_user_id");
});

for (const [token, error] of [
  ["bob-token", undefined],
  ["old-token", "expired_login_hint_token"],
  ["other-token", "unknown_user_id"],
] as const) {
  test(`CIBA: a login_hint_token that the application reads: ${error ?? "found"} (CIBA Core §7.1)`, async () => {
    const made = createCiba({
      readLoginHintToken: (text, clientId) => {
        assert.equal(clientId, "web");
        if (text === "bob-token") return { accountId: "bob" };
        return text === "old-token" ? "expired" : "unknown";
      },
    });
    const { body } = await made.ask({ login_hint: "", login_hint_token: token });
    assert.equal(body.error, error);
    if (error === undefined) assert.equal(made.notified[0]?.accountId, "bob");
  });
}

test("CIBA: refuses a public client (CIBA Core §4)", async () => {
  const client = {
    client_id: "c",
    grant_types: ["urn:openid:params:grant-type:ciba"],
    backchannel_token_delivery_mode: "poll",
    token_endpoint_auth_method: "none",
  };
  const made = createGrantsProvider({ ciba: { notify: () => undefined }, clients: [client] });
  const form = { client_id: "c", scope: "openid", login_hint: "alice" };
  const { status, body } = await made.post({ path: "/bc-authorize", form, headers: {} });
  assert.deepEqual([status, body.error], [400, "unauthorized_client"]);
  const poll = { grant_type: "urn:openid:params:grant-type:ciba", auth_req_id: "x", client_id: "c" };
  assert.equal((await made.post({ form: poll, headers: {} })).body.error, "unauthorized_client");
});

test("CIBA: refuses a client that is not registered for it (CIBA Core §4)", async () => {
  const made = createCiba();
  const form = { client_id: "scoped", client_secret: "scoped-secret", scope: "openid", login_hint: "alice" };
  const { body } = await made.post({ path: "/bc-authorize", form, headers: {} });
  assert.equal(body.error, "unauthorized_client");
});

test("CIBA: where the person can't be reached the request is taken back, and the client may try again", async () => {
  let authReqHash = "";
  const made = createCiba({
    notify: async (request) => {
      authReqHash = request.requestId;
      throw new Error("no signal");
    },
  });
  const { status, body } = await made.ask();
  assert.deepEqual([status, body.error], [503, "temporarily_unavailable"]);
  assert.equal(
    await made.store.artifacts.find({ kind: "backchannel_authentication_request", hash: authReqHash }),
    undefined,
  );
});

test("CIBA: one of fifty that ask at once gets the tokens", async () => {
  const made = createCiba({}, createSlowStore(createGrantsStore()));
  const { body } = await made.ask();
  await made.complete({ ...allowed, requestId: String(made.notified[0]?.requestId) });
  const answers = await Promise.all(Array.from({ length: 50 }, () => made.poll(body.auth_req_id)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
});

test("CIBA: without its option nothing of it is there", async () => {
  const { post, get } = createGrantsProvider();
  assert.equal((await post({ path: "/bc-authorize", form: { scope: "openid" } })).status, 404);
  const form = { grant_type: "urn:openid:params:grant-type:ciba", auth_req_id: "x" };
  assert.equal((await post({ form })).body.error, "unsupported_grant_type");
  const { body } = await get("/.well-known/openid-configuration");
  assert.equal("backchannel_authentication_endpoint" in body, false);
});

test("CIBA: the metadata says what there is (CIBA Core §4)", async () => {
  const { body } = await createCiba().get("/.well-known/openid-configuration");
  assert.equal(body.backchannel_authentication_endpoint, "https://id.example.com/bc-authorize");
  assert.deepEqual(body.backchannel_token_delivery_modes_supported, ["poll", "ping"]);
  assert.equal(body.backchannel_user_code_parameter_supported, false);
});

test("CIBA: options that can't be used are refused", () => {
  const notify = (): void => undefined;
  for (const ciba of [
    { notify, requestSeconds: 0 },
    { notify, requestSeconds: 3601 },
    { notify, requestSeconds: 1.5 },
  ])
    assert.throws(() => createGrantsProvider({ ciba }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "ciba.requestSeconds",
    });
  for (const ciba of [{}, { notifi: 1 }])
    assert.throws(() => createGrantsProvider(JSON.parse(JSON.stringify({ ciba }))), {
      code: "ERR_CONFIGURATION_OPTION",
    });
});

test("CIBA: a person is asked so often and not more, whoever asks, and others go on being asked", async () => {
  const made = createCiba();
  for (let count = 0; count < 10; count += 1) assert.equal((await made.ask()).status, 200);
  const { status, body, headers } = await made.ask();
  assert.deepEqual([status, body.error, headers.get("retry-after")], [429, "temporarily_unavailable", "60"]);
  assert.equal(made.notified.length, 10);
  assert.equal((await made.ask({ login_hint: "bob" })).status, 200);
});
