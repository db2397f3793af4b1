import type { ServerResponse } from "node:http";
import type { AnyPrincipal, AnySession, RelyingPartyLike, ResourceServerLike } from "./contracts.ts";
import {
  findSession,
  handleRelyingParty,
  handleResourceMetadata,
  type RequireTokenOptions,
  requireSession as requireSessionOf,
  requireToken as requireTokenOf,
} from "./node.ts";
import type { NodeRequest } from "./node-request.ts";
import type { OwnUrlOptions } from "./own-url.ts";
import { rememberPrincipal, rememberSession } from "./request-state.ts";

export type {
  AnyPrincipal,
  AnySession,
  RelyingPartyLike,
  ResourceServerLike,
  TokenDemands,
} from "./contracts.ts";
export type { RequireTokenOptions } from "./node.ts";
export type { NodeRequest } from "./node-request.ts";
export type { OwnUrlOptions } from "./own-url.ts";
export { getPrincipal, getSession } from "./request-state.ts";

/** Middleware of Express 4 and 5, and of Connect. */
export type ExpressMiddleware = (
  request: NodeRequest,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/**
 * Lets requests with a good access token through: `req.auth`, or with types `getPrincipal(req)`, is whom the token stands for. Others are answered with a challenge. What is no
 * fault of the client goes to `next(error)`.
 *
 * @see RFC 6750 §3
 */
export function requireToken<Principal extends AnyPrincipal>(
  resourceServer: ResourceServerLike<Principal>,
  options?: RequireTokenOptions,
): ExpressMiddleware {
  const authenticate = requireTokenOf(resourceServer, options);
  return middleware(async (request, response) => {
    const principal = await authenticate(request, response);
    if (principal === undefined) return false;
    rememberPrincipal(request, principal);
    Object.assign(request, { auth: principal });
    return true;
  });
}

/**
 * Answers requests for the metadata of the resource, and lets all others through.
 * @see RFC 9728 §3.1
 */
export function resourceMetadata<Principal extends AnyPrincipal>(
  resourceServer: ResourceServerLike<Principal>,
): ExpressMiddleware {
  const answer = handleResourceMetadata(resourceServer);
  return middleware(async (request, response) => !(await answer(request, response)));
}

/**
 * Serves login, callback and logout of a relying party, and lets all other requests through: `req.oidc.session` is the session, or `undefined`.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a baseUrl that is no URL of a server
 */
export function relyingParty<Session extends AnySession>(
  party: RelyingPartyLike<Session>,
  options: OwnUrlOptions = {},
): ExpressMiddleware {
  const answer = handleRelyingParty(party, options);
  const find = findSession(party, options);
  return middleware(async (request, response) => {
    if (await answer(request, response)) return false;
    keepSession(request, await find(request, response));
    return true;
  });
}

/**
 * Lets requests of signed-in users through: `req.oidc.session`, or with types `getSession(req)`. Others are sent to log in, or answered 401 where they come from a script.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a baseUrl that is no URL of a server
 */
export function requireSession<Session extends AnySession>(
  party: RelyingPartyLike<Session>,
  options: OwnUrlOptions = {},
): ExpressMiddleware {
  const find = requireSessionOf(party, options);
  return middleware(async (request, response) => {
    const session = await find(request, response);
    keepSession(request, session);
    return session !== undefined;
  });
}

function keepSession(request: NodeRequest, session: AnySession | undefined): void {
  if (session !== undefined) rememberSession(request, session);
  Object.assign(request, { oidc: { session } });
}

/** Express 4 does not wait for promises, so errors are passed on by hand. */
function middleware(step: (request: NodeRequest, response: ServerResponse) => Promise<boolean>): ExpressMiddleware {
  return (request, response, next) => {
    step(request, response).then((goesOn) => {
      if (goesOn) next();
    }, next);
  };
}
