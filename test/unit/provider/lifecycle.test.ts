import assert from "node:assert/strict";
import { test } from "node:test";
import { createLifecycle } from "../../../src/provider/lifecycle.ts";

const after = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("settling waits for what is tracked, for what that begins, and ignores what fails", async () => {
  const { track, settle } = createLifecycle();
  const done: string[] = [];
  track(Promise.reject(new Error("failed")));
  track(
    after(10).then(() => {
      done.push("first");
      track(after(10).then(() => void done.push("second")));
    }),
  );
  await settle(5000);
  assert.deepEqual(done, ["first", "second"]);
});

test("settling ends at its limit, and at once where nothing is tracked", async () => {
  const { track, settle } = createLifecycle();
  const start = performance.now();
  await settle(5000);
  track(new Promise(() => undefined));
  await settle(20);
  assert.ok(performance.now() - start < 2000);
});
