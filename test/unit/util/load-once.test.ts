import assert from "node:assert/strict";
import { test } from "node:test";
import { loadOnce } from "../../../src/util/load-once.ts";

test("loads nothing before the first call, and once for all calls", async () => {
  let loads = 0;
  const load = loadOnce(async () => {
    loads += 1;
    return { loads };
  });
  assert.equal(loads, 0);
  const [one, other] = await Promise.all([load(), load()]);
  assert.equal(one, other);
  assert.equal(await load(), one);
  assert.equal(loads, 1);
});

test("forgets a failure, which every caller of that attempt is told", async () => {
  let loads = 0;
  const load = loadOnce(async () => {
    loads += 1;
    if (loads === 1) throw new Error("no connection");
    return loads;
  });
  const attempts = await Promise.allSettled([load(), load()]);
  assert.deepEqual(
    attempts.map(({ status }) => status),
    ["rejected", "rejected"],
  );
  assert.equal(loads, 1);
  assert.equal(await load(), 2);
});
