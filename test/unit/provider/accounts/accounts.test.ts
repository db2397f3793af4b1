import assert from "node:assert/strict";
import { test } from "node:test";
import type { AccountRules } from "../../../../src/provider/accounts/password-rules.ts";
import { createPasswordHasher } from "../../../../src/provider/crypto/password-hash.ts";
import type { ProviderEvent } from "../../../../src/provider/events.ts";
import {
  createAccounts,
  createArgon2id,
  createBcrypt,
  createMemoryStore,
  createScrypt,
} from "../../../../src/provider/index.ts";
import { createCountedHashing } from "../../../fixtures/provider/login-hashing.ts";

const title = "accounts";
const alice = { id: "a", username: "Alice", password: "correct horse", email: "Alice@Example.com" };

function create(rules: AccountRules = {}) {
  const store = createMemoryStore();
  const events: ProviderEvent[] = [];
  const state = { nowMs: 1000 };
  const hashing = createCountedHashing();
  const hasher = createPasswordHasher({ algorithms: [hashing.algorithm] });
  const accounts = createAccounts({
    store,
    rules: { hasher, ...rules },
    clientIds: ["configured-client"],
    clock: () => state.nowMs,
    onEvent: (event) => void events.push(event),
  });
  return { accounts, store, events, state, hashes: hashing.count };
}

test(`${title}: what is created is active, not verified, no administrator, and shows neither password nor hash`, async () => {
  const { accounts, events, store } = create();
  const record = await accounts.createAccount({ username: "alice", password: "correct horse" });
  const { id, ...rest } = record;
  assert.match(id, /^[\w-]{43}$/);
  assert.deepEqual(rest, {
    username: "alice",
    email: undefined,
    claims: {},
    isActive: true,
    isVerified: false,
    isAdmin: false,
    requiresPasswordChange: false,
    hasPassword: true,
    createdAtMs: 1000,
  });
  assert.equal(JSON.stringify([record, events]).includes("horse"), false);
  assert.match((await store.accounts.find(id))?.passwordHash ?? "", /^\$counted\$/);
  assert.deepEqual(events, [{ type: "account.created", accountId: id }]);
});

for (const [name, input, pointer] of [
  ["an unknown member", { username: "x", is_admin: true }, "/is_admin"],
  ["a misspelt one", { username: "x", isadmin: true }, "/isadmin"],
  ["no username", {}, "/username"],
  ["an empty username", { username: "" }, "/username"],
  ["a username of 51 characters", { username: "x".repeat(51) }, "/username"],
  ["a username with a space", { username: "a b" }, "/username"],
  ["a username with a control character", { username: "a\u0000b" }, "/username"],
  ["an invisible character", { username: "a\u200bb" }, "/username"],
  ["somebody's e-mail address as username", { username: "bob@example.com" }, "/username"],
  ["full-width signs that become an e-mail address", { username: "bob＠example.com" }, "/username"],
  ["a password of 7 characters", { username: "x", password: "1234567" }, "/password"],
  ["a password of 1025 octets", { username: "x", password: "x".repeat(1025) }, "/password"],
  ["a password that is no text", { username: "x", password: "\ud800".repeat(8) }, "/password"],
  ["a password that is a number", { username: "x", password: 12345678 }, "/password"],
  ["an e-mail address that is none", { username: "x", email: "nobody" }, "/email"],
  ["an id with a space", { username: "x", id: "a b" }, "/id"],
  ["an id of 256 characters", { username: "x", id: "x".repeat(256) }, "/id"],
  ["a flag that is text", { username: "x", isAdmin: "true" }, "/isAdmin"],
  ["a birthdate", { username: "x", claims: { birthdate: "1.2.2000" } }, "/claims/birthdate"],
  ["a time zone", { username: "x", claims: { zoneinfo: "Europe/Nowhere" } }, "/claims/zoneinfo"],
  ["an address that is text", { username: "x", claims: { address: "here" } }, "/claims/address"],
  ["a picture that is no URL", { username: "x", claims: { picture: "me.png" } }, "/claims/picture"],
  ["a claim of the protocol", { username: "x", claims: { iss: "https://evil.example" } }, "/claims/iss"],
  ["a verified address by claim", { username: "x", claims: { email_verified: true } }, "/claims/email_verified"],
  ["claims that JSON can't hold", { username: "x", claims: { f: () => 1 } }, "/claims"],
  ["claims that are a list", { username: "x", claims: [] }, "/claims"],
  ["no object", "x", ""],
] as const) {
  test(`${title}: ${name} is refused`, async () => {
    const { accounts, hashes } = create();
    await assert.rejects(
      accounts.createAccount(input as never),
      (error: Error & { issues?: readonly { pointer: string }[] }) => {
        assert.equal("code" in error && error.code, "ERR_VALIDATION_REQUEST");
        assert.deepEqual(
          error.issues?.map((issue) => issue.pointer),
          [pointer],
        );
        return true;
      },
    );
    assert.equal(hashes(), 0);
  });
}

test(`${title}: the claims of OpenID Connect are kept (OpenID Connect Core §5.1)`, async () => {
  const { accounts } = create();
  const claims = {
    name: "Alice A.",
    birthdate: "2000-02-29",
    locale: "de-AT",
    zoneinfo: "Europe/Vienna",
    address: { country: "AT" },
    "https://example.com/level": [1, { deep: null }],
  };
  await accounts.createAccount({ ...alice, claims, isVerified: true });
  assert.deepEqual(await accounts.find("a"), {
    id: "a",
    displayName: "Alice A.",
    isActive: true,
    claims: { preferred_username: "Alice", ...claims, email: "Alice@Example.com", email_verified: true },
    requiresPasswordChange: false,
    passwordChangedAtMs: undefined,
  });
});

for (const [name, input, pointer, message = "is taken", keyword = "unique"] of [
  ["the same username", { username: "alice" }, "/username"],
  ["the same in other letters", { username: "ALICE" }, "/username"],
  ["the same in full-width letters", { username: "ａｌｉｃｅ" }, "/username"],
  ["the same e-mail address", { username: "other", email: "alice@EXAMPLE.com" }, "/email"],
  ["the same id", { username: "other", id: "a" }, "/id"],
  [
    "the id of a client of the configuration",
    { username: "other", id: "configured-client" },
    "/id",
    "is the identifier of a client",
    "rule",
  ],
  [
    "the id of a client of the store",
    { username: "other", id: "stored-client" },
    "/id",
    "is the identifier of a client",
    "rule",
  ],
] as const) {
  test(`${title}: ${name} is taken (RFC 9700 §4.15 for ids)`, async () => {
    const { accounts, store } = create();
    await store.clients.put({ clientId: "stored-client", metadata: {}, secrets: [], createdAtMs: 0, version: 1 });
    await accounts.createAccount(alice);
    await assert.rejects(accounts.createAccount(input), {
      code: "ERR_VALIDATION_TAKEN",
      issues: [{ pointer, keyword, message, specification: undefined, tolerances: [] }],
    });
  });
}

test(`${title}: of two at once one is created: the store decides, not a look beforehand`, async () => {
  const { accounts } = create();
  const both = await Promise.allSettled([
    accounts.createAccount({ username: "straße" }),
    accounts.createAccount({ username: "STRASSE" }),
  ]);
  assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
});

test(`${title}: one's own e-mail address may be the username, and stays tied to it`, async () => {
  const { accounts } = create();
  await accounts.createAccount({ id: "m", username: "Mail@example.com", email: "mail@example.com" });
  await assert.rejects(accounts.updateAccount("m", { email: "new@example.com" }), { code: "ERR_VALIDATION_REQUEST" });
  const changed = await accounts.updateAccount("m", { email: "new@example.com", username: "new@example.com" });
  assert.equal(changed?.username, "new@example.com");
});

test(`${title}: passwords on a list, and those that are the name, are refused; a list that fails accepts nothing`, async () => {
  const { accounts } = create({ isBreachedPassword: (password) => password === "password1" });
  await assert.rejects(accounts.createAccount({ username: "x", password: "password1" }), {
    code: "ERR_VALIDATION_REQUEST",
  });
  await assert.rejects(accounts.createAccount({ username: "longenough", password: "LongEnough" }), {
    code: "ERR_VALIDATION_REQUEST",
  });
  const broken = create({
    isBreachedPassword: async () => {
      throw new Error("list down");
    },
  });
  await assert.rejects(broken.accounts.createAccount({ username: "x", password: "password2" }), /list down/);
});

test(`${title}: longer passwords can be demanded, shorter ones not allowed`, async () => {
  const long = create({ minPasswordLength: 12 }).accounts;
  await assert.rejects(long.createAccount({ username: "x", password: "12345678901" }), {
    code: "ERR_VALIDATION_REQUEST",
  });
  const short = create({ minPasswordLength: 4 }).accounts;
  await assert.rejects(short.createAccount({ username: "x", password: "1234567" }), { code: "ERR_VALIDATION_REQUEST" });
});

test(`${title}: passwords are compared after NFKC, and in no other way changed`, async () => {
  const { accounts } = create();
  await accounts.createAccount({ id: "u", username: "u", password: "pa\u0308sswort ﬁ " });
  assert.equal((await accounts.verifyPassword("u", "p\u00e4sswort fi "))?.id, "u");
  assert.equal(await accounts.verifyPassword("u", "pässwort fi"), undefined);
  assert.equal(await accounts.verifyPassword("u", "Pässwort fi "), undefined);
});

test(`${title}: a hash of older parameters is renewed by a login`, async () => {
  const { accounts, store, state } = create();
  await accounts.createAccount(alice);
  const newer = createPasswordHasher({
    algorithms: [createCountedHashing(2).algorithm],
  });
  const upgraded = createAccounts({ store, rules: { hasher: newer }, clock: () => state.nowMs });
  assert.equal(await upgraded.verifyPassword("alice", "wrong password"), undefined);
  assert.match((await store.accounts.find("a"))?.passwordHash ?? "", /v=1/);
  assert.ok(await upgraded.verifyPassword("alice", "correct horse"));
  const stored = await store.accounts.find("a");
  assert.match(stored?.passwordHash ?? "", /v=2/);
  assert.equal(stored?.passwordChangedAtMs, undefined);
});

test(`${title}: a login succeeds though its hash could not be renewed, and it is reported`, async () => {
  const { accounts, store } = create();
  await accounts.createAccount(alice);
  const newer = createPasswordHasher({ algorithms: [createCountedHashing(2).algorithm] });
  const update = async (): Promise<never> => {
    throw new Error("read only");
  };
  const events: ProviderEvent[] = [];
  const broken = createAccounts({
    store: { ...store, accounts: { ...store.accounts, update } },
    rules: { hasher: newer },
    onEvent: (event) => void events.push(event),
  });
  assert.ok(await broken.verifyPassword("alice", "correct horse"));
  assert.equal(events[0]?.type, "error.internal");
});

async function withAccess(parts: ReturnType<typeof create>) {
  const { accounts, store } = parts;
  await accounts.createAccount(alice);
  const session = { hash: "h", sid: "s", accountId: "a", authTimeMs: 0, amr: [], remember: false, clientIds: [] };
  const times = { createdAtMs: 0, lastSeenAtMs: 0, idleExpiresAtMs: 1e15, expiresAtMs: 1e15, version: 1 };
  await store.sessions.put({ ...session, ...times });
  const grant = { id: "g", clientId: "c", accountId: "a", isOffline: true, scope: [], details: {} };
  await store.grants.issue({ grant: { ...grant, createdAtMs: 0, expiresAtMs: 1e15 }, tokens: [], nowMs: 0 });
  await store.consents.put({ accountId: "a", clientId: "c", scope: [], details: {}, updatedAtMs: 0 });
}

for (const [name, act, reason, consents] of [
  [
    "a new password",
    ({ accounts }: ReturnType<typeof create>) => accounts.setPassword("a", "battery staple"),
    "password_changed",
    1,
  ],
  ["disabling", ({ accounts }: ReturnType<typeof create>) => accounts.disableAccount("a"), "account_disabled", 1],
  ["removal", ({ accounts }: ReturnType<typeof create>) => accounts.removeAccount("a"), "account_removed", 0],
] as const) {
  test(`${title}: ${name} ends sessions and grants`, async () => {
    const parts = create();
    await withAccess(parts);
    await act(parts);
    assert.equal(await parts.store.sessions.find("h"), undefined);
    assert.equal((await parts.store.grants.findGrant("g"))?.revokeReason, reason);
    assert.equal((await parts.store.consents.list("a")).length, consents);
  });
}

test(`${title}: a removed account is gone, and its id is never given again`, async () => {
  const { accounts } = create();
  await accounts.createAccount(alice);
  assert.equal(await accounts.removeAccount("a"), true);
  assert.equal(await accounts.removeAccount("a"), false);
  assert.equal(await accounts.find("a"), undefined);
  assert.equal(await accounts.verifyPassword("alice", "correct horse"), undefined);
  await assert.rejects(accounts.createAccount(alice), { code: "ERR_VALIDATION_TAKEN" });
  assert.equal((await accounts.createAccount({ ...alice, id: "b" })).id, "b");
});

test(`${title}: a disabled account can't sign in; active again it can`, async () => {
  const { accounts } = create();
  await accounts.createAccount(alice);
  await accounts.disableAccount("a");
  assert.equal(await accounts.verifyPassword("alice", "correct horse"), undefined);
  assert.equal((await accounts.find("a"))?.isActive, false);
  await accounts.updateAccount("a", { isActive: true });
  assert.ok(await accounts.verifyPassword("alice", "correct horse"));
});

test(`${title}: a temporary password must be replaced, by which it ends to be one`, async () => {
  const { accounts, state } = create();
  await accounts.createAccount(alice);
  const record = await accounts.setPassword("a", "temporary one", { isTemporary: true });
  assert.equal(record?.requiresPasswordChange, true);
  assert.equal((await accounts.verifyPassword("alice", "temporary one"))?.requiresPasswordChange, true);
  state.nowMs = 5000;
  const change = { accountId: "a", currentPassword: "temporary one", sid: "s" };
  assert.deepEqual(await accounts.changePassword?.({ ...change, newPassword: "short" }), {
    outcome: "refused",
    problem: "too_short",
  });
  const outcome = await accounts.changePassword?.({ ...change, newPassword: "a lasting one" });
  assert.equal(outcome?.outcome, "changed");
  const account = await accounts.verifyPassword("alice", "a lasting one");
  assert.equal(account?.requiresPasswordChange, false);
  assert.equal(account?.passwordChangedAtMs, 5000);
});

test(`${title}: a password that an administrator replaces meanwhile stays: the one of before opens nothing`, async () => {
  const replace = { now: async (): Promise<unknown> => undefined };
  const isBreachedPassword = async (password: string): Promise<boolean> => {
    if (password === "of the thief") await replace.now();
    return false;
  };
  const { accounts } = create({ isBreachedPassword });
  await accounts.createAccount(alice);
  replace.now = () => accounts.setPassword("a", "set by the administrator");
  const change = { accountId: "a", currentPassword: alice.password, newPassword: "of the thief", sid: "s" };
  assert.deepEqual(await accounts.changePassword(change), { outcome: "refused", problem: "wrong_password" });
  assert.equal((await accounts.verifyPassword("alice", "set by the administrator"))?.id, "a");
});

test(`${title}: a change leaves what it does not name; a new e-mail address is not verified`, async () => {
  const { accounts, events } = create();
  await accounts.createAccount({ ...alice, isVerified: true, claims: { name: "A" } });
  const one = await accounts.updateAccount("a", { isAdmin: true, claims: undefined });
  assert.deepEqual([one?.username, one?.isAdmin, one?.isVerified, one?.hasPassword], ["Alice", true, true, true]);
  const two = await accounts.updateAccount("a", { email: "new@example.com" });
  assert.deepEqual([two?.email, two?.isVerified], ["new@example.com", false]);
  const three = await accounts.updateAccount("a", { email: null });
  assert.equal(three?.email, undefined);
  assert.equal((await accounts.findByLogin("ALICE"))?.id, "a");
  assert.equal(await accounts.findByLogin("new@example.com"), undefined);
  assert.deepEqual(
    events.map(({ type }) => type),
    ["account.created", ...Array(3).fill("account.changed")],
  );
});

test(`${title}: changes are checked like new accounts, and names of others are taken`, async () => {
  const { accounts } = create();
  await accounts.createAccount(alice);
  await accounts.createAccount({ id: "b", username: "bob", email: "bob@example.com" });
  await assert.rejects(accounts.updateAccount("b", { password: "x" } as never), { code: "ERR_VALIDATION_REQUEST" });
  await assert.rejects(accounts.updateAccount("b", { id: "x" } as never), { code: "ERR_VALIDATION_REQUEST" });
  await assert.rejects(accounts.updateAccount("b", { username: "ALICE" }), { code: "ERR_VALIDATION_TAKEN" });
  await assert.rejects(accounts.updateAccount("b", { email: "alice@example.com" }), { code: "ERR_VALIDATION_TAKEN" });
  await assert.rejects(accounts.setPassword("b", "short"), { code: "ERR_VALIDATION_REQUEST" });
  await assert.rejects(accounts.setPassword("b", "bob@Example.com"), { code: "ERR_VALIDATION_REQUEST" });
});

test(`${title}: what is not there can't be changed`, async () => {
  const { accounts } = create();
  assert.equal(await accounts.updateAccount("x", { isAdmin: true }), undefined);
  assert.equal(await accounts.setPassword("x", "long enough"), undefined);
  assert.equal(await accounts.findAccount("x"), undefined);
  const change = { accountId: "x", currentPassword: "a", newPassword: "long enough", sid: "s" };
  assert.deepEqual(await accounts.changePassword?.(change), { outcome: "refused", problem: "wrong_password" });
});

test(`${title}: a change that others come between is made anew on what they have left`, async () => {
  const { accounts, store } = create();
  await accounts.createAccount(alice);
  const times = { left: 1 };
  const find = async (id: string) => {
    const found = await store.accounts.find(id);
    if (found !== undefined && times.left > 0) {
      times.left -= 1;
      await store.accounts.update({ ...found, isVerified: true, version: found.version + 1 });
    }
    return found;
  };
  const contested = createAccounts({ store: { ...store, accounts: { ...store.accounts, find } } });
  const changed = await contested.updateAccount("a", { isAdmin: true });
  assert.deepEqual([changed?.isAdmin, changed?.isVerified], [true, true]);
  times.left = 100;
  await assert.rejects(contested.updateAccount("a", { isAdmin: false }), /changed by others/);
});

test(`${title}: the list shows records in pages, and finds without regard to case`, async () => {
  const { accounts } = create();
  for (const username of ["anna", "Bert", "carla"]) await accounts.createAccount({ id: username, username });
  const first = await accounts.listAccounts({ limit: 2 });
  assert.equal(first.items.length, 2);
  const second = await accounts.listAccounts({ limit: 2, after: first.next });
  assert.equal(second.items.length, 1);
  assert.equal(second.next, undefined);
  assert.deepEqual(
    (await accounts.listAccounts({ limit: 9 }, "BER")).items.map(({ id }) => id),
    ["Bert"],
  );
  assert.equal((await accounts.findAccount("anna"))?.hasPassword, false);
});

test(`${title}: an unknown option is refused`, () => {
  assert.throws(() => createAccounts({ store: createMemoryStore(), hasher: 1 } as never), {
    code: "ERR_CONFIGURATION_OPTION",
  });
});

const { sessions: _sessions, ...withoutSessions } = createMemoryStore();
for (const [problem, options, parameter] of [
  ["no store", {}, "store"],
  ["a store that is none", { store: "memory" }, "store"],
  ["a store without a part", { store: withoutSessions }, "store.sessions.put"],
  [
    "a rule that is misspelt",
    { store: createMemoryStore(), rules: { minPasswordLenght: 20 } },
    "rules.minPasswordLenght",
  ],
  ["rules that are none", { store: createMemoryStore(), rules: 20 }, "rules"],
] as const)
  test(`${title}: ${problem} is refused, with its place`, () => {
    assert.throws(() => createAccounts(options as never), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });

for (const [name, hash] of [
  ["scrypt", "$scrypt$ln=4,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA$LhbyNoe68T3pyNoABcwAf3Qa2Qr1g3QfNjHUOS3Tm+Q"],
  ["bcrypt", `$2b$10$${"a".repeat(53)}`],
] as const)
  test(`${title}: an account comes with its old hash of ${name}, which the first login replaces`, async () => {
    const bcrypt = createBcrypt({ verify: (password) => password === "correct horse" });
    const counted = createCountedHashing().algorithm;
    const old = {
      ...createScrypt(),
      verify: async (given: Uint8Array) => new TextDecoder().decode(given) === "correct horse",
    };
    const hasher = createPasswordHasher({ algorithms: [counted, old, ...bcrypt] });
    const { accounts, store } = create({ hasher });
    const record = await accounts.createAccount({ id: "a", username: "alice", passwordHash: hash });
    assert.equal(record.hasPassword, true);
    assert.equal((await store.accounts.find("a"))?.passwordHash, hash);
    assert.equal(await accounts.verifyPassword("alice", "wrong horse"), undefined);
    assert.equal((await store.accounts.find("a"))?.passwordHash, hash);
    assert.equal((await accounts.verifyPassword("alice", "correct horse"))?.id, "a");
    assert.match((await store.accounts.find("a"))?.passwordHash ?? "", /^\$counted\$/);
    assert.equal((await accounts.verifyPassword("alice", "correct horse"))?.id, "a");
  });

for (const passwordHash of [
  "",
  7,
  "5f4dcc3b5aa765d61d8327deb882cf99",
  "$unknown$abc",
  "$scrypt$ln=40,r=8,p=1$c2FsdA$aGFzaA",
  "$argon2id$v=19$m=19456",
  `$2b$31$${"a".repeat(53)}`,
  "pepper=old$scrypt$abc",
])
  test(`${title}: ${JSON.stringify(passwordHash)} is no hash of a password that anybody could verify`, async () => {
    const hasher = createPasswordHasher({
      algorithms: [createScrypt(), createArgon2id(), ...createBcrypt({ verify: () => true })],
    });
    const { accounts, store } = create({ hasher });
    await assert.rejects(
      accounts.createAccount({ id: "a", username: "alice", passwordHash } as never),
      (error: Error) => {
        const { code, issues } = Object(error);
        assert.equal(code, "ERR_VALIDATION_REQUEST");
        assert.equal(issues[0].pointer, "/passwordHash");
        return (
          passwordHash === "" || typeof passwordHash === "number" || !JSON.stringify(issues).includes(passwordHash)
        );
      },
    );
    assert.equal(await store.accounts.find("a"), undefined);
  });

test(`${title}: a hash beside a password is refused, and changes take none`, async () => {
  const { accounts } = create();
  const both = { username: "bob", password: "correct horse", passwordHash: "$counted$v=1$00" };
  await assert.rejects(accounts.createAccount(both), { code: "ERR_VALIDATION_REQUEST" });
  await accounts.createAccount(alice);
  const refused = { code: "ERR_VALIDATION_REQUEST" };
  await assert.rejects(accounts.updateAccount("a", { passwordHash: "$counted$v=1$00" } as never), refused);
});

test(`${title}: bcrypt makes no hashes`, async () => {
  const [first] = createBcrypt({ verify: () => true });
  await assert.rejects(first?.hash(new Uint8Array()) ?? assert.fail(), /only verifies/);
  assert.equal(await first?.verify(new Uint8Array(), "$2a$99$x"), false);
});
