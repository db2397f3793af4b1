import { ConfigurationError } from "../../../errors/families.ts";
import type { Clock } from "../../../util/clock.ts";
import type { ReplayStore } from "../../../util/replay-store.ts";
import type { Redis } from "./redis.ts";
import { readFlag } from "./replies.ts";
import { timeToLive } from "./time-to-live.ts";

/**
 * Remembers in Redis what was used. The key holds until when it counts, by the provider's clock: a clock of Redis that runs ahead must not make it forget.
 */
export function createRedisReplay(redis: Redis, { base, clock }: { base: string; clock: Clock }): ReplayStore {
  const keyOf = (key: string): string => `${base}replay:${key}`;
  return {
    async claim(key, expiresAtMs) {
      if (!Number.isFinite(expiresAtMs)) {
        const message = "expiresAtMs must be milliseconds since 1970.";
        throw new ConfigurationError("ERR_CONFIGURATION_OPTION", { message, parameter: "expiresAtMs" });
      }
      const args = [clock(), expiresAtMs, timeToLive(expiresAtMs, clock)];
      return readFlag(await redis.script(claimScript, [keyOf(key)], args));
    },
    async release(key) {
      await redis.command(["DEL", keyOf(key)], keyOf(key));
    },
  };
}

const claimScript = `
local known = redis.call('GET', KEYS[1])
if known and tonumber(known) > tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;
