import type { Account } from "../accounts/account-source.ts";
import type { ProviderContext } from "../context.ts";
import { createThrottleKey, type ThrottleKey } from "./throttle.ts";

/** Failures in a row, which no time makes forgotten. */
export interface FailureTotal {
  readonly key: ThrottleKey;
  /** The account that is locked by too many; left out where nobody has the name that was typed. */
  readonly accountId: string | undefined;
}

/**
 * Makes the key that failures in a row are counted under. With another password the count is another. For a name that nobody has it is as short-lived as the other
 * counts, so that invented names leave nothing behind.
 */
export async function createFailureTotal(
  context: ProviderContext,
  who: string,
  account: Account | undefined,
): Promise<FailureTotal> {
  const { key, rule } = await createThrottleKey(
    context,
    "account",
    JSON.stringify(["total", who, account?.passwordChangedAtMs ?? 0]),
  );
  const { windowMs } = account === undefined ? rule : { windowMs: lastingMs };
  const blockAfter = context.throttling.maxConsecutiveFailures;
  // That it is full is what locks, not the block of the last failure.
  return { key: { key, rule: { windowMs, blockAfter, blockMs: 1, maxBlockMs: 1 } }, accountId: account?.id };
}

/** Whether the count is full. */
export async function isLocked({ store, clock, throttling }: ProviderContext, { key }: FailureTotal): Promise<boolean> {
  if (!throttling.isEnabled) return false;
  const state = await store.throttle.find(key.key, clock());
  return state !== undefined && state.failures >= throttling.maxConsecutiveFailures;
}

/** Counts one more; the one that fills the count of an account is told as an event. */
export async function countTotal(context: ProviderContext, { key, accountId }: FailureTotal): Promise<void> {
  const { store, clock, throttling, report } = context;
  if (!throttling.isEnabled) return;
  const { failures } = await store.throttle.fail(key.key, key.rule, clock());
  if (accountId !== undefined && failures === throttling.maxConsecutiveFailures)
    report({ type: "account.locked", accountId, reason: "too many failures in a row" });
}

/** Ten years. */
const lastingMs = 3650 * 86_400_000;
