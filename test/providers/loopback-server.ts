import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";

/** A server on this machine only. */
export interface LoopbackServer {
  /** `http://127.0.0.1:` or `https://127.0.0.1:` and the port. */
  readonly origin: string;
  /** Decides who answers. Until then every request waits for it. */
  handle(listener: RequestListener): void;
  /** Ends the server with every connection that is still open. */
  close(): Promise<void>;
}

/** Starts a server before its handler exists, because an issuer must know its port. Port 0 takes any free one. */
export function startLoopbackServer(port = 0): Promise<LoopbackServer> {
  return listen(createServer(), { protocol: "http", port });
}

/** The same over TLS. */
export function startTlsLoopbackServer(options: ServerOptions): Promise<LoopbackServer> {
  return listen(createTlsServer(options), { protocol: "https", port: 0 });
}

async function listen(
  server: Server,
  { protocol, port }: { readonly protocol: string; readonly port: number },
): Promise<LoopbackServer> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The loopback server has no port.");
  return {
    origin: `${protocol}://127.0.0.1:${address.port}`,
    handle: (listener) => {
      server.on("request", listener);
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
