import Koa from "koa";
import {
  getPrincipal,
  getSession,
  type KoaMiddleware,
  relyingParty,
  requireSession,
  requireToken,
  resourceMetadata,
} from "ts-identity-model/koa";
import type { RelyingParty } from "ts-identity-model/relying-party";
import type { ResourceServer } from "ts-identity-model/resource-server";

interface Identity {
  readonly api: ResourceServer;
  readonly login: RelyingParty;
}

export function createApp({ api, login }: Identity): Koa {
  const app = new Koa();
  app.use(resourceMetadata(api));
  app.use(relyingParty(login));
  app.use(
    route("GET /profile", requireSession(login), async (context) => {
      context.body = { user: getSession(context).subject };
    }),
  );
  app.use(
    route("GET /orders", requireToken(api, { scope: "orders.read" }), async (context) => {
      context.body = { client: getPrincipal(context).clientId };
    }),
  );
  app.use(
    route("DELETE /orders", requireToken(api, { scope: "orders.write" }), async (context) => {
      context.status = 204;
    }),
  );
  return app;
}

/** What a router does: any will do. */
function route(wanted: string, guard: KoaMiddleware, handler: KoaMiddleware): KoaMiddleware {
  return async (context, next) => {
    const { method = "GET", url } = context.req;
    const isWanted = `${method === "HEAD" ? "GET" : method} ${url}` === wanted;
    await (isWanted ? guard(context, () => handler(context, next)) : next());
  };
}
