import type { IncomingMessage, ServerResponse } from "node:http";
import { admitSession, admitToken, checkDemands } from "./admission.ts";
import type { AnyPrincipal, AnySession, RelyingPartyLike, ResourceServerLike } from "./contracts.ts";
import type { RequireTokenOptions } from "./node.ts";
import { createToRequest, isOrdinary, readCertificate, toHead } from "./node-request.ts";
import { toNodeStream } from "./node-response.ts";
import { anyOrigin, type OwnUrlOptions } from "./own-url.ts";
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

/** What is used of the context of Koa 2 and 3. */
export interface KoaContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly originalUrl: string;
  readonly request: object;
  readonly state: object;
  status: number;
  body: unknown;
  readonly set: (name: string, value: string | string[]) => void;
  readonly append: (name: string, value: string | string[]) => void;
}

/** Middleware of Koa. */
export type KoaMiddleware = (context: KoaContext, next: () => Promise<unknown>) => Promise<void>;

/**
 * Lets requests with a good access token through: `ctx.state.principal`, or with types `getPrincipal(ctx)`, is whom the token stands for. Others are answered with a
 * challenge. What is no fault of the client is thrown.
 *
 * @see RFC 6750 §3
 */
export function requireToken<Principal extends AnyPrincipal>(
  resourceServer: ResourceServerLike<Principal>,
  { certificate = readCertificate, ...demands }: RequireTokenOptions = {},
): KoaMiddleware {
  checkDemands(resourceServer, demands);
  return async (context, next) => {
    const given = { ...demands, certificate: certificate(context.req) };
    const admission = await admitToken(resourceServer, headOf(context), given);
    if (admission.refusal !== undefined) return answer(context, admission.refusal);
    for (const [name, value] of Object.entries(admission.headers)) context.set(name, value);
    rememberPrincipal(context, admission.principal);
    Object.assign(context.state, { principal: admission.principal });
    await next();
  };
}

/**
 * Answers requests for the metadata of the resource, and lets all others through.
 * @see RFC 9728 §3.1
 */
export function resourceMetadata<Principal extends AnyPrincipal>(
  resourceServer: ResourceServerLike<Principal>,
): KoaMiddleware {
  return async (context, next) => {
    const response = resourceServer.metadataResponse(headOf(context));
    if (response !== undefined) return answer(context, response);
    await next();
  };
}

/**
 * Serves login, callback and logout of a relying party, and lets all other requests through: `ctx.state.session` is the session, or `undefined`.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a baseUrl that is no URL of a server
 */
export function relyingParty<Session extends AnySession>(
  party: RelyingPartyLike<Session>,
  options: OwnUrlOptions = {},
): KoaMiddleware {
  const requestOf = createRequestOf(anyOrigin(options));
  return async (context, next) => {
    const head = requestOf(context, false);
    if (head === undefined) return void (await next());
    if (party.handles(head)) return answer(context, await party.handler(requestOf(context, true) ?? head));
    const { session, setCookies } = await party.getSession(head);
    keepSession(context, { session, setCookies });
    await next();
  };
}

/**
 * Lets requests of signed-in users through: `ctx.state.session`, or with types `getSession(ctx)`. Others are sent to log in, or answered 401 where they come from a script.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a baseUrl that is no URL of a server
 */
export function requireSession<Session extends AnySession>(
  party: RelyingPartyLike<Session>,
  options: OwnUrlOptions = {},
): KoaMiddleware {
  const requestOf = createRequestOf(anyOrigin(options));
  return async (context, next) => {
    const head = requestOf(context, false);
    if (head === undefined) return answer(context, new Response(null, { status: 405 }));
    const admission = await admitSession(party, head);
    if (admission.refusal !== undefined) return answer(context, admission.refusal);
    keepSession(context, admission);
    await next();
  };
}

function keepSession(
  context: KoaContext,
  { session, setCookies }: { readonly session: AnySession | undefined; readonly setCookies: readonly string[] },
): void {
  for (const cookie of setCookies) context.append("Set-Cookie", cookie);
  if (session !== undefined) rememberSession(context, session);
  Object.assign(context.state, { session });
}

function headOf({ req, originalUrl }: KoaContext): ReturnType<typeof toHead> {
  return { ...toHead(req), url: originalUrl };
}

/** Body parsers of Koa leave what they read at `ctx.request.body`. */
function createRequestOf(options: OwnUrlOptions): (context: KoaContext, withBody: boolean) => Request | undefined {
  const toRequest = createToRequest(options);
  return ({ req, res, originalUrl: target, request }, withBody) => {
    if (!isOrdinary(req)) return undefined;
    const parsedBody: unknown = "body" in request ? request.body : undefined;
    return toRequest(req, { target, withBody, parsedBody, ...(withBody ? { outgoing: res } : {}) });
  };
}

/** Leaves the sending to Koa, so that middleware around this one sees the answer. */
function answer(context: KoaContext, response: Response): void {
  const { status, headers, body } = response;
  context.status = status;
  for (const [name, value] of headers) if (name !== "set-cookie") context.set(name, value);
  for (const cookie of headers.getSetCookie()) context.append("Set-Cookie", cookie);
  const type = headers.get("content-type");
  context.body = body === null ? null : toNodeStream(body);
  // A body that is none turns the status into 204, and a stream gets a type where there is none.
  context.status = status;
  if (type !== null) context.set("Content-Type", type);
}
