import type { Account } from "../accounts/account-source.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { whenAnswered } from "../sessions/when-answered.ts";
import { countTotal, isLocked } from "../throttling/failure-total.ts";
import { checkThrottle, claimAttempt, clearFailures, countFailure } from "../throttling/throttle.ts";
import { createLoginKeys, createOwnKeys, type LoginKeys } from "./login-throttle.ts";

/** What came of an attempt to sign in. */
export type LoginAttempt =
  /** `subject` is what the browser is known for from now on. */
  | { readonly outcome: "right"; readonly account: Account; readonly subject: string }
  | { readonly outcome: "wrong" }
  | { readonly outcome: "throttled"; readonly retryAfterSeconds: number };

/** What is tried. */
export interface Attempt {
  /** What was typed as username or e-mail address, or the account that is signed in. */
  readonly who: string | Account;
  /** Verifies the password; costs a hash. */
  readonly verify: () => Promise<Account | undefined>;
}

/**
 * Tries a password, within the limits on failures. In one process one attempt on an account follows the other, and where more wait than a person could have sent,
 * the attempt is refused; between processes an attempt counts as failed before its password is hashed, or many at once would all pass before the first has failed.
 * An account that is locked, or blocked under its other name, answers as one of another password does, so that nobody learns that it is there.
 */
export async function tryPassword(
  context: ProviderContext,
  request: EndpointRequest,
  { who, verify }: Attempt,
): Promise<LoginAttempt> {
  const keys =
    typeof who === "string"
      ? await createLoginKeys(context, request, { login: who, account: await context.accounts.findByLogin?.(who) })
      : await createOwnKeys(context, request, who);
  // To change a password is more than to look whether it is right: where it would not count it is not tried.
  const tried = typeof who === "string" ? { verify, verifyLocked: verify } : { verify, verifyLocked: nobody };
  const attempt = await context.loginLock.run(keys.typed.key, () => attemptInTurn(context, keys, tried));
  const about = { endpoint: request.path, remoteAddress: request.connection.remoteAddress };
  if (attempt === undefined || attempt.outcome === "throttled") context.report({ type: "login.throttled", ...about });
  if (attempt?.outcome === "wrong") {
    const reason = attempt.isLocked ? lockedReason : "no such account, wrong password, or not active";
    context.report({ type: "login.failed", ...about, reason });
  }
  return attempt ?? { outcome: "throttled", retryAfterSeconds: 1 };
}

async function attemptInTurn(
  context: ProviderContext,
  { typed, shown, account: accountKey, total, ends, subject }: LoginKeys,
  { verify, verifyLocked }: { readonly verify: Attempt["verify"]; readonly verifyLocked: Attempt["verify"] },
): Promise<Exclude<LoginAttempt, { outcome: "wrong" }> | { readonly outcome: "wrong"; readonly isLocked: boolean }> {
  const others = shown.filter((each) => each !== typed);
  const retryAfterSeconds = (await checkThrottle(context, others)) ?? (await claimAttempt(context, typed));
  if (retryAfterSeconds !== undefined) return { outcome: "throttled", retryAfterSeconds };
  const [isFull, waitSeconds] = await Promise.all([isLocked(context, total), claimAttempt(context, accountKey)]);
  const locked = isFull || waitSeconds !== undefined;
  const account = await whenAnswered(locked ? verifyLocked() : verify());
  if (locked || account?.isActive !== true) {
    await Promise.all([countFailure(context, others), countTotal(context, total)]);
    return { outcome: "wrong", isLocked: locked };
  }
  await clearFailures(context, ends);
  return { outcome: "right", account, subject };
}

async function nobody(): Promise<undefined> {
  return undefined;
}

const lockedReason = "locked or blocked after too many failures";
