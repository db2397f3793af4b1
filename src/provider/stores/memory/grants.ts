import type { Grant, StoredToken } from "../records.ts";
import type { GrantFilter, GrantStore, Issue, IssueOutcome, Rotation, RotationOutcome } from "../store.ts";
import type { MemoryArtifacts } from "./artifacts.ts";
import { pageOf } from "./page.ts";
import { createSweeper, type Sweepable } from "./sweeper.ts";
import { createTokenTable } from "./token-table.ts";

/** Keeps grants and tokens in memory. Every verb runs to its end before another begins, because none of them waits. */
export function createMemoryGrants(artifacts: MemoryArtifacts): GrantStore & Sweepable {
  const grants = new Map<string, Grant>();
  const tokens = createTokenTable();
  const children = new Map<string, string>();
  const tokensOfGrant = new Map<string, number>();

  function isAlive(grantId: string | undefined, nowMs: number): boolean {
    if (grantId === undefined) return true;
    const grant = grants.get(grantId);
    return grant !== undefined && grant.revokedAtMs === undefined && grant.expiresAtMs > nowMs;
  }

  /** Throws before anything is written: it is all written, or nothing. */
  function requireNew(added: readonly StoredToken[]): void {
    const hashes = added.map(({ hash }) => hash);
    const parents = added.flatMap(({ parentHash }) => parentHash ?? []);
    if (hasTwins(hashes) || hashes.some(tokens.has)) throw new Error("A token of this hash is stored already.");
    if (hasTwins(parents) || parents.some((hash) => children.has(hash)))
      throw new Error("A token has one child already.");
  }

  function write(added: readonly StoredToken[]): void {
    for (const token of added) {
      tokens.set(token);
      if (token.parentHash !== undefined) children.set(token.parentHash, token.hash);
      if (token.grantId !== undefined) tokensOfGrant.set(token.grantId, (tokensOfGrant.get(token.grantId) ?? 0) + 1);
    }
  }

  /** What hangs on a token goes with it. */
  function forget({ parentHash, grantId }: StoredToken): void {
    if (parentHash !== undefined) children.delete(parentHash);
    if (grantId === undefined) return;
    const left = (tokensOfGrant.get(grantId) ?? 1) - 1;
    if (left === 0) tokensOfGrant.delete(grantId);
    else tokensOfGrant.set(grantId, left);
  }

  function issue({ consume, grant, tokens: issued, nowMs }: Issue): IssueOutcome {
    const found = consume === undefined ? undefined : artifacts.peek(consume, nowMs);
    if (found !== undefined && found.outcome !== "consumed") return found;
    const isDead = ({ grantId }: StoredToken): boolean => grantId !== grant?.id && !isAlive(grantId, nowMs);
    if (issued.some(isDead)) return { outcome: "revoked" };
    if (grant !== undefined && grants.has(grant.id)) throw new Error("A grant of this id is stored already.");
    requireNew(issued);
    if (found !== undefined) artifacts.markConsumed(found.artifact, nowMs);
    if (grant !== undefined) grants.set(grant.id, grant);
    write(issued);
    return { outcome: "issued" };
  }

  function rotate({ hash, child, tokens: issued, nowMs, leewayMs }: Rotation): RotationOutcome {
    const token = tokens.get(hash);
    if (token === undefined || token.kind !== "refresh_token") return { outcome: "missing" };
    if (token.revokedAtMs !== undefined || !isAlive(token.grantId, nowMs)) return { outcome: "revoked" };
    if (token.usedAtMs === undefined) {
      if (token.expiresAtMs <= nowMs) return { outcome: "expired" };
      if (child.parentHash !== hash) throw new Error("The child names another token as its parent.");
      requireNew([child, ...issued]);
      tokens.set({ ...token, usedAtMs: nowMs });
      write([child, ...issued]);
      return { outcome: "rotated" };
    }
    const stored = tokens.get(children.get(hash) ?? "");
    const isCovered = leewayMs > 0 && nowMs < token.usedAtMs + leewayMs && stored?.hash === child.hash;
    if (stored === undefined || !isCovered || stored.usedAtMs !== undefined || stored.revokedAtMs !== undefined)
      return { outcome: "replayed", token };
    requireNew(issued);
    write(issued);
    return { outcome: "repeated", child: stored };
  }

  function* matching(filter: GrantFilter, nowMs: number): Generator<Grant> {
    for (const grant of grants.values())
      if (fits(grant, filter) && grant.revokedAtMs === undefined && grant.expiresAtMs > nowMs) yield grant;
  }

  const tokenSweeper = tokens.sweepBy(forget);
  // As long as a token of it is stored: one without its grant would look as if it stood alone.
  const grantSweeper = createSweeper(
    () => grants.values(),
    ({ id, expiresAtMs }, nowMs) => expiresAtMs + grantTombstoneMs <= nowMs && !tokensOfGrant.has(id),
    ({ id }) => grants.delete(id),
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
      tokens.set({ ...token, revokedAtMs: nowMs });
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

/** How long an expired grant is kept at least: another process may have a clock that is late. */
export const grantTombstoneMs = 3_600_000;

function hasTwins(hashes: readonly string[]): boolean {
  return hashes.length > 1 && new Set(hashes).size < hashes.length;
}
