import { Hono } from "hono";
import { wellKnownPaths } from "../constants/well-known-paths.ts";
import { isAuthError } from "../errors/auth-error.ts";
import { readProxiedConnection } from "./client-authentication/proxied-certificate.ts";
import type { ProviderContext } from "./context.ts";
import { apiRoutes } from "./endpoints/api-document.ts";
import { handleMetadata } from "./endpoints/authorization-server-metadata.ts";
import { offeredRoutes } from "./endpoints/routes.ts";
import type { Connection } from "./http/connection.ts";
import { answerPreflight, prepareCors } from "./http/cors.ts";
import { ProtocolRefusal, refuse } from "./http/refusal.ts";
import { respondRefusal } from "./http/respond.ts";
import type { Route } from "./http/route.ts";
import { prefersHtml } from "./pages/accept.ts";
import { createReference, respondRefusalPage } from "./pages/refusal-page.ts";
import { StoreError } from "./stores/store-error.ts";

/** What the router is handed along with a request. */
export interface RouterEnvironment {
  readonly Bindings: { readonly connection: Connection };
}

/** Makes the router of a provider. Routes lie below the path of the issuer; the host of a request is never looked at. */
export function createRouter(context: ProviderContext): Hono<RouterEnvironment> {
  const base = new URL(context.issuer).pathname.replace(/\/$/, "");
  const router = new Hono<RouterEnvironment>();
  const respond = context.options.onEvent === undefined ? answer : answerTimed;
  for (const route of [...offeredRoutes(context.options), ...apiRoutes, ...metadataRoutes(base)]) {
    const full = route.path.startsWith("/.well-known/oauth") ? route.path : `${base}${route.path}`;
    router.all(full, (hono) => respond(context, route, hono));
  }
  router.notFound((hono) => respond(context, unknownRoute, hono));
  return router;
}

function metadataRoutes(base: string): readonly Route[] {
  const { oauthAuthorizationServer, openidConfiguration } = wellKnownPaths;
  const document = { methods: ["GET"], kind: "document", handle: handleMetadata } as const;
  return [
    { ...document, path: `${oauthAuthorizationServer}${base}` },
    { ...document, path: openidConfiguration },
  ];
}

interface RoutedRequest {
  readonly env: RouterEnvironment["Bindings"];
  readonly req: { readonly raw: Request; readonly param: () => Record<string, string> };
}

/** The same, told to whoever listens. */
async function answerTimed(context: ProviderContext, route: Route, hono: RoutedRequest): Promise<Response> {
  const startMs = performance.now();
  const response = await answer(context, route, hono);
  const { status } = response;
  const durationMs = performance.now() - startMs;
  const { method } = hono.req.raw;
  context.report({ type: "request.finished", endpoint: route.path, method, status, durationMs });
  return response;
}

async function answer(context: ProviderContext, route: Route, { env, req }: RoutedRequest): Promise<Response> {
  const { raw } = req;
  const request = {
    raw,
    path: route.path,
    // Hono decodes the whole URL to find that a path has no parameters.
    pathParameters: route.path.includes(":") ? req.param() : noParameters,
    connection: readProxiedConnection(context, raw, env.connection),
  };
  const preflight = answerPreflight({ route, raw });
  if (preflight !== undefined) return preflight;
  const withCors = prepareCors(context, { route, raw });
  try {
    const method = route.methods.find((each) => each === raw.method || (each === "GET" && raw.method === "HEAD"));
    if (method === undefined && route !== unknownRoute) throw wrongMethod(route);
    return await withCors(await route.handle(context, request));
  } catch (error) {
    const refusal = toRefusal(error);
    const { error: said, status, reason } = refusal;
    const isFault = status >= 500 && !(error instanceof StoreError);
    const type = isFault ? "error.internal" : "request.refused";
    const isShown = route.kind === "page" || (isMisdirected(refusal) && prefersHtml(raw.headers.get("accept")));
    const reference = isShown ? createReference(context) : undefined;
    context.report({ type, endpoint: route.path, error: said, status, reason, reference, cause: refusal.cause });
    return reference === undefined
      ? withCors(respondRefusal(refusal))
      : respondRefusalPage(context, request, { refusal, reference });
  }
}

/** Whether a request has come where nobody waits for it: the answer of the endpoint's own kind would be of no use to a person. */
function isMisdirected({ status }: ProtocolRefusal): boolean {
  return status === 404 || status === 405;
}

function wrongMethod({ methods }: Route): Error {
  const headers = { Allow: methods.join(", ") };
  return refuse("invalid_request", {
    description: `The endpoint takes ${methods.join(" and ")} only.`,
    status: 405,
    headers,
  });
}

/** What went wrong inside is nobody's business outside. */
function toRefusal(error: unknown): ProtocolRefusal {
  if (error instanceof ProtocolRefusal) return error;
  if (error instanceof StoreError) return unavailable(error);
  const reason = isAuthError(error) ? error.code : "an unexpected error";
  return refuse("server_error", { description: "The server failed.", reason, cause: error });
}

/** The guard of the store has reported what went wrong; the cause stays inside, because it may repeat what was stored. */
function unavailable({ message }: StoreError): ProtocolRefusal {
  return refuse("temporarily_unavailable", {
    description: "The server can't do this at the moment.",
    headers: { "Retry-After": retryAfterSeconds },
    problem: "problem.unavailable",
    reason: message,
  });
}

/** Where every other path leads. Its name stands for all of them in events: what somebody sent is in none. */
const unknownRoute: Route = {
  path: "unknown",
  methods: [],
  kind: "endpoint",
  handle() {
    throw refuse("not_found", "There is nothing at this path; the metadata of the server list its endpoints.");
  },
};
const retryAfterSeconds = "5";
const noParameters: Readonly<Record<string, string>> = {};
