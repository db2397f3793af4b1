import type { LogoutToken } from "../../generated/messages/logout-token.ts";
import type { RequestCookies } from "./cookies.ts";
import type { SessionRecord } from "./session-record.ts";

/** A session that was found. */
export interface KeptSession {
  readonly record: SessionRecord;
  /** Whether it is to be written anew, because a former secret closed it. */
  readonly isStale: boolean;
  /** Where it stands in the store. */
  readonly key?: string | undefined;
  readonly version?: string | undefined;
}

/** Keeps sessions, in cookies or in a store. */
export interface SessionKeeper {
  /** Whether several processes see one state of a session. */
  readonly isShared: boolean;
  readonly find: (cookies: RequestCookies) => Promise<KeptSession | undefined>;
  /** The session as it is now, where that can be known. */
  readonly reread: (kept: KeptSession) => Promise<KeptSession | undefined>;
  /** Begins a session under a new name; the one that the browser had ends. @returns `Set-Cookie` values */
  readonly create: (record: SessionRecord, cookies: RequestCookies) => Promise<readonly string[]>;
  /** @returns the session as it is now; `undefined` where somebody else has changed or ended it meanwhile */
  readonly update: (kept: KeptSession, record: SessionRecord) => Promise<KeptSession | undefined>;
  /** `Set-Cookie` values for a session as it is. */
  readonly issue: (kept: KeptSession, cookies: RequestCookies) => Promise<readonly string[]>;
  /** Ends a session where it is kept; `clear` does it in the browser. */
  readonly end: (kept: KeptSession) => Promise<void>;
  /** `Set-Cookie` values that remove what a browser has of a session. */
  readonly clear: (cookies: RequestCookies) => readonly string[];
  /** Ends the sessions that a logout token names. @returns how many, where that can be known */
  readonly endNamed: (logout: Pick<LogoutToken, "iss" | "sub" | "sid">) => Promise<number | undefined>;
  /** Takes the right to renew the tokens of a session; `undefined` where another process has it. */
  readonly lease: (kept: KeptSession) => Promise<{ readonly release: () => Promise<void> } | undefined>;
}
