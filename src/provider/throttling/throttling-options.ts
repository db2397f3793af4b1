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
  | "userCode"
  | RequestKind;

/** What requests are counted by that leave something in the store, whether they fail or not. The request that reaches `blockAfter` is refused. */
export type RequestKind =
  /** Authorization requests that lead to a page, by network. */
  | "interaction"
  /** Pushed requests and requests of devices, by client and network: of public clients only, in whose name anybody can send them. */
  | "publicRequest"
  /** Registrations without an initial access token, by network. */
  | "registration"
  /** Backchannel authentication requests, by account: whoever they come from, a person is asked so often and not more. */
  | "backchannelRequest";

/** How failures and requests are counted, by what. */
export type ThrottleRules = { readonly [Kind in ThrottleKind]: ThrottleRule };

/** How failures are counted and slowed down. */
export interface ThrottlingOptions {
  /** `false` counts nothing: for tests. Default `true`. */
  readonly isEnabled?: boolean | undefined;
  /**
   * So many failures in a row lock an account, until its password is replaced, an administrator unlocks it, or somebody signs in from a browser that is known. Default 100,
   * the most that NIST SP 800-63B allows.
   */
  readonly maxConsecutiveFailures?: number | undefined;
  /** Rules that differ from the default ones. */
  readonly rules?: { readonly [Kind in ThrottleKind]?: ThrottleRule | undefined } | undefined;
}

/** What is not configured. For failures seconds that double, up to a quarter of an hour; for requests what an office behind one address does not reach. */
const defaultThrottleRules: ThrottleRules = {
  client: { windowMs: 900_000, blockAfter: 10, blockMs: 1000, maxBlockMs: 900_000 },
  address: { windowMs: 900_000, blockAfter: 100, blockMs: 1000, maxBlockMs: 900_000 },
  account: { windowMs: 900_000, blockAfter: 5, blockMs: 1000, maxBlockMs: 900_000 },
  userCode: { windowMs: 900_000, blockAfter: 5, blockMs: 1000, maxBlockMs: 900_000 },
  interaction: { windowMs: 600_000, blockAfter: 1000, blockMs: 60_000, maxBlockMs: 60_000 },
  publicRequest: { windowMs: 600_000, blockAfter: 1000, blockMs: 60_000, maxBlockMs: 60_000 },
  registration: { windowMs: 3_600_000, blockAfter: 100, blockMs: 60_000, maxBlockMs: 60_000 },
  backchannelRequest: { windowMs: 600_000, blockAfter: 11, blockMs: 60_000, maxBlockMs: 60_000 },
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
  const choose = (kind: ThrottleKind): ThrottleRule => checkRule(kind, given[kind] ?? defaultThrottleRules[kind]);
  return {
    client: choose("client"),
    address: choose("address"),
    account: choose("account"),
    userCode: choose("userCode"),
    interaction: choose("interaction"),
    publicRequest: choose("publicRequest"),
    registration: choose("registration"),
    backchannelRequest: choose("backchannelRequest"),
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

const optionNames: OptionNames<ThrottlingOptions> = {
  isEnabled: true,
  maxConsecutiveFailures: true,
  rules: true,
};
const kindNames: OptionNames<ThrottleRules> = {
  client: true,
  address: true,
  account: true,
  userCode: true,
  interaction: true,
  publicRequest: true,
  registration: true,
  backchannelRequest: true,
};
const ruleNames: OptionNames<ThrottleRule> = { windowMs: true, blockAfter: true, blockMs: true, maxBlockMs: true };
