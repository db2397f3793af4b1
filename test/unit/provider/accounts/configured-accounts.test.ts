import assert from "node:assert/strict";
import { test } from "node:test";
import { createProviderContext } from "../../../../src/provider/create-context.ts";
import { createPasswordHasher } from "../../../../src/provider/crypto/password-hash.ts";
import { createMemoryStore } from "../../../../src/provider/index.ts";
import { createCountedHashing } from "../../../fixtures/provider/login-hashing.ts";

const title = "configured accounts";
const issuer = "https://id.example.com";
const accounts = [
  { id: "a", username: "alice", password: "correct horse" },
  { username: "bob", password: "battery staple" },
];

function create(store = createMemoryStore(), more: object = {}) {
  const hashing = createCountedHashing();
  const hasher = createPasswordHasher({ algorithms: [hashing.algorithm] });
  const context = createProviderContext({ issuer, store, accounts, accountRules: { hasher }, ...more });
  return { context, store, hashes: hashing.count };
}

test(`${title}: they are created at first use, once, also by two at once`, async () => {
  const { context, store, hashes } = create();
  assert.equal(hashes(), 0);
  const both = await Promise.all([context.accounts.find("a"), context.accounts.findByLogin?.("bob")]);
  assert.deepEqual(
    both.map((account) => account?.displayName),
    ["alice", "bob"],
  );
  assert.equal(hashes(), 2);
  assert.equal((await store.accounts.list({ limit: 9 })).items.length, 2);
});

test(`${title}: another process finds them there, and changes nothing`, async () => {
  const { context, store } = create();
  await context.accounts.find("a");
  const changed = [{ id: "a", username: "alice", password: "another password" }, accounts[1]];
  const later = create(store, { accounts: changed });
  assert.ok(await later.context.accounts.verifyPassword?.("alice", "correct horse"));
  assert.equal(later.hashes(), 1);
});

test(`${title}: one that was removed does not come back`, async () => {
  const { context, store } = create();
  await context.accounts.find("a");
  await store.accounts.remove("a");
  const later = create(store);
  assert.equal(await later.context.accounts.find("a"), undefined);
});

test(`${title}: what failed is tried again`, async () => {
  const memory = createMemoryStore();
  const state = { isDown: true };
  const put: typeof memory.accounts.put = async (account) => {
    if (state.isDown) throw new Error("down");
    return memory.accounts.put(account);
  };
  const { context } = create({ ...memory, accounts: { ...memory.accounts, put } });
  await assert.rejects(context.accounts.find("a"), /accounts\.put failed/);
  state.isDown = false;
  assert.ok(await context.accounts.find("a"));
});

test(`${title}: an e-mail address that another has is no reason to be silent`, async () => {
  const { context, store } = create(undefined, {
    accounts: [{ username: "alice", email: "x@example.com" }],
  });
  const other = create(store, { accounts: [{ username: "carol", email: "x@example.com" }] });
  await context.accounts.find("a");
  await assert.rejects(other.context.accounts.find("a"), { code: "ERR_VALIDATION_TAKEN" });
});

for (const [name, more, code] of [
  ["a broken account", { accounts: [{ username: "" }] }, "ERR_VALIDATION_REQUEST"],
  ["two of one name", { accounts: [{ username: "x" }, { username: "X" }] }, "ERR_CONFIGURATION_OPTION"],
  ["what is no source", { accounts: {} }, "ERR_CONFIGURATION_OPTION"],
  ["an unknown rule", { accountRules: { minLength: 3 } }, "ERR_CONFIGURATION_OPTION"],
] as const) {
  test(`${title}: ${name} is refused when the provider is created`, () => {
    assert.throws(() => createProviderContext({ issuer, ...more } as never), { code });
  });
}

test(`${title}: the id of a client is refused (RFC 9700 §4.15)`, async () => {
  const clients = [{ client_id: "a", token_endpoint_auth_method: "none" }];
  const taken = { code: "ERR_VALIDATION_TAKEN" };
  assert.throws(() => create(undefined, { clients, accounts: [{ id: "a", username: "alice" }] }), taken);
  const { context, store } = create(undefined, { accounts: [{ id: "a", username: "alice" }] });
  await store.clients.put({ clientId: "a", metadata: {}, secrets: [], createdAtMs: 0, version: 1 });
  await assert.rejects(context.accounts.find("a"), taken);
});

test(`${title}: the application's own source is asked as it is, and its failure is no answer (503)`, async () => {
  const account = { id: "a", displayName: "A", isActive: true, claims: {} };
  const source = {
    own: account,
    async find(this: { readonly own: typeof account }, id: string) {
      if (id === "down") throw new Error("LDAP");
      return id === "a" ? this.own : undefined;
    },
  };
  const { accounts } = createProviderContext({ issuer, accounts: source });
  assert.deepEqual([await accounts.find("a"), await accounts.find("b")], [account, undefined]);
  assert.deepEqual(Object.keys(accounts), ["find"], "what it can't do the provider does not offer");
  await assert.rejects(accounts.find("down"), { status: 503, error: "temporarily_unavailable" });
});
