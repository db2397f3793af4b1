import type { Clock } from "../util/clock.ts";
import type { SharedStore } from "../util/shared-store.ts";
import { systemWait } from "../util/wait.ts";
import type { CacheEvent, CacheFailedEvent, CacheSubject } from "./cache-event.ts";

/** A step in the store. */
export interface CarefulStep<T> {
  readonly subject: CacheSubject;
  readonly operation: CacheFailedEvent["operation"];
  readonly act: (store: SharedStore) => Promise<T>;
}

/** Takes a step in the store. Never rejects and never hangs: gives nothing where the store failed, or is left alone because it did. */
export type CarefulStore = <T>(step: CarefulStep<T>) => Promise<{ readonly result: T } | undefined>;

/** How much patience there is. */
export interface CarefulStoreOptions {
  readonly timeoutMs: number;
  /** How long a store that failed is left alone. */
  readonly restMs: number;
  readonly clock: Clock;
  readonly report: (event: CacheEvent) => void;
}

/** Makes steps in a store that may fail or hang. */
export function createCarefulStore(
  storeOf: (subject: CacheSubject) => SharedStore,
  options: CarefulStoreOptions,
): CarefulStore {
  const { timeoutMs, restMs, clock, report } = options;
  let failedAt: number | undefined;

  function isResting(): boolean {
    const now = clock();
    return failedAt !== undefined && now >= failedAt && now - failedAt < restMs;
  }

  return async <T>({ subject, operation, act }: CarefulStep<T>) => {
    if (isResting()) return undefined;
    try {
      return { result: await withinTime(async () => act(storeOf(subject)), timeoutMs) };
    } catch (error) {
      // Calls that were under way together fail together: it is told once.
      if (!isResting()) report({ type: "cache.failed", ...subject, operation, error, retryInMs: restMs });
      failedAt = clock();
      return undefined;
    }
  };
}

async function withinTime<T>(act: () => Promise<T>, timeoutMs: number): Promise<T> {
  const end = new AbortController();
  const late = async (): Promise<never> => {
    await systemWait(timeoutMs, end.signal);
    throw new Error(`The store did not answer within ${timeoutMs} ms.`);
  };
  try {
    return await Promise.race([act(), late()]);
  } finally {
    end.abort();
  }
}
