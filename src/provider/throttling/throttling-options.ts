import { ConfigurationError } from "../../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../../util/check-option-names.ts";
import type { ThrottleRule } from "../stores/store.ts";

/** What failures are counted by. */
export type ThrottleKind =
  /** A client and the network that the request came from: nobody can lock a client out from elsewhere. */
  | "client"
  /** A network: an IPv4 address, or the /64 of an IPv6 address. */
  | "address"
  /** An account, or what was typed in place of one. */
  | "account"
  /** Tries to guess a user code, by network or session. */
  | "userCode";

/** How failures are counted, by what. */
export type ThrottleRules = { readonly [Kind in ThrottleKind]: ThrottleRule };

/** How failures are counted and slowed down. */
export interface ThrottlingOptions {
  /** `false` counts nothing: for tests. Default `true`. */
  readonly isEnabled?: boolean | undefined;
  /** Rules that differ from the default ones. */
  readonly rules?: { readonly [Kind in ThrottleKind]?: ThrottleRule | undefined } | undefined;
}

/** What is not configured: seconds that double, up to a quarter of an hour. */
const defaultThrottleRules: ThrottleRules = {
  client: { windowMs: 900_000, blockAfter: 10, blockMs: 1000, maxBlockMs: 900_000 },
  address: { windowMs: 900_000, blockAfter: 100, blockMs: 1000, maxBlockMs: 900_000 },
  account: { windowMs: 900_000, blockAfter: 5, blockMs: 1000, maxBlockMs: 900_000 },
  userCode: { windowMs: 900_000, blockAfter: 5, blockMs: 1000, maxBlockMs: 900_000 },
};

/**
 * Fills in the rules.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming what can't be used
 */
export function readThrottleRules(options: ThrottlingOptions | undefined): ThrottleRules {
  if (options === undefined) return defaultThrottleRules;
  checkOptionNames(options, optionNames, { of: "createProvider", at: "throttling" });
  const given = options.rules ?? {};
  checkOptionNames(given, kindNames, { of: "createProvider", at: "throttling.rules" });
  const { client, address, account, userCode } = defaultThrottleRules;
  return {
    client: checkRule("client", given.client ?? client),
    address: checkRule("address", given.address ?? address),
    account: checkRule("account", given.account ?? account),
    userCode: checkRule("userCode", given.userCode ?? userCode),
  };
}

function checkRule(kind: ThrottleKind, rule: ThrottleRule): ThrottleRule {
  const at = `throttling.rules.${kind}`;
  checkOptionNames(rule, ruleNames, { of: "createProvider", at });
  const { windowMs, blockAfter, blockMs, maxBlockMs } = rule;
  if ([windowMs, blockAfter, blockMs, maxBlockMs].every((value) => Number.isSafeInteger(value) && value > 0))
    return rule;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `Every member of ${at} must be a whole number above zero.`,
    parameter: at,
  });
}

const optionNames: OptionNames<ThrottlingOptions> = { isEnabled: true, rules: true };
const kindNames: OptionNames<ThrottleRules> = { client: true, address: true, account: true, userCode: true };
const ruleNames: OptionNames<ThrottleRule> = { windowMs: true, blockAfter: true, blockMs: true, maxBlockMs: true };
