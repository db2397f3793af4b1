import { ConfigurationError } from "../errors/families.ts";
import { createRedis, type Redis } from "../provider/stores/redis/redis.ts";
import {
  connectByUrl,
  type NodeRedisClient,
  type RedisCommands,
  useClient,
} from "../provider/stores/redis/redis-commands.ts";
import { readFlag, readText, readTexts } from "../provider/stores/redis/replies.ts";
import { timeToLive } from "../provider/stores/redis/time-to-live.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import { type Clock, systemClock } from "../util/clock.ts";
import { randomBase64url } from "../util/random.ts";
import type { SharedLease, SharedStore, SharedWriteOptions } from "../util/shared-store.ts";

export type { NodeRedisClient, RedisCommandFacts, RedisCommands } from "../provider/stores/redis/redis-commands.ts";

/** How the shared store in Redis is set up. */
export interface RedisSharedStoreOptions {
  /** A client of the package `redis`, or what sends commands by another. It stays open when the store is closed. Either this or `url`. */
  readonly client?: NodeRedisClient | RedisCommands | undefined;
  /** Where Redis is: `redis://…`, `rediss://…`. The package `redis` connects at first use. */
  readonly url?: string | undefined;
  /** What all keys begin with. Default `ti-shared:`. */
  readonly prefix?: string | undefined;
  /** How long one command may take, in milliseconds. Default 2000. */
  readonly timeoutMs?: number | undefined;
  /** Is told of a connection that is lost. */
  readonly onWarning?: ((warning: string) => void) | undefined;
  /** Tells when entries expire. Default: the machine's clock. Leases end by the clock of Redis, which is the same for all. */
  readonly clock?: Clock | undefined;
}

/** A shared store in Redis. */
export interface RedisSharedStore extends SharedStore {
  /** Rejects where Redis does not answer. */
  readonly ping: () => Promise<void>;
  /** Closes the connection that the store has opened; a client that was given stays open. */
  readonly close: () => Promise<void>;
}

/**
 * Creates a shared store in Redis 6.2 or later. Every function is one command or one script on one key, so that it works on a cluster too; one that gets no
 * answer within `timeoutMs` rejects, and may have been done all the same. Leases live where entries do: a `maxmemory-policy` that evicts may end them early.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used
 */
export function createRedisSharedStore(options: RedisSharedStoreOptions): RedisSharedStore {
  checkOptionNames(options, optionNames, { of: "createRedisSharedStore" });
  const { client, url, prefix = "ti-shared:", timeoutMs = 2000, clock = systemClock } = options;
  const { onWarning = () => undefined } = options;
  if (!Number.isSafeInteger(timeoutMs) || timeoutMs < 1) throw wrong("timeoutMs", "must be a whole number, 1 or more");
  if ((client === undefined) === (url === undefined)) throw wrong("client", "or url must be given, and not both");
  const connection = client !== undefined ? useClient(client) : connectByUrl(url ?? "", { timeoutMs, onWarning });
  const redis = createRedis(connection, { timeoutMs, inspect: async () => undefined });
  return Object.freeze<RedisSharedStore>({
    ...createEntries(redis, { base: `${prefix}entry:`, clock }),
    acquire: (key, leaseMs) => acquire(redis, `${prefix}lease:${key}`, leaseMs),
    async ping() {
      await redis.command(["PING"]);
    },
    close: connection.close,
  });
}

interface EntryPlace {
  readonly base: string;
  readonly clock: Clock;
}

function createEntries(redis: Redis, { base, clock }: EntryPlace): Pick<SharedStore, "read" | "write" | "remove"> {
  return {
    async read(key) {
      const name = base + key;
      const reply = await redis.command(["HMGET", name, "value", "version", "expires"], name);
      const [value, version, expires] = readTexts(reply);
      if (value === undefined || version === undefined || !(Number(expires) > clock())) return undefined;
      return Object.freeze({ value, version });
    },
    async write(key, value, { expiresAtMs, ifVersion }: SharedWriteOptions) {
      const version = randomBase64url(16);
      const expires = wholeMilliseconds(expiresAtMs);
      const written = [value, version, expires, timeToLive(expires, clock)];
      const isWritten = await redis.script(writeScript, [base + key], [...expectation(ifVersion, clock), ...written]);
      return readFlag(isWritten) ? version : undefined;
    },
    async remove(key, { ifVersion } = {}) {
      return readFlag(await redis.script(removeScript, [base + key], expectation(ifVersion, clock)));
    },
  };
}

async function acquire(redis: Redis, key: string, leaseMs: number): Promise<SharedLease | undefined> {
  // The token tells this holder from the next: a lease that has run out is not given back in the name of another.
  const token = randomBase64url(16);
  const lifetime = String(Math.max(1, wholeMilliseconds(leaseMs)));
  const reply = await redis.command(["SET", key, token, "NX", "PX", lifetime], key);
  if (readText(reply) === undefined) return undefined;
  return Object.freeze<SharedLease>({
    async release() {
      readFlag(await redis.script(releaseScript, [key], [token]));
    },
  });
}

/** What a script is told of the version that must be there, and of the time. */
function expectation(ifVersion: string | null | undefined, clock: Clock): [string, string, number] {
  const expected = ifVersion === undefined ? "any" : ifVersion === null ? "none" : "one";
  return [expected, ifVersion ?? "", Math.floor(clock())];
}

/** Lua and Redis read no fractions and no infinity. */
function wholeMilliseconds(value: number): number {
  return Math.min(Math.ceil(value), Number.MAX_SAFE_INTEGER);
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

const optionNames: OptionNames<RedisSharedStoreOptions> = {
  client: true,
  url: true,
  prefix: true,
  timeoutMs: true,
  onWarning: true,
  clock: true,
};

/** Finds the version of an entry that has not expired; `false` for none. ARGV: `any`, `none` or `one`, the version that must be there, the time. */
const find = `
local stored = redis.call('HMGET', KEYS[1], 'version', 'expires')
local current = false
if stored[1] and tonumber(stored[2]) > tonumber(ARGV[3]) then current = stored[1] end
if ARGV[1] == 'none' and current or ARGV[1] == 'one' and current ~= ARGV[2] then return 0 end
`;

/** ARGV also: value, version, expiry, milliseconds to live. */
const writeScript = `${find}
redis.call('HSET', KEYS[1], 'value', ARGV[4], 'version', ARGV[5], 'expires', ARGV[6])
redis.call('PEXPIRE', KEYS[1], ARGV[7])
return 1`;

const removeScript = `${find}
redis.call('DEL', KEYS[1])
return current and 1 or 0`;

const releaseScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`;
