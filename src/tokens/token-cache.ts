import { waitFor } from "../metadata/wait-for.ts";
import { createReporter } from "../util/reporter.ts";
import type { SharedLease } from "../util/shared-store.ts";
import { createSingleFlight } from "../util/single-flight.ts";
import { systemWait } from "../util/wait.ts";
import { createCooldown, describeFailure } from "./cooldown.ts";
import type { GetTokenOptions, TokenManagerOptions } from "./manager-options.ts";
import { createRenewalRule, endOf, type RenewalRule } from "./renewal-rule.ts";
import { digestValue } from "./request-key.ts";
import { readSharedFailure, writeSharedFailure } from "./shared-failure.ts";
import { readStoredTokenSet, storableTokenSet } from "./stored-token-set.ts";
import type { TokenClient } from "./token-client.ts";
import type { TellToken, TokenEvent } from "./token-event.ts";
import { createOwnerSource, type TokenOwner } from "./token-owner.ts";
import { createTokenSealing } from "./token-sealing.ts";
import type { TokenSet } from "./token-set.ts";
import { createTokenVault, type TokenVault } from "./token-vault.ts";
import { createWantedToken, pauseBefore, runMeanwhile, shareWork, type WantedToken } from "./wanted-token.ts";

/** How a token is got where none is at hand. */
export interface CachedRequest {
  /** Everything that the token depends on besides the client: all parameters, extra ones too. */
  readonly parameters: object;
  readonly request: () => Promise<TokenSet>;
  /** The token is not used beyond this time, whatever it says itself. Milliseconds since 1970. */
  readonly endsAtMs?: number | undefined;
}

/** Tokens that can be asked for again at any time. */
export interface TokenCache {
  readonly get: (request: CachedRequest, options: GetTokenOptions) => Promise<TokenSet>;
  /** Forgets the tokens that this process has had of the cache, in the store too. What is under way then reaches those who wait for it, and is not kept. */
  readonly clear: () => Promise<void>;
}

/** What a cache is made of. */
export interface TokenCacheParts extends TokenManagerOptions {
  readonly client: Pick<TokenClient, "context">;
  readonly grant: "client_credentials" | "token_exchange";
  readonly maxEntries?: number | undefined;
}

/**
 * Creates a cache of tokens: in the memory of this process, and through the store in all processes together. One request is under way for a token at a time;
 * what fails is not remembered, but not asked for again at once either; a store that fails is done without.
 */
export function createTokenCache(parts: TokenCacheParts): TokenCache {
  const { client, grant, maxEntries = 1000, onEvent } = parts;
  const { renewalMarginMs = 60_000, leaseMs = 8000, wait = systemWait, renewInBackground = true, waitUntil } = parts;
  const report = createReporter(onEvent);
  const tell = (key: string, event: Parameters<TellToken>[0]): void =>
    report?.({ ...event, grant, key: key.slice(-43) });
  const ownerOf = createOwnerSource(client);
  const vault = createVault(parts, ownerOf, (key, operation) => tell(key, { type: "token.store_failed", operation }));
  const memory = new Map<string, TokenSet>();
  const cooldown = createCooldown();
  const flights = createSingleFlight<TokenSet>({ isRepeatable: true });
  let rule: RenewalRule | undefined;
  /** Another one after each clearing. */
  let generation = 0;

  function remember({ key, startedIn }: Job, tokens: TokenSet): TokenSet {
    if (startedIn !== generation) return tokens;
    memory.delete(key);
    const [oldest] = memory.keys();
    if (memory.size >= maxEntries && oldest !== undefined) memory.delete(oldest);
    memory.set(key, tokens);
    return tokens;
  }

  async function look(job: Job, shared: TokenVault): Promise<Look> {
    const { key, wanted } = job;
    let lease: SharedLease | undefined;
    try {
      const first = await readTokens(shared, job);
      if (first.tokens !== undefined) wanted.refuse(first.tokens);
      if (first.tokens !== undefined && wanted.accepts(first.tokens)) return { found: first.tokens };
      lease = await shared.acquire(key, leaseMs);
      if (lease === undefined) return { still: first.tokens };
      // Whoever had the lease before may have written since.
      const { tokens, version } = await readTokens(shared, job);
      return tokens !== undefined && wanted.accepts(tokens)
        ? { found: tokens, lease }
        : { lease, still: tokens, version };
    } catch {
      await lease?.release();
      return { isDown: true };
    }
  }

  /** What was forgotten meanwhile is not left in the store by a write that ended later. */
  async function obtainOnce(job: Job): Promise<TokenSet> {
    const tokens = await obtain(job);
    if (job.startedIn !== generation) await vault?.remove(job.key).catch(() => undefined);
    return tokens;
  }

  async function obtain(job: Job): Promise<TokenSet> {
    const { key, wanted, owner } = job;
    if (vault === undefined) return ask(job, {});
    let waitedMs = 0;
    for (let looks = 0; ; looks += 1) {
      const seen = await look(job, vault);
      try {
        if (seen.found !== undefined) {
          tell(key, { type: "token.reused", source: "store" });
          return remember(job, seen.found);
        }
        if (seen.isDown === true) return await ask(job, seen);
        if (seen.lease !== undefined) return await askAfterOthers(job, seen, vault);
      } finally {
        await seen.lease?.release();
      }
      const still = seen.still ?? job.held;
      if (still !== undefined && wanted.toleratesStill(still)) return still;
      if (waitedMs > 2 * leaseMs) return ask(job, {});
      if (looks === 0) tell(key, { type: "token.waiting" });
      const pauseMs = pauseBefore(looks, owner.random);
      await wait(pauseMs);
      waitedMs += pauseMs;
    }
  }

  /** What has just failed for another process is not asked for again. */
  async function askAfterOthers(job: Job, seen: Look, shared: TokenVault): Promise<TokenSet> {
    const failure = await readSharedFailure(shared, job.key);
    if (failure === undefined) return ask(job, seen);
    const still = seen.still ?? job.held;
    if (still !== undefined && job.wanted.toleratesStill(still)) return still;
    throw failure;
  }

  async function ask(job: Job, { lease, still = job.held, version = null }: Look): Promise<TokenSet> {
    const { key, wanted, owner } = job;
    const isGoodStill = (): boolean => still !== undefined && wanted.toleratesStill(still);
    const startedAt = owner.clock();
    const former = cooldown.find(key, startedAt);
    if (former !== undefined && still !== undefined && isGoodStill()) return still;
    if (former !== undefined) throw former.error;
    tell(key, { type: "token.requested", isForced: wanted.isForced });
    try {
      const tokens = capLife(await job.request(), job.endsAtMs);
      cooldown.forget(key);
      const { expiresAt } = tokens;
      if (lease !== undefined) await keep(job, tokens, version);
      tell(key, {
        type: "token.renewed",
        durationMs: owner.clock() - startedAt,
        expiresAt,
        isRotated: false,
      });
      return remember(job, tokens);
    } catch (error) {
      const usableUntilMs = still === undefined || !isGoodStill() ? undefined : endOf(still);
      const failure = cooldown.note(key, error, { ...owner, usableUntilMs });
      const retryInMs = failure.untilMs - owner.clock();
      const isTokenUsable = isGoodStill();
      const durationMs = owner.clock() - startedAt;
      tell(key, { type: "token.renewal_failed", ...describeFailure(error), durationMs, retryInMs, isTokenUsable });
      if (lease !== undefined && vault !== undefined && retryInMs > 0) await writeSharedFailure(vault, key, failure);
      if (still !== undefined && isTokenUsable) return still;
      throw error;
    }
  }

  /** Others do without what cannot be written; this process has it. */
  async function keep({ key, owner, startedIn }: Job, tokens: TokenSet, ifVersion: string | null): Promise<void> {
    if (startedIn !== generation) return;
    const expiresAtMs = tokens.expiresAt === undefined ? owner.clock() + dayMs : endOf(tokens);
    await vault?.write(key, { tokens: storableTokenSet(tokens) }, { expiresAtMs, ifVersion }).catch(() => undefined);
  }

  return Object.freeze<TokenCache>({
    async get({ parameters, request, endsAtMs }, options) {
      const owner = await waitFor(ownerOf(), options.signal);
      rule ??= createRenewalRule(owner.random, renewalMarginMs);
      const { issuer, clientId, jkt } = owner;
      const key = `${grant}:${await digestValue({ grant, issuer, clientId, jkt, parameters })}`;
      const wanted = createWantedToken(options, rule, owner);
      const held = capLife(memory.get(key), endsAtMs);
      if (held !== undefined) wanted.refuse(held);
      if (held !== undefined && wanted.accepts(held)) {
        tell(key, { type: "token.reused", source: "memory" });
        return held;
      }
      const job: Job = { key, wanted, owner, held, request, endsAtMs, startedIn: generation };
      const accepts = (tokens: TokenSet): boolean => wanted.toleratesStill(capLife(tokens, endsAtMs));
      const work = (signal: AbortSignal | undefined): Promise<TokenSet> =>
        shareWork({ flights, key: `${generation} ${key}`, accepts, signal }, () => obtainOnce(job));
      const isGoodMeanwhile = held !== undefined && !wanted.isForced && wanted.toleratesStill(held);
      if (!renewInBackground || !isGoodMeanwhile || !rule.hasTime(held, owner.clock()))
        return capLife(await work(options.signal), endsAtMs);
      runMeanwhile(work(undefined), waitUntil);
      tell(key, { type: "token.reused", source: "memory" });
      return held;
    },
    async clear() {
      generation += 1;
      const keys = [...memory.keys()];
      memory.clear();
      if (vault !== undefined) await Promise.all(keys.map((key) => vault.remove(key)));
    },
  });
}

interface Job extends Pick<CachedRequest, "request" | "endsAtMs"> {
  readonly key: string;
  readonly wanted: WantedToken;
  readonly owner: TokenOwner;
  /** What is in memory already. */
  readonly held: TokenSet | undefined;
  /** The generation that it is of: what is cleared meanwhile is not kept. */
  readonly startedIn: number;
}

/** What a look at the store gave. */
interface Look {
  readonly found?: TokenSet;
  readonly still?: TokenSet | undefined;
  readonly version?: string | null;
  readonly lease?: SharedLease;
  readonly isDown?: true;
}

function createVault(
  { store, secret }: TokenCacheParts,
  ownerOf: () => Promise<TokenOwner>,
  onFailure: (key: string, operation: Operation) => void,
): TokenVault | undefined {
  const sealing = secret === undefined ? undefined : createTokenSealing(secret, async () => (await ownerOf()).random);
  if (store === undefined) return undefined;
  return createTokenVault({ store, sealing, onFailure: (operation, key) => onFailure(key, operation) });
}

type Operation = Extract<TokenEvent, { readonly type: "token.store_failed" }>["operation"];

async function readTokens(
  vault: TokenVault,
  { key, endsAtMs }: Job,
): Promise<{ readonly tokens: TokenSet | undefined; readonly version: string | null }> {
  const entry = await vault.read(key);
  return { tokens: capLife(readStoredTokenSet(entry?.content?.tokens), endsAtMs), version: entry?.version ?? null };
}

/** Nothing is used longer than what it was got for, whoever knew of that when it came. */
function capLife<Tokens extends TokenSet | undefined>(tokens: Tokens, endsAtMs: number | undefined): Tokens;
function capLife(tokens: TokenSet | undefined, endsAtMs: number | undefined): TokenSet | undefined {
  if (
    tokens === undefined ||
    endsAtMs === undefined ||
    (tokens.expiresAt !== undefined && tokens.expiresAt <= endsAtMs)
  )
    return tokens;
  return Object.freeze({ ...tokens, expiresAt: endsAtMs });
}

const dayMs = 86_400_000;
