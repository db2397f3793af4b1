import type { RelyingParty } from "ts-identity-model/relying-party";
import type { ResourceServer } from "ts-identity-model/resource-server";
import { createWorkerHandler, type Worker, withRelyingParty, withSession, withToken } from "ts-identity-model/worker";

interface Identity {
  readonly api: ResourceServer;
  readonly login: RelyingParty;
}

/** The bindings of the worker: secrets, stores. */
export interface Environment {
  readonly ISSUER: string;
}

/** `export default createApp(createIdentity)` is the worker. */
export function createApp(createIdentity: (environment: Environment) => Identity): Worker<Environment, unknown> {
  return createWorkerHandler((environment: Environment) => {
    const { api, login } = createIdentity(environment);
    const profile = withSession(login, (_request, session) => Response.json({ user: session.subject }));
    const orders = withToken(api, (_request, principal) => Response.json({ client: principal.clientId }), {
      scope: "orders.read",
    });
    const deleteOrders = withToken(api, () => new Response(null, { status: 204 }), { scope: "orders.write" });

    return withRelyingParty(login, (request, session) => {
      const { pathname } = new URL(request.url);
      if (pathname === "/profile") return profile(request);
      if (pathname === "/orders" || pathname.startsWith("/.well-known/oauth-protected-resource"))
        return request.method === "DELETE" ? deleteOrders(request) : orders(request);
      return new Response(`Hello, ${session?.subject ?? "stranger"}`);
    });
  });
}
