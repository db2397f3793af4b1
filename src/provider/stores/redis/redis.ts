import { createHash } from "node:crypto";
import { loadOnce } from "../../../util/load-once.ts";
import type { RedisCommandFacts, RedisCommands, RedisConnection } from "./redis-commands.ts";

/** Redis as the parts of the store use it. Every call ends within the deadline. */
export interface Redis {
  readonly command: (args: readonly string[], key?: string) => Promise<unknown>;
  /** Runs a script by its digest, and by its text where the server does not know it. All keys lie in one slot. */
  readonly script: (
    source: string,
    keys: readonly [string, ...string[]],
    args: readonly Argument[],
  ) => Promise<unknown>;
}

/** What a script is given. */
export type Argument = string | number;

/** What Redis needs besides a way to it. */
export interface RedisParts {
  readonly timeoutMs: number;
  /** Looks at the server before anything else is done, until it was found good once. */
  readonly inspect: (command: (args: readonly string[]) => Promise<unknown>) => Promise<void>;
}

/** Makes what the parts of the store call. */
export function createRedis(connection: RedisConnection, { timeoutMs, inspect }: RedisParts): Redis {
  const digests = new Map<string, string>();
  const inspected = loadOnce(async () => {
    const commands = await connection.open();
    const { signal } = new AbortController();
    await inspect((args) => commands.send(args, { signal }));
    return commands;
  });
  const call = (act: (commands: RedisCommands, signal: AbortSignal) => Promise<unknown>): Promise<unknown> =>
    withinTime(timeoutMs, async (signal) => act(await inspected(), signal));

  function digestOf(source: string): string {
    const known = digests.get(source);
    if (known !== undefined) return known;
    // Redis names scripts by SHA-1; nothing rests on it.
    const digest = createHash("sha1").update(source).digest("hex");
    digests.set(source, digest);
    return digest;
  }

  return {
    command: (args, key) => call((commands, signal) => commands.send(args, { key, signal })),
    script: (source, keys, args) =>
      call(async (commands, signal) => {
        const facts: RedisCommandFacts = { key: keys[0], signal };
        const rest = [String(keys.length), ...keys, ...args.map(String)];
        try {
          return await commands.send(["EVALSHA", digestOf(source), ...rest], facts);
        } catch (error) {
          if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
          return commands.send(["EVAL", source, ...rest], facts);
        }
      }),
  };
}

function withinTime(timeoutMs: number, act: (signal: AbortSignal) => Promise<unknown>): Promise<unknown> {
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error("ETIMEDOUT"));
      controller.abort();
    }, timeoutMs);
    act(controller.signal)
      .finally(() => clearTimeout(timer))
      .then(resolve, reject);
  });
}
