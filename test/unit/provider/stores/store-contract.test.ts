import assert from "node:assert/strict";
import { test } from "node:test";
import { describeStoreContract, storeContract } from "../../../../src/provider/stores/contract/store-contract.ts";
import { createMemoryStore } from "../../../../src/provider/stores/memory/memory-store.ts";
import type { PartialProviderStore } from "../../../../src/provider/stores/store.ts";

/** Titles of the cases that a store breaks. */
async function findBroken(createStore: () => Promise<PartialProviderStore>): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const { title, run } of storeContract) await run(createStore).catch(() => broken.push(title));
  return broken;
}

test("store contract: announces each case once, with a title of its own", () => {
  const titles: string[] = [];
  describeStoreContract(async () => createMemoryStore(), { test: (title) => titles.push(title) });
  assert.equal(titles.length, storeContract.length);
  assert.equal(new Set(titles).size, titles.length);
  assert.ok(titles.length >= 90, `only ${titles.length} cases`);
});

test("store contract: a store of some parts is asked for those only, and one that sweeps nothing is not asked to", () => {
  const titles: string[] = [];
  const collect = (title: string) => titles.push(title);
  describeStoreContract(async () => createMemoryStore(), { test: collect, parts: ["replay", "throttle"] });
  assert.ok(titles.length >= 8 && titles.every((title) => /^(?:replay|throttle): /.test(title)), titles.join("\n"));
  titles.length = 0;
  describeStoreContract(async () => createMemoryStore(), { test: collect, sweeps: false });
  assert.equal(storeContract.length - titles.length, 4);
});

test("store contract: closes the store after each case, and says which part is missing", async () => {
  let closed = 0;
  const { replay, sweep, ping } = createMemoryStore();
  const close = async (): Promise<void> => {
    closed += 1;
  };
  const [first] = storeContract;
  await assert.rejects(async () => first?.run(async () => ({ replay, sweep, ping, close })), /lacks one of: artifacts/);
  assert.equal(closed, 1);
});

for (const [title, breakStore, expected] of [
  [
    "reads and then writes",
    (store: ReturnType<typeof createMemoryStore>) => ({
      ...store,
      artifacts: {
        ...store.artifacts,
        async consume(key, nowMs) {
          const artifact = await store.artifacts.find(key);
          if (artifact?.consumedAtMs !== undefined) return { outcome: "used", artifact };
          await new Promise((resolve) => setImmediate(resolve));
          const found = await store.artifacts.consume(key, nowMs);
          return found.outcome === "used" ? { outcome: "consumed", artifact: artifact ?? found.artifact } : found;
        },
      },
    }),
    "artifacts.consume: of 50 at once, one wins and 49 see it used",
  ],
  [
    "counts expiry by its own clock",
    (store: ReturnType<typeof createMemoryStore>) => ({
      ...store,
      artifacts: { ...store.artifacts, consume: (key) => store.artifacts.consume(key, Date.now()) },
    }),
    "artifacts.consume: counts expiry by the time that is given: the last millisecond before is good, the moment itself is not",
  ],
  [
    "forgets what was used",
    (store: ReturnType<typeof createMemoryStore>) => ({
      ...store,
      artifacts: {
        ...store.artifacts,
        async consume(key, nowMs) {
          const found = await store.artifacts.consume(key, nowMs);
          if (found.outcome === "consumed") await store.artifacts.remove(key);
          return found;
        },
      },
    }),
    "artifacts.consume: gives the artifact to the first, and tells the second when it was used",
  ],
  [
    "uses the code up before it looks at the tokens",
    (store: ReturnType<typeof createMemoryStore>) => ({
      ...store,
      grants: {
        ...store.grants,
        async issue({ consume, ...rest }) {
          const found = consume === undefined ? undefined : await store.artifacts.consume(consume, rest.nowMs);
          if (found !== undefined && found.outcome !== "consumed") return found;
          return store.grants.issue(rest);
        },
      },
    }),
    "grants.issue: rejects a hash that is stored already, and gives the code back",
  ],
] as const satisfies readonly (readonly [
  string,
  (store: ReturnType<typeof createMemoryStore>) => ReturnType<typeof createMemoryStore>,
  string,
])[]) {
  test(`store contract: a store that ${title} is found out`, async () => {
    const broken = await findBroken(async () => breakStore(createMemoryStore()));
    assert.ok(broken.includes(expected), broken.join("\n"));
  });
}
