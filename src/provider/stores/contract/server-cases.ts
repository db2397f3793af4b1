import assert from "node:assert/strict";
import type { ThrottleRule } from "../store.ts";
import type { ContractPart } from "./contract-part.ts";
import { race, tally } from "./race.ts";
import { minuteMs, startTime, uniqueName } from "./sample-records.ts";

/** What is asked of the server's keys. */
export const keyContract: ContractPart<"keys"> = {
  of: "keys",
  needs: ["keys"],
  cases: [
    {
      rule: "save replaces the version before it only; of 50 at once one succeeds",
      async run({ keys }) {
        const version = ((await keys.load())?.version ?? 0) + 1;
        const saved = await race((runner) => keys.save({ version, keys: [{ kid: `${runner}` }], secrets: {} }));
        assert.deepEqual(tally(saved), { true: 1, false: 49 });
        const stored = { version, keys: [{ kid: `${saved.indexOf(true)}` }], secrets: {} };
        assert.deepEqual(await keys.load(), stored);
        for (const other of [version - 1, version, version + 2])
          assert.equal(await keys.save({ version: other, keys: [], secrets: {} }), false);
        assert.deepEqual(await keys.load(), stored);
        const next = { version: version + 1, keys: [{ kty: "EC", d: "sealed" }], secrets: { cookie: "sealed" } };
        assert.equal(await keys.save(next), true);
        assert.deepEqual(await keys.load(), next);
      },
    },
  ],
};

/** What is asked of what may be used once. */
export const replayContract: ContractPart<"replay"> = {
  of: "replay",
  needs: ["replay"],
  cases: [
    {
      rule: "claim is given to the first caller, until it expires",
      async run({ replay }) {
        const nowMs = startTime();
        const key = uniqueName("jti");
        assert.equal(await replay.claim(key, nowMs + minuteMs), true);
        assert.equal(await replay.claim(key, nowMs + minuteMs), false);
        assert.equal(await replay.claim(uniqueName("jti"), nowMs + minuteMs), true);
        const past = uniqueName("jti");
        assert.equal(await replay.claim(past, nowMs - minuteMs), true);
        assert.equal(
          await replay.claim(past, nowMs + minuteMs),
          true,
          "what has expired is free, though it was not swept",
        );
        assert.equal(await replay.claim(past, nowMs + minuteMs), false);
      },
    },
    {
      rule: "a claim that was refused does not prolong the first",
      async run({ replay }) {
        const nowMs = startTime();
        const key = uniqueName("jti");
        assert.equal(await replay.claim(key, nowMs + minuteMs), true);
        assert.equal(await replay.claim(key, nowMs - minuteMs), false);
        assert.equal(await replay.claim(key, nowMs + minuteMs), false, "nor shorten it");
      },
    },
    {
      rule: "of 50 at once, one claims, also where the key has expired before",
      async run({ replay }) {
        const nowMs = startTime();
        const key = uniqueName("jti");
        assert.deepEqual(tally(await race(() => replay.claim(key, nowMs + minuteMs))), { true: 1, false: 49 });
        const past = uniqueName("jti");
        await replay.claim(past, nowMs - minuteMs);
        assert.deepEqual(tally(await race(() => replay.claim(past, nowMs + minuteMs))), { true: 1, false: 49 });
      },
    },
    {
      rule: "a key that is released can be claimed once more; a time that is none is rejected",
      async run({ replay }) {
        const nowMs = startTime();
        const key = uniqueName("jti");
        for (const time of [Number.NaN, Number.POSITIVE_INFINITY]) await assert.rejects(replay.claim(key, time));
        assert.equal(await replay.claim(key, nowMs + minuteMs), true);
        if (replay.release === undefined) return;
        await replay.release(key);
        await replay.release(uniqueName("jti"));
        assert.equal(await replay.claim(key, nowMs + minuteMs), true);
        assert.equal(await replay.claim(key, nowMs + minuteMs), false);
      },
    },
  ],
};

/** What is asked of counting failures. */
export const throttleContract: ContractPart<"throttle"> = {
  of: "throttle",
  needs: ["throttle"],
  cases: [
    {
      rule: "counts, blocks from the third failure on, doubles up to the longest block",
      async run({ throttle }) {
        const nowMs = startTime();
        const key = uniqueName("key");
        const blocks: number[] = [];
        for (let failures = 1; failures <= 7; failures += 1) {
          const state = await throttle.fail(key, rule, nowMs + failures);
          assert.equal(state.failures, failures);
          assert.equal(state.windowEndsAtMs, nowMs + 1 + minuteMs, "the window begins with the first");
          blocks.push(state.blockedUntilMs === 0 ? 0 : state.blockedUntilMs - nowMs - failures);
          assert.deepEqual(await throttle.find(key, nowMs + failures), state);
        }
        assert.deepEqual(blocks, [0, 0, 1000, 2000, 4000, 5000, 5000]);
      },
    },
    {
      rule: "begins anew after the window, unless the key is still blocked then",
      async run({ throttle }) {
        const nowMs = startTime();
        const key = uniqueName("key");
        await throttle.fail(key, rule, nowMs);
        assert.equal((await throttle.find(key, nowMs + minuteMs - 1))?.failures, 1);
        assert.equal(await throttle.find(key, nowMs + minuteMs), undefined);
        const later = nowMs + minuteMs;
        const anew = await throttle.fail(key, rule, later);
        assert.deepEqual(anew, { failures: 1, windowEndsAtMs: later + minuteMs, blockedUntilMs: 0 });
        const blocked = uniqueName("key");
        const long = { windowMs: 10, blockAfter: 1, blockMs: 1000, maxBlockMs: 1000 };
        await throttle.fail(blocked, long, nowMs);
        const state = { failures: 2, windowEndsAtMs: nowMs + 10, blockedUntilMs: nowMs + 1500 };
        assert.deepEqual(await throttle.fail(blocked, long, nowMs + 500), state);
        assert.deepEqual(await throttle.find(blocked, nowMs + 1499), state);
        assert.equal(await throttle.find(blocked, nowMs + 1500), undefined);
      },
    },
    {
      rule: "clear forgets one key; what is not there is not found",
      async run({ throttle }) {
        const nowMs = startTime();
        const [key, other] = [uniqueName("key"), uniqueName("key")];
        for (const each of [key, other]) await throttle.fail(each, rule, nowMs);
        await throttle.clear(key);
        await throttle.clear(key);
        assert.equal(await throttle.find(key, nowMs), undefined);
        assert.equal((await throttle.find(other, nowMs))?.failures, 1);
        assert.equal((await throttle.fail(key, rule, nowMs)).failures, 1);
      },
    },
    {
      rule: "of 50 failures at once, none is lost and no number is given twice",
      async run({ throttle }) {
        const nowMs = startTime();
        const key = uniqueName("key");
        const states = await race(() => throttle.fail(key, rule, nowMs));
        const numbers = states.map(({ failures }) => failures).sort((one, other) => one - other);
        assert.deepEqual(
          numbers,
          Array.from({ length: 50 }, (_, index) => index + 1),
        );
        const last = { failures: 50, windowEndsAtMs: nowMs + minuteMs, blockedUntilMs: nowMs + 5000 };
        assert.deepEqual(await throttle.find(key, nowMs), last);
      },
    },
  ],
};

const rule: ThrottleRule = { windowMs: minuteMs, blockAfter: 3, blockMs: 1000, maxBlockMs: 5000 };
