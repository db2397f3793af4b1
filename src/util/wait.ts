import { maxTimeoutMs } from "../constants/limits.ts";

/** Waits for so many milliseconds, or until the signal aborts; it resolves in both cases. */
export type Wait = (milliseconds: number, signal?: AbortSignal | undefined) => Promise<void>;

/** Waits with the platform's timer and leaves neither the timer nor a listener behind. */
export const systemWait: Wait = (milliseconds, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(finish, Math.min(milliseconds, maxTimeoutMs));
    signal?.addEventListener("abort", finish);
    if (signal?.aborted === true) finish();

    function finish(): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", finish);
      resolve();
    }
  });
