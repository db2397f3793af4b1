/** What the events about one token share. */
interface AboutToken {
  /** The grant that the token is of. */
  readonly grant: "client_credentials" | "token_exchange" | "refresh_token";
  /** Tells tokens apart: a digest that says nothing. The same in every process that shares a store. */
  readonly key: string;
}

/** A token is about to be asked for. */
export interface TokenRequestedEvent extends AboutToken {
  readonly type: "token.requested";
  /** Whether the caller, or a resource that refused the last one, demands another token. */
  readonly isForced: boolean;
}

/** A token came. */
export interface TokenRenewedEvent extends AboutToken {
  readonly type: "token.renewed";
  readonly durationMs: number;
  /** When it ends, in milliseconds since 1970; `undefined` when the server does not say. */
  readonly expiresAt: number | undefined;
  /** Whether a new refresh token came with it. */
  readonly isRotated: boolean;
}

/** No token came. It is not asked for again before `retryInMs` have passed. */
export interface TokenRenewalFailedEvent extends AboutToken {
  readonly type: "token.renewal_failed";
  readonly durationMs: number;
  /** Code of the error, `ERR_…`; `undefined` for an error of something else. */
  readonly code: string | undefined;
  /** What the server said: `invalid_client`. */
  readonly error: string | undefined;
  readonly retryInMs: number;
  /** Whether the token before it is still good, and is used meanwhile. */
  readonly isTokenUsable: boolean;
}

/** A token was there already. */
export interface TokenReusedEvent extends AboutToken {
  readonly type: "token.reused";
  readonly source: "memory" | "store";
}

/** Another process is asking for the token, and this one waits for it. */
export interface TokenWaitingEvent extends AboutToken {
  readonly type: "token.waiting";
}

/** The tokens of a user were forgotten, and the server was told. */
export interface TokenRevokedEvent extends AboutToken {
  readonly type: "token.revoked";
  /** Whether the server ended all of them. */
  readonly isComplete: boolean;
}

/** The tokens of a user are over: they cannot be renewed, and are forgotten. */
export interface TokenSessionEndedEvent extends AboutToken {
  readonly type: "token.session_ended";
  /** `refused`: the server says so (`invalid_grant`). `expired`: there was no refresh token. `broken`: a new ID token is about another login. */
  readonly reason: "refused" | "expired" | "broken";
}

/** The store failed, or what it held cannot be read. */
export interface TokenStoreFailedEvent extends AboutToken {
  readonly type: "token.store_failed";
  readonly operation: "read" | "write" | "remove" | "acquire" | "open";
}

/** What managers of tokens tell their owner; for logs and metrics. Flat and frozen; none holds a secret. */
export type TokenEvent =
  | TokenRequestedEvent
  | TokenRenewedEvent
  | TokenRenewalFailedEvent
  | TokenReusedEvent
  | TokenWaitingEvent
  | TokenRevokedEvent
  | TokenSessionEndedEvent
  | TokenStoreFailedEvent;

/** Tells the owner about one token. */
export type TellToken = (event: WithoutAbout<TokenEvent>) => void;

type WithoutAbout<Event> = Event extends unknown ? Omit<Event, keyof AboutToken> : never;
