import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";

/** How long things live, in whole seconds. */
export interface Lifetimes {
  /** Default 60. At most 600 (RFC 6749 §4.1.2). */
  readonly authorizationCodeSeconds?: number | undefined;
  /** Default 600. At most 86400: a token that leaks is good until then (RFC 9700 §4.14). */
  readonly accessTokenSeconds?: number | undefined;
  /** Default 3600. */
  readonly idTokenSeconds?: number | undefined;
  /** How long a refresh token may lie unused. Default 14 days. */
  readonly refreshTokenSeconds?: number | undefined;
  /** How long a family of refresh tokens may live in all. Default 90 days. */
  readonly grantSeconds?: number | undefined;
  /** Default 60. At most 600 (RFC 9126 §2.2). */
  readonly pushedRequestSeconds?: number | undefined;
  /** Default 600. */
  readonly deviceCodeSeconds?: number | undefined;
  /** How long a login may take. Default 1800. */
  readonly interactionSeconds?: number | undefined;
  /** A session ends when it is not used for so long. Default 1800. */
  readonly sessionIdleSeconds?: number | undefined;
  /** A session ends after so long in any case. Default 43200. */
  readonly sessionSeconds?: number | undefined;
  /** A session that is to be remembered. Default 30 days, idle 14 days. */
  readonly rememberedSessionSeconds?: number | undefined;
  readonly rememberedSessionIdleSeconds?: number | undefined;
}

/** The same, with nothing left open. */
export type SetLifetimes = { readonly [Name in keyof Lifetimes]-?: number };

/** What is not configured. */
export const defaultLifetimes: SetLifetimes = {
  authorizationCodeSeconds: 60,
  accessTokenSeconds: 600,
  idTokenSeconds: 3600,
  refreshTokenSeconds: 14 * 86_400,
  grantSeconds: 90 * 86_400,
  pushedRequestSeconds: 60,
  deviceCodeSeconds: 600,
  interactionSeconds: 1800,
  sessionIdleSeconds: 1800,
  sessionSeconds: 43_200,
  rememberedSessionSeconds: 30 * 86_400,
  rememberedSessionIdleSeconds: 14 * 86_400,
};

/**
 * Fills in what is not configured.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a name that is none, and for a value that is no whole number of seconds or is too long
 */
export function readLifetimes(lifetimes: Lifetimes = {}): SetLifetimes {
  checkOptionNames(lifetimes, optionNames, { of: "createProvider", at: "lifetimes" });
  const seconds = (name: keyof Lifetimes): number => readSeconds(name, lifetimes[name]);
  return Object.freeze<SetLifetimes>({
    authorizationCodeSeconds: seconds("authorizationCodeSeconds"),
    accessTokenSeconds: seconds("accessTokenSeconds"),
    idTokenSeconds: seconds("idTokenSeconds"),
    refreshTokenSeconds: seconds("refreshTokenSeconds"),
    grantSeconds: seconds("grantSeconds"),
    pushedRequestSeconds: seconds("pushedRequestSeconds"),
    deviceCodeSeconds: seconds("deviceCodeSeconds"),
    interactionSeconds: seconds("interactionSeconds"),
    sessionIdleSeconds: seconds("sessionIdleSeconds"),
    sessionSeconds: seconds("sessionSeconds"),
    rememberedSessionSeconds: seconds("rememberedSessionSeconds"),
    rememberedSessionIdleSeconds: seconds("rememberedSessionIdleSeconds"),
  });
}

function readSeconds(name: keyof Lifetimes, given: number | undefined): number {
  const seconds = given ?? defaultLifetimes[name];
  const longest = longestSeconds[name] ?? tenYearsSeconds;
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= longest) return seconds;
  const parameter = `lifetimes.${name}`;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${parameter} must be 1 to ${longest} whole seconds.`,
    parameter,
    specification: rules[name],
  });
}

/** What the defaults are far below of: more is a slip, such as milliseconds. */
const tenYearsSeconds = 315_360_000;
const longestSeconds: Readonly<Partial<Record<keyof Lifetimes, number>>> = {
  authorizationCodeSeconds: 600,
  accessTokenSeconds: 86_400,
  pushedRequestSeconds: 600,
};
const rules: Readonly<Partial<Record<keyof Lifetimes, ReturnType<typeof specification>>>> = {
  authorizationCodeSeconds: /* @__PURE__ */ specification("rfc6749", "4.1.2"),
  accessTokenSeconds: /* @__PURE__ */ specification("rfc9700", "4.14"),
  pushedRequestSeconds: /* @__PURE__ */ specification("rfc9126", "2.2"),
};
const optionNames: OptionNames<Lifetimes> = {
  authorizationCodeSeconds: true,
  accessTokenSeconds: true,
  idTokenSeconds: true,
  refreshTokenSeconds: true,
  grantSeconds: true,
  pushedRequestSeconds: true,
  deviceCodeSeconds: true,
  interactionSeconds: true,
  sessionIdleSeconds: true,
  sessionSeconds: true,
  rememberedSessionSeconds: true,
  rememberedSessionIdleSeconds: true,
};
