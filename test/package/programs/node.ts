import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { handleRelyingParty, handleResourceMetadata, requireSession, requireToken } from "ts-identity-model/node";
import type { RelyingParty } from "ts-identity-model/relying-party";
import type { ResourceServer } from "ts-identity-model/resource-server";

interface Identity {
  readonly api: ResourceServer;
  readonly login: RelyingParty;
}

export function createApp({ api, login }: Identity): RequestListener {
  const serveMetadata = handleResourceMetadata(api);
  const serveLogin = handleRelyingParty(login);
  const session = requireSession(login);
  const readOrders = requireToken(api, { scope: "orders.read" });
  const writeOrders = requireToken(api, { scope: "orders.write" });

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<unknown> {
    if ((await serveMetadata(incoming, outgoing)) || (await serveLogin(incoming, outgoing))) return;
    const json = (value: unknown) => outgoing.setHeader("Content-Type", "application/json").end(JSON.stringify(value));
    switch (`${incoming.method} ${incoming.url}`) {
      case "GET /profile": {
        // Nothing here means that the request has been answered.
        const user = await session(incoming, outgoing);
        return user && json({ user: user.subject });
      }
      case "HEAD /orders":
      case "GET /orders": {
        const principal = await readOrders(incoming, outgoing);
        return principal && json({ client: principal.clientId });
      }
      case "DELETE /orders":
        return (await writeOrders(incoming, outgoing)) && outgoing.writeHead(204).end();
    }
    return outgoing.writeHead(404).end();
  }

  return (incoming, outgoing) => {
    // What is thrown is no fault of the client: write it to your log.
    answer(incoming, outgoing).catch(() => outgoing.headersSent || outgoing.writeHead(500).end());
  };
}
