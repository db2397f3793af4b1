import { TransportError } from "../errors/families.ts";

/**
 * Waits for work that others may wait for too: the signal ends this wait, not the work.
 *
 * @throws TransportError `ERR_TRANSPORT_ABORTED` when the signal fires first; its reason is the `cause`.
 */
export function waitFor<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise<T>((resolve, reject) => {
    const abort = (): void =>
      reject(
        new TransportError("ERR_TRANSPORT_ABORTED", {
          message: "The caller's signal ended the wait.",
          cause: signal.reason,
        }),
      );
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
    if (signal.aborted) abort();
  });
}
