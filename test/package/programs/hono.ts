import { Hono } from "hono";
import { relyingParty, requireSession, requireToken, resourceMetadata } from "ts-identity-model/hono";
import type { RelyingParty } from "ts-identity-model/relying-party";
import type { ResourceServer } from "ts-identity-model/resource-server";

interface Identity {
  readonly api: ResourceServer;
  readonly login: RelyingParty;
}

export function createApp({ api, login }: Identity): Hono {
  const app = new Hono();
  app.use(resourceMetadata(api));
  app.use(relyingParty(login));

  app.get("/profile", requireSession(login), (context) => {
    return context.json({ user: context.get("session").subject });
  });
  app.get("/orders", requireToken(api, { scope: "orders.read" }), (context) => {
    return context.json({ client: context.get("principal").clientId });
  });
  app.delete("/orders", requireToken(api, { scope: "orders.write" }), (context) => context.body(null, 204));
  return app;
}
