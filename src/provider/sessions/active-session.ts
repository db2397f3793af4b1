import type { Account } from "../accounts/account-source.ts";
import type { Session } from "../stores/records.ts";

/** A signed-in browser whose account is there and active. */
export interface ActiveSession {
  readonly session: Session;
  readonly account: Account;
  /** `Set-Cookie` values to send along, where the session was renewed. */
  readonly cookies: readonly string[];
}

/** How a person has just proved who they are. */
export interface Authentication {
  readonly account: Account;
  readonly amr: readonly string[];
  readonly acr?: string | undefined;
  readonly remember: boolean;
}
