import type { RelyingPartySession } from "../relying-party/session.ts";
import type { Principal } from "../resource-server/principal.ts";
import type { ReceivedHeaders } from "../util/received-header.ts";

/** A request as a resource server reads it: no body, and a URL that may be a path with its query. */
export interface RequestHead {
  readonly method: string;
  readonly url: string;
  readonly headers: ReceivedHeaders;
}

/** What a token must grant, and how its user must have been authenticated. */
export interface TokenDemands {
  /** Scope values that the token must grant, all of them: separated by spaces, or a list. */
  readonly scope?: string | readonly string[] | undefined;
  /** Scope values of which the token must grant one. */
  readonly anyScope?: string | readonly string[] | undefined;
  /** Authentication context classes that are good enough (RFC 9470). */
  readonly acrValues?: readonly string[] | undefined;
  /** How long ago the user may have authenticated, in seconds (RFC 9470). */
  readonly maxAgeSeconds?: number | undefined;
}

/** What is handed to a resource server besides the request. */
export interface AuthenticateOptions extends TokenDemands {
  /** The client's certificate of the connection (RFC 8705): DER, PEM, or base64 of DER. */
  readonly certificate?: string | Uint8Array<ArrayBuffer> | undefined;
  /** Ends the wait for keys and for introspection. */
  readonly signal?: AbortSignal | undefined;
}

/** The part of `createResourceServer`'s result that adapters use. */
export interface ResourceServerLike<Principal extends object> {
  /** Gives whom the token of a request stands for, or throws. */
  readonly authenticate: (request: RequestHead, options?: AuthenticateOptions) => Promise<Principal>;
  /** Makes the answer to what `authenticate` threw: status and challenge. */
  readonly respond: (error: unknown) => Promise<Response>;
  /** Header fields of the answer to an accepted request: a fresh `DPoP-Nonce`. */
  readonly headersFor: (principal: Principal) => Readonly<Record<string, string>>;
  /** Answers requests for the metadata of the resource (RFC 9728), and no others. */
  readonly metadataResponse: (request: RequestHead) => Response | undefined;
  /** Checks what routes demand, when the application starts. */
  readonly demanding?: ((demands: TokenDemands) => object) | undefined;
}

/** What a relying party knows of a browser. */
export interface FoundSession<Session extends object> {
  /** `undefined` where nobody is signed in. */
  readonly session: Session | undefined;
  /** Values of `Set-Cookie` that the answer must have. */
  readonly setCookies: readonly string[];
}

/** The part of `createRelyingParty`'s result that adapters use. Of the URL of a request it takes the path and the query alone: it knows its own origin. */
export interface RelyingPartyLike<Session extends object> {
  /** Serves login, callback, logout and the rest of its own paths. */
  readonly handler: (request: Request) => Promise<Response>;
  /** Whether a request is for one of its own paths. */
  readonly handles: (request: Request) => boolean;
  /** Finds the session of a request, and renews its tokens where they end soon. */
  readonly getSession: (request: Request) => Promise<FoundSession<Session>>;
  /** Gives the session with the cookies of the answer, or the answer to a request without one: to log in, or 401. */
  readonly protect: (request: Request) => Promise<Response | (Session & { readonly setCookies: readonly string[] })>;
}

/** Whom a token stands for, whatever a validator has made of its claims. */
export type AnyPrincipal = Principal<unknown>;

/** A user's session with an application. */
export type AnySession = RelyingPartySession;
