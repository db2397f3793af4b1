import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { it } from "node:test";
import fc from "fast-check";
import { createDigestTable, isDigest } from "../../../../../src/provider/stores/memory/digest-table.ts";
import { createTokenTable } from "../../../../../src/provider/stores/memory/token-table.ts";
import type { StoredToken } from "../../../../../src/provider/stores/records.ts";

const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");

const machine = (name: string, more: Partial<StoredToken> = {}): StoredToken => ({
  hash: digest(name),
  kind: "access_token",
  clientId: "machine",
  scope: ["read"],
  audience: ["https://api.example.com"],
  generation: 0,
  issuedAtMs: 1_800_000_000_123,
  expiresAtMs: 1_800_000_600_123,
  purgeAtMs: 1_800_000_700_123,
  ...more,
});

it("a digest has one spelling", () => {
  assert.equal(isDigest(digest("a")), true);
  for (const text of [
    "",
    "hash",
    `${digest("a")}A`,
    digest("a").slice(1),
    `${digest("a").slice(0, 42)}B`,
    `${"a".repeat(41)}+A`,
  ])
    assert.equal(isDigest(text), false, text);
});

it("a table of digests holds what a map would, whatever is added, replaced and removed", () => {
  const steps = fc.array(fc.tuple(fc.boolean(), fc.nat(400), fc.nat(1e6)), { maxLength: 1500, size: "max" });
  fc.assert(
    fc.property(steps, (list) => {
      const table = createDigestTable();
      const model = new Map<string, number>();
      for (const [isAdded, name, number] of list) {
        // Many that begin alike, so that they meet in the index.
        const key = `${"ABCD"[name % 4]}AAA${digest(String(name)).slice(4)}`;
        const entry = table.find(key);
        assert.equal(entry >= 0, model.has(key));
        if (entry >= 0) table.remove(entry);
        model.delete(key);
        if (!isAdded) continue;
        table.add(key, { number, timeMs: number + 0.5 });
        model.set(key, number);
      }
      assert.equal(table.size(), model.size);
      const all = new Map([...table.entries()].map((entry) => [table.digestOf(entry), table.read(entry)] as const));
      assert.deepEqual(
        [...all].sort(),
        [...model].map(([key, number]) => [key, { number, timeMs: number + 0.5 }]).sort(),
      );
      for (const [key, number] of model) assert.equal(table.read(table.find(key)).number, number);
    }),
    { numRuns: 30 },
  );
});

it("a table of digests grows over many pages, and is empty again", () => {
  const table = createDigestTable();
  const names = Array.from({ length: 30_000 }, (_, index) => digest(String(index)));
  for (const [index, name] of names.entries()) table.add(name, { number: index, timeMs: index });
  assert.deepEqual(table.read(table.find(digest("29999"))), { number: 29_999, timeMs: 29_999 });
  assert.equal(table.find(digest("30000")), -1);
  for (const name of names) table.remove(table.find(name));
  assert.deepEqual([table.size(), [...table.entries()]], [0, []]);
});

it("a token comes back as it was stored: alone, with parts of its own, and of a hash that is no digest", () => {
  const table = createTokenTable();
  const tokens = [
    machine("a"),
    machine("b", { scope: ["read", "write"], issuedAtMs: 5, expiresAtMs: 4, purgeAtMs: 3 }),
    machine("c", { grantId: "g", accountId: "alice", details: { jti: "j" }, confirmation: { jkt: "k" } }),
    machine("d", { hash: "no digest" }),
    machine("e", { kind: "refresh_token", generation: 3, parentHash: digest("p"), usedAtMs: 7 }),
  ];
  for (const token of tokens) table.set(token);
  for (const token of tokens) {
    assert.deepEqual(table.get(token.hash), token);
    assert.equal(table.has(token.hash), true);
  }
  for (const hash of [digest("z"), "another"]) {
    assert.equal(table.get(hash), undefined);
    assert.equal(table.has(hash), false);
  }
});

it("each part that a token may have of its own comes back, among tokens that have none", () => {
  const table = createTokenTable();
  const own: Required<
    Pick<StoredToken, "grantId" | "accountId" | "confirmation" | "details" | "parentHash" | "usedAtMs" | "revokedAtMs">
  > = {
    grantId: "g",
    accountId: "alice",
    confirmation: { jkt: "k" },
    details: { act: { sub: "x" } },
    parentHash: digest("p"),
    usedAtMs: 1,
    revokedAtMs: 2,
  };
  for (const [name, value] of Object.entries(own)) {
    table.set(machine(`before ${name}`));
    table.set(machine(name, { [name]: value }));
    table.set(machine(`after ${name}`));
  }
  for (const [name, value] of Object.entries(own)) {
    assert.deepEqual(table.get(digest(name)), machine(name, { [name]: value }));
    assert.deepEqual(table.get(digest(`before ${name}`)), machine(`before ${name}`));
    assert.deepEqual(table.get(digest(`after ${name}`)), machine(`after ${name}`));
  }
});

it("a kind of tokens is told from the one before by each thing that its tokens have alike", () => {
  const kinds: readonly Partial<StoredToken>[] = [
    {},
    { kind: "refresh_token" },
    { clientId: "other" },
    { scope: ["write"] },
    { scope: [] },
    { scope: ["read", "write"] },
    { audience: ["https://other.example.com"] },
    { generation: 1 },
    { expiresAtMs: 1_800_000_600_124 },
    { purgeAtMs: 1_800_000_700_124 },
  ];
  const table = createTokenTable();
  for (const [index, kind] of kinds.entries()) {
    table.set(machine(`${index}`));
    table.set(machine(`${index} other`, kind));
  }
  for (const [index, kind] of kinds.entries()) {
    assert.deepEqual(table.get(digest(`${index}`)), machine(`${index}`));
    assert.deepEqual(table.get(digest(`${index} other`)), machine(`${index} other`, kind));
  }
});

it("a token that is set again is there once, with what it says now", () => {
  const table = createTokenTable();
  table.set(machine("a"));
  table.set(machine("a", { revokedAtMs: 9 }));
  assert.equal(table.get(digest("a"))?.revokedAtMs, 9);
  table.set(machine("a", { clientId: "other" }));
  assert.deepEqual(table.get(digest("a")), machine("a", { clientId: "other" }));
  const forgotten: StoredToken[] = [];
  assert.equal(table.sweepBy((token) => forgotten.push(token)).sweep(1_800_000_700_123, 100), 1);
  assert.deepEqual(forgotten, [machine("a", { clientId: "other" })]);
  assert.equal(table.has(digest("a")), false);
});

it("a sweep forgets what has outlived its use, and no other; a kind that is gone comes back", () => {
  const table = createTokenTable();
  const late = { purgeAtMs: 1_800_000_700_124 };
  const special = { grantId: "g" };
  for (const token of [machine("a"), machine("b", late), machine("c", special), machine("d", { ...late, ...special })])
    table.set(token);
  const forgotten: string[] = [];
  const sweeper = table.sweepBy(({ hash }) => forgotten.push(hash));
  assert.equal(sweeper.sweep(1_800_000_700_122, 100), 0);
  for (let round = 0; round < 3; round += 1) sweeper.sweep(1_800_000_700_123, 100);
  assert.deepEqual(forgotten.sort(), [digest("a"), digest("c")].sort());
  assert.deepEqual(table.get(digest("b")), machine("b", late));
  table.set(machine("a", { clientId: "new" }));
  table.set(machine("e"));
  assert.deepEqual(table.get(digest("a"))?.clientId, "new");
  assert.deepEqual(table.get(digest("e")), machine("e"));
});
