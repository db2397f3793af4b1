import type { SetLifetimes } from "../lifetimes.ts";
import type { Session } from "../stores/records.ts";

/** When a session ends, from now on. */
export function sessionTimes(
  lifetimes: SetLifetimes,
  remember: boolean,
  nowMs: number,
): Pick<Session, "idleExpiresAtMs" | "expiresAtMs" | "lastSeenAtMs"> {
  const seconds = remember ? lifetimes.rememberedSessionSeconds : lifetimes.sessionSeconds;
  const expiresAtMs = nowMs + seconds * 1000;
  return { lastSeenAtMs: nowMs, expiresAtMs, idleExpiresAtMs: idleEnd(lifetimes, { remember, expiresAtMs }, nowMs) };
}

/** When a session that is used now ends unless it is used again: never later than in any case. */
export function idleEnd(
  lifetimes: SetLifetimes,
  { remember, expiresAtMs }: Pick<Session, "remember" | "expiresAtMs">,
  nowMs: number,
): number {
  const seconds = remember ? lifetimes.rememberedSessionIdleSeconds : lifetimes.sessionIdleSeconds;
  return Math.min(expiresAtMs, nowMs + seconds * 1000);
}

/** Whether a session has not ended by time. A row that is broken has. */
export function isAlive({ idleExpiresAtMs, expiresAtMs }: Session, nowMs: number): boolean {
  return nowMs < idleExpiresAtMs && nowMs < expiresAtMs;
}

/** Seconds that the cookie of a remembered session lives: as long as the session would. Others end with the browser. */
export function cookieSeconds({ remember, idleExpiresAtMs }: Session, nowMs: number): number | undefined {
  return remember ? Math.max(1, Math.floor((idleExpiresAtMs - nowMs) / 1000)) : undefined;
}
