import type { Clock } from "../../../util/clock.ts";
import type { ThrottleState } from "../records.ts";
import type { ThrottleStore } from "../store.ts";
import type { Redis } from "./redis.ts";
import { readNumber, readTexts } from "./replies.ts";
import { timeToLive } from "./time-to-live.ts";

/** Counts failures in Redis: a hash for each key, changed by one script that calculates as the store in memory does. */
export function createRedisThrottle(redis: Redis, { base, clock }: { base: string; clock: Clock }): ThrottleStore {
  const keyOf = (key: string): string => `${base}throttle:${key}`;
  return {
    async fail(key, { windowMs, blockAfter, blockMs, maxBlockMs }, nowMs) {
      const longestMs = timeToLive(nowMs + windowMs + maxBlockMs, clock);
      const args = [nowMs, windowMs, blockAfter, blockMs, maxBlockMs, longestMs];
      return readState(readTexts(await redis.script(failScript, [keyOf(key)], args)));
    },
    async find(key, nowMs) {
      const fields = ["failures", "windowEnds", "blockedUntil"];
      const found = readTexts(await redis.command(["HMGET", keyOf(key), ...fields], keyOf(key)));
      if (found[0] === undefined) return undefined;
      const state = readState(found);
      return state.windowEndsAtMs <= nowMs && state.blockedUntilMs <= nowMs ? undefined : state;
    },
    async clear(key) {
      await redis.command(["DEL", keyOf(key)], keyOf(key));
    },
  };
}

function readState([failures, windowEnds, blockedUntil]: readonly (string | undefined)[]): ThrottleState {
  return {
    failures: readNumber(failures),
    windowEndsAtMs: readNumber(windowEnds),
    blockedUntilMs: readNumber(blockedUntil),
  };
}

/** ARGV: now, window, block after, block, longest block, milliseconds to live. Lua writes large numbers with an exponent unless told otherwise. */
const failScript = `
local now = tonumber(ARGV[1])
local stored = redis.call('HMGET', KEYS[1], 'failures', 'windowEnds', 'blockedUntil')
local failures, windowEnds, blockedUntil = 0, now + tonumber(ARGV[2]), 0
if stored[1] and (tonumber(stored[2]) > now or tonumber(stored[3]) > now) then
  failures, windowEnds, blockedUntil = tonumber(stored[1]), tonumber(stored[2]), tonumber(stored[3])
end
failures = failures + 1
local blocks = failures - tonumber(ARGV[3])
if blocks >= 0 then
  local pause = math.min(tonumber(ARGV[5]), tonumber(ARGV[4]) * 2 ^ math.min(blocks, 30))
  if pause > 0 then blockedUntil = now + pause end
end
local state = {string.format('%.0f', failures), string.format('%.0f', windowEnds), string.format('%.0f', blockedUntil)}
redis.call('HSET', KEYS[1], 'failures', state[1], 'windowEnds', state[2], 'blockedUntil', state[3])
redis.call('PEXPIRE', KEYS[1], ARGV[6])
return state`;
