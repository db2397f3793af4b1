import type { Clock } from "../../util/clock.ts";

/** Which keys were found to be blocked, in the memory of one process: a look at it costs next to nothing, so that it comes before every other work. */
export interface BlockMemory {
  /** Whether nothing is blocked, and so no key need be made. */
  readonly isEmpty: () => boolean;
  /** Seconds to wait until the key is free; `undefined` where it is. */
  readonly find: (key: string) => number | undefined;
  readonly remember: (key: string, waitSeconds: number) => void;
}

/** Creates an empty memory. When it is full, the oldest block is forgotten: the store still knows it. */
export function createBlockMemory(clock: Clock, maxEntries = 10_000): BlockMemory {
  const untilMs = new Map<string, number>();
  return Object.freeze<BlockMemory>({
    isEmpty: () => untilMs.size === 0,
    find(key) {
      const until = untilMs.get(key);
      if (until === undefined) return undefined;
      const nowMs = clock();
      if (until > nowMs) return Math.ceil((until - nowMs) / 1000);
      untilMs.delete(key);
      return undefined;
    },
    remember(key, waitSeconds) {
      untilMs.delete(key);
      const [oldest] = untilMs.keys();
      if (untilMs.size >= maxEntries && oldest !== undefined) untilMs.delete(oldest);
      untilMs.set(key, clock() + waitSeconds * 1000);
    },
  });
}
