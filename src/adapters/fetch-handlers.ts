import { addHeaders, admitSession, admitToken, checkDemands } from "./admission.ts";
import type { AuthenticateOptions, RelyingPartyLike, ResourceServerLike, TokenDemands } from "./contracts.ts";

/** What is demanded of a token, and where the client's certificate is found. */
export interface TokenOptions extends TokenDemands {
  /** The certificate of the client (RFC 8705), where the platform or a proxy tells it. Default: none. */
  readonly certificate?: ((request: Request) => AuthenticateOptions["certificate"]) | undefined;
}

/** Makes what answers a request by a handler that is told whom the token stands for, or by a challenge. */
export function createTokenAnswer<Principal extends object>(
  resourceServer: ResourceServerLike<Principal>,
  { certificate, ...demands }: TokenOptions = {},
): (request: Request, handler: (principal: Principal) => Response | Promise<Response>) => Promise<Response> {
  checkDemands(resourceServer, demands);
  return async (request, handler) => {
    const given = { ...demands, certificate: certificate?.(request), signal: request.signal };
    const admission = await admitToken(resourceServer, request, given);
    if (admission.refusal !== undefined) return admission.refusal;
    const { principal, headers } = admission;
    return addHeaders(await handler(principal), { headers });
  };
}

/** Answers a request by a handler that is told who is signed in, or by what sends the browser to log in. */
export async function answerWithSession<Session extends object>(
  relyingParty: RelyingPartyLike<Session>,
  request: Request,
  handler: (session: Session) => Response | Promise<Response>,
): Promise<Response> {
  const admission = await admitSession(relyingParty, request);
  if (admission.refusal !== undefined) return admission.refusal;
  const { session, setCookies } = admission;
  return addHeaders(await handler(session), { setCookies });
}

/** Answers a request by the relying party where it is for one of its paths, else by a handler that is told who is signed in, if anybody is. */
export async function answerBeside<Session extends object>(
  relyingParty: RelyingPartyLike<Session>,
  request: Request,
  handler: (session: Session | undefined) => Response | Promise<Response>,
): Promise<Response> {
  if (relyingParty.handles(request)) return relyingParty.handler(request);
  const { session, setCookies } = await relyingParty.getSession(request);
  return addHeaders(await handler(session), { setCookies });
}
