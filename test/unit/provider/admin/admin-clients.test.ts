import assert from "node:assert/strict";
import { test } from "node:test";
import { createAdminProvider, issuer, startMs, storedGrant } from "../../../fixtures/provider/admin-provider.ts";

const web = { redirect_uris: ["https://app.example.com/callback"], client_name: "Shop" };

test("admin.clients: one that is created has defaults and a secret that is shown once and authenticates (RFC 7591 §2)", async () => {
  const { provider, store, events } = createAdminProvider();
  const { client, secret = "" } = await provider.admin.clients.create({ clientId: "shop", metadata: web });
  assert.deepEqual(client, {
    clientId: "shop",
    metadata: {
      ...web,
      grant_types: ["authorization_code"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_basic",
      scope: "openid profile email address phone offline_access",
    },
    secrets: [{ createdAtMs: startMs }],
    isDisabled: false,
    isConfigured: false,
    createdAtMs: startMs,
  });
  assert.match(secret, /^[\w-]{43}$/);
  assert.equal(JSON.stringify(await store.clients.find("shop")).includes(secret), false);
  assert.deepEqual(await provider.admin.clients.get("shop"), client);
  assert.ok(events.some(({ type, clientId }) => type === "client.registered" && clientId === "shop"));
});

test("admin.clients: a public client has no secret, and one without an id gets 128 random bits", async () => {
  const { provider } = createAdminProvider();
  const made = await provider.admin.clients.create({ metadata: { ...web, token_endpoint_auth_method: "none" } });
  assert.equal(made.secret, undefined);
  assert.deepEqual(made.client.secrets, []);
  assert.match(made.client.clientId, /^[\w-]{22}$/);
});

test("admin.clients: metadata are checked as those of a registration are, and each problem names its member", async () => {
  const { clients } = createAdminProvider().provider.admin;
  const cases: readonly (readonly [metadata: object, pointer: string])[] = [
    [{ ...web, redirect_uris: ["http://app.example.com/callback"] }, "/redirect_uris"],
    [{ ...web, redirect_uris: "https://app.example.com/callback" }, "/redirect_uris"],
    [{ ...web, grant_types: ["password"] }, "/grant_types"],
    [{ ...web, scope: "openid orders.read" }, "/scope"],
    [{ ...web, client_id: "another" }, "/client_id"],
    [{ ...web, client_secret: "chosen" }, "/client_secret"],
    [{ ...web, token_endpoint_auth_method: "private_key_jwt" }, "/jwks"],
    [
      { ...web, subject_type: "pairwise", redirect_uris: ["https://a.example/cb", "https://b.example/cb"] },
      "/sector_identifier_uri",
    ],
    [{ ...web, id_token_signed_response_alg: "none" }, "/id_token_signed_response_alg"],
  ];
  for (const [metadata, pointer] of cases) {
    await assert.rejects(clients.create({ metadata } as never), (error) => {
      const { code, issues } = Object(error);
      assert.equal(code, "ERR_VALIDATION_METADATA");
      assert.ok(String(issues[0].pointer).startsWith(pointer), `${issues[0].pointer} for ${pointer}`);
      return true;
    });
  }
});

test("admin.clients: what a profile forbids is not created (FAPI 2.0 Security Profile §5.3.2.1)", async () => {
  const { clients } = createAdminProvider({ profile: "fapi2-security", clients: [] }).provider.admin;
  const signing = { id_token_signed_response_alg: "PS256" };
  await assert.rejects(clients.create({ metadata: { ...web, ...signing } }), {
    code: "ERR_VALIDATION_METADATA",
    message: /token_endpoint_auth_method/,
  });
});

test("admin.clients: an id that a client or an account has is refused (RFC 9700 §4.15)", async () => {
  const { clients, accounts } = createAdminProvider().provider.admin;
  await accounts.createAccount({ id: "ada", username: "ada" });
  await clients.create({ clientId: "shop", metadata: web });
  for (const clientId of ["shop", "console", "ada"])
    await assert.rejects(clients.create({ clientId, metadata: web }), { code: "ERR_VALIDATION_TAKEN" });
  for (const clientId of ["", "a b", "..", "é"])
    await assert.rejects(clients.create({ clientId, metadata: web }), { code: "ERR_VALIDATION_REQUEST" });
});

test("admin.clients: a member that there is not is refused, with the one that was meant", async () => {
  const { clients } = createAdminProvider().provider.admin;
  const input = { clientID: "shop", metadata: web };
  await assert.rejects(clients.create(input), {
    code: "ERR_VALIDATION_REQUEST",
    message: /clientID is not a member; did you mean clientId\?/,
  });
  await assert.rejects(clients.create("shop" as never), { code: "ERR_VALIDATION_REQUEST" });
});

test("admin.clients: a change keeps what it does not name, null removes, and secrets come and go with the method", async () => {
  const { provider, events } = createAdminProvider();
  const { clients } = provider.admin;
  await clients.create({ clientId: "shop", metadata: web });
  const renamed = await clients.update("shop", { client_name: "Shop 2" });
  assert.equal(renamed?.client.metadata.client_name, "Shop 2");
  assert.deepEqual(renamed?.client.metadata.redirect_uris, ["https://app.example.com/callback"]);
  assert.equal(renamed?.secret, undefined);
  assert.equal(renamed?.client.secrets.length, 1);
  assert.equal("client_name" in Object((await clients.update("shop", { client_name: null }))?.client.metadata), false);
  assert.deepEqual((await clients.update("shop", { token_endpoint_auth_method: "none" }))?.client.secrets, []);
  assert.match((await clients.update("shop", { token_endpoint_auth_method: null }))?.secret ?? "", /^[\w-]{43}$/);
  assert.equal(events.filter(({ type, reason }) => type === "client.changed" && reason === "metadata").length, 4);
  await assert.rejects(clients.update("shop", { redirect_uris: ["http://app.example.com"] }), {
    code: "ERR_VALIDATION_METADATA",
  });
  assert.equal(await clients.update("nobody", {}), undefined);
});

test("admin.clients: clients of the configuration can be seen, without their secret, and not be changed", async () => {
  const { clients } = createAdminProvider().provider.admin;
  const fixed = await clients.get("console");
  assert.equal(fixed?.isConfigured, true);
  assert.equal(JSON.stringify(fixed).includes("console-secret"), false);
  assert.deepEqual(
    clients.configured().map(({ clientId }) => clientId),
    ["console", "other"],
  );
  const refused = { code: "ERR_CONFIGURATION_OPTION", parameter: "clients" };
  await assert.rejects(clients.update("console", {}), refused);
  await assert.rejects(clients.disable("console"), refused);
  await assert.rejects(clients.remove("console"), refused);
  await assert.rejects(clients.rotateSecret("console", { overlapSeconds: 0 }), refused);
});

test("admin.clients: a disabled one can't authenticate, an enabled one can", async () => {
  const { provider } = createAdminProvider();
  const { clients } = provider.admin;
  const metadata = { grant_types: ["client_credentials"], scope: "profile" };
  const { secret = "" } = await clients.create({ clientId: "job", metadata });
  const tokenStatus = async (): Promise<number> => (await requestToken(provider.fetch, "job", secret)).status;
  assert.equal(await tokenStatus(), 200);
  assert.equal((await clients.disable("job"))?.isDisabled, true);
  assert.equal(await tokenStatus(), 401);
  assert.equal((await clients.enable("job"))?.isDisabled, false);
  assert.equal(await tokenStatus(), 200);
  assert.equal(await clients.disable("nobody"), undefined);
});

test("admin.clients: a rotated secret is good at once, the one of before for the overlap alone", async () => {
  const { provider, advance } = createAdminProvider();
  const { clients } = provider.admin;
  const metadata = { grant_types: ["client_credentials"], scope: "profile" };
  const { secret: first = "" } = await clients.create({ clientId: "job", metadata });
  const rotated = await clients.rotateSecret("job", { overlapSeconds: 60 });
  assert.equal(rotated?.client.secrets.length, 2);
  const status = async (secret: string): Promise<number> => (await requestToken(provider.fetch, "job", secret)).status;
  assert.deepEqual([await status(first), await status(rotated?.secret ?? "")], [200, 200]);
  advance(60);
  assert.deepEqual([await status(first), await status(rotated?.secret ?? "")], [401, 200]);
  const again = await clients.rotateSecret("job", { overlapSeconds: 0 });
  assert.deepEqual([await status(rotated?.secret ?? ""), await status(again?.secret ?? "")], [401, 200]);
});

test("admin.clients: a rotation needs an overlap, and a client that has a secret", async () => {
  const { clients } = createAdminProvider().provider.admin;
  await clients.create({ clientId: "app", metadata: { ...web, token_endpoint_auth_method: "none" } });
  await assert.rejects(clients.rotateSecret("app", { overlapSeconds: 0 }), { code: "ERR_VALIDATION_REQUEST" });
  for (const overlapSeconds of [-1, 0.5, 30 * 86_400 + 1, "60", undefined])
    await assert.rejects(clients.rotateSecret("app", { overlapSeconds } as never), /overlapSeconds must be/);
  assert.equal(await clients.rotateSecret("nobody", { overlapSeconds: 0 }), undefined);
});

test("admin.clients: removing one revokes its grants", async () => {
  const { provider, store, events } = createAdminProvider();
  const { clients } = provider.admin;
  await clients.create({ clientId: "shop", metadata: web });
  await store.grants.issue({ grant: storedGrant("g1", "ada", "shop"), tokens: [], nowMs: startMs });
  assert.equal(await clients.remove("shop"), true);
  assert.equal((await store.grants.findGrant("g1"))?.revokeReason, "client_removed");
  assert.equal(await clients.get("shop"), undefined);
  assert.equal(await clients.remove("shop"), false);
  assert.equal(events.filter(({ type }) => type === "client.removed").length, 1);
});

test("admin.clients: a list has pages", async () => {
  const { clients } = createAdminProvider().provider.admin;
  for (const clientId of ["a", "b", "c"]) await clients.create({ clientId, metadata: web });
  const first = await clients.list({ limit: 2 });
  const second = await clients.list({ limit: 2, after: first.next });
  assert.deepEqual([...first.items, ...second.items].map(({ clientId }) => clientId).toSorted(), ["a", "b", "c"]);
  assert.equal(second.next, undefined);
});

function requestToken(
  fetch: (url: string, init: RequestInit) => Promise<Response>,
  id: string,
  secret: string,
): Promise<Response> {
  const body = new URLSearchParams({ grant_type: "client_credentials" });
  const headers = { authorization: `Basic ${btoa(`${id}:${secret}`)}` };
  return fetch(`${issuer}/token`, { method: "POST", body, headers });
}
