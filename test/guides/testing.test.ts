import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as example from "../../examples/guides/testing.ts";
import { hostileMutations } from "../../src/testing/index.ts";

const { provider, logIn, callApi } = example;

test("guide testing: its example signs in, calls the API, and is lied to", async () => {
  assert.equal(await logIn(), "ada");
  assert.equal(await callApi("read"), "read");
  await assert.rejects(callApi("read", "access-token-expired"), { code: "ERR_VERIFICATION_EXPIRED" });
});

test("guide testing: its tests run as they stand there", async () => {
  const guide = readFileSync(new URL("../../docs/guides/testing.md", import.meta.url), "utf8");
  const [, written = ""] = /```js\n(.*?)```/s.exec(guide) ?? [];
  const made: (() => Promise<void>)[] = [];
  const after: (() => void)[] = [];
  const define = (_name: string, run: () => Promise<void>): number => made.push(run);
  const names = ["test", "afterEach", "assert", "logIn", "provider", "hostileMutations"];
  new Function(...names, written)(
    define,
    (run: () => void) => after.push(run),
    assert,
    logIn,
    provider,
    hostileMutations,
  );
  assert.deepEqual([made.length, after.length], [23, 1]);
  for (const run of made) {
    await run();
    after[0]?.();
  }
  assert.match(guide, new RegExp(`one of ${hostileMutations.length} lies`));
  assert.equal(await logIn(), "ada");
});
