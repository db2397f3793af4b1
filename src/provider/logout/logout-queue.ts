import { type LogoutOptions, readLogoutOptions, type SetLogoutOptions } from "./logout-options.ts";

/** Bounds the deliveries that are under way in this process. */
export interface LogoutQueue {
  readonly settings: SetLogoutOptions;
  /**
   * Begins a delivery; `undefined` where too many are under way.
   * @param deliver - is given a signal that the process is about to end: who waits for another attempt makes it then, and it is the last
   */
  readonly add: (deliver: (ending: AbortSignal) => Promise<void>) => Promise<void> | undefined;
  /** The process is about to end. */
  readonly hurry: () => void;
}

/**
 * Creates the queue of this process.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used
 */
export function createLogoutQueue(options: LogoutOptions | undefined): LogoutQueue {
  const settings = readLogoutOptions(options);
  const end = new AbortController();
  let pending = 0;
  return Object.freeze<LogoutQueue>({
    settings,
    add(deliver) {
      if (pending >= settings.maxPending) return undefined;
      pending += 1;
      return deliver(end.signal).finally(() => {
        pending -= 1;
      });
    },
    hurry: () => end.abort(),
  });
}
