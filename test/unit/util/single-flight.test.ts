import assert from "node:assert/strict";
import { test } from "node:test";
import { createSingleFlight } from "../../../src/util/single-flight.ts";

test("callers of one key share one piece of work", async () => {
  const flight = createSingleFlight<number>();
  let runs = 0;
  const work = async (): Promise<number> => {
    runs += 1;
    await Promise.resolve();
    return runs;
  };
  assert.deepEqual(await Promise.all([flight.run("a", work), flight.run("a", work), flight.run("a", work)]), [1, 1, 1]);
  assert.equal(runs, 1);
});

test("callers of different keys work apart", async () => {
  const flight = createSingleFlight<string>();
  const results = await Promise.all(["a", "b", "__proto__"].map((key) => flight.run(key, async () => key)));
  assert.deepEqual(results, ["a", "b", "__proto__"]);
});

test("forgets a result: the next call works anew", async () => {
  const flight = createSingleFlight<number>();
  let runs = 0;
  const work = async (): Promise<number> => ++runs;
  assert.equal(await flight.run("a", work), 1);
  assert.equal(await flight.run("a", work), 2);
});

test("a failure reaches every caller and is not remembered", async () => {
  const flight = createSingleFlight<number>();
  const failing = async (): Promise<number> => {
    await Promise.resolve();
    throw new Error("no");
  };
  const results = await Promise.allSettled([flight.run("a", failing), flight.run("a", failing)]);
  assert.deepEqual(
    results.map(({ status }) => status),
    ["rejected", "rejected"],
  );
  assert.equal(await flight.run("a", async () => 1), 1);
});

test("work that throws at once counts as failed, and is not remembered", async () => {
  const flight = createSingleFlight<number>();
  const throwing = (): Promise<number> => {
    throw new Error("at once");
  };
  await assert.rejects(flight.run("a", throwing), /at once/);
  assert.equal(await flight.run("a", async () => 1), 1);
});
