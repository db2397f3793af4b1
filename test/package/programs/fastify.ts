import createFastify, { type FastifyInstance, type FastifyServerOptions } from "fastify";
import { getPrincipal, getSession, identityPlugin, requireSession, requireToken } from "ts-identity-model/fastify";
import type { RelyingParty } from "ts-identity-model/relying-party";
import type { ResourceServer } from "ts-identity-model/resource-server";

interface Identity {
  readonly api: ResourceServer;
  readonly login: RelyingParty;
}

export function createApp({ api, login }: Identity, options: FastifyServerOptions = {}): FastifyInstance {
  const app = createFastify(options);
  app.register(identityPlugin, { resourceServer: api, relyingParty: login });

  app.get("/profile", { preHandler: requireSession(login) }, async (request) => {
    return { user: getSession(request).subject };
  });
  app.get("/orders", { preHandler: requireToken(api, { scope: "orders.read" }) }, async (request) => {
    return { client: getPrincipal(request).clientId };
  });
  app.delete("/orders", { preHandler: requireToken(api, { scope: "orders.write" }) }, async (_request, reply) => {
    return reply.code(204).send();
  });
  return app;
}
