export {
  createRelyingParty,
  type FoundSession,
  type GetSessionOptions,
  type RelyingParty,
} from "./create-relying-party.ts";
export type {
  LoginAuthorization,
  LoginParameter,
  RelyingPartyClient,
  RelyingPartyOptions,
  RelyingPartyProblem,
} from "./options.ts";
export type { ProtectOptions } from "./protect.ts";
export type { ProxyOptions } from "./proxy.ts";
export type {
  LoginEvent,
  LogoutEvent,
  ProxyFailedEvent,
  RelyingPartyEvent,
  RequestRefusedEvent,
  SessionEndReason,
  SessionEvent,
} from "./relying-party-event.ts";
export type { GetAccessTokenOptions, ProtectedSession, RelyingPartySession } from "./session.ts";
