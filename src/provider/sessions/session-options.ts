import { ConfigurationError } from "../../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../../util/check-option-names.ts";

/** How many sessions there are. How long they live is among `lifetimes`. */
export interface SessionOptions {
  /** Sessions of one account; with one more, the oldest ends. Default: as many as there are browsers. */
  readonly maxPerAccount?: number | undefined;
}

/**
 * Checks the options for callers without types.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an option that does not exist, and for a number that is none
 */
export function checkSessionOptions(options: SessionOptions): void {
  checkOptionNames(options, optionNames, { of: "createProvider", at: "sessions" });
  const { maxPerAccount = 1 } = options;
  if (Number.isSafeInteger(maxPerAccount) && maxPerAccount > 0) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "sessions.maxPerAccount must be a whole number above zero.",
    parameter: "sessions.maxPerAccount",
  });
}

const optionNames: OptionNames<SessionOptions> = { maxPerAccount: true };
