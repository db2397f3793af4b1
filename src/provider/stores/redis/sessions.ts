import type { Clock } from "../../../util/clock.ts";
import type { Session } from "../records.ts";
import type { SessionStore } from "../store.ts";
import type { Argument, Redis } from "./redis.ts";
import { readFlag, readText, readTexts } from "./replies.ts";
import { timeToLive } from "./time-to-live.ts";

/**
 * Keeps sessions in Redis: each a hash, its hash once more by `sid`, and a sorted set of hashes by account. All share a slot, because a script changes the three
 * together.
 */
export function createRedisSessions(redis: Redis, { base, clock }: { base: string; clock: Clock }): SessionStore {
  const root = `${base}{session}:`;
  const run = (script: string, ...args: readonly Argument[]): Promise<unknown> => redis.script(script, [root], args);
  const fieldsOf = (session: Session): readonly Argument[] => {
    const { hash, sid, accountId, version, idleExpiresAtMs, expiresAtMs } = session;
    const endsAtMs = Math.min(idleExpiresAtMs, expiresAtMs);
    const row = JSON.stringify(session);
    return [hash, sid, accountId, version, row, timeToLive(endsAtMs, clock), endsAtMs, clock() - staleAfterMs];
  };
  return {
    put: async (session) => void readFlag(await run(scripts.put, ...fieldsOf(session))),
    async find(hash) {
      const key = `${root}hash:${hash}`;
      return readSession(readText(await redis.command(["HGET", key, "row"], key)));
    },
    findBySid: async (sid) => readSession(readText(await run(scripts.findBySid, sid))),
    rotate: async (oldHash, session) => readFlag(await run(scripts.rotate, ...fieldsOf(session), oldHash)),
    update: async (session) => readFlag(await run(scripts.update, ...fieldsOf(session))),
    remove: async (hash) => readSession(readText(await run(scripts.remove, hash))),
    async list(accountId, nowMs) {
      const sessions = readSessions(await run(scripts.list, accountId));
      return sessions.filter(({ idleExpiresAtMs, expiresAtMs }) => idleExpiresAtMs > nowMs && expiresAtMs > nowMs);
    },
    removeAll: async (accountId, exceptSid = "") => readSessions(await run(scripts.removeAll, accountId, exceptSid)),
  };
}

function readSession(row: string | undefined): Session | undefined {
  return row === undefined ? undefined : JSON.parse(row);
}

function readSessions(reply: unknown): readonly Session[] {
  return readTexts(reply)
    .flatMap((row) => readSession(row) ?? [])
    .sort((one, other) => one.createdAtMs - other.createdAtMs);
}

/** How long after its end a session may stay in the set of its account. */
const staleAfterMs = 3_600_000;

/**
 * Writes a session to its three places, and removes one from them.
 * ARGV of a write: hash, sid, account, version, row, milliseconds to live, when it ends, and what has ended before then may leave the set.
 */
const shared = `
local function keyOf(hash) return KEYS[1] .. 'hash:' .. hash end
local function setOf(account) return KEYS[1] .. 'account:' .. account end
local function erase(hash)
  local stored = redis.call('HMGET', keyOf(hash), 'row', 'sid', 'account')
  if not stored[1] then return false end
  redis.call('DEL', keyOf(hash))
  redis.call('ZREM', setOf(stored[3]), hash)
  local bySid = KEYS[1] .. 'sid:' .. stored[2]
  if redis.call('GET', bySid) == hash then redis.call('DEL', bySid) end
  return stored[1]
end
-- Whether the hash and the sid of the session to write are free, or those of the one that it replaces.
local function isFree(replaced)
  if ARGV[1] ~= replaced and redis.call('EXISTS', keyOf(ARGV[1])) == 1 then return false end
  local holder = redis.call('GET', KEYS[1] .. 'sid:' .. ARGV[2])
  return not holder or holder == replaced or redis.call('EXISTS', keyOf(holder)) == 0
end
local taken = redis.error_reply('TAKEN A session of this hash or sid is stored already.')
local function write()
  erase(ARGV[1])
  redis.call('HSET', keyOf(ARGV[1]), 'sid', ARGV[2], 'account', ARGV[3], 'version', ARGV[4], 'row', ARGV[5])
  redis.call('PEXPIRE', keyOf(ARGV[1]), ARGV[6])
  redis.call('SET', KEYS[1] .. 'sid:' .. ARGV[2], ARGV[1], 'PX', ARGV[6])
  local set = setOf(ARGV[3])
  redis.call('ZREMRANGEBYSCORE', set, '-inf', ARGV[8])
  redis.call('ZADD', set, ARGV[7], ARGV[1])
  if redis.call('PTTL', set) < tonumber(ARGV[6]) then redis.call('PEXPIRE', set, ARGV[6]) end
  return 1
end
`;

const scripts = {
  put: `${shared}
if not isFree('') then return taken end
return write()`,

  update: `${shared}
local version = redis.call('HGET', keyOf(ARGV[1]), 'version')
if not version or tonumber(version) ~= tonumber(ARGV[4]) - 1 then return 0 end
if not isFree(ARGV[1]) then return taken end
return write()`,

  rotate: `${shared}
if redis.call('EXISTS', keyOf(ARGV[9])) == 0 then return 0 end
if not isFree(ARGV[9]) then return taken end
erase(ARGV[9])
return write()`,

  remove: `${shared}
return erase(ARGV[1])`,

  findBySid: `${shared}
local hash = redis.call('GET', KEYS[1] .. 'sid:' .. ARGV[1])
if not hash then return false end
return redis.call('HGET', keyOf(hash), 'row')`,

  list: `${shared}
local rows = {}
for _, hash in ipairs(redis.call('ZRANGE', setOf(ARGV[1]), 0, -1)) do
  local row = redis.call('HGET', keyOf(hash), 'row')
  if row then rows[#rows + 1] = row end
end
return rows`,

  removeAll: `${shared}
local rows = {}
for _, hash in ipairs(redis.call('ZRANGE', setOf(ARGV[1]), 0, -1)) do
  local sid = redis.call('HGET', keyOf(hash), 'sid')
  if not sid then
    redis.call('ZREM', setOf(ARGV[1]), hash)
  elseif sid ~= ARGV[2] then
    rows[#rows + 1] = erase(hash)
  end
end
return rows`,
} as const;
