import type { SharedStore } from "../util/shared-store.ts";
import type { GetTokenOptions, TokenManagerOptions } from "./manager-options.ts";

/** What `createUserTokens` may be given. */
export interface UserTokensOptions extends TokenManagerOptions {
  readonly store: SharedStore;
  /** How long tokens are kept after they were last saved or renewed, in seconds. Default 2592000: thirty days. */
  readonly lifetimeSeconds?: number | undefined;
}

/** Which of a user's access tokens. */
export interface UserTokenOptions extends GetTokenOptions {
  /** The resources that the token is for, as in RFC 8707. Default: those of the login. */
  readonly resource?: string | readonly string[] | undefined;
  /** Part of the login's scope. Default: all of it. */
  readonly scope?: string | undefined;
}
