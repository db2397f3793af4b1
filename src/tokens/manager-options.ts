import { ConfigurationError } from "../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import type { SharedStore } from "../util/shared-store.ts";
import type { Wait } from "../util/wait.ts";
import type { AuthorizedFetchTargets } from "./fetch-targets.ts";
import type { TokenEvent } from "./token-event.ts";
import type { TokenSecret } from "./token-sealing.ts";

/** What all managers of tokens may be given. */
export interface TokenManagerOptions extends AuthorizedFetchTargets {
  /** Where tokens lie that several processes share: `createMemorySharedStore`, or one of the adapters. */
  readonly store?: SharedStore | undefined;
  /** Encrypts what lies in the store, with AES-256-GCM. Several: the first one seals, the others open what was sealed before. Default: tokens lie there as they are. */
  readonly secret?: TokenSecret | undefined;
  /** How long before its end a token is renewed, in milliseconds; a tenth of its life where that is less. Default 60000. */
  readonly renewalMarginMs?: number | undefined;
  /**
   * How long a process may take to get a token before another one takes over, in milliseconds. Default 8000: where a process dies in the middle of a refresh, the
   * next one must come before the server takes the refresh token for stolen, which many do ten seconds after it was used.
   */
  readonly leaseMs?: number | undefined;
  /** Whether callers get the token that there is while another one is got, as long as there is time. `false`: they wait for the new one. Default true. */
  readonly renewInBackground?: boolean | undefined;
  /**
   * Is given each renewal that no caller waits for. Platforms that end work with the answer to a request need it, or `renewInBackground: false`: a refresh that is cut
   * off may have used up its refresh token. `waitUntil` of `cloudflare:workers` and of `@vercel/functions` fit.
   */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
  /** Told what happens; for logs and metrics. */
  readonly onEvent?: ((event: TokenEvent) => void) | undefined;
  /** Waits between looks at the store. Default: the platform's timer. */
  readonly wait?: Wait | undefined;
}

/** What one call for a token may be given. */
export interface GetTokenOptions {
  /** Gets another token than the one that is there. Default false. */
  readonly forceRenewal?: boolean | undefined;
  /** An access token that a resource has refused: it is not given again. Where it has been replaced already, nothing is asked for. */
  readonly rejectedToken?: string | undefined;
  /** Ends the wait of this caller; others may be waiting for the same token. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Checks the options that all managers have, for callers without types.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION`
 */
export function checkManagerOptions(
  options: TokenManagerOptions,
  names: Readonly<Record<string, true>>,
  of: string,
): void {
  checkOptionNames(options, { ...managerOptionNames, ...names }, { of });
  for (const name of ["renewalMarginMs", "leaseMs"] as const) {
    const value = options[name];
    if (value === undefined || (Number.isSafeInteger(value) && value >= (name === "leaseMs" ? 1 : 0))) continue;
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: `${name} must be a whole number of milliseconds.`,
      parameter: name,
    });
  }
  for (const [name, type] of [
    ["waitUntil", "function"],
    ["renewInBackground", "boolean"],
  ] as const) {
    if (options[name] === undefined || typeof options[name] === type) continue;
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: `${name} must be a ${type}.`,
      parameter: name,
    });
  }
  if (options.store !== undefined && typeof options.store?.acquire !== "function") {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "store must be a shared store.",
      parameter: "store",
      remedy: "Pass what createMemorySharedStore, createRedisSharedStore or createPostgresSharedStore gives.",
    });
  }
}

const managerOptionNames: OptionNames<TokenManagerOptions> = {
  store: true,
  secret: true,
  renewalMarginMs: true,
  leaseMs: true,
  renewInBackground: true,
  waitUntil: true,
  onEvent: true,
  wait: true,
  baseUrl: true,
  allowedOrigins: true,
  maxRedirects: true,
};
