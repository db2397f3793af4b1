import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A connection that octets are written to as they are. */
export interface RawConnection {
  readonly socket: Socket;
  /** All that came so far. */
  readonly received: () => string;
  /** Waits until what came fits. */
  readonly until: (wanted: RegExp) => Promise<string>;
  readonly closed: Promise<void>;
}

/** Connects to a server on the loopback interface. */
export async function openRaw(port: number): Promise<RawConnection> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  let text = "";
  socket.on("data", (piece) => {
    text += String(piece);
  });
  let isClosed = false;
  const closed = once(socket, "close").then(() => {
    isClosed = true;
  });
  return {
    socket,
    closed,
    received: () => text,
    async until(wanted) {
      while (!wanted.test(text)) {
        if (isClosed) throw new Error(`closed after ${JSON.stringify(text)}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return text;
    },
  };
}

/** Sends a request as it is written, and gives all that comes until the server closes. */
export async function exchangeRaw(port: number, text: string): Promise<string> {
  const raw = await openRaw(port);
  raw.socket.write(text);
  await raw.closed;
  return raw.received();
}
