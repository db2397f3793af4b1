import type { Clock } from "../../../util/clock.ts";

/**
 * For how many milliseconds Redis keeps what may be forgotten at a time of the provider's clock: a minute more than that, so that neither the clock of Redis nor
 * a difference between the clocks of two processes makes it forget early. Whether something is valid never depends on it.
 */
export function timeToLive(untilMs: number, clock: Clock): number {
  return Math.min(Math.max(0, Math.ceil(untilMs - clock())), longestMs) + marginMs;
}

const marginMs = 60_000;
/** Ten years: beyond it Redis refuses a time to live some day. */
const longestMs = 315_360_000_000;
