import type { IdToken } from "../../generated/messages/id-token.ts";
import type { LoginParameters } from "../endpoints/start-login.ts";
import type { CallOptions } from "../exchange/context.ts";
import type { ExchangeEvent } from "../exchange/exchange-event.ts";
import type { HttpOptions } from "../http/types.ts";
import type { MetadataEvent } from "../metadata/metadata-event.ts";
import type { Clock } from "../util/clock.ts";
import type { RandomSource } from "../util/random.ts";
import type { BrowserWindow } from "./browser-window.ts";
import type { PushAuthorization } from "./push-authorization.ts";
import type { SessionStorage } from "./session-record.ts";

/**
 * The application as it is registered, in the wire names of client metadata. It has no secret: whatever a page holds, everybody has.
 * @see RFC 7591 §2
 */
export interface BrowserClientRegistration {
  readonly client_id: string;
  /** Pages of the application's own, one at least; the first of the origin that the page is of is the default. */
  readonly redirect_uris: readonly string[];
  /** Where the provider may send people back to after a logout. With exactly one, it is the default. */
  readonly post_logout_redirect_uris?: readonly string[] | undefined;
  /** The scope that sign-ins ask for where they name none. Default `openid`. */
  readonly scope?: string | undefined;
  /** Whether every access token is bound with DPoP; the same as the option `dpop`. */
  readonly dpop_bound_access_tokens?: boolean | undefined;
  /** The only algorithm to accept for ID tokens; left out, every asymmetric one that the server announces. */
  readonly id_token_signed_response_alg?: string | undefined;
}

/** How sessions are renewed without a person, in a hidden frame with `prompt=none`. */
export interface SilentSignInOptions {
  /** One of `redirect_uris`: a small page that calls `handleRedirect`. Default: as for every sign-in. */
  readonly redirectUri?: string | undefined;
  /** How long the frame may take, in milliseconds. Default 10000. */
  readonly timeoutMs?: number | undefined;
}

/** What a browser client is made of. */
export interface BrowserClientOptions extends Pick<HttpOptions, "fetch" | "timeoutMs"> {
  /** Issuer identifier of the provider, exactly as it spells it. */
  readonly issuer: string;
  readonly client: BrowserClientRegistration;
  /** Whether tokens are bound to a key that nothing can copy, kept in IndexedDB. Default `false`, because not every provider can. */
  readonly dpop?: boolean | undefined;
  /**
   * Where tokens are kept. Default `memory`: they end with the last tab, and a reload asks the other tabs, or signs in silently. `session`: the tab's `sessionStorage`, which survives a
   * reload. Never `localStorage`, unless you write that yourself: it outlives the visit, and is the first place where injected scripts look.
   */
  readonly storage?: "memory" | "session" | SessionStorage | undefined;
  /** Origins that `fetch` sends tokens to. Default: none. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Renews in a hidden frame where there is no refresh token or it has ended. Default: not; many browsers keep cookies from frames of other sites. */
  readonly silentSignIn?: SilentSignInOptions | undefined;
  /** How long before its end an access token is renewed, in seconds; never more than half of its lifetime. Default 60. */
  readonly renewBeforeSeconds?: number | undefined;
  /** How far the clocks may differ, in seconds. Default 30. */
  readonly clockToleranceSeconds?: number | undefined;
  /** Sends what a sign-in asks for to the provider first: `pushAuthorization()`. Default: it stands in the URL, which a provider that requires pushed requests refuses. */
  readonly pushing?: PushAuthorization | undefined;
  /** Told about every message and every change of the session. No event holds a secret. */
  readonly onEvent?: ((event: BrowserClientEvent) => void) | undefined;
  /** Default: the page's own. */
  readonly window?: BrowserWindow | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: RandomSource | undefined;
}

/** A person who is signed in. It holds no token. */
export interface BrowserSession {
  /** Verified claims of the ID token. */
  readonly claims: IdToken;
  /** What was granted, space-delimited. */
  readonly scope: string;
  /** When the person signed in here, in milliseconds since 1970. */
  readonly signedInAt: number;
  /** When the access token expires, in milliseconds since 1970; `undefined` where the server does not say. */
  readonly expiresAt: number | undefined;
}

/** What a sign-in may be given. */
export interface SignInOptions extends CallOptions {
  /** What it asks for: `scope`, `prompt`, `login_hint` and others; another of the `redirect_uris`. */
  readonly parameters?: Partial<LoginParameters> | undefined;
}

/** What a sign-in by redirect may be given. */
export interface SignInRedirectOptions extends SignInOptions {
  /** Where to go on afterwards: a URL of the application's own origin, or a path. Default: the page that is shown now. */
  readonly returnTo?: string | undefined;
}

/** What a sign-in in a popup may be given. */
export interface SignInPopupOptions extends SignInOptions {
  /** How long the person may take, in milliseconds. Default five minutes. */
  readonly timeoutMs?: number | undefined;
  /** Features of the window. Default `popup,width=480,height=640`. */
  readonly features?: string | undefined;
  /** Whether a popup that seems closed ends the wait. Default `true`; `false` for providers whose pages cut off their opener (Cross-Origin-Opener-Policy), which looks the same. */
  readonly detectClosed?: boolean | undefined;
}

/** What a sign-out may be given. */
export interface SignOutOptions extends Pick<CallOptions, "signal"> {
  /** Whether to sign out at the provider too, which leaves the page. Default `true`. */
  readonly provider?: boolean | undefined;
  /** One of the `post_logout_redirect_uris`. */
  readonly returnTo?: string | undefined;
}

/** What became of what was at the redirect URI. */
export type HandledRedirect =
  | {
      readonly kind: "signedIn";
      readonly session: BrowserSession;
      /** Where the application goes on; the page's URL already. */
      readonly returnTo: string;
    }
  /** This is a popup or a frame: another page goes on, and this one is about to close. Show nothing. */
  | { readonly kind: "relayed" };

/** A change of the session; `subject` and `expiresAt` are those of the session. */
export interface SessionEvent {
  readonly type: "session.signed_in" | "session.renewed" | "session.signed_out" | "session.expired";
  readonly subject: string;
  readonly expiresAt: number | undefined;
  /** Whether another tab did it. */
  readonly elsewhere: boolean;
}

/** Something that could not be done, and did not keep the rest from being done. */
export interface SessionFailureEvent {
  readonly type: "session.revocation_failed" | "session.renewal_failed" | "session.storage_failed";
  readonly error: unknown;
}

/** What a browser client tells its owner. */
export type BrowserClientEvent = SessionEvent | SessionFailureEvent | ExchangeEvent | MetadataEvent;

/** A client in a page: one person, one session in all tabs. */
export interface BrowserClient {
  /**
   * Sends the browser to the provider. The page ends here.
   * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a `returnTo` of another origin; as `startLogin`, before the browser goes anywhere
   */
  readonly signInRedirect: (options?: SignInRedirectOptions) => Promise<void>;
  /**
   * Finishes what came back to the redirect URI; call it at each start of the page. `undefined`: nothing came. The code and everything
   * else of the answer are out of the URL and the history before anything is sent. Called again, it gives the same promise.
   * @throws VerificationError `ERR_VERIFICATION_STATE` where this browser has started no such sign-in; as `finishLogin`
   */
  readonly handleRedirect: () => Promise<HandledRedirect | undefined>;
  /**
   * Signs in in a window of its own. Call it right in the handler of a click: browsers open no window otherwise.
   * @throws TransportError `ERR_TRANSPORT_WINDOW` for a popup that was blocked or closed, `ERR_TRANSPORT_TIMEOUT`; as `finishLogin`
   */
  readonly signInPopup: (options?: SignInPopupOptions) => Promise<BrowserSession>;
  /**
   * Signs in without asking anybody, in a hidden frame, where the person has a session at the provider. `undefined`: the provider would have to ask.
   * @throws TransportError `ERR_TRANSPORT_TIMEOUT`; as `finishLogin`
   */
  readonly signInSilently: (options?: SignInOptions) => Promise<BrowserSession | undefined>;
  /** Who is signed in; `undefined`: nobody. Sends nothing to the provider. */
  readonly getSession: () => Promise<BrowserSession | undefined>;
  /**
   * The access token, renewed where it is about to expire: once, however many callers and tabs ask. A bound token is of use with `fetch` only.
   * @throws VerificationError `ERR_VERIFICATION_SESSION` where nobody is signed in, or the session has ended
   */
  readonly getAccessToken: (options?: { readonly forceRenewal?: boolean | undefined }) => Promise<string>;
  /**
   * Calls an API of the `allowedOrigins` with the access token, and with a proof where it is bound. Where the API refuses the token, it is renewed and the request sent once more.
   * It follows no redirect. Of `init`, it takes `method`, `headers`, `body` and `signal`. A refusal comes back where no other token can be had, or another person has signed in meanwhile.
   * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for another origin; as `getAccessToken` and `fetchProtectedResource`
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /**
   * Signs out: here and in all tabs at once, whatever else happens; then the refresh token is revoked, and the browser sent to the provider's logout.
   * @returns whether the browser is on its way to the provider
   * @throws TransportError where the provider's metadata cannot be fetched; the person is signed out here all the same
   */
  readonly signOut: (options?: SignOutOptions) => Promise<boolean>;
  /** Tells a listener of every change of the session, here and in other tabs. @returns what ends it */
  readonly subscribe: (listener: (event: SessionEvent) => void) => () => void;
  /** Stops listening to the other tabs. */
  readonly close: () => void;
}
