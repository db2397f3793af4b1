import { oidcBackchannelLabel } from "../../../generated/documents.ts";
import { ConfigurationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import { checkOptionNames, type OptionNames } from "../../util/check-option-names.ts";

/** How applications are told that a session has ended. */
export interface LogoutOptions {
  /** How often a client is told at most, while its server does not answer or answers 5xx. Default 5. */
  readonly attempts?: number | undefined;
  /** How long to wait before the second attempt, in milliseconds; before each further one five times as long. Default 1000. */
  readonly firstRetryMs?: number | undefined;
  /** How long an attempt may take, in milliseconds. Default 5000. */
  readonly timeoutMs?: number | undefined;
  /** Deliveries under way in this process at most; what comes beyond waits in the store. Default 1000. */
  readonly maxPending?: number | undefined;
}

/** The same, with nothing left open. */
export type SetLogoutOptions = { readonly [Name in keyof LogoutOptions]-?: number };

/**
 * Checks the options for logout deliveries and fills in what is left open.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 */
export function readLogoutOptions(options: LogoutOptions = {}): SetLogoutOptions {
  checkOptionNames(options, optionNames, { of: "createProvider", at: "logout" });
  const { attempts = 5, firstRetryMs = 1000, timeoutMs = 5000, maxPending = 1000 } = options;
  const set = { attempts, firstRetryMs, timeoutMs, maxPending };
  for (const [name, value] of Object.entries(set)) {
    const most = name === "attempts" ? 10 : 100_000;
    if (Number.isInteger(value) && value >= 1 && value <= most) continue;
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: `logout.${name} must be a whole number from 1 to ${most}.`,
      parameter: `logout.${name}`,
      specification: specification("oidc-backchannel", "2.5", [oidcBackchannelLabel]),
    });
  }
  return set;
}

const optionNames: OptionNames<LogoutOptions> = {
  attempts: true,
  firstRetryMs: true,
  timeoutMs: true,
  maxPending: true,
};
