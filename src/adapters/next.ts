import { addHeaders } from "./admission.ts";
import type { FoundSession, RelyingPartyLike, ResourceServerLike } from "./contracts.ts";
import { answerWithSession, createTokenAnswer, type TokenOptions } from "./fetch-handlers.ts";

export type { AnyPrincipal, AnySession, RelyingPartyLike, ResourceServerLike, TokenDemands } from "./contracts.ts";
export type { TokenOptions } from "./fetch-handlers.ts";

/** A handler of a route of the App Router; `Incoming` is `NextRequest` where yours names it. */
export type RouteHandler<Context, Incoming extends Request = Request> = (
  request: Incoming,
  context: Context,
) => Promise<Response>;

/** Makes the handlers of `app/auth/[...step]/route.ts`: login, callback, logout. */
export function createRouteHandlers<Session extends object>(
  relyingParty: RelyingPartyLike<Session>,
): { readonly GET: (request: Request) => Promise<Response>; readonly POST: (request: Request) => Promise<Response> } {
  const handle = (request: Request): Promise<Response> => relyingParty.handler(request);
  return Object.freeze({ GET: handle, POST: handle });
}

/**
 * Wraps a handler of a route so that it runs for requests with a good access token, of which it is told the principal. Others are answered with a challenge.
 * @see RFC 6750 §3
 */
export function withToken<Principal extends object, Context, Incoming extends Request = Request>(
  resourceServer: ResourceServerLike<Principal>,
  handler: (request: Incoming, context: Context, principal: Principal) => Response | Promise<Response>,
  options?: TokenOptions,
): RouteHandler<Context, Incoming> {
  const answer = createTokenAnswer(resourceServer, options);
  return (request, context) => answer(request, (principal) => handler(request, context, principal));
}

/** Wraps a handler of a route so that it runs for signed-in users, and is told the session. Others are sent to log in, or answered 401 where they come from a script. */
export function withSession<Session extends object, Context, Incoming extends Request = Request>(
  relyingParty: RelyingPartyLike<Session>,
  handler: (request: Incoming, context: Context, session: Session) => Response | Promise<Response>,
): RouteHandler<Context, Incoming> {
  return (request, context) =>
    answerWithSession(relyingParty, request, (session) => handler(request, context, session));
}

/** The part of a relying party that reads sessions. */
export interface SessionReader<Session extends object> {
  readonly getSession: (request: Request, options: { readonly renew: boolean }) => Promise<FoundSession<Session>>;
}

/**
 * Gives the session in a server component: `await getSession(relyingParty, await headers())`. A component cannot set cookies, so nothing is renewed here, and the middleware must run for
 * its path: that renews the session before, and hands on the new cookies.
 */
export async function getSession<Session extends object>(
  relyingParty: SessionReader<Session>,
  headers: Pick<Headers, "get">,
): Promise<Session | undefined> {
  const cookie = headers.get("cookie") ?? "";
  // Nothing but the cookies counts.
  const request = new Request("http://localhost", { headers: { cookie } });
  return (await relyingParty.getSession(request, { renew: false })).session;
}

/** `NextResponse` of `next/server`. */
export interface NextResponseLike {
  readonly next: (init: { request: { headers: Headers } }) => Response;
}

/** Which pages need somebody who is signed in. */
export interface MiddlewareOptions<Incoming extends Request = Request> {
  readonly NextResponse: NextResponseLike;
  /** Whether a request is for signed-in users alone. Default: none is. The path must not be taken from the raw URL text, but from `nextUrl` or `new URL(request.url)`. */
  readonly isProtected?: ((request: Incoming) => boolean) | undefined;
}

/**
 * Makes the middleware of an application: it renews sessions, hands new cookies to the browser and to the page that is rendered in the same request, and sends whoever is not signed
 * in to log in where `isProtected` says so. It needs nothing of Node. Pages and handlers must ask for the session themselves, too: middleware is no guard of its own.
 */
export function createMiddleware<Session extends object, Incoming extends Request = Request>(
  relyingParty: RelyingPartyLike<Session>,
  { NextResponse, isProtected = () => false }: MiddlewareOptions<Incoming>,
): (request: Incoming) => Promise<Response> {
  return async (request) => {
    const goOn = (setCookies: readonly string[]): Response =>
      addHeaders(NextResponse.next({ request: { headers: withCookies(request.headers, setCookies) } }), { setCookies });
    if (relyingParty.handles(request)) return goOn([]);
    if (!isProtected(request)) return goOn((await relyingParty.getSession(request)).setCookies);
    const found = await relyingParty.protect(request);
    return found instanceof Response ? withWholeLocation(found, request) : goOn(found.setCookies);
  };
}

/** Next.js refuses a redirect of middleware to a path; of a URL on the host of the request it makes the path again. */
function withWholeLocation(response: Response, { url }: Request): Response {
  const location = response.headers.get("location");
  if (location === null) return response;
  const whole = new Response(response.body, response);
  whole.headers.set("location", new URL(location, url).href);
  return whole;
}

/** The header fields of a request as if the browser had stored the cookies already. */
function withCookies(given: Headers, setCookies: readonly string[]): Headers {
  const headers = new Headers(given);
  if (setCookies.length === 0) return headers;
  const cookies = new Map((given.get("cookie") ?? "").split(/; */).map((pair) => [nameOf(pair), pair]));
  for (const setCookie of setCookies) {
    const [pair = "", ...attributes] = setCookie.split(/; */);
    const isRemoved = attributes.some((attribute) => /^max-age=(?:0|-\d+)$/i.test(attribute));
    if (isRemoved) cookies.delete(nameOf(pair));
    else cookies.set(nameOf(pair), pair);
  }
  headers.set("cookie", [...cookies.values()].filter((pair) => pair !== "").join("; "));
  return headers;
}

function nameOf(pair: string): string {
  return pair.split("=")[0] ?? "";
}
