import assert from "node:assert/strict";
import { test } from "node:test";
import { createLoginTransactions, type PendingLogin } from "../../../src/browser/login-transactions.ts";
import { createTextStorage } from "../../fixtures/browser-pages.ts";

const returnTo = "https://app.example.com/orders";

function makeLogin(state: string, createdAt = 1_000_000): PendingLogin {
  const transaction = {
    issuer: "https://id.example.com",
    clientId: "spa",
    redirectUri: "https://app.example.com/cb",
    scope: "openid",
    state,
    nonce: "n",
    codeVerifier: "v",
    createdAt,
  };
  return { transaction, returnTo };
}

test("a transaction is given once, by its own state", () => {
  const transactions = createLoginTransactions(createTextStorage(), { prefix: "p ", clock: () => 1_000_000 });
  transactions.save(makeLogin("a"));
  transactions.save(makeLogin("b"));
  assert.equal(transactions.take("c"), undefined);
  assert.deepEqual(transactions.take("b"), makeLogin("b"));
  assert.equal(transactions.take("b"), undefined);
  assert.deepEqual(transactions.take("a"), makeLogin("a"));
});

const broken: readonly (readonly [string, string])[] = [
  ["no JSON", "{"],
  ["null", "null"],
  ["text", '"a"'],
  ["no transaction", JSON.stringify({ returnTo })],
  ["no returnTo", JSON.stringify({ transaction: makeLogin("a").transaction })],
  ["a returnTo that is no text", JSON.stringify({ ...makeLogin("a"), returnTo: 1 })],
  [
    "a transaction without its verifier",
    JSON.stringify({ returnTo, transaction: { ...makeLogin("a").transaction, codeVerifier: "" } }),
  ],
  ["an hour of age", JSON.stringify(makeLogin("a", 1_000_000 - 3_600_001))],
  ["a time to come", JSON.stringify(makeLogin("a", 1_000_000 + 60_001))],
];

for (const [title, text] of broken) {
  test(`what is stored with ${title} is no transaction, and gone`, () => {
    const storage = createTextStorage();
    const transactions = createLoginTransactions(storage, { prefix: "p ", clock: () => 1_000_000 });
    storage.setItem("p a", text);
    assert.equal(transactions.take("a"), undefined);
    assert.equal(storage.length, 0);
  });
}

test("an hour less a millisecond, and a clock that differs by a minute, are no reason to refuse", () => {
  for (const createdAt of [1_000_000 - 3_600_000, 1_060_000]) {
    const transactions = createLoginTransactions(createTextStorage(), { prefix: "p ", clock: () => 1_000_000 });
    transactions.save(makeLogin("a", createdAt));
    assert.deepEqual(transactions.take("a"), makeLogin("a", createdAt));
  }
});

test("saving removes what is stale, and leaves what others have stored", () => {
  const storage = createTextStorage();
  const transactions = createLoginTransactions(storage, { prefix: "p ", clock: () => 1_000_000 });
  storage.setItem("p old", JSON.stringify(makeLogin("old", 1_000_000 - 3_600_001)));
  storage.setItem("q old", "{");
  storage.setItem("p young", JSON.stringify(makeLogin("young")));
  transactions.save(makeLogin("a"));
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index));
  assert.deepEqual(names, ["q old", "p young", "p a"]);
  // A storage that is shorter than it said, because another page has removed something.
  const shrinking = { ...storage, length: 9, key: () => null };
  createLoginTransactions(shrinking, { prefix: "p ", clock: () => 1_000_000 }).save(makeLogin("b"));
});

test("a storage that is full or blocked is said without the state, before the browser goes anywhere", () => {
  const storage = {
    ...createTextStorage(),
    length: 0,
    setItem: (name: string) => {
      throw new Error(`Setting the value of '${name}' exceeded the quota.`);
    },
  };
  const transactions = createLoginTransactions(storage, { prefix: "p ", clock: () => 1_000_000 });
  assert.throws(
    () => transactions.save(makeLogin("secret-state")),
    (error: Error & { code?: string; parameter?: string }) => {
      assert.deepEqual([error.code, error.parameter], ["ERR_CONFIGURATION_STORE", "window.sessionStorage"]);
      assert.doesNotMatch(`${error.stack} ${String(error.cause)}`, /secret-state/);
      return true;
    },
  );
});
