import { checkOptionNames, type OptionNames } from "../../util/check-option-names.ts";
import type { Clock } from "../../util/clock.ts";
import { checkWholeNumber } from "../check-whole-number.ts";
import type { ProviderEvent } from "../events.ts";
import type { Lifecycle } from "../lifecycle.ts";
import { guardStore } from "./guard.ts";
import type { StorageOptions } from "./storage-options.ts";
import type { ProviderStore } from "./store.ts";

/** What watching a store needs besides. */
export interface WatchParts {
  readonly clock: Clock;
  readonly lifecycle: Lifecycle;
  readonly report: (event: ProviderEvent) => void;
}

/** A store that always ends, with its sweeping. */
export interface WatchedStore {
  readonly store: ProviderStore;
  /** Removes what may be forgotten, a limited number of rows; a sweep that is going on is joined. Gives how many were removed. */
  readonly sweep: () => Promise<number>;
}

/**
 * Guards a store with a deadline, reports its failures without what it stores, and sweeps it after so many writes, beside the requests.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a limit that is none, and for a store that lacks a verb
 */
export function watchStore(
  store: ProviderStore,
  { clock, lifecycle, report }: WatchParts,
  options: StorageOptions = {},
): WatchedStore {
  checkOptionNames(options, optionNames, { of: "createProvider", at: "storage" });
  const { timeoutMs = 5000, sweepEveryWrites = 500, sweepLimit = 1000 } = options;
  checkWholeNumber("storage.timeoutMs", timeoutMs, { least: 1 });
  checkWholeNumber("storage.sweepEveryWrites", sweepEveryWrites, { least: 0 });
  checkWholeNumber("storage.sweepLimit", sweepLimit, { least: 1 });
  let writes = 0;
  let sweeping: Promise<number> | undefined;
  const guarded = guardStore(store, {
    timeoutMs,
    onFailure: ({ verb, problem }) => report({ type: "error.store", reason: `${verb} ${problem}` }),
    onWrite: () => {
      writes += 1;
      if (writes !== sweepEveryWrites) return;
      writes = 0;
      lifecycle.track(sweep());
    },
  });
  const sweep = (): Promise<number> => {
    sweeping ??= guarded.sweep(clock(), sweepLimit).finally(() => {
      sweeping = undefined;
    });
    return sweeping;
  };
  return { store: guarded, sweep };
}

const optionNames: OptionNames<StorageOptions> = { timeoutMs: true, sweepEveryWrites: true, sweepLimit: true };
