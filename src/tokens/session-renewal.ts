import { isAuthError } from "../errors/auth-error.ts";
import { TransportError } from "../errors/families.ts";
import { createReporter } from "../util/reporter.ts";
import { createSingleFlight } from "../util/single-flight.ts";
import { systemWait } from "../util/wait.ts";
import { createCooldown, describeFailure } from "./cooldown.ts";
import { createRenewalRule, type RenewalRule } from "./renewal-rule.ts";
import { digestValue } from "./request-key.ts";
import { createSessionStore, type FoundSession, type SessionPlace } from "./session-store.ts";
import { readSharedFailure, writeSharedFailure } from "./shared-failure.ts";
import type { UserTokensClient } from "./token-client.ts";
import type { TellToken, TokenSessionEndedEvent } from "./token-event.ts";
import { createOwnerSource, type TokenOwner } from "./token-owner.ts";
import { createTokenSealing } from "./token-sealing.ts";
import type { TokenSet } from "./token-set.ts";
import { createTokenVault } from "./token-vault.ts";
import { presentTokens, tokensOf, type UserSession } from "./user-session.ts";
import type { UserTokenOptions, UserTokensOptions } from "./user-tokens-options.ts";
import {
  createWantedToken,
  isInvalidGrant,
  pauseBefore,
  runMeanwhile,
  shareWork,
  type WantedToken,
} from "./wanted-token.ts";

/** Where the tokens of a user lie, whose they are, and who is told. */
export interface RenewalPlace extends SessionPlace {
  readonly owner: TokenOwner;
  readonly tell: TellToken;
}

/** Renews the tokens of users. */
export interface SessionRenewal {
  readonly find: (key: string) => Promise<RenewalPlace>;
  readonly get: (place: RenewalPlace, options: UserTokenOptions) => Promise<TokenSet | undefined>;
  readonly save: (place: RenewalPlace, session: UserSession) => Promise<void>;
  readonly forget: (place: RenewalPlace) => Promise<UserSession | undefined>;
}

/** What the renewal is made of. */
export interface SessionRenewalParts extends UserTokensOptions {
  readonly client: UserTokensClient;
}

/** Creates what renews the tokens of users: one refresh at a time for a user, in all processes together. */
export function createSessionRenewal(parts: SessionRenewalParts): SessionRenewal {
  const { client, store, secret, lifetimeSeconds = 2_592_000 } = parts;
  const { renewalMarginMs = 60_000, leaseMs = 8000, wait = systemWait, renewInBackground = true, waitUntil } = parts;
  const report = createReporter(parts.onEvent);
  const tellOf = (key: string): TellToken => {
    return (event) => report?.({ ...event, grant: "refresh_token", key: key.slice(-43) });
  };
  const ownerOf = createOwnerSource(client);
  const sealing = secret === undefined ? undefined : createTokenSealing(secret, async () => (await ownerOf()).random);
  const onFailure = (operation: StoreOperation, key: string): void =>
    tellOf(key)({ type: "token.store_failed", operation });
  const vault = createTokenVault({ store, sealing, onFailure });
  const sessions = createSessionStore({ vault, lifetimeMs: lifetimeSeconds * 1000, wait });
  const cooldown = createCooldown();
  const flights = createSingleFlight<TokenSet | undefined>();
  let rule: RenewalRule | undefined;

  async function obtain(job: Job): Promise<TokenSet | undefined> {
    const { place, wanted } = job;
    let waitedMs = 0;
    for (let looks = 0; ; looks += 1) {
      await revokeLate(await sessions.catchUp(place));
      const found = await sessions.find(place);
      if (found === undefined) return undefined;
      const held = tokensOf(found.session, job.slot);
      if (held !== undefined) wanted.refuse(held);
      const still = held !== undefined && wanted.toleratesStill(held) ? presentTokens(found.session, held) : undefined;
      if (held !== undefined && wanted.accepts(held)) {
        place.tell({ type: "token.reused", source: "store" });
        return still;
      }
      if (found.session.login.refreshToken === undefined) return still ?? endIfExpired(job, found);
      const failure = cooldown.find(job.cooldownKey, place.nowMs());
      if (failure !== undefined && still === undefined) throw failure.error;
      if (failure !== undefined) return still;
      if (still !== undefined && renewMeanwhile(job, still)) {
        place.tell({ type: "token.reused", source: "store" });
        return still;
      }
      const outcome = await refreshAlone({ ...job, still }, found);
      if (outcome === "again" && looks < maxTurns) continue;
      if (outcome !== "busy" && outcome !== "again") return outcome.tokens;
      if (still !== undefined) return still;
      if (waitedMs > 2 * leaseMs) throw waitedTooLong();
      if (looks === 0) place.tell({ type: "token.waiting" });
      const pauseMs = pauseBefore(looks, place.owner.random);
      await wait(pauseMs);
      waitedMs += pauseMs;
    }
  }

  /** Nobody waits for a renewal as long as there is time. For who wants another token than the one that is there, that one is none. */
  function renewMeanwhile(job: Job, still: TokenSet): boolean {
    const { place, cooldownKey, isMeanwhile } = job;
    if (!renewInBackground || isMeanwhile === true) return false;
    if (rule?.hasTime(still, place.nowMs()) !== true) return false;
    runMeanwhile(
      flights.run(`${cooldownKey} meanwhile`, () => obtain({ ...job, isMeanwhile: true })),
      waitUntil,
    );
    return true;
  }

  /** One at a time refreshes; whoever had the turn before may have changed what was found. */
  async function refreshAlone(job: RefreshJob, found: FoundSession): Promise<Outcome> {
    const { place } = job;
    const lease = await sessions.acquire(place, leaseMs);
    if (lease === undefined) return "busy";
    try {
      const latest = await sessions.find(place);
      if (latest?.version !== found.version) return "again";
      const met = await readSharedFailure(vault, job.cooldownKey);
      if (met === undefined) return await refresh(job, latest);
      if (job.still !== undefined) return { tokens: job.still };
      throw met;
    } finally {
      await lease.release();
    }
  }

  async function refresh(job: RefreshJob, found: FoundSession): Promise<Outcome> {
    const { place, slot, parameters } = job;
    const { login } = found.session;
    const startedAt = place.nowMs();
    place.tell({ type: "token.requested", isForced: job.wanted.isForced });
    let fresh: TokenSet;
    try {
      fresh = await client.refresh(login, parameters);
    } catch (error) {
      return refuse(job, found, { error, startedAt });
    }
    cooldown.forget(job.cooldownKey);
    const stored = await sessions.rotate(place, { ...found, slot, fresh });
    if (stored === "superseded") return "again";
    if (stored === "gone") {
      await revokeLate(fresh);
      return { tokens: undefined };
    }
    const isRotated = fresh.refreshToken !== login.refreshToken;
    const durationMs = place.nowMs() - startedAt;
    place.tell({ type: "token.renewed", durationMs, expiresAt: fresh.expiresAt, isRotated });
    return stored;
  }

  /** The user has logged out: what came belongs to nobody. */
  async function revokeLate(tokens: TokenSet | undefined): Promise<void> {
    if (tokens !== undefined) await client.revokeAll(tokens).catch(() => undefined);
  }

  async function refuse(job: RefreshJob, found: FoundSession, { error, startedAt }: Refusal): Promise<Outcome> {
    const { place, still } = job;
    const isOver = isInvalidGrant(error);
    if (isOver) {
      const latest = await sessions.find(place);
      if (latest === undefined) return { tokens: undefined };
      // Another process was faster; what it got is there.
      if (latest.session.login.refreshToken !== found.session.login.refreshToken) return "again";
    }
    const isBroken = isAuthError(error) && error.code === "ERR_VERIFICATION_CONTINUITY";
    const failure = cooldown.note(job.cooldownKey, error, place.owner);
    const retryInMs = failure.untilMs - place.nowMs();
    const isTokenUsable = still !== undefined && !isOver && !isBroken;
    const durationMs = place.nowMs() - startedAt;
    place.tell({ type: "token.renewal_failed", ...describeFailure(error), durationMs, retryInMs, isTokenUsable });
    if (isOver || isBroken) cooldown.forget(job.cooldownKey);
    if (isOver || isBroken) await end(place, found, isOver ? "refused" : "broken");
    else if (retryInMs > 0) await writeSharedFailure(vault, job.cooldownKey, failure);
    if (isTokenUsable) return { tokens: still };
    throw error;
  }

  async function end(
    place: RenewalPlace,
    { version }: FoundSession,
    reason: TokenSessionEndedEvent["reason"],
  ): Promise<void> {
    if (await sessions.remove(place, version)) place.tell({ type: "token.session_ended", reason });
  }

  /** Nothing can be renewed; what has not ended may still be good for something else. */
  async function endIfExpired({ place }: Job, found: FoundSession): Promise<undefined> {
    if (rule?.isUsable(found.session.login, place.nowMs()) === false) await end(place, found, "expired");
    return undefined;
  }

  return Object.freeze<SessionRenewal>({
    async find(key) {
      const owner = await ownerOf();
      const { issuer, clientId, clock } = owner;
      const place = `user:${await digestValue({ issuer, clientId, key })}`;
      return { key: place, nowMs: clock, owner, tell: tellOf(place) };
    },
    async get(place, { resource, scope, ...options }) {
      rule ??= createRenewalRule(place.owner.random, renewalMarginMs);
      const parameters = readParameters({ resource, scope });
      const slot = Object.keys(parameters).length === 0 ? undefined : await digestValue(parameters);
      const wanted = createWantedToken(options, rule, place.owner);
      const cooldownKey = `${place.key}:${slot ?? "login"}`;
      const accepts = (tokens: TokenSet | undefined): boolean => tokens === undefined || wanted.toleratesStill(tokens);
      const job: Job = { place, wanted, slot, parameters, cooldownKey };
      return shareWork({ flights, key: cooldownKey, accepts, signal: options.signal }, () => obtain(job));
    },
    save: (place, session) => sessions.save(place, session),
    forget: (place) => sessions.take(place),
  });
}

type StoreOperation = Parameters<Parameters<typeof createTokenVault>[0]["onFailure"]>[0];

interface Job {
  readonly place: RenewalPlace;
  readonly wanted: WantedToken;
  readonly slot: string | undefined;
  readonly parameters: RefreshParameters;
  readonly cooldownKey: string;
  /** Whether the callers have the old token already. */
  readonly isMeanwhile?: true;
}

interface RefreshJob extends Job {
  /** The token that there is, where it will do if no other comes. */
  readonly still: TokenSet | undefined;
}

interface Refusal {
  readonly error: unknown;
  readonly startedAt: number;
}

/** `busy`: another process has the turn; `again`: what was found has changed. */
type Outcome = { readonly tokens: TokenSet | undefined } | "busy" | "again";

interface RefreshParameters {
  readonly resource?: readonly string[];
  readonly scope?: string;
}

function readParameters({ resource, scope }: Pick<UserTokenOptions, "resource" | "scope">): RefreshParameters {
  return {
    ...(resource === undefined ? {} : { resource: typeof resource === "string" ? [resource] : [...resource] }),
    ...(scope === undefined ? {} : { scope }),
  };
}

function waitedTooLong(): TransportError {
  return new TransportError("ERR_TRANSPORT_TIMEOUT", {
    message: "Another process has been refreshing these tokens for longer than two leases.",
    parameter: "leaseMs",
    endpoint: "token_endpoint",
    remedy: "The tokens stay as they are. Raise leaseMs where the server is that slow.",
  });
}

const maxTurns = 10;
