import type { Clock } from "../../util/clock.ts";
import { checkWholeNumber } from "../check-whole-number.ts";
import { type BlockMemory, createBlockMemory } from "./block-memory.ts";
import { readThrottleRules, type ThrottleRules, type ThrottlingOptions } from "./throttling-options.ts";

/** What throttling works with. */
export interface Throttling {
  readonly isEnabled: boolean;
  readonly rules: ThrottleRules;
  /** So many failures in a row lock an account. */
  readonly maxConsecutiveFailures: number;
  /** Blocks that this process has seen. */
  readonly blocks: BlockMemory;
}

/**
 * Reads the options of throttling.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming what can't be used
 */
export function createThrottling(options: ThrottlingOptions | undefined, clock: Clock): Throttling {
  const rules = readThrottleRules(options);
  const { isEnabled = true, maxConsecutiveFailures = 100 } = options ?? {};
  checkWholeNumber("throttling.maxConsecutiveFailures", maxConsecutiveFailures, { least: 1 });
  return Object.freeze<Throttling>({ isEnabled, rules, maxConsecutiveFailures, blocks: createBlockMemory(clock) });
}
