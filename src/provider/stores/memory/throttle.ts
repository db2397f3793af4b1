import type { ThrottleState } from "../records.ts";
import type { ThrottleRule, ThrottleStore } from "../store.ts";
import { createSweeper, type Sweepable } from "./sweeper.ts";

/** Counts failures in memory. */
export function createMemoryThrottle(): ThrottleStore & Sweepable {
  const states = new Map<string, ThrottleState>();
  const isOver = ({ windowEndsAtMs, blockedUntilMs }: ThrottleState, nowMs: number): boolean =>
    windowEndsAtMs <= nowMs && blockedUntilMs <= nowMs;
  return {
    async fail(key, rule, nowMs) {
      const before = states.get(key);
      const state = countFailure(before === undefined || isOver(before, nowMs) ? undefined : before, rule, nowMs);
      states.set(key, state);
      return state;
    },
    async find(key, nowMs) {
      const state = states.get(key);
      return state === undefined || isOver(state, nowMs) ? undefined : state;
    },
    async clear(key) {
      states.delete(key);
    },
    ...createSweeper(
      () => states.entries(),
      ([, state], nowMs) => isOver(state, nowMs),
      ([key]) => states.delete(key),
    ),
  };
}

/** What one more failure makes of a count. Stores outside the process calculate the same. */
export function countFailure(
  before: ThrottleState | undefined,
  { windowMs, blockAfter, blockMs, maxBlockMs }: ThrottleRule,
  nowMs: number,
): ThrottleState {
  const failures = (before?.failures ?? 0) + 1;
  const blocks = failures - blockAfter;
  const pauseMs = blocks < 0 ? 0 : Math.min(maxBlockMs, blockMs * 2 ** Math.min(blocks, 30));
  return {
    failures,
    windowEndsAtMs: before?.windowEndsAtMs ?? nowMs + windowMs,
    blockedUntilMs: pauseMs === 0 ? (before?.blockedUntilMs ?? 0) : nowMs + pauseMs,
  };
}
