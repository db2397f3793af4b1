import { loadOnce } from "../../../util/load-once.ts";
import { nameFailure } from "../store-error.ts";

/** What goes with a command. */
export interface RedisCommandFacts {
  /** A key that the command touches, for clients that choose a node by it. All keys of a command lie in one slot. */
  readonly key?: string | undefined;
  /** Aborts when nobody waits for the reply any more. */
  readonly signal: AbortSignal;
}

/** All that the store needs of a client for Redis, so that any can be used; with ioredis `{ send: ([name = "", ...args]) => redis.call(name, ...args) }`. */
export interface RedisCommands {
  /** Sends a command and gives its reply: a text, a number, `null`, or a list of these. Rejects with an error whose message begins with the reply's error code. */
  readonly send: (args: readonly string[], facts: RedisCommandFacts) => Promise<unknown>;
}

/** A client of the package `redis` that is connected, or will be; whoever made it closes it. */
export interface NodeRedisClient {
  readonly sendCommand: (args: string[], options?: { abortSignal?: AbortSignal }) => Promise<unknown>;
}

/** A way to Redis that is opened at first use. */
export interface RedisConnection {
  readonly open: () => Promise<RedisCommands>;
  readonly close: () => Promise<void>;
}

/** Uses a client that somebody else made: there is nothing to open and nothing to close. */
export function useClient(client: NodeRedisClient | RedisCommands): RedisConnection {
  const commands = "sendCommand" in client ? fromNodeRedis(client) : client;
  return { open: async () => commands, close: async () => undefined };
}

/**
 * Connects by the package `redis` at first use. While the connection is lost, commands fail at once rather than wait, and it comes back by itself.
 */
export function connectByUrl(
  url: string,
  { timeoutMs, onWarning }: { readonly timeoutMs: number; readonly onWarning: (warning: string) => void },
): RedisConnection {
  let destroy: (() => void) | undefined;
  let isClosed = false;
  const open = loadOnce(async () => {
    const { createClient } = await import("redis");
    if (isClosed) throw new Error("The store is closed.");
    const client = createClient({ url, disableOfflineQueue: true, socket: { connectTimeout: timeoutMs } });
    // The message may name the address, never the password; without a listener an error would end the process.
    client.on("error", (error: unknown) => onWarning(`The connection to Redis failed: ${nameFailure(error)}.`));
    destroy = () => client.destroy();
    try {
      await client.connect();
    } catch (error) {
      if (client.isOpen) client.destroy();
      throw error;
    }
    return fromNodeRedis(client);
  });
  return {
    open,
    async close() {
      isClosed = true;
      destroy?.();
      destroy = undefined;
    },
  };
}

function fromNodeRedis(client: NodeRedisClient): RedisCommands {
  return { send: (args, { signal }) => client.sendCommand([...args], { abortSignal: signal }) };
}
