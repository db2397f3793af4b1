import type { Account } from "../accounts/account-source.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { whenAnswered } from "../sessions/when-answered.ts";
import { checkThrottle, clearFailures, countFailure } from "../throttling/throttle.ts";
import { createLoginKeys, type LoginKeys } from "./login-throttle.ts";

/** What came of an attempt to sign in. */
export type LoginAttempt =
  | { readonly outcome: "right"; readonly account: Account }
  | { readonly outcome: "wrong" }
  | { readonly outcome: "throttled"; readonly retryAfterSeconds: number };

/** What is tried. */
export interface Attempt {
  /** What was typed as username or e-mail address. */
  readonly login: string;
  /** Verifies the password; costs a hash. */
  readonly verify: () => Promise<Account | undefined>;
}

/**
 * Tries a password, within the limits on failures. For one account one attempt follows the other: many at once would all pass the check before the first has
 * failed. Where more wait than a person could have sent, the attempt is refused.
 */
export async function tryPassword(
  context: ProviderContext,
  request: EndpointRequest,
  { login, verify }: Attempt,
): Promise<LoginAttempt> {
  const keys = await createLoginKeys(context, request, login);
  const attempt = await context.loginLock.run(keys.account.key, () => attemptInTurn(context, keys, verify));
  const about = { endpoint: request.path, remoteAddress: request.connection.remoteAddress };
  if (attempt === undefined || attempt.outcome === "throttled") context.report({ type: "login.throttled", ...about });
  if (attempt?.outcome === "wrong")
    context.report({ type: "login.failed", ...about, reason: "no such account, wrong password, or not active" });
  return attempt ?? { outcome: "throttled", retryAfterSeconds: 1 };
}

async function attemptInTurn(
  context: ProviderContext,
  { account: accountKey, all }: LoginKeys,
  verify: Attempt["verify"],
): Promise<LoginAttempt> {
  const retryAfterSeconds = await checkThrottle(context, all);
  if (retryAfterSeconds !== undefined) return { outcome: "throttled", retryAfterSeconds };
  const account = await whenAnswered(verify());
  if (account?.isActive !== true) {
    await countFailure(context, all);
    return { outcome: "wrong" };
  }
  await clearFailures(context, [accountKey]);
  return { outcome: "right", account };
}
