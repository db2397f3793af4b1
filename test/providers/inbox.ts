import { text } from "node:stream/consumers";
import { startLoopbackServer } from "./loopback-server.ts";

/** A request that a provider sent to its client. */
export interface InboxMessage {
  readonly path: string;
  readonly contentType: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** Receives what providers send to clients: logout tokens at `/logout`, CIBA pings at `/ciba`. */
export interface Inbox {
  readonly origin: string;
  /** The next message at this path that satisfies the condition and nobody took, once it is there. */
  take(path: string, matches?: (message: InboxMessage) => boolean): Promise<InboxMessage>;
  close(): Promise<void>;
}

/** Starts an inbox on the loopback interface. Each message is answered as its sender expects. */
export async function startInbox(): Promise<Inbox> {
  const server = await startLoopbackServer();
  const messages: InboxMessage[] = [];
  const waiting = new Set<() => void>();
  server.handle(async (request, response) => {
    const { url = "/", headers } = request;
    const body = await text(request);
    messages.push({ path: url, contentType: headers["content-type"], authorization: headers.authorization, body });
    response.writeHead(statuses[url] ?? 200, { "cache-control": "no-store" }).end();
    for (const wake of waiting) wake();
  });
  const find = (path: string, matches: (message: InboxMessage) => boolean): InboxMessage | undefined => {
    const index = messages.findIndex((message) => message.path === path && matches(message));
    return index < 0 ? undefined : messages.splice(index, 1)[0];
  };
  return {
    origin: server.origin,
    close: server.close,
    take: (path, matches = () => true) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const message = find(path, matches);
          if (message === undefined) return;
          stop();
          resolve(message);
        };
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`The provider sent nothing to ${path} within ${waitMs} ms.`));
        }, waitMs);
        const stop = (): void => {
          clearTimeout(timer);
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
  };
}

const waitMs = 5000;

/** A ping is answered with 204 (CIBA Core §10.2), Keycloak's question to an authentication device with 201. */
const statuses: Readonly<Record<string, number>> = { "/ciba": 204, "/authentication-channel": 201 };
