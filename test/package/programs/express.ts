import express, { type Express } from "express";
import {
  getPrincipal,
  getSession,
  relyingParty,
  requireSession,
  requireToken,
  resourceMetadata,
} from "ts-identity-model/express";
import type { RelyingParty } from "ts-identity-model/relying-party";
import type { ResourceServer } from "ts-identity-model/resource-server";

interface Identity {
  readonly api: ResourceServer;
  readonly login: RelyingParty;
}

export function createApp({ api, login }: Identity): Express {
  const app = express();
  app.use(resourceMetadata(api));
  app.use(relyingParty(login));

  app.get("/profile", requireSession(login), (request, response) => {
    response.json({ user: getSession(request).subject });
  });
  app.get("/orders", requireToken(api, { scope: "orders.read" }), (request, response) => {
    response.json({ client: getPrincipal(request).clientId });
  });
  app.delete("/orders", requireToken(api, { scope: "orders.write" }), (_request, response) => {
    response.sendStatus(204);
  });
  return app;
}
