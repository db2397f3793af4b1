/** Why a session ended. */
export type SessionEndReason =
  | "logout"
  | "backchannel_logout"
  | "frontchannel_logout"
  | "expired"
  | "renewal_refused"
  | "replaced";

/** A login began, succeeded or failed. */
export interface LoginEvent {
  readonly type: "login.started" | "login.succeeded" | "login.failed";
  /** Code of the error, or `error` of the provider. */
  readonly code?: string | undefined;
  readonly sub?: string | undefined;
  /** Milliseconds since the browser was sent away. */
  readonly durationMs?: number | undefined;
}

/** A session began, got new tokens or ended; or its tokens could not be renewed for now. */
export interface SessionEvent {
  readonly type: "session.created" | "session.renewed" | "session.renewal_failed" | "session.ended";
  /** Names the session in logs; good for nothing else. */
  readonly sessionId?: string | undefined;
  readonly sub?: string | undefined;
  readonly reason?: SessionEndReason | undefined;
  readonly code?: string | undefined;
  readonly durationMs?: number | undefined;
}

/** A logout happened, or something of it failed. */
export interface LogoutEvent {
  readonly type:
    | "logout.started"
    | "logout.finished"
    | "logout.failed"
    | "logout.revocation_failed"
    | "logout.backchannel"
    | "logout.frontchannel"
    | "logout.refused";
  readonly sub?: string | undefined;
  readonly code?: string | undefined;
  /** How many sessions a back-channel logout ended, where they are in a store. */
  readonly sessions?: number | undefined;
}

/** A request was refused that a page of another origin may have made. */
export interface RequestRefusedEvent {
  readonly type: "request.refused";
  readonly path: string;
}

/** The proxy got no answer of the API, or had no good token for it. */
export interface ProxyFailedEvent {
  readonly type: "proxy.failed";
  /** The prefix that is proxied. */
  readonly path: string;
  readonly sub?: string | undefined;
  readonly code?: string | undefined;
}

/** What a relying party tells its owner. */
export type RelyingPartyEvent = LoginEvent | SessionEvent | LogoutEvent | RequestRefusedEvent | ProxyFailedEvent;
