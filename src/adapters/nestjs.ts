import type { IncomingMessage, ServerResponse } from "node:http";
import { admitSession, admitToken, checkDemands } from "./admission.ts";
import type { AnyPrincipal, AnySession, RelyingPartyLike, ResourceServerLike, TokenDemands } from "./contracts.ts";
import type { RequireTokenOptions } from "./node.ts";
import { createToRequest, type NodeRequest, readCertificate, toHead } from "./node-request.ts";
import { anyOrigin, type OwnUrlOptions } from "./own-url.ts";
import { getPrincipal, getSession, rememberPrincipal, rememberSession } from "./request-state.ts";

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

/** What is used of Nest's `ExecutionContext`. */
export interface NestContext {
  readonly getHandler: () => object;
  readonly getClass: () => object;
  readonly switchToHttp: () => { readonly getRequest: () => unknown; readonly getResponse: () => unknown };
}

/** A class that Nest makes guards of: for `@UseGuards` or `APP_GUARD`. */
export type NestGuard = new () => { canActivate(context: NestContext): Promise<boolean> };

/** `HttpException` of `@nestjs/common`. */
export type HttpExceptionClass = new (response: string | object, status: number) => Error;

/** How a guard ends what it does not let through. */
export interface NestGuardOptions {
  /** `HttpException` of `@nestjs/common`: exception filters then know a refusal. Left out: an error as `http-errors` makes them, which Nest writes to its log. */
  readonly HttpException?: HttpExceptionClass | undefined;
}

/** A decorator of a class or of a method. */
export type RouteDecorator = (target: object, key?: string | symbol, descriptor?: PropertyDescriptor) => void;

/**
 * Makes a guard that lets requests with a good access token through. Others end with the status and the challenge of the refusal, through the exception filters. What a route demands
 * besides is said by {@link RequireToken}; routes with {@link AllowAnonymous} need no token. Nest must run on Express or Fastify.
 *
 * @see RFC 6750 §3
 */
export function createTokenGuard<Principal extends AnyPrincipal>(
  resourceServer: ResourceServerLike<Principal>,
  { certificate = readCertificate, HttpException, ...demands }: RequireTokenOptions & NestGuardOptions = {},
): NestGuard {
  checkDemands(resourceServer, demands);
  return class TokenGuard {
    async canActivate(context: NestContext): Promise<boolean> {
      const route = findRoute(context);
      if (route === "anonymous") return true;
      const { request, incoming, reply } = readHttp(context);
      const given = { ...demands, ...route, certificate: certificate(incoming) };
      const admission = await admitToken(resourceServer, toHead(incoming), given);
      if (admission.refusal !== undefined) throw refuse(admission.refusal, reply, HttpException);
      for (const [name, value] of Object.entries(admission.headers)) reply(name, value);
      rememberPrincipal(request, admission.principal);
      Object.assign(request, { principal: admission.principal });
      return true;
    }
  };
}

/**
 * Makes a guard that lets requests of signed-in users through. Others are sent to log in, or answered 401 where they come from a script. The paths of the relying party are served by
 * the middleware of `ts-identity-model/express`.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a baseUrl that is no URL of a server
 */
export function createSessionGuard<Session extends AnySession>(
  relyingParty: RelyingPartyLike<Session>,
  { HttpException, ...options }: OwnUrlOptions & NestGuardOptions = {},
): NestGuard {
  const toRequest = createToRequest(anyOrigin(options));
  return class SessionGuard {
    async canActivate(context: NestContext): Promise<boolean> {
      if (findRoute(context) === "anonymous") return true;
      const { request, incoming, reply } = readHttp(context);
      const admission = await admitSession(relyingParty, toRequest(incoming, { withBody: false }));
      if (admission.refusal !== undefined) throw refuse(admission.refusal, reply, HttpException);
      for (const cookie of admission.setCookies) reply("Set-Cookie", cookie);
      rememberSession(request, admission.session);
      Object.assign(request, { oidc: { session: admission.session } });
      return true;
    }
  };
}

/** Says what the token must grant for a route, or for all of a controller and of those that extend it; what stands at the route goes before. */
export function RequireToken(demands: TokenDemands): RouteDecorator {
  return (target, key, descriptor) => setRoute(target, { key, descriptor, route: demands });
}

/** Says that a route, or all of a controller, needs neither token nor session. */
export function AllowAnonymous(): RouteDecorator {
  return (target, key, descriptor) => setRoute(target, { key, descriptor, route: "anonymous" });
}

/**
 * Gives whom the token stands for, as `createParamDecorator` of `@nestjs/common` wants it: `const Principal = createParamDecorator(principalOf)`.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a route without the guard
 */
export function principalOf(_data: unknown, context: NestContext): AnyPrincipal {
  return getPrincipal(Object(context.switchToHttp().getRequest()));
}

/**
 * Gives the session, as `createParamDecorator` of `@nestjs/common` wants it: `const Session = createParamDecorator(sessionOf)`.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a route without the guard
 */
export function sessionOf(_data: unknown, context: NestContext): AnySession {
  return getSession(Object(context.switchToHttp().getRequest()));
}

type Route = TokenDemands | "anonymous";

interface DecoratedRoute {
  readonly key: string | symbol | undefined;
  readonly descriptor: PropertyDescriptor | undefined;
  readonly route: Route;
}

/** A method is found by itself and by its name: a decorator above may put another function in its place. */
function setRoute(target: object, { key, descriptor, route }: DecoratedRoute): void {
  if (key === undefined || typeof descriptor?.value !== "function") return void routes.set(target, route);
  routes.set(descriptor.value, route);
  const named = methods.get(target) ?? new Map<string | symbol, Route>();
  methods.set(target, named.set(key, route));
}

function findRoute(context: NestContext): Route | undefined {
  const [handler, controller] = [context.getHandler(), context.getClass()];
  return routes.get(handler) ?? findMethod(controller, handler) ?? findController(controller);
}

function findMethod(controller: object, handler: object): Route | undefined {
  for (let owner: unknown = Reflect.get(controller, "prototype"); isObject(owner); owner = Object.getPrototypeOf(owner))
    for (const [key, route] of methods.get(owner) ?? [])
      if (Object.getOwnPropertyDescriptor(owner, key)?.value === handler) return route;
  return undefined;
}

/** What stands at a class is good for those that extend it, as metadata of Nest are. */
function findController(controller: object): Route | undefined {
  for (let owner: unknown = controller; isObject(owner); owner = Object.getPrototypeOf(owner)) {
    const route = routes.get(owner);
    if (route !== undefined) return route;
  }
  return undefined;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

interface HttpParts {
  /** The framework's request. */
  readonly request: object;
  readonly incoming: NodeRequest;
  /** Adds a header field to the answer. */
  readonly reply: (name: string, value: string) => void;
}

/** Fastify wraps what Express extends. */
function readHttp(context: NestContext): HttpParts {
  const http = context.switchToHttp();
  const request: FrameworkRequest = Object(http.getRequest());
  const response: FrameworkResponse = Object(http.getResponse());
  const incoming = "raw" in request ? Object.assign(request.raw, { originalUrl: request.originalUrl }) : request;
  const reply = (name: string, value: string): void => {
    if ("raw" in response) response.header(name, value);
    else if (name === "Set-Cookie") response.appendHeader(name, value);
    else response.setHeader(name, value);
  };
  return { request, incoming, reply };
}

type FrameworkRequest = NodeRequest | { readonly raw: IncomingMessage; readonly originalUrl: string };
type FrameworkResponse =
  | ServerResponse
  | { readonly raw: ServerResponse; readonly header: (name: string, value: string) => unknown };

/** An error that Nest's own filter turns into an answer with this status. The header fields are there already. */
function refuse(
  { status, statusText, headers }: Response,
  reply: HttpParts["reply"],
  HttpException: HttpExceptionClass | undefined,
): Error {
  for (const [name, value] of headers) if (!/^(?:set-cookie$|content-)/.test(name)) reply(name, value);
  for (const cookie of headers.getSetCookie()) reply("Set-Cookie", cookie);
  const message = statusText === "" ? "The request is not allowed." : statusText;
  if (HttpException !== undefined) return new HttpException({ statusCode: status, message }, status);
  return Object.assign(new Error(message), { statusCode: status, status, expose: true });
}

// Keyed by the method or the class that was decorated: no package for metadata is needed.
const routes: WeakMap<object, Route> = /* @__PURE__ */ new WeakMap();
const methods: WeakMap<object, Map<string | symbol, Route>> = /* @__PURE__ */ new WeakMap();
