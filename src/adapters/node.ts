import type { ServerResponse } from "node:http";
import { admitSession, admitToken, checkDemands } from "./admission.ts";
import type { RelyingPartyLike, ResourceServerLike, TokenDemands } from "./contracts.ts";
import { createToRequest, isOrdinary, type NodeRequest, readCertificate, toHead } from "./node-request.ts";
import { sendResponse } from "./node-response.ts";
import { anyOrigin, type OwnUrlOptions } from "./own-url.ts";

export type {
  AuthenticateOptions,
  FoundSession,
  RelyingPartyLike,
  RequestHead,
  ResourceServerLike,
  TokenDemands,
} from "./contracts.ts";
export { type NodeRequest, type ToRequestOptions, toRequest } from "./node-request.ts";
export { sendResponse } from "./node-response.ts";
export type { OwnUrlOptions } from "./own-url.ts";

/** What is demanded of a token, and where the client's certificate is found. */
export interface RequireTokenOptions extends TokenDemands {
  /** The certificate of the client. Default: that of the connection; behind a proxy, read it from the field that the proxy overwrites. */
  readonly certificate?: ((incoming: NodeRequest) => string | Uint8Array<ArrayBuffer> | undefined) | undefined;
}

/**
 * Makes what lets requests with a good access token through. It gives whom the token stands for, after adding what the answer must have; or `undefined`, and then the request
 * has been answered with a challenge. What is no fault of the client rejects.
 *
 * @see RFC 6750 §3
 */
export function requireToken<Principal extends object>(
  resourceServer: ResourceServerLike<Principal>,
  { certificate = readCertificate, ...demands }: RequireTokenOptions = {},
): (incoming: NodeRequest, outgoing: ServerResponse) => Promise<Principal | undefined> {
  checkDemands(resourceServer, demands);
  return async (incoming, outgoing) => {
    const given = { ...demands, certificate: certificate(incoming) };
    const admission = await admitToken(resourceServer, toHead(incoming), given);
    if (admission.refusal !== undefined) {
      await sendResponse(admission.refusal, outgoing);
      return undefined;
    }
    for (const [name, value] of Object.entries(admission.headers)) outgoing.setHeader(name, value);
    return admission.principal;
  };
}

/**
 * Makes what answers requests for the metadata of a resource. It gives whether it has answered.
 *
 * @see RFC 9728 §3.1
 */
export function handleResourceMetadata<Principal extends object>(
  resourceServer: ResourceServerLike<Principal>,
): (incoming: NodeRequest, outgoing: ServerResponse) => Promise<boolean> {
  return async (incoming, outgoing) => {
    const response = resourceServer.metadataResponse(toHead(incoming));
    if (response === undefined) return false;
    await sendResponse(response, outgoing);
    return true;
  };
}

/**
 * Makes what answers requests for the paths of a relying party: login, callback, logout. It gives whether it has answered.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a baseUrl that is no URL of a server
 */
export function handleRelyingParty<Session extends object>(
  relyingParty: RelyingPartyLike<Session>,
  options: OwnUrlOptions = {},
): (incoming: NodeRequest, outgoing: ServerResponse) => Promise<boolean> {
  const toRequest = createToRequest(anyOrigin(options));
  return async (incoming, outgoing) => {
    if (!isOrdinary(incoming) || !relyingParty.handles(toRequest(incoming, { withBody: false }))) return false;
    await sendResponse(await relyingParty.handler(toRequest(incoming, { outgoing })), outgoing);
    return true;
  };
}

/**
 * Makes what finds the session of a request, and adds the cookies of its answer.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a baseUrl that is no URL of a server
 */
export function findSession<Session extends object>(
  relyingParty: RelyingPartyLike<Session>,
  options: OwnUrlOptions = {},
): (incoming: NodeRequest, outgoing: ServerResponse) => Promise<Session | undefined> {
  const toRequest = createToRequest(anyOrigin(options));
  return async (incoming, outgoing) => {
    if (!isOrdinary(incoming)) return undefined;
    const { session, setCookies } = await relyingParty.getSession(toRequest(incoming, { withBody: false }));
    for (const cookie of setCookies) outgoing.appendHeader("Set-Cookie", cookie);
    return session;
  };
}

/**
 * Makes what lets requests of signed-in users through. It gives the session, or `undefined`, and then the request has been answered: to log in, or 401.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a baseUrl that is no URL of a server
 */
export function requireSession<Session extends object>(
  relyingParty: RelyingPartyLike<Session>,
  options: OwnUrlOptions = {},
): (incoming: NodeRequest, outgoing: ServerResponse) => Promise<Session | undefined> {
  const toRequest = createToRequest(anyOrigin(options));
  return async (incoming, outgoing) => {
    const answer = isOrdinary(incoming)
      ? await admitSession(relyingParty, toRequest(incoming, { withBody: false }))
      : { refusal: new Response(null, { status: 405 }) };
    if (answer.refusal !== undefined) {
      await sendResponse(answer.refusal, outgoing);
      return undefined;
    }
    for (const cookie of answer.setCookies) outgoing.appendHeader("Set-Cookie", cookie);
    return answer.session;
  };
}
