import { isAuthError } from "../errors/auth-error.ts";
import { ConfigurationError } from "../errors/families.ts";
import type {
  AuthenticateOptions,
  RelyingPartyLike,
  RequestHead,
  ResourceServerLike,
  TokenDemands,
} from "./contracts.ts";

/** A request whose token is good, with what its answer must have; or the answer to it. */
export type TokenAdmission<Principal> =
  | { readonly principal: Principal; readonly headers: Readonly<Record<string, string>>; readonly refusal?: undefined }
  | { readonly refusal: Response };

/** A request with a session, with the cookies of its answer; or the answer to it. */
export type SessionAdmission<Session> =
  | { readonly session: Session; readonly setCookies: readonly string[]; readonly refusal?: undefined }
  | { readonly refusal: Response };

/**
 * Judges the token of a request. What is no fault of the client, such as an option that is missing or a program error, is thrown: the framework's own handling of errors must
 * see it.
 */
export async function admitToken<Principal extends object>(
  resourceServer: ResourceServerLike<Principal>,
  request: RequestHead,
  options: AuthenticateOptions,
): Promise<TokenAdmission<Principal>> {
  try {
    const principal = await resourceServer.authenticate(request, options);
    return { principal, headers: resourceServer.headersFor(principal) };
  } catch (error) {
    if (!isAuthError(error)) throw error;
    const refusal = await resourceServer.respond(error);
    if (refusal.status === 500) throw error;
    return { refusal };
  }
}

/**
 * Checks what a route demands before its first request.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a demand that does not exist, or that no token could meet
 */
export function checkDemands<Principal extends object>(
  resourceServer: ResourceServerLike<Principal>,
  demands: TokenDemands,
): void {
  resourceServer.demanding?.(demands);
}

/** Finds the session of a request, or has the relying party say what is answered without one. */
export async function admitSession<Session extends object>(
  relyingParty: RelyingPartyLike<Session>,
  request: Request,
): Promise<SessionAdmission<Session>> {
  const found = await relyingParty.protect(request);
  return found instanceof Response ? { refusal: found } : { session: found, setCookies: found.setCookies };
}

/** What is added to an answer. */
export interface AddedHeaders {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly setCookies?: readonly string[] | undefined;
}

/** Adds fields to an answer that somebody else made. What came from `fetch` or is a redirect cannot be changed, so a copy of it is given. */
export function addHeaders(response: Response, { headers = {}, setCookies = [] }: AddedHeaders): Response {
  const there = response.headers.getSetCookie();
  const added = setCookies.filter((cookie) => !there.includes(cookie));
  if (Object.keys(headers).length === 0 && added.length === 0) return response;
  const write = (target: Response): Response => {
    for (const [name, value] of Object.entries(headers)) target.headers.set(name, value);
    for (const cookie of added) target.headers.append("Set-Cookie", cookie);
    return target;
  };
  try {
    return write(response);
  } catch {
    return write(new Response(response.body, response));
  }
}

/** What somebody asks for whose request has not come through the middleware that finds it. */
export function notThere(what: string, middleware: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The request has no ${what}: ${middleware} has not run for it.`,
    parameter: "request",
    remedy: `Put ${middleware} before the handler.`,
  });
}
