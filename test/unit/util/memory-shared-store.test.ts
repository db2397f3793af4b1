import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemorySharedStore } from "../../../src/util/memory-shared-store.ts";
import { describeSharedStoreContract } from "../../fixtures/shared-store-contract.ts";

const until = (expiresAtMs: number) => ({ expiresAtMs });

describeSharedStoreContract(
  async (clock) => {
    const store = createMemorySharedStore({ clock });
    return [store, store];
  },
  { test: (rule, run) => test(`createMemorySharedStore: ${rule}`, run), leaseClock: "given" },
);

test("createMemorySharedStore: a full one forgets what is over, else what was written longest ago", async () => {
  let now = 1000;
  const store = createMemorySharedStore({ maxEntries: 3, clock: () => now });
  const present = async () => {
    const found = await Promise.all(["a", "b", "c", "d", "e"].map(async (key) => ((await store.read(key)) ? key : "")));
    return found.join("");
  };
  await store.write("a", "1", until(9000));
  await store.write("b", "1", until(2000));
  await store.write("c", "1", until(9000));
  now = 2000;
  await store.write("d", "1", until(9000));
  assert.equal(await present(), "acd");
  await store.write("a", "2", until(9000));
  await store.write("e", "1", until(9000));
  assert.equal(await present(), "ade");
});

test("createMemorySharedStore: writing costs a full one no more the larger it is, nor do leases", async () => {
  async function work(size: number): Promise<number> {
    let now = 0;
    const store = createMemorySharedStore({ maxEntries: size, clock: () => now });
    for (let index = 0; index < size; index += 1) {
      await store.write(`${index}`, "", until(index + 1));
      await store.acquire(`${index}`, size + 1000);
    }
    const start = performance.now();
    for (now = 1; now <= 500; now += 1) {
      await store.write(`more ${now}`, "", until(1e9));
      await store.acquire(`more ${now}`, 1e9);
    }
    return performance.now() - start;
  }
  const small = await work(100);
  const large = await work(50_000);
  assert.ok(large < 20 * small + 50, `${large} ms for a large store, ${small} ms for a small one`);
});

test("createMemorySharedStore: leases that are over take no room", async () => {
  let now = 0;
  const store = createMemorySharedStore({ clock: () => now });
  for (now = 0; now < 1000; now += 1) assert.notEqual(await store.acquire(`${now}`, 1), undefined);
  assert.notEqual(await store.acquire("0", 1), undefined);
});

test("createMemorySharedStore: has a bound, and by default the machine's clock", async () => {
  for (const maxEntries of [0, -1, 1.5, Number.NaN]) {
    assert.throws(() => createMemorySharedStore({ maxEntries }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "maxEntries",
    });
  }
  const store = createMemorySharedStore();
  await store.write("key", "value", until(Date.now() + 60_000));
  assert.equal((await store.read("key"))?.value, "value");
});
