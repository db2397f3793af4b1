import type { RelyingPartyContext } from "./context.ts";
import { type RequestCookies, readCookies } from "./cookies.ts";
import { isNoteDue, isRenewalDue, sessionEnd } from "./lifetimes.ts";
import type { SessionEndReason } from "./relying-party-event.ts";
import type { KeptSession } from "./session-keeper.ts";

/** The session of a request, and the cookies that its answer must set. */
export interface LoadedSession {
  readonly kept: KeptSession | undefined;
  readonly setCookies: readonly string[];
}

/** The session of a request as it is: nothing is renewed, noted or ended, and no cookie needs to be set. */
export async function readSession(
  { keeper, settings, clock }: RelyingPartyContext,
  request: Request,
): Promise<LoadedSession> {
  const kept = await keeper.find(readCookies(request));
  const isOver = kept === undefined || sessionEnd(kept.record, settings) <= clock();
  return { kept: isOver ? undefined : kept, setCookies: [] };
}

/** How a session is loaded. */
export interface LoadOptions {
  /** Whether the request counts as a sign of life, and tokens near their end are renewed. */
  readonly slide: boolean;
}

/** Finds the session of a request. One that is over is ended; one in use lives on, with tokens that are good for a while. */
export async function loadSession(
  context: RelyingPartyContext,
  request: Request,
  { slide }: LoadOptions,
): Promise<LoadedSession> {
  const { keeper, settings, clock } = context;
  const cookies = readCookies(request);
  const kept = await keeper.find(cookies);
  if (kept === undefined) return { kept, setCookies: keeper.clear(cookies) };
  if (sessionEnd(kept.record, settings) <= clock()) return endSession(context, { kept, cookies, reason: "expired" });
  if (!slide) return { kept, setCookies: [] };
  let current = kept;
  if (isRenewalDue(kept.record, settings, clock())) {
    const renewed = await context.renewal.renew(kept);
    const { tokens, id: sessionId } = kept.record;
    if (renewed.outcome === "renewed") current = renewed.kept;
    // Another process may have renewed cookies that are on their way to this browser: as long as the token is good, nobody is signed out.
    else if (renewed.outcome === "ended" && (keeper.isShared || (tokens.expiresAt ?? 0) <= clock())) {
      return endSession(context, { kept, cookies, reason: "renewal_refused", code: renewed.code });
    } else {
      const code = renewed.outcome === "ended" ? renewed.code : readCode(renewed.error);
      context.report({ type: "session.renewal_failed", sessionId, sub: tokens.claims.sub, code });
      // These tokens must not overwrite newer ones in the browser.
      return { kept, setCookies: [] };
    }
  }
  const isNoted = isNoteDue(current.record, settings, clock());
  if (isNoted || current.isStale) {
    // Where somebody else writes at the same time, that is a sign of life too.
    const noted =
      (await keeper.update(current, { ...current.record, seenAt: clock() })) ?? (await keeper.reread(current));
    // Somebody has ended it meanwhile.
    if (noted === undefined) return { kept: undefined, setCookies: keeper.clear(cookies) };
    current = noted;
  }
  const mustIssue = isNoted || kept.isStale || (!keeper.isShared && current !== kept);
  return { kept: current, setCookies: mustIssue ? await keeper.issue(current, cookies) : [] };
}

/** What ends, and why. */
export interface EndedSession {
  readonly kept: KeptSession;
  readonly cookies: RequestCookies;
  readonly reason: SessionEndReason;
  readonly code?: string | undefined;
}

/** Ends a session, where it is kept and in the browser. */
export async function endSession(
  { keeper, report }: RelyingPartyContext,
  { kept, cookies, reason, code }: EndedSession,
): Promise<LoadedSession> {
  await keeper.end(kept);
  const { id: sessionId, tokens } = kept.record;
  report({ type: "session.ended", sessionId, sub: tokens.claims.sub, reason, code });
  return { kept: undefined, setCookies: keeper.clear(cookies) };
}

/** What an event says of an error. */
export function readCode(error: unknown): string | undefined {
  const { code }: { readonly code?: unknown } = Object(error);
  return typeof code === "string" ? code : undefined;
}
