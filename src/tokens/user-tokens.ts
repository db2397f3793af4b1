import type { RevokedTokens } from "../endpoints/revoke-tokens.ts";
import { isAuthError } from "../errors/auth-error.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { waitFor } from "../metadata/wait-for.ts";
import type { OptionNames } from "../util/check-option-names.ts";
import { createTargetedFetch, type FetchLike } from "./authorized-fetch.ts";
import type { AuthorizedFetchTargets } from "./fetch-targets.ts";
import { checkManagerOptions, type GetTokenOptions } from "./manager-options.ts";
import { createSessionRenewal, type RenewalPlace } from "./session-renewal.ts";
import type { UserTokensClient } from "./token-client.ts";
import type { TokenSet } from "./token-set.ts";
import type { UserTokenOptions, UserTokensOptions } from "./user-tokens-options.ts";

/** Where a user's token may be sent, and which one. */
export interface UserFetchOptions extends AuthorizedFetchTargets, Pick<UserTokenOptions, "resource" | "scope"> {}

/** The tokens of users, that renew themselves. A key of yours tells users or sessions apart: it is hashed before it gets to the store. */
export interface UserTokens {
  /**
   * Keeps the tokens of a login, in the place of former ones.
   * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for tokens of another issuer, and, as all these functions, for a key that is no text or empty
   */
  readonly save: (key: string, tokens: TokenSet) => Promise<void>;
  /**
   * A token that is good for a while, renewed where that is due. While the server cannot be reached, the old one as long as it lasts.
   * @returns `undefined` where there are no tokens, or none that can be renewed: the user must log in
   * @throws OAuthError `invalid_grant` once, when the server has ended the session: the tokens are forgotten then; TransportError when the server or the store
   * does not answer, and nothing is lost
   */
  readonly get: (key: string, options?: UserTokenOptions) => Promise<TokenSet | undefined>;
  /** Another token, whatever is there: {@link UserTokens.get} with `forceRenewal`. */
  readonly renew: (key: string, options?: UserTokenOptions) => Promise<TokenSet | undefined>;
  /**
   * Forgets the tokens, and has the server end them: at a logout. They are forgotten also where the server does not answer.
   * @returns what became of the tokens of the login; `undefined` where there were none, or the server has no revocation endpoint
   * @see RFC 7009 §2.1
   */
  readonly revoke: (key: string, options?: Pick<GetTokenOptions, "signal">) => Promise<RevokedTokens | undefined>;
  /** A `fetch` that calls APIs for the user. See `createAuthorizedFetch`. */
  readonly fetch: (key: string, options?: UserFetchOptions) => FetchLike;
}

/**
 * Creates a manager of the tokens of users. A refresh token works once, so one process at a time refreshes the tokens of a user, and a new refresh token is in the
 * store before anybody gets the access token that came with it.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION`
 * @see RFC 6749 §6
 * @see RFC 9700 §4.14
 */
export function createUserTokens(client: UserTokensClient, options: UserTokensOptions): UserTokens {
  checkManagerOptions(options, optionNames, "createUserTokens");
  checkOptions(options);
  const renewal = createSessionRenewal({ ...options, client });

  async function find(key: string): Promise<RenewalPlace> {
    requireKey(key);
    return renewal.find(key);
  }

  async function get(key: string, given: UserTokenOptions = {}): Promise<TokenSet | undefined> {
    return renewal.get(await waitFor(find(key), given.signal), given);
  }

  const { baseUrl, allowedOrigins, maxRedirects } = options;
  return Object.freeze<UserTokens>({
    get,
    async save(key, tokens) {
      const place = await find(key);
      if (tokens?.issuer !== place.owner.issuer) throw otherIssuer();
      await renewal.save(place, { login: tokens, resources: {} });
    },
    renew: (key, given) => get(key, { ...given, forceRenewal: true }),
    async revoke(key, { signal } = {}) {
      const place = await waitFor(find(key), signal);
      const session = await renewal.forget(place);
      if (session === undefined) return undefined;
      try {
        const revoked = await client.revokeAll(session.login, { signal });
        for (const tokens of Object.values(session.resources)) await client.revokeAll(tokens, { signal });
        place.tell({ type: "token.revoked", isComplete: revoked.complete });
        return revoked;
      } catch (error) {
        place.tell({ type: "token.revoked", isComplete: false });
        if (isAuthError(error) && error.code === "ERR_CONFIGURATION_METADATA_MISSING") return undefined;
        throw error;
      }
    },
    fetch: (key, { resource, scope, ...targets } = {}) =>
      createTargetedFetch({
        ...{ baseUrl, allowedOrigins, maxRedirects, client, ...targets },
        getToken: (call) => get(key, { resource, scope, ...call }),
      }),
  });
}

function checkOptions({ store, lifetimeSeconds = 1 }: UserTokensOptions): void {
  if (store === undefined) throw wrongOption("store", "is missing: tokens of users are kept in one");
  if (Number.isSafeInteger(lifetimeSeconds) && lifetimeSeconds >= 1) return;
  throw wrongOption("lifetimeSeconds", "must be a whole number of seconds, 1 or more");
}

/** For callers without types: all whose session is not known would have one and the same place, and the tokens of each other. */
function requireKey(key: unknown): void {
  if (typeof key !== "string" || key === "") throw wrongOption("key", "must be a text that is not empty");
}

function wrongOption(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

function otherIssuer(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The tokens are no token set, or one of another issuer than the client's.",
    parameter: "tokens",
    specification: specification("rfc9700", "4.4"),
    remedy: "Pass what finishAuthorization of this client returned.",
  });
}

const optionNames: OptionNames<Pick<UserTokensOptions, "lifetimeSeconds">> = { lifetimeSeconds: true };
