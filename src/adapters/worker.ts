import type { RelyingPartyLike, ResourceServerLike } from "./contracts.ts";
import { answerBeside, answerWithSession, createTokenAnswer, type TokenOptions } from "./fetch-handlers.ts";

export type { AnyPrincipal, AnySession, RelyingPartyLike, ResourceServerLike, TokenDemands } from "./contracts.ts";
export type { TokenOptions } from "./fetch-handlers.ts";

/** A `fetch` handler of Cloudflare Workers, and of all run-times that call it with a request first. */
export type FetchHandler<Rest extends readonly unknown[] = []> = (request: Request, ...rest: Rest) => Promise<Response>;

/**
 * Wraps a handler so that it runs for requests with a good access token, of which it is told the principal. Others are answered with a challenge, and requests for the metadata of
 * the resource with that. What is no fault of the client rejects.
 *
 * @see RFC 6750 §3
 * @see RFC 9728 §3.1
 */
export function withToken<Principal extends object, Rest extends readonly unknown[]>(
  resourceServer: ResourceServerLike<Principal>,
  handler: (request: Request, principal: Principal, ...rest: Rest) => Response | Promise<Response>,
  options?: TokenOptions,
): FetchHandler<Rest> {
  const answer = createTokenAnswer(resourceServer, options);
  return async (request, ...rest) =>
    resourceServer.metadataResponse(request) ?? answer(request, (principal) => handler(request, principal, ...rest));
}

/** Wraps a handler so that the paths of a relying party are served, and it is told for all others who is signed in, if anybody is. */
export function withRelyingParty<Session extends object, Rest extends readonly unknown[]>(
  relyingParty: RelyingPartyLike<Session>,
  handler: (request: Request, session: Session | undefined, ...rest: Rest) => Response | Promise<Response>,
): FetchHandler<Rest> {
  return (request, ...rest) => answerBeside(relyingParty, request, (session) => handler(request, session, ...rest));
}

/** Wraps a handler so that it runs for signed-in users. Others are sent to log in, or answered 401 where they come from a script. */
export function withSession<Session extends object, Rest extends readonly unknown[]>(
  relyingParty: RelyingPartyLike<Session>,
  handler: (request: Request, session: Session, ...rest: Rest) => Response | Promise<Response>,
): FetchHandler<Rest> {
  return (request, ...rest) =>
    answerWithSession(relyingParty, request, (session) => handler(request, session, ...rest));
}

/** What a worker exports. */
export interface Worker<Environment extends object, Context> {
  readonly fetch: (request: Request, environment: Environment, context: Context) => Promise<Response>;
}

/**
 * Creates what a worker exports from something that needs its bindings: secrets and stores come with the first request. It is made once for each environment, so that metadata,
 * keys and tokens are kept.
 */
export function createWorkerHandler<Environment extends object, Context = unknown>(
  create: (environment: Environment) => FetchHandler<[Environment, Context]>,
): Worker<Environment, Context> {
  const handlers = new WeakMap<Environment, FetchHandler<[Environment, Context]>>();
  return Object.freeze({
    async fetch(request: Request, environment: Environment, context: Context) {
      const handler = handlers.get(environment) ?? create(environment);
      handlers.set(environment, handler);
      return handler(request, environment, context);
    },
  });
}
