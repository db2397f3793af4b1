import type { MiddlewareHandler } from "hono";
import { admitSession, admitToken, checkDemands } from "./admission.ts";
import type {
  AnyPrincipal,
  AnySession,
  AuthenticateOptions,
  RelyingPartyLike,
  ResourceServerLike,
  TokenDemands,
} from "./contracts.ts";

export type { AnyPrincipal, AnySession, RelyingPartyLike, ResourceServerLike, TokenDemands } from "./contracts.ts";

/** What is demanded of a token, and where the client's certificate is found. */
export interface RequireTokenOptions extends TokenDemands {
  /** The certificate of the client (RFC 8705), where the server or a proxy tells it. Default: none. */
  readonly certificate?: ((request: Request) => AuthenticateOptions["certificate"]) | undefined;
}

/**
 * Lets requests with a good access token through: `c.get("principal")` is whom the token stands for. Others are answered with a challenge. What is no fault of the client is
 * thrown, for `onError`.
 *
 * @see RFC 6750 §3
 */
export function requireToken<Principal extends AnyPrincipal>(
  resourceServer: ResourceServerLike<Principal>,
  { certificate, ...demands }: RequireTokenOptions = {},
): MiddlewareHandler<{ Variables: { principal: Principal } }> {
  checkDemands(resourceServer, demands);
  return async (context, next) => {
    const { raw } = context.req;
    const given = { ...demands, certificate: certificate?.(raw), signal: raw.signal };
    const admission = await admitToken(resourceServer, raw, given);
    if (admission.refusal !== undefined) return admission.refusal;
    context.set("principal", admission.principal);
    await next();
    for (const [name, value] of Object.entries(admission.headers)) context.header(name, value);
    return undefined;
  };
}

/**
 * Answers requests for the metadata of the resource, and lets all others through.
 * @see RFC 9728 §3.1
 */
export function resourceMetadata<Principal extends AnyPrincipal>(
  resourceServer: ResourceServerLike<Principal>,
): MiddlewareHandler {
  return async (context, next) => resourceServer.metadataResponse(context.req.raw) ?? next();
}

/** Serves login, callback and logout of a relying party, and lets all other requests through: `c.get("session")` is the session, or `undefined`. */
export function relyingParty<Session extends AnySession>(
  party: RelyingPartyLike<Session>,
): MiddlewareHandler<{ Variables: { session: Session | undefined } }> {
  return async (context, next) => {
    const { raw } = context.req;
    if (party.handles(raw)) return party.handler(raw);
    const { session, setCookies } = await party.getSession(raw);
    context.set("session", session);
    await next();
    for (const cookie of setCookies) context.header("Set-Cookie", cookie, { append: true });
    return undefined;
  };
}

/** Lets requests of signed-in users through: `c.get("session")`. Others are sent to log in, or answered 401 where they come from a script. */
export function requireSession<Session extends AnySession>(
  party: RelyingPartyLike<Session>,
): MiddlewareHandler<{ Variables: { session: Session } }> {
  return async (context, next) => {
    const admission = await admitSession(party, context.req.raw);
    if (admission.refusal !== undefined) return admission.refusal;
    context.set("session", admission.session);
    await next();
    for (const cookie of admission.setCookies) context.header("Set-Cookie", cookie, { append: true });
    return undefined;
  };
}
