import assert from "node:assert/strict";
import { test } from "node:test";
import type { KeyRecord } from "../../../../src/provider/keys/key-record.ts";
import { createKeyRing } from "../../../../src/provider/keys/key-ring.ts";
import type { StoredKeys } from "../../../../src/provider/stores/records.ts";

const empty: KeyRecord = { version: 1, entries: [], secrets: {} };

test("key ring: a store that hangs delays a request by two seconds at most, and then not again for a while", async () => {
  const waits: number[] = [];
  const { ring, pass, hang } = setUp({
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
  });
  await ring.current();
  hang();
  pass(61);
  assert.equal((await ring.current()).version, 1);
  assert.equal((await ring.current()).version, 1);
  assert.deepEqual(waits, [2000]);
});

test("key ring: is read again beside the requests after half a minute, and before the answer after a minute", async () => {
  const { ring, pass, replace } = setUp({});
  await ring.current();
  replace(2);
  pass(29);
  assert.equal((await ring.current()).version, 1);
  pass(2);
  assert.equal((await ring.current()).version, 1);
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal((await ring.current()).version, 2);
  replace(3);
  pass(61);
  assert.equal((await ring.current()).version, 3);
});

test("key ring: a record that can't be used does not replace one that can", async () => {
  const { ring, pass, replace, reports } = setUp({
    accept: async ({ version }) => {
      if (version === 2) throw new Error("wrong key");
    },
  });
  await ring.current();
  replace(2);
  pass(61);
  assert.equal((await ring.current()).version, 1);
  assert.deepEqual(reports, ["error.store"]);
});

test("key ring: a change that others always overtake ends", async () => {
  const { ring, refuseSaves } = setUp({});
  await ring.current();
  refuseSaves();
  await assert.rejects(
    ring.change((record) => record),
    /changed by others/,
  );
});

function setUp(parts: Partial<Parameters<typeof createKeyRing>[0]>) {
  let nowMs = 1_800_000_000_000;
  let stored: StoredKeys | undefined;
  let isHanging = false;
  let mayWrite = true;
  const reports: string[] = [];
  const ring = createKeyRing({
    store: {
      load: async () => (isHanging ? new Promise<never>(() => undefined) : stored),
      async save(keys) {
        if (!mayWrite) return false;
        stored = keys;
        return true;
      },
    },
    clock: () => nowMs,
    report: ({ type }) => reports.push(type),
    create: async () => empty,
    accept: async () => undefined,
    ...parts,
  });
  return {
    ring,
    reports,
    pass(seconds: number) {
      nowMs += seconds * 1000;
    },
    hang() {
      isHanging = true;
    },
    replace(version: number) {
      stored = { version, keys: [], secrets: {} };
    },
    refuseSaves() {
      mayWrite = false;
    },
  };
}
