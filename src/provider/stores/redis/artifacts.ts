import type { Clock } from "../../../util/clock.ts";
import type { Artifact, ArtifactKind } from "../records.ts";
import type { ArtifactKey, ArtifactStore, ConsumeOutcome } from "../store.ts";
import type { Redis } from "./redis.ts";
import { readFlag, readNumber, readText, readTexts } from "./replies.ts";
import { timeToLive } from "./time-to-live.ts";

/**
 * Keeps artifacts in Redis: each a hash of its row as JSON, its version, when it expires and when it was used. All of one kind share a slot, because a script
 * touches an artifact and its second name.
 */
export function createRedisArtifacts(redis: Redis, { base, clock }: { base: string; clock: Clock }): ArtifactStore {
  const keyOf = ({ kind, hash }: ArtifactKey): string => `${base}{${kind}}:${hash}`;
  const alternateOf = (kind: ArtifactKind, hash = ""): string => `${base}{${kind}}:alternate:${hash}`;
  const indexOf = (kind: ArtifactKind): string => (listed.includes(kind) ? `${base}{${kind}}:index` : "");
  const keysOf = (artifact: Artifact): [string, string] => [
    keyOf(artifact),
    alternateOf(artifact.kind, artifact.alternateHash),
  ];
  const fieldsOf = (artifact: Artifact): (string | number)[] => {
    const { version, consumedAtMs, ...row } = artifact;
    const { hash, alternateHash = "", expiresAtMs, purgeAtMs } = row;
    const ttl = timeToLive(purgeAtMs, clock);
    const index = indexOf(artifact.kind);
    return [hash, alternateHash, JSON.stringify(row), version, expiresAtMs, ttl, consumedAtMs ?? "", index];
  };
  return {
    put: async (artifact) => readFlag(await redis.script(scripts.put, keysOf(artifact), fieldsOf(artifact))),
    async find(key) {
      const [row, version, usedAt] = readTexts(
        await redis.command(["HMGET", keyOf(key), "row", "version", "used"], keyOf(key)),
      );
      return row === undefined ? undefined : readArtifact(row, version, usedAt);
    },
    async findByAlternate(kind, hash) {
      const prefix = keyOf({ kind, hash: "" });
      const found = readTexts(await redis.script(scripts.findByAlternate, [alternateOf(kind, hash)], [prefix]));
      const [row, version, usedAt] = found;
      return row === undefined ? undefined : readArtifact(row, version, usedAt);
    },
    async update(artifact) {
      const args = [...fieldsOf(artifact), alternateOf(artifact.kind)];
      return readFlag(await redis.script(scripts.update, keysOf(artifact), args));
    },
    consume: async (key, nowMs) => readOutcome(readTexts(await redis.script(scripts.consume, [keyOf(key)], [nowMs]))),
    async remove(key) {
      readText(await redis.script(scripts.remove, [keyOf(key)], [alternateOf(key.kind), key.hash, indexOf(key.kind)]));
    },
    async list(kind, { limit, after }) {
      const args = [after === undefined ? "-" : `(${after}`, limit + 1, keyOf({ kind, hash: "" })];
      const found = readTexts(await redis.script(scripts.list, [indexOf(kind)], args));
      const entries = Array.from({ length: found.length / 4 }, (_, index) => found.slice(index * 4, index * 4 + 4));
      const items = entries
        .slice(0, limit)
        .flatMap(([, row = "", version, usedAt]) => (row === "" ? [] : [readArtifact(row, version, usedAt)]));
      const next = entries.length > limit ? entries[limit - 1]?.[0] : undefined;
      return next === undefined ? { items } : { items, next };
    },
  };
}

function readArtifact(row: string, version: string | undefined, usedAt: string | undefined): Artifact {
  const artifact: Omit<Artifact, "version" | "consumedAtMs"> = JSON.parse(row);
  const used = usedAt === undefined || usedAt === "" ? {} : { consumedAtMs: readNumber(usedAt) };
  return { ...artifact, ...used, version: readNumber(version) };
}

function readOutcome([outcome, row, version, usedAt]: readonly (string | undefined)[]): ConsumeOutcome {
  if (row === undefined && outcome === "missing") return { outcome };
  if (row === undefined || (outcome !== "consumed" && outcome !== "used" && outcome !== "expired"))
    throw new Error("Redis sent an outcome that no script gives.");
  return { outcome, artifact: readArtifact(row, version, usedAt) };
}

/** The kinds that have an index, by their hashes. */
const listed: readonly ArtifactKind[] = ["initial_access_token"];

/** Writes an artifact with all that is known of it. ARGV: hash, alternate hash, row, version, expiry, milliseconds to live, time of use, index or nothing. */
const write = `
local function write()
  redis.call('HSET', KEYS[1], 'row', ARGV[3], 'version', ARGV[4], 'expires', ARGV[5], 'alternate', ARGV[2])
  if ARGV[7] ~= '' then redis.call('HSET', KEYS[1], 'used', ARGV[7]) end
  redis.call('PEXPIRE', KEYS[1], ARGV[6])
  if ARGV[2] ~= '' then redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[6]) end
  if ARGV[8] ~= '' then redis.call('ZADD', ARGV[8], 0, ARGV[1]) end
  return 1
end
`;

const scripts = {
  put: `${write}
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
if ARGV[2] ~= '' and redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
return write()`,

  update: `${write}
local stored = redis.call('HMGET', KEYS[1], 'version', 'used', 'alternate')
if not stored[1] or stored[2] or tonumber(stored[1]) ~= tonumber(ARGV[4]) - 1 then return 0 end
if stored[3] ~= ARGV[2] then
  if ARGV[2] ~= '' and redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
  if stored[3] ~= '' then redis.call('DEL', ARGV[9] .. stored[3]) end
end
return write()`,

  // What was used stays until it is purged, so that a second use is told from garbage.
  consume: `
local stored = redis.call('HMGET', KEYS[1], 'row', 'version', 'expires', 'used')
if not stored[1] then return {'missing'} end
if stored[4] then return {'used', stored[1], stored[2], stored[4]} end
if tonumber(stored[3]) <= tonumber(ARGV[1]) then return {'expired', stored[1], stored[2]} end
redis.call('HSET', KEYS[1], 'used', ARGV[1])
redis.call('HINCRBY', KEYS[1], 'version', 1)
return {'consumed', stored[1], stored[2]}`,

  findByAlternate: `
local hash = redis.call('GET', KEYS[1])
if not hash then return {} end
return redis.call('HMGET', ARGV[1] .. hash, 'row', 'version', 'used')`,

  remove: `
local alternate = redis.call('HGET', KEYS[1], 'alternate')
redis.call('DEL', KEYS[1])
if ARGV[3] ~= '' then redis.call('ZREM', ARGV[3], ARGV[2]) end
if alternate and alternate ~= '' and redis.call('GET', ARGV[1] .. alternate) == ARGV[2] then
  redis.call('DEL', ARGV[1] .. alternate)
end
return 1`,

  // What Redis has forgotten leaves the index when somebody looks.
  list: `
local found = {}
for _, hash in ipairs(redis.call('ZRANGEBYLEX', KEYS[1], ARGV[1], '+', 'LIMIT', 0, ARGV[2])) do
  local stored = redis.call('HMGET', ARGV[3] .. hash, 'row', 'version', 'used')
  if not stored[1] then redis.call('ZREM', KEYS[1], hash) end
  table.insert(found, hash)
  for index = 1, 3 do table.insert(found, stored[index] or '') end
end
return found`,
} as const;
