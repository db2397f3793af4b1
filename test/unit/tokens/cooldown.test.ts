import assert from "node:assert/strict";
import { test } from "node:test";
import { ResponseError } from "../../../src/errors/families.ts";
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

test("cooldown: what the server demands is waited, and chance adds nothing that would outlast the token", () => {
  const until = (chance: number, retryAfterSeconds: number, usableUntilMs: number | undefined): number => {
    const error = new ResponseError("ERR_RESPONSE_STATUS", { message: "Overloaded.", status: 503, retryAfterSeconds });
    const random = (): Uint8Array<ArrayBuffer> => new Uint8Array([chance]);
    return createCooldown().note("key", error, { clock: () => 0, random, usableUntilMs }).untilMs;
  };
  assert.equal(until(0, 3, 4000), 3000);
  assert.equal(until(255, 2, 4000), 2498.046875, "chance, while there is time");
  assert.equal(until(255, 3, 3300), 3000, "no chance where there is no time");
  assert.equal(until(255, 3, 2000), 3000, "the demand, though the token ends before");
  assert.equal(until(255, 3, undefined), 3498.046875, "no token that could end");
});
