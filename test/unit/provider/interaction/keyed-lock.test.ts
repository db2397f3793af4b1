import assert from "node:assert/strict";
import { test } from "node:test";
import { createKeyedLock } from "../../../../src/provider/interaction/keyed-lock.ts";

const title = "keyed lock";

test(`${title}: work for one key runs in turn, for two keys at once`, async () => {
  const lock = createKeyedLock(5);
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    log.push(`${name} ends`);
    return name;
  };
  const all = await Promise.all([lock.run("a", work("a1")), lock.run("a", work("a2")), lock.run("b", work("b1"))]);
  assert.deepEqual(all, ["a1", "a2", "b1"]);
  assert.deepEqual(log, ["a1 begins", "b1 begins", "a1 ends", "a2 begins", "b1 ends", "a2 ends"]);
});

test(`${title}: what fails lets the next one in, and too many are turned away`, async () => {
  const lock = createKeyedLock(1);
  const fail = async (): Promise<never> => {
    throw new Error("no");
  };
  const first = lock.run("a", fail);
  const second = lock.run("a", async () => 2);
  assert.equal(await lock.run("a", async () => 3), undefined);
  await assert.rejects(first, /no/);
  assert.equal(await second, 2);
  assert.equal(await lock.run("a", async () => 4), 4);
});
