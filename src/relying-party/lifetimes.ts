import type { SessionRecord } from "./session-record.ts";
import type { Settings } from "./settings.ts";

type Lifetimes = Pick<Settings, "idleSeconds" | "absoluteSeconds">;

/** When a session ends if nobody comes back, in milliseconds since 1970. */
export function sessionEnd(
  { createdAt, seenAt }: Pick<SessionRecord, "createdAt" | "seenAt">,
  { idleSeconds, absoluteSeconds }: Lifetimes,
): number {
  return Math.min(seenAt + idleSeconds * 1000, createdAt + absoluteSeconds * 1000);
}

/** Whether it is time to note that the user was here: not with every request, because each note is a write. */
export function isNoteDue(
  { seenAt }: Pick<SessionRecord, "seenAt">,
  { idleSeconds }: Lifetimes,
  nowMs: number,
): boolean {
  return nowMs - seenAt >= Math.min(300_000, idleSeconds * 100);
}

/** Whether the access token is over, or will be soon. A token without an end never is. */
export function isRenewalDue(
  { tokens }: Pick<SessionRecord, "tokens">,
  { renewBeforeSeconds }: Pick<Settings, "renewBeforeSeconds">,
  nowMs: number,
): boolean {
  const { expiresAt, refreshToken } = tokens;
  return refreshToken !== undefined && expiresAt !== undefined && expiresAt - renewBeforeSeconds * 1000 <= nowMs;
}
