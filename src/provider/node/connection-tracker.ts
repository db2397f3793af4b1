import type { Server as HttpServer, IncomingMessage, ServerResponse } from "node:http";
import type { Server as HttpsServer } from "node:https";
import type { Socket } from "node:net";

/** Keeps account of connections, so that a server can close without waiting for those that are idle. */
export interface ConnectionTracker {
  /** Counts a request on its connection until its answer is sent. */
  readonly begin: (incoming: IncomingMessage, outgoing: ServerResponse) => void;
  /** Closes idle connections now, and each other one after its answer. */
  readonly drain: () => void;
  /** Closes all at once. */
  readonly destroy: () => void;
}

/** Watches the connections of a server. */
export function trackConnections(server: HttpServer | HttpsServer): ConnectionTracker {
  // With TLS a socket lies within another; requests are counted on the inner one.
  const sockets = new Set<Socket>();
  const requests = new Map<Socket, number>();
  let isDraining = false;
  const forgetOnClose = (socket: Socket, forget: () => void): void => void socket.once("close", forget);
  const add = (socket: Socket): void => {
    if (isDraining) socket.destroy();
    requests.set(socket, 0);
    forgetOnClose(socket, () => requests.delete(socket));
  };
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    forgetOnClose(socket, () => sockets.delete(socket));
    if (!("setSecureContext" in server)) add(socket);
  });
  server.on("secureConnection", add);
  return {
    begin({ socket }, outgoing) {
      requests.set(socket, (requests.get(socket) ?? 0) + 1);
      if (isDraining) outgoing.shouldKeepAlive = false;
      outgoing.once("close", () => {
        const left = (requests.get(socket) ?? 1) - 1;
        if (requests.has(socket)) requests.set(socket, left);
        if (isDraining && left === 0) socket.end();
      });
    },
    drain() {
      isDraining = true;
      for (const [socket, count] of requests) if (count === 0) socket.destroy();
    },
    destroy() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
