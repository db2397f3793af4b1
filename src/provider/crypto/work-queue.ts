import { refuse } from "../http/refusal.ts";

/** How much expensive work runs at a time, and how much may wait for it. */
export interface WorkQueueOptions {
  readonly maxConcurrent: number;
  readonly maxWaiting: number;
}

/** Runs a piece of expensive work when it is its turn. */
export type WorkQueue = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Creates a queue: without one, a few hundred logins at once would take all memory and every processor. Where too much waits already, it rejects with
 * ProtocolRefusal `temporarily_unavailable` (503).
 */
export function createWorkQueue({ maxConcurrent, maxWaiting }: WorkQueueOptions): WorkQueue {
  const waiting: (() => void)[] = [];
  let running = 0;

  /** A place that becomes free goes to the one who has waited longest, without being free in between. */
  function release(): void {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }

  return async (work) => {
    if (running < maxConcurrent) running += 1;
    else if (waiting.length < maxWaiting) await new Promise<void>((resolve) => waiting.push(resolve));
    else throw tooBusy();
    try {
      return await work();
    } finally {
      release();
    }
  };
}

function tooBusy(): Error {
  return refuse("temporarily_unavailable", {
    description: "The server is busy; try again in a moment.",
    reason: "too many passwords wait to be hashed",
    headers: { "Retry-After": "1" },
  });
}
