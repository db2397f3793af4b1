import type { PrincipalLike, RelyingPartyLike, ResourceServerLike, SessionLike } from "ts-identity-model/express";

/** What every application here is made of: a resource server for its API, and a relying party for its pages. */
export interface Identity {
  readonly api: ResourceServerLike<PrincipalLike>;
  readonly login: RelyingPartyLike<SessionLike>;
}
