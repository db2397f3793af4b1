import type { Artifact } from "../records.ts";
import type { ArtifactKey, ArtifactStore, ConsumeOutcome } from "../store.ts";
import { pageOf } from "./page.ts";
import { createSweeper, type Sweepable } from "./sweeper.ts";

/** Artifacts in memory, with a way to use one up and look at the outcome in the same step. */
export interface MemoryArtifacts extends ArtifactStore, Sweepable {
  readonly peek: (key: ArtifactKey, nowMs: number) => ConsumeOutcome;
  readonly markConsumed: (artifact: Artifact, nowMs: number) => void;
}

/** Keeps artifacts in memory. */
export function createMemoryArtifacts(): MemoryArtifacts {
  const byKey = new Map<string, Artifact>();
  const byAlternate = new Map<string, string>();
  const keyOf = ({ kind, hash }: ArtifactKey): string => `${kind} ${hash}`;
  const alternateOf = ({ kind, alternateHash }: Pick<Artifact, "kind" | "alternateHash">): string | undefined =>
    alternateHash === undefined ? undefined : `${kind} ${alternateHash}`;

  function peek(key: ArtifactKey, nowMs: number): ConsumeOutcome {
    const artifact = byKey.get(keyOf(key));
    if (artifact === undefined) return { outcome: "missing" };
    if (artifact.consumedAtMs !== undefined) return { outcome: "used", artifact };
    return artifact.expiresAtMs > nowMs ? { outcome: "consumed", artifact } : { outcome: "expired", artifact };
  }

  function markConsumed(artifact: Artifact, nowMs: number): void {
    byKey.set(keyOf(artifact), { ...artifact, consumedAtMs: nowMs, version: artifact.version + 1 });
  }

  function write(artifact: Artifact): void {
    const alternate = alternateOf(artifact);
    byKey.set(keyOf(artifact), artifact);
    if (alternate !== undefined) byAlternate.set(alternate, keyOf(artifact));
  }

  function forget(key: string, artifact: Artifact): void {
    const alternate = alternateOf(artifact);
    byKey.delete(key);
    if (alternate !== undefined) byAlternate.delete(alternate);
  }

  return {
    async put(artifact) {
      const alternate = alternateOf(artifact);
      if (byKey.has(keyOf(artifact)) || (alternate !== undefined && byAlternate.has(alternate))) return false;
      write(artifact);
      return true;
    },
    find: async (key) => byKey.get(keyOf(key)),
    async findByAlternate(kind, hash) {
      const key = byAlternate.get(`${kind} ${hash}`);
      return key === undefined ? undefined : byKey.get(key);
    },
    async update(artifact) {
      const stored = byKey.get(keyOf(artifact));
      if (stored?.version !== artifact.version - 1 || stored.consumedAtMs !== undefined) return false;
      const key = keyOf(artifact);
      const alternate = alternateOf(artifact);
      if (alternate !== undefined && (byAlternate.get(alternate) ?? key) !== key) return false;
      forget(key, stored);
      write(artifact);
      return true;
    },
    async consume(key, nowMs) {
      const found = peek(key, nowMs);
      if (found.outcome === "consumed") markConsumed(found.artifact, nowMs);
      return found;
    },
    async remove(key) {
      const artifact = byKey.get(keyOf(key));
      if (artifact !== undefined) forget(keyOf(key), artifact);
    },
    list: async (kind, page) =>
      pageOf(
        [...byKey.values()].filter((artifact) => artifact.kind === kind),
        page,
        ({ hash }) => hash,
      ),
    peek,
    markConsumed,
    ...createSweeper(
      () => byKey.entries(),
      ([, { purgeAtMs }], nowMs) => purgeAtMs <= nowMs,
      ([key, artifact]) => forget(key, artifact),
    ),
  };
}
