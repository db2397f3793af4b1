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
  const refresh = createGracefulRefresh(parts);

  async function renewAlone(kept: KeptSession, force: boolean): Promise<Renewed> {
    const lease = await keeper.lease(kept);
    if (lease === undefined) return waitForOthers(parts, kept, force);
    const startedAt = clock();
    try {
      const current = await keeper.reread(kept);
      if (current === undefined) return { outcome: "ended", code: undefined };
      const isSame = current.record.tokens.response.access_token === kept.record.tokens.response.access_token;
      if (!isSame || (!force && !isRenewalDue(current.record, settings, clock()))) {
        return { outcome: "renewed", kept: current };
      }
      const tokens = await refresh(current.record.tokens);
      const written = await writeTokens(keeper, current, tokens);
      if (written === undefined) return { outcome: "ended", code: undefined };
      const { id: sessionId, tokens: renewed } = written.record;
      const durationMs = clock() - startedAt;
      cooldown.forget(await keyOf(kept));
      report({ type: "session.renewed", sessionId, sub: renewed.claims.sub, durationMs });
      return { outcome: "renewed", kept: written };
    } catch (error) {
      cooldown.note(await keyOf(kept), error, { clock, random, usableUntilMs: kept.record.tokens.expiresAt });
      return judge(error);
    } finally {
      await lease.release();
    }
  }

  return Object.freeze<Renewal>({
    async renew(kept, force) {
      if (kept.record.tokens.refreshToken === undefined) return { outcome: "failed", error: undefined };
      const key = await keyOf(kept);
      const failure = cooldown.find(key, clock());
      if (failure !== undefined) return judge(failure.error);
      return flights.run(`${key} ${force ?? ""}`, () => renewAlone(kept, force !== undefined));
    },
  });

  function createGracefulRefresh({
    keeper: { isShared },
  }: RenewalParts): (tokens: SessionTokens) => Promise<SessionTokens> {
    if (isShared) return (tokens) => client.refresh(tokens);
    return rememberRefreshes((tokens) => client.refresh(tokens), clock);
  }
}

/** What a session has that changes with each renewal, or its place in the store. */
async function keyOf({ key, record }: KeptSession): Promise<string> {
  return key ?? (await sha256Base64url(record.tokens.refreshToken ?? ""));
}

/** The store has the one state; cookies of before come in for a while after a refresh, and get what it gave. */
function rememberRefreshes(
  refresh: (tokens: SessionTokens) => Promise<SessionTokens>,
  clock: Clock,
): (tokens: SessionTokens) => Promise<SessionTokens> {
  const finished = new Map<string, { readonly tokens: SessionTokens; readonly untilMs: number }>();
  return async (tokens) => {
    const key = await sha256Base64url(tokens.refreshToken ?? "");
    for (const [other, { untilMs }] of finished) if (untilMs <= clock()) finished.delete(other);
    const known = finished.get(key);
    if (known !== undefined) return known.tokens;
    const renewed = await refresh(tokens);
    const [oldest] = finished.keys();
    if (finished.size >= maxRemembered && oldest !== undefined) finished.delete(oldest);
    finished.set(key, { tokens: renewed, untilMs: clock() + graceMs });
    return renewed;
  };
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
    const isSame = current.record.tokens.response.access_token === kept.record.tokens.response.access_token;
    if (!isSame || (!force && !isRenewalDue(current.record, settings, clock())))
      return { outcome: "renewed", kept: current };
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
