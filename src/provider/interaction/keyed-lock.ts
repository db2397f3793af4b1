/** Lets one piece of work after another run for each key. */
export interface KeyedLock {
  /** Runs the work when it is its turn; `undefined` where too many wait for the same key. */
  readonly run: <T>(key: string, work: () => Promise<T>) => Promise<T | undefined>;
}

/** Creates a lock. It holds a key only while somebody works or waits, so that it stays as small as the requests that are under way. */
export function createKeyedLock(maxWaiting: number): KeyedLock {
  const waitingByKey = new Map<string, (() => void)[]>();

  function release(key: string): void {
    const next = waitingByKey.get(key)?.shift();
    if (next === undefined) waitingByKey.delete(key);
    else next();
  }

  return Object.freeze<KeyedLock>({
    async run(key, work) {
      const waiting = waitingByKey.get(key);
      if (waiting !== undefined && waiting.length >= maxWaiting) return undefined;
      if (waiting === undefined) waitingByKey.set(key, []);
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        release(key);
      }
    },
  });
}
