import type { IdToken } from "../../generated/messages/id-token.ts";
import type { Client } from "../client/client.ts";
import type { ClientOptions } from "../client/options.ts";
import type { AuthorizationParameters } from "../endpoints/authorization-parameters.ts";
import type { AuthorizationTransaction } from "../endpoints/authorization-transaction.ts";
import type { TokenSet } from "../tokens/token-set.ts";
import type { Clock } from "../util/clock.ts";
import type { RandomSource } from "../util/random.ts";
import type { SharedStore } from "../util/shared-store.ts";
import type { RelyingPartyEvent } from "./relying-party-event.ts";

/** What a relying party needs of a client; what `createClient` returns fits, whatever it makes of claims. */
export interface RelyingPartyClient
  extends Pick<
    Client,
    | "startAuthorization"
    | "revokeAll"
    | "fetchResource"
    | "userInfo"
    | "startLogout"
    | "finishLogout"
    | "readFrontchannelLogout"
    | "handleBackchannelLogout"
    | "context"
  > {
  readonly finishAuthorization: (callback: URLSearchParams, transaction: AuthorizationTransaction) => Promise<TokenSet>;
  readonly refresh: (tokens: TokenSet<IdToken>) => Promise<TokenSet<IdToken>>;
}

/** Parameters of an authorization that a link to the login may set. */
export type LoginParameter = "prompt" | "login_hint" | "acr_values" | "max_age" | "scope" | "ui_locales";

/** Parameters that every authorization has. */
export type LoginAuthorization = Omit<AuthorizationParameters, "redirect_uri" | "response_type" | "response_mode">;

/** Something that went wrong in the browser's sight. */
export interface RelyingPartyProblem {
  /** The step that failed. */
  readonly step: "login" | "callback" | "logout" | "logout_callback";
  /** What was thrown. For logs: nothing of it belongs on a page unread. */
  readonly error: unknown;
  /** Path at which to start again. */
  readonly restartUrl: string;
  /** Status of the page that is shown where no other is given. */
  readonly status: number;
  readonly request: Request;
}

/** What a relying party is made of. */
export interface RelyingPartyOptions {
  /** The client, or the options to create one with; then `redirect_uris` and the replay store may be left out. */
  readonly client: RelyingPartyClient | ClientOptions<unknown>;
  /**
   * Secrets that cookies and stored sessions are encrypted with, 32 characters or more of random text each: the current one first, then those that it replaced,
   * which open what they closed until that expires.
   */
  readonly secrets: string | readonly [string, ...string[]];
  /** Origin at which browsers reach the application: `https://app.example.com`. `http` on a loopback host only. Never taken from a request. */
  readonly baseUrl: string;
  /** Path that everything is served below. Default `/auth`. */
  readonly basePath?: string | undefined;
  /** Where sessions are kept: encrypted in cookies (default), or in a store, of which the browser holds a random handle. */
  readonly sessions?: "cookie" | SharedStore | undefined;
  /** Where back-channel logouts are remembered when sessions are kept in cookies. Left out: those logouts are refused. */
  readonly revocations?: SharedStore | undefined;
  /** Beginning of the cookies' names, after `__Host-`. Default `rp`; port and base path are added, so that neighbours on one host do not clash. */
  readonly name?: string | undefined;
  /** Parameters of every authorization. Default: the scope `openid`. */
  readonly authorization?: LoginAuthorization | undefined;
  /** How the answer comes back. Default: in the query; a profile of the client may demand another. */
  readonly responseMode?: "query" | "form_post" | "jwt" | "query.jwt" | "form_post.jwt" | undefined;
  /** Parameters that a link to the login may set. Default: none. */
  readonly allowedLoginParameters?: readonly LoginParameter[] | undefined;
  /** Most logins that one browser may have under way, 1 to 10; the oldest is forgotten. Default 4. */
  readonly maxLogins?: number | undefined;
  /** How long a login may take, 600 to 3600. Default 1800. */
  readonly loginLifetimeSeconds?: number | undefined;
  /** How long a session lasts without a request. Default 86400, one day. */
  readonly idleSeconds?: number | undefined;
  /** How long a session lasts at most. Default 604800, one week. */
  readonly absoluteSeconds?: number | undefined;
  /** How long before its end an access token is renewed. Default 60. */
  readonly renewBeforeSeconds?: number | undefined;
  /** `SameSite` of the session's cookies. Default `lax`; front-channel logout from another site needs `none`. */
  readonly sessionSameSite?: "lax" | "none" | undefined;
  /** Most cookies of 3800 bytes that a session may take, 1 to 5. Default 3: Node accepts 16 KiB of header fields. */
  readonly maxCookieChunks?: number | undefined;
  /** Name of the header field that proves a request to be made by a script of this origin; its value is `1`. Default `x-csrf`. */
  readonly csrfHeader?: string | undefined;
  /**
   * Asks the userinfo endpoint once at each login and keeps what it says with the session: `true` all claims, a list those named in it; at most 8192 characters. A login whose claims cannot
   * be fetched fails. Default `false`.
   */
  readonly userinfo?: boolean | readonly string[] | undefined;
  /** What the session endpoint tells scripts about the user. Default: `sub` and what the scopes profile and email name of a person. */
  readonly sessionClaims?: ((claims: IdToken) => Readonly<Record<string, unknown>>) | undefined;
  /** Origins that `session.fetch` may send the access token to. Default: none. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Own path that a logout ends at. Default `/`. */
  readonly afterLogout?: string | undefined;
  /** Makes the page for something that went wrong; without an answer the built-in one is shown. */
  readonly onError?:
    | ((problem: RelyingPartyProblem) => Response | undefined | Promise<Response | undefined>)
    | undefined;
  /** Told what happens; no event holds a secret. */
  readonly onEvent?: ((event: RelyingPartyEvent) => void) | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: RandomSource | undefined;
}
