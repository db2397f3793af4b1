/** What happened in a provider, for logs, metrics and audits. Never a secret, a token, a code or a cookie. */
export interface ProviderEvent {
  /** What it is, in dotted words: `token.issued`, `client.authentication-failed`, `code.replayed`. */
  readonly type: ProviderEventType;
  readonly clientId?: string | undefined;
  readonly accountId?: string | undefined;
  readonly grantId?: string | undefined;
  readonly sid?: string | undefined;
  /** Path of the endpoint: `/token`; `unknown` stands for every path where there is none. */
  readonly endpoint?: string | undefined;
  /** Method of a finished request. */
  readonly method?: string | undefined;
  readonly grantType?: string | undefined;
  /** The `error` that was answered. */
  readonly error?: string | undefined;
  /** Why in truth; what the answer did not say. */
  readonly reason?: string | undefined;
  readonly status?: number | undefined;
  /** What the error page shows to be asked for. */
  readonly reference?: string | undefined;
  readonly durationMs?: number | undefined;
  readonly remoteAddress?: string | undefined;
  /** What went wrong inside, for `error.internal`. */
  readonly cause?: unknown;
}

/** The kinds of events. */
export type ProviderEventType =
  | "request.finished"
  | "request.refused"
  | "error.internal"
  | "error.store"
  | "client.authentication-failed"
  | "token.issued"
  | "scope.reduced"
  | "token.revoked"
  | "token.introspected"
  | "refresh-token.replayed"
  | "code.replayed"
  | "grant.revoked"
  | "authorization.started"
  | "authorization.granted"
  | "authorization.denied"
  | "login.succeeded"
  | "login.failed"
  | "login.throttled"
  | "session.started"
  | "session.ended"
  | "account.created"
  | "account.changed"
  | "account.removed"
  | "account.locked"
  | "account.unlocked"
  | "client.registered"
  | "client.changed"
  | "client.removed"
  | "consent.removed"
  | "delivery.removed"
  | "initial-access-token.created"
  | "initial-access-token.removed"
  | "admin.changed"
  | "key.added"
  | "key.rotated"
  | "key.withdrawn"
  | "logout.delivered"
  | "logout.delivery-failed"
  | "backchannel.delivered"
  | "backchannel.delivery-failed";

/** Is told what happens. What it throws is ignored; what it does slowly delays nobody. */
export type ProviderEventListener = (event: ProviderEvent) => void;
