import assert from "node:assert/strict";
import { test } from "node:test";
import { createCooldown } from "../../../src/tokens/cooldown.ts";

const pauses = (usableUntilMs: number | undefined): readonly number[] => {
  const cooldown = createCooldown();
  let now = 0;
  const random = (): Uint8Array<ArrayBuffer> => new Uint8Array(1);
  return [1, 2, 3, 4].map(() => {
    const { untilMs } = cooldown.note("key", new Error("down"), { clock: () => now, random, usableUntilMs });
    const pause = untilMs - now;
    now = untilMs;
    return pause;
  });
};

test("cooldown: after each further failure it takes twice as long", () => {
  assert.deepEqual(pauses(undefined), [1000, 2000, 4000, 8000]);
});

test("cooldown: while a token is good there are attempts before it ends", () => {
  assert.deepEqual(pauses(4000), [1000, 1500, 750, 500]);
});
