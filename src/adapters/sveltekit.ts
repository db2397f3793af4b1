import type { RelyingPartyLike, ResourceServerLike } from "./contracts.ts";
import { answerBeside, answerWithSession, createTokenAnswer, type TokenOptions } from "./fetch-handlers.ts";

export type { AnyPrincipal, AnySession, RelyingPartyLike, ResourceServerLike, TokenDemands } from "./contracts.ts";
export type { TokenOptions } from "./fetch-handlers.ts";

/** What is used of an event of SvelteKit. */
export interface SvelteKitEvent {
  readonly request: Request;
  readonly locals: object;
}

/** What SvelteKit calls for each request. */
export type SvelteKitHandle = <Event extends SvelteKitEvent>(input: {
  readonly event: Event;
  readonly resolve: (event: Event) => Response | Promise<Response>;
}) => Promise<Response>;

/**
 * Makes `handle` of `hooks.server.ts`: it serves login, callback and logout, and gives all other requests `event.locals.session`, which is `undefined` where nobody is signed in.
 * Join it with others by `sequence` of `@sveltejs/kit/hooks`.
 */
export function createHandle<Session extends object>(relyingParty: RelyingPartyLike<Session>): SvelteKitHandle {
  return ({ event, resolve }) =>
    answerBeside(relyingParty, event.request, (session) => {
      Object.assign(event.locals, { session });
      return resolve(event);
    });
}

/**
 * Wraps a handler of `+server.ts` so that it runs for requests with a good access token, of which it is told the principal. Others are answered with a challenge.
 * @see RFC 6750 §3
 */
export function withToken<Principal extends object, Event extends SvelteKitEvent>(
  resourceServer: ResourceServerLike<Principal>,
  handler: (event: Event, principal: Principal) => Response | Promise<Response>,
  options?: TokenOptions,
): (event: Event) => Promise<Response> {
  const answer = createTokenAnswer(resourceServer, options);
  return (event) => answer(event.request, (principal) => handler(event, principal));
}

/** Wraps a handler of `+server.ts` so that it runs for signed-in users. Others are sent to log in, or answered 401 where they come from a script. */
export function withSession<Session extends object, Event extends SvelteKitEvent>(
  relyingParty: RelyingPartyLike<Session>,
  handler: (event: Event, session: Session) => Response | Promise<Response>,
): (event: Event) => Promise<Response> {
  return (event) => answerWithSession(relyingParty, event.request, (session) => handler(event, session));
}
