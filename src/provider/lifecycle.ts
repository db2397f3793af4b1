/** Work that no request waits for, and the end of a provider. */
export interface Lifecycle {
  /** Lets `provider.close()` wait for work that goes on beside the requests, such as a logout delivery. Its failure is its own. */
  readonly track: (work: Promise<unknown>) => void;
  /** Waits for what is tracked, for so long at most. */
  readonly settle: (timeoutMs: number) => Promise<void>;
}

/** Creates what keeps account of work beside the requests. */
export function createLifecycle(): Lifecycle {
  const pending = new Set<Promise<unknown>>();
  return Object.freeze<Lifecycle>({
    track(work) {
      const settled = work
        .catch(() => undefined)
        .finally(() => {
          pending.delete(settled);
        });
      pending.add(settled);
    },
    async settle(timeoutMs) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, timeoutMs);
      });
      // Work may begin other work, which counts as well.
      const all = async (): Promise<void> => {
        while (pending.size > 0) await Promise.all(pending);
      };
      await Promise.race([all(), limit]);
      clearTimeout(timer);
    },
  });
}
