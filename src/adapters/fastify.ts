import type {
  FastifyInstance,
  FastifyPluginAsync,
  FastifyReply,
  FastifyRequest,
  preHandlerAsyncHookHandler,
} from "fastify";
import { admitSession, admitToken, checkDemands } from "./admission.ts";
import type { AnyPrincipal, AnySession, RelyingPartyLike, ResourceServerLike } from "./contracts.ts";
import type { RequireTokenOptions } from "./node.ts";
import { createToRequest, isOrdinary, type NodeRequest, readCertificate, toHead } from "./node-request.ts";
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

/** What the plugin serves. */
export interface IdentityPluginOptions extends OwnUrlOptions {
  /** Its metadata is served. */
  readonly resourceServer?: ResourceServerLike<AnyPrincipal> | undefined;
  /** Its login, callback and logout are served, and every other request gets its session. */
  readonly relyingParty?: RelyingPartyLike<AnySession> | undefined;
}

/**
 * A plugin of Fastify 5 that serves the paths of a relying party and the metadata of a resource server, and declares `request.principal` and `request.oidc` for all routes of
 * the application. The paths are answered before a body is parsed, so no parser of forms is needed.
 */
export const identityPlugin: FastifyPluginAsync<IdentityPluginOptions> = /* @__PURE__ */ Object.assign(
  async (fastify: FastifyInstance, { resourceServer, relyingParty, ...own }: IdentityPluginOptions): Promise<void> => {
    fastify.decorateRequest("principal", undefined);
    fastify.decorateRequest("oidc", undefined);
    if (resourceServer !== undefined)
      fastify.addHook("onRequest", async ({ raw }, reply) => {
        const response = resourceServer.metadataResponse(toHead(raw));
        return response === undefined ? undefined : answer(reply, response);
      });
    if (relyingParty !== undefined) serveRelyingParty(fastify, relyingParty, own);
  },
  // What is declared here is for the routes beside the plugin.
  {
    [/* @__PURE__ */ Symbol.for("skip-override")]: true,
    [/* @__PURE__ */ Symbol.for("fastify.display-name")]: "ts-identity-model",
  },
);

/**
 * Lets requests with a good access token through: `request.principal`, or with types `getPrincipal(request)`, is whom the token stands for. Others are answered with a
 * challenge. What is no fault of the client is thrown, for the error handler. For `onRequest` or `preHandler` of a route.
 *
 * @see RFC 6750 §3
 */
export function requireToken<Principal extends AnyPrincipal>(
  resourceServer: ResourceServerLike<Principal>,
  { certificate = readCertificate, ...demands }: RequireTokenOptions = {},
): preHandlerAsyncHookHandler {
  checkDemands(resourceServer, demands);
  return async (request, reply) => {
    const given = { ...demands, certificate: certificate(request.raw) };
    const admission = await admitToken(resourceServer, headOf(request), given);
    if (admission.refusal !== undefined) return answer(reply, admission.refusal);
    for (const [name, value] of Object.entries(admission.headers)) reply.header(name, value);
    rememberPrincipal(request, admission.principal);
    Object.assign(request, { principal: admission.principal });
    return undefined;
  };
}

/**
 * Lets requests of signed-in users through: `request.oidc.session`, or with types `getSession(request)`. Others are sent to log in, or answered 401 where they come from a
 * script. For `onRequest` or `preHandler` of a route.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a baseUrl that is no URL of a server
 */
export function requireSession<Session extends AnySession>(
  relyingParty: RelyingPartyLike<Session>,
  options: OwnUrlOptions = {},
): preHandlerAsyncHookHandler {
  const toRequest = createToRequest(anyOrigin(options));
  return async (request, reply) => {
    if (!isOrdinary(request.raw)) return reply.code(405).send();
    const admission = await admitSession(relyingParty, toRequest(asNode(request), { withBody: false }));
    if (admission.refusal !== undefined) return answer(reply, admission.refusal);
    keepSession(request, reply, admission);
    return undefined;
  };
}

function serveRelyingParty(
  fastify: FastifyInstance,
  relyingParty: RelyingPartyLike<AnySession>,
  options: OwnUrlOptions,
): void {
  const toRequest = createToRequest(anyOrigin(options));
  fastify.addHook("onRequest", async (request, reply) => {
    if (!isOrdinary(request.raw)) return undefined;
    const incoming = asNode(request);
    const head = toRequest(incoming, { withBody: false });
    if (relyingParty.handles(head))
      return answer(reply, await relyingParty.handler(toRequest(incoming, { outgoing: reply.raw })));
    keepSession(request, reply, await relyingParty.getSession(head));
    return undefined;
  });
}

function keepSession(
  request: FastifyRequest,
  reply: FastifyReply,
  { session, setCookies }: { readonly session: AnySession | undefined; readonly setCookies: readonly string[] },
): void {
  for (const cookie of setCookies) reply.header("Set-Cookie", cookie);
  if (session !== undefined) rememberSession(request, session);
  Object.assign(request, { oidc: { session } });
}

/** The target before a router or `rewriteUrl` has changed it. */
function asNode({ raw, originalUrl }: FastifyRequest): NodeRequest {
  return Object.assign(raw, { originalUrl });
}

function headOf(request: FastifyRequest): ReturnType<typeof toHead> {
  return toHead(asNode(request));
}

/** Leaves the sending to Fastify, so that hooks of the reply run. */
function answer(reply: FastifyReply, { status, headers, body }: Response): FastifyReply {
  reply.code(status);
  for (const [name, value] of headers) if (name !== "set-cookie") reply.header(name, value);
  for (const cookie of headers.getSetCookie()) reply.header("Set-Cookie", cookie);
  return body === null ? reply.send() : reply.send(toNodeStream(body));
}
