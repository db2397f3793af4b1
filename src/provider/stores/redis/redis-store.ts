import { ConfigurationError } from "../../../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../../../util/check-option-names.ts";
import { type Clock, systemClock } from "../../../util/clock.ts";
import { checkWholeNumber } from "../../check-whole-number.ts";
import type { ProviderStore } from "../store.ts";
import { createRedisArtifacts } from "./artifacts.ts";
import { checkEvictionPolicy } from "./eviction-policy.ts";
import { createRedis } from "./redis.ts";
import { connectByUrl, type NodeRedisClient, type RedisCommands, useClient } from "./redis-commands.ts";
import { createRedisReplay } from "./replay.ts";
import { createRedisSessions } from "./sessions.ts";
import { createRedisThrottle } from "./throttle.ts";

/** How the store in Redis is set up. */
export interface RedisStoreOptions {
  /** A client of the package `redis`, or what sends commands by another. It stays open when the store is closed. Either this or `url`. */
  readonly client?: NodeRedisClient | RedisCommands | undefined;
  /** Where Redis is: `redis://…`, `rediss://…`. The package `redis` connects at first use. */
  readonly url?: string | undefined;
  /** What all keys begin with. Default `ti:`. */
  readonly prefix?: string | undefined;
  /** How long one command may take, in milliseconds. Default 2000. */
  readonly timeoutMs?: number | undefined;
  /** Whether a server is refused whose `maxmemory-policy` may evict what must not be forgotten. Default `true`. */
  readonly requireNoEviction?: boolean | undefined;
  /** Is told of a policy that can't be read, and of a connection that is lost. */
  readonly onWarning?: ((warning: string) => void) | undefined;
  /** Default: the machine's clock. Redis' own decides nothing. */
  readonly clock?: Clock | undefined;
}

/** The part of a store that lives shortly. */
export type RedisStore = Pick<
  ProviderStore,
  "artifacts" | "sessions" | "replay" | "throttle" | "sweep" | "ping" | "close"
>;

/**
 * Creates the short-lived part of a store in Redis 6.2 or later: artifacts, sessions, used identifiers, throttling. Join it to a durable one with `combineStores`.
 * Each verb is one command or one script on one slot, so that it works on a cluster too. What Redis loses is a login begun anew, but for identifiers that were
 * used: keep its writes safe (`appendfsync`), and its `maxmemory-policy` at `noeviction`, which is checked before anything is stored.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used
 */
export function createRedisStore(options: RedisStoreOptions): RedisStore {
  checkOptionNames(options, optionNames, { of: "createRedisStore" });
  const { client, url, prefix = "ti:", timeoutMs = 2000, requireNoEviction = true, clock = systemClock } = options;
  const { onWarning = () => undefined } = options;
  checkWholeNumber("timeoutMs", timeoutMs, { least: 1 });
  if (/[{}]/.test(prefix)) throw wrong("prefix", "must not have braces, which choose the slot");
  if ((client === undefined) === (url === undefined)) throw wrong("client", "or url must be given, and not both");
  const connection = client !== undefined ? useClient(client) : connectByUrl(url ?? "", { timeoutMs, onWarning });
  const inspect = (command: (args: readonly string[]) => Promise<unknown>): Promise<void> =>
    checkEvictionPolicy(command, { requireNoEviction, onWarning });
  const redis = createRedis(connection, { timeoutMs, inspect });
  const parts = { base: prefix, clock };
  return Object.freeze<RedisStore>({
    artifacts: createRedisArtifacts(redis, parts),
    sessions: createRedisSessions(redis, parts),
    replay: createRedisReplay(redis, parts),
    throttle: createRedisThrottle(redis, parts),
    // Redis forgets by itself.
    sweep: async () => 0,
    async ping() {
      await redis.command(["PING"]);
      // After a failover another server may answer, with another policy.
      await inspect(redis.command);
    },
    close: connection.close,
  });
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

const optionNames: OptionNames<RedisStoreOptions> = {
  client: true,
  url: true,
  prefix: true,
  timeoutMs: true,
  requireNoEviction: true,
  onWarning: true,
  clock: true,
};
