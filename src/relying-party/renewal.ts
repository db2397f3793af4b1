import { isAuthError } from "../errors/auth-error.ts";
import { isVerificationError } from "../errors/families.ts";
import { isOAuthError } from "../errors/oauth-error.ts";
import { sha256Base64url } from "../jose/hash.ts";
import { createCooldown } from "../tokens/cooldown.ts";
import type { Clock } from "../util/clock.ts";
import type { RandomSource } from "../util/random.ts";
import { createSingleFlight } from "../util/single-flight.ts";
import { systemWait } from "../util/wait.ts";
import { isRenewalDue } from "./lifetimes.ts";
import type { RelyingPartyClient } from "./options.ts";
import type { RelyingPartyEvent } from "./relying-party-event.ts";
import type { KeptSession, SessionKeeper } from "./session-keeper.ts";
import { renewRecord, type SessionTokens } from "./session-record.ts";
import type { Settings } from "./settings.ts";

/** What became of a renewal. */
export type Renewed =
  /** The session has new tokens: of this renewal, or of somebody else's. */
  | { readonly outcome: "renewed"; readonly kept: KeptSession }
  /** The provider gives no more tokens, or the session is not there any more. */
  | { readonly outcome: "ended"; readonly code: string | undefined }
  /** It did not work this time. */
  | { readonly outcome: "failed"; readonly error: unknown };

/** Renews the tokens of sessions. */
export interface Renewal {
  /** @param force - renews tokens that are good, too */
  readonly renew: (kept: KeptSession, force?: "force") => Promise<Renewed>;
}

/** What renewing needs. */
export interface RenewalParts {
  readonly client: Pick<RelyingPartyClient, "refresh">;
  readonly keeper: SessionKeeper;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly report: (event: RelyingPartyEvent) => void;
}

/**
 * Creates the renewal of tokens. A refresh token is used once, however many requests need it: those of this process share one renewal, and for a minute its outcome, because a browser goes
 * on sending the cookies of before; those of other processes wait for the one that has the lease of the store. After a failure the provider is left alone for a moment, so that it
 * keeps nobody waiting who has a token that is good.
 */
export function createRenewal(parts: RenewalParts): Renewal {
  const { client, keeper, clock, random, settings, report } = parts;
  const flights = createSingleFlight<Renewed>();
  const cooldown = createCooldown();
  const refreshed = createRefreshMemory(clock);

  async function refresh(tokens: SessionTokens): Promise<SessionTokens> {
    const known = await refreshed.find(tokens);
    if (known !== undefined) return known;
    const renewed = await client.refresh(tokens);
    await refreshed.note(tokens, renewed);
    return renewed;
  }

  async function renewUnderLease(kept: KeptSession, force: boolean): Promise<Renewed> {
    const startedAt = clock();
    const current = await keeper.reread(kept);
    if (current === undefined) return { outcome: "ended", code: undefined };
    if (isRenewed(current, { kept, force, settings, nowMs: clock() })) return { outcome: "renewed", kept: current };
    const { tokens } = current.record;
    const written = await writeTokens(keeper, current, await refresh(tokens));
    if (written === undefined) return { outcome: "ended", code: undefined };
    // The store has the one state, and whoever asks again wants other tokens; cookies of before come in for a while.
    if (keeper.isShared) await refreshed.forget(tokens);
    const { id: sessionId, tokens: renewed } = written.record;
    report({ type: "session.renewed", sessionId, sub: renewed.claims.sub, durationMs: clock() - startedAt });
    return { outcome: "renewed", kept: written };
  }

  async function renewAlone(kept: KeptSession, key: string, force: boolean): Promise<Renewed> {
    const lease = await keeper.lease(kept);
    if (lease === undefined) return waitForOthers(parts, kept, force);
    try {
      const renewed = await renewUnderLease(kept, force);
      cooldown.forget(key);
      return renewed;
    } catch (error) {
      cooldown.note(key, error, { clock, random, usableUntilMs: kept.record.tokens.expiresAt });
      return judge(error);
    } finally {
      await lease.release();
    }
  }

  return Object.freeze<Renewal>({
    async renew(kept, force) {
      const { refreshToken } = kept.record.tokens;
      if (refreshToken === undefined) return { outcome: "failed", error: undefined };
      const key = kept.key ?? (await sha256Base64url(refreshToken));
      const failure = cooldown.find(key, clock());
      if (failure !== undefined) return judge(failure.error);
      return flights.run(`${key} ${force ?? ""}`, () => renewAlone(kept, key, force !== undefined));
    },
  });
}

interface RefreshMemory {
  readonly find: (tokens: SessionTokens) => Promise<SessionTokens | undefined>;
  readonly note: (tokens: SessionTokens, renewed: SessionTokens) => Promise<void>;
  readonly forget: (tokens: SessionTokens) => Promise<void>;
}

/**
 * Remembers for a minute what a refresh gave, for whoever comes with the same refresh token: cookies of before, and a session whose store failed when the new tokens were to be written.
 */
function createRefreshMemory(clock: Clock): RefreshMemory {
  const finished = new Map<string, { readonly tokens: SessionTokens; readonly untilMs: number }>();
  const keyOf = ({ refreshToken }: SessionTokens): Promise<string> => sha256Base64url(String(refreshToken));
  return {
    async find(tokens) {
      for (const [other, { untilMs }] of finished) if (untilMs <= clock()) finished.delete(other);
      return finished.get(await keyOf(tokens))?.tokens;
    },
    async note(tokens, renewed) {
      const [oldest = ""] = finished.keys();
      if (finished.size >= maxRemembered) finished.delete(oldest);
      const { expiresAt = Number.POSITIVE_INFINITY } = renewed;
      finished.set(await keyOf(tokens), { tokens: renewed, untilMs: Math.min(clock() + graceMs, expiresAt) });
    },
    async forget(tokens) {
      finished.delete(await keyOf(tokens));
    },
  };
}

interface RenewalNeed {
  readonly kept: KeptSession;
  readonly force: boolean;
  readonly settings: Settings;
  readonly nowMs: number;
}

/** Whether somebody else has done it meanwhile. */
function isRenewed({ record }: KeptSession, { kept, force, settings, nowMs }: RenewalNeed): boolean {
  if (record.tokens.response.access_token !== kept.record.tokens.response.access_token) return true;
  return !force && !isRenewalDue(record, settings, nowMs);
}

/** Somebody may have noted meanwhile that the user was here; tokens go into whatever stands there now, unless the session has ended. */
async function writeTokens(
  keeper: SessionKeeper,
  kept: KeptSession,
  tokens: SessionTokens,
): Promise<KeptSession | undefined> {
  let current: KeptSession | undefined = kept;
  for (let attempt = 0; current !== undefined && attempt < maxWrites; attempt += 1) {
    const written = await keeper.update(current, renewRecord(current.record, tokens));
    if (written !== undefined) return written;
    current = await keeper.reread(current);
  }
  return undefined;
}

async function waitForOthers(
  { keeper, settings, clock }: RenewalParts,
  kept: KeptSession,
  force: boolean,
): Promise<Renewed> {
  const untilMs = clock() + waitMs;
  for (let attempt = 0; attempt < maxWaits && clock() < untilMs; attempt += 1) {
    await systemWait(pauseMs);
    const current = await keeper.reread(kept);
    if (current === undefined) return { outcome: "ended", code: undefined };
    if (isRenewed(current, { kept, force, settings, nowMs: clock() })) return { outcome: "renewed", kept: current };
  }
  return { outcome: "failed", error: undefined };
}

/** A provider that is away for a moment signs nobody out; one that says no, or sends another user's token, does. */
function judge(error: unknown): Renewed {
  if (isOAuthError(error) && error.error === "invalid_grant") return { outcome: "ended", code: error.error };
  if (isVerificationError(error)) return { outcome: "ended", code: error.code };
  // The tokens are bound to a key that this process does not have, and never will.
  if (isAuthError(error) && error.code === "ERR_CONFIGURATION_KEY") return { outcome: "ended", code: error.code };
  return { outcome: "failed", error };
}

const graceMs = 60_000;
const maxRemembered = 1000;
const maxWrites = 10;
const waitMs = 15_000;
const pauseMs = 100;
const maxWaits = 150;
