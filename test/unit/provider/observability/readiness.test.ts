import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider } from "../../../../src/provider/create-provider.ts";
import { createMemoryStore } from "../../../../src/provider/stores/memory/memory-store.ts";

test("readiness: names what does not work, asks once a second at most, and recovers", async () => {
  const memory = createMemoryStore();
  let [pings, isDown, nowMs] = [0, true, 1_900_000_000_000];
  const down = (): Promise<never> => Promise.reject(new Error("down"));
  const store = {
    ...memory,
    keys: { ...memory.keys, load: () => (isDown ? down() : memory.keys.load()) },
    ping: () => {
      pings += 1;
      return isDown ? down() : memory.ping();
    },
  };
  const { checkReadiness } = createProvider({ issuer: "http://127.0.0.1", store, clock: () => nowMs });
  const broken = { isReady: false, problems: ["store", "keys"] };
  assert.deepEqual(await Promise.all([checkReadiness(), checkReadiness()]), [broken, broken]);
  isDown = false;
  nowMs += 999;
  assert.deepEqual(await checkReadiness(), broken);
  assert.equal(pings, 1);
  nowMs += 1;
  assert.deepEqual(await checkReadiness(), { isReady: true, problems: [] });
  nowMs -= 3_600_000;
  await checkReadiness();
  assert.equal(pings, 3, "a clock that is set back keeps no outcome");
});
