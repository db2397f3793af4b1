import type { Grant, StoredToken } from "../records.ts";
import type { GrantFilter, GrantStore, Issue, IssueOutcome, Rotation, RotationOutcome } from "../store.ts";
import type { MemoryArtifacts } from "./artifacts.ts";
import { pageOf } from "./page.ts";
import { createSweeper, type Sweepable } from "./sweeper.ts";

/** Keeps grants and tokens in memory. Every verb runs to its end before another begins, because none of them waits. */
export function createMemoryGrants(artifacts: MemoryArtifacts): GrantStore & Sweepable {
  const grants = new Map<string, Grant>();
  const tokens = new Map<string, StoredToken>();
  const children = new Map<string, string>();

  function isAlive(grantId: string | undefined, nowMs: number): boolean {
    if (grantId === undefined) return true;
    const grant = grants.get(grantId);
    return grant !== undefined && grant.revokedAtMs === undefined && grant.expiresAtMs > nowMs;
  }

  function write(token: StoredToken): void {
    if (tokens.has(token.hash)) throw new Error("A token of this hash is stored already.");
    tokens.set(token.hash, token);
    if (token.parentHash !== undefined) children.set(token.parentHash, token.hash);
  }

  function issue({ consume, grant, tokens: issued, nowMs }: Issue): IssueOutcome {
    const found = consume === undefined ? undefined : artifacts.peek(consume, nowMs);
    if (found !== undefined && found.outcome !== "consumed") return found;
    const isDead = ({ grantId }: StoredToken): boolean => grantId !== grant?.id && !isAlive(grantId, nowMs);
    if (issued.some(isDead)) return { outcome: "revoked" };
    if (found !== undefined) artifacts.markConsumed(found.artifact, nowMs);
    if (grant !== undefined) grants.set(grant.id, grant);
    for (const token of issued) write(token);
    return { outcome: "issued" };
  }

  function rotate({ hash, child, tokens: issued, nowMs, leewayMs }: Rotation): RotationOutcome {
    const token = tokens.get(hash);
    if (token === undefined || token.kind !== "refresh_token") return { outcome: "missing" };
    if (token.revokedAtMs !== undefined || !isAlive(token.grantId, nowMs)) return { outcome: "revoked" };
    if (token.usedAtMs === undefined) {
      if (token.expiresAtMs <= nowMs) return { outcome: "expired" };
      tokens.set(hash, { ...token, usedAtMs: nowMs });
      for (const each of [child, ...issued]) write(each);
      return { outcome: "rotated" };
    }
    const stored = tokens.get(children.get(hash) ?? "");
    const isCovered = nowMs < token.usedAtMs + leewayMs && stored?.hash === child.hash;
    if (stored === undefined || !isCovered || stored.usedAtMs !== undefined || stored.revokedAtMs !== undefined)
      return { outcome: "replayed", token };
    for (const each of issued) write(each);
    return { outcome: "repeated", child: stored };
  }

  function* matching(filter: GrantFilter, nowMs: number): Generator<Grant> {
    for (const grant of grants.values())
      if (fits(grant, filter) && grant.revokedAtMs === undefined && grant.expiresAtMs > nowMs) yield grant;
  }

  const tokenSweeper = createSweeper(
    tokens,
    ({ purgeAtMs }, nowMs) => purgeAtMs <= nowMs,
    (hash, { parentHash }) => {
      tokens.delete(hash);
      if (parentHash !== undefined) children.delete(parentHash);
    },
  );
  const grantSweeper = createSweeper(
    grants,
    ({ expiresAtMs }, nowMs) => expiresAtMs + tombstoneMs <= nowMs,
    (id) => grants.delete(id),
  );

  return {
    issue: async (request) => issue(request),
    rotate: async (rotation) => rotate(rotation),
    async findToken(hash) {
      const token = tokens.get(hash);
      if (token === undefined) return undefined;
      const grant = token.grantId === undefined ? undefined : grants.get(token.grantId);
      return grant === undefined ? { token } : { token, grant };
    },
    findGrant: async (id) => grants.get(id),
    async revokeToken(hash, nowMs) {
      const token = tokens.get(hash);
      if (token === undefined || token.revokedAtMs !== undefined || token.expiresAtMs <= nowMs) return false;
      tokens.set(hash, { ...token, revokedAtMs: nowMs });
      return true;
    },
    async revokeGrants(filter, reason, nowMs) {
      const found = [...matching(filter, nowMs)];
      for (const grant of found) grants.set(grant.id, { ...grant, revokedAtMs: nowMs, revokeReason: reason });
      return found.length;
    },
    listGrants: async (filter, page, nowMs) => pageOf([...matching(filter, nowMs)], page, ({ id }) => id),
    sweep: (nowMs, limit) => tokenSweeper.sweep(nowMs, limit) + grantSweeper.sweep(nowMs, limit),
  };
}

function fits(grant: Grant, { id, accountId, clientId, sid, isOffline }: GrantFilter): boolean {
  return (
    [id, accountId, clientId, sid].some((value) => value !== undefined) &&
    (id === undefined || grant.id === id) &&
    (accountId === undefined || grant.accountId === accountId) &&
    (clientId === undefined || grant.clientId === clientId) &&
    (sid === undefined || grant.sid === sid) &&
    (isOffline === undefined || grant.isOffline === isOffline)
  );
}

/** How long an expired grant is kept, so that its tokens are known as expired and not as garbage. */
const tombstoneMs = 3_600_000;
