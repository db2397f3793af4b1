import type { ProviderContext } from "../context.ts";
import { hmacSha256 } from "../crypto/digest.ts";
import { type ProtocolRefusal, refuse } from "../http/refusal.ts";
import type { ThrottleState } from "../stores/records.ts";
import type { ThrottleRule } from "../stores/store.ts";
import type { ThrottleKind } from "./throttling-options.ts";

/** What failures are counted under: the HMAC of what it stands for, and how it is counted. */
export interface ThrottleKey {
  readonly key: string;
  readonly rule: ThrottleRule;
}

/** Makes the key that failures of something are counted under: what it stands for can't be read from it. */
export async function createThrottleKey(
  { keys, throttling }: ProviderContext,
  kind: ThrottleKind,
  value: string,
): Promise<ThrottleKey> {
  return { key: hmacSha256(await keys.secret("throttle"), [kind, value]), rule: throttling.rules[kind] };
}

/** Seconds to wait before another try; `undefined` where nothing is blocked. Looked up in the store. */
export async function checkThrottle(
  { store, clock, throttling }: ProviderContext,
  keys: readonly ThrottleKey[],
): Promise<number | undefined> {
  if (!throttling.isEnabled) return undefined;
  const nowMs = clock();
  const blocks = keys.map(async ({ key, rule }) => blockEnd(await store.throttle.find(key, nowMs), rule, nowMs));
  return secondsUntil(Math.max(0, ...(await Promise.all(blocks))), nowMs);
}

/** Counts a failure under every key; gives the seconds to wait where it has blocked one of them. */
export async function countFailure(
  { store, clock, throttling }: ProviderContext,
  keys: readonly ThrottleKey[],
): Promise<number | undefined> {
  if (!throttling.isEnabled) return undefined;
  const nowMs = clock();
  const states = await Promise.all(keys.map(({ key, rule }) => store.throttle.fail(key, rule, nowMs)));
  return secondsUntil(Math.max(0, ...states.map(({ blockedUntilMs }) => blockedUntilMs)), nowMs);
}

/**
 * Counts an attempt as failed before it is made, so that of many at once, in whatever processes, no more are made than of many one after another; who succeeds
 * clears the count. Gives the seconds to wait where the key is blocked, or others were faster and have blocked it: then the attempt must not be made.
 */
export async function claimAttempt(
  { store, clock, throttling }: ProviderContext,
  { key, rule }: ThrottleKey,
): Promise<number | undefined> {
  if (!throttling.isEnabled) return undefined;
  const nowMs = clock();
  const seen = await store.throttle.find(key, nowMs);
  const waitSeconds = secondsUntil(blockEnd(seen, rule, nowMs), nowMs);
  if (waitSeconds !== undefined) return waitSeconds;
  const { failures, blockedUntilMs } = await store.throttle.fail(key, rule, nowMs);
  const isOvertaken = failures > (seen?.failures ?? 0) + 1 && failures > rule.blockAfter;
  return isOvertaken ? (secondsUntil(blockedUntilMs, nowMs) ?? 1) : undefined;
}

/** Forgets the failures under every key. */
export async function clearFailures(
  { store, throttling }: ProviderContext,
  keys: readonly ThrottleKey[],
): Promise<void> {
  if (throttling.isEnabled) await Promise.all(keys.map(({ key }) => store.throttle.clear(key)));
}

/**
 * Makes the answer to one try too many.
 * @see RFC 6585 §4
 */
export function refuseThrottled(waitSeconds: number): ProtocolRefusal {
  return refuse("temporarily_unavailable", {
    description: `Too many failed attempts: try again in ${waitSeconds} seconds.`,
    status: 429,
    headers: { "Retry-After": String(waitSeconds) },
    reason: "throttled",
  });
}

function blockEnd(state: ThrottleState | undefined, { maxBlockMs }: ThrottleRule, nowMs: number): number {
  const untilMs = state?.blockedUntilMs ?? 0;
  // No block is as long as that: it comes from a clock that was wrong, then or now.
  return untilMs > nowMs + maxBlockMs ? 0 : untilMs;
}

function secondsUntil(untilMs: number, nowMs: number): number | undefined {
  return untilMs > nowMs ? Math.ceil((untilMs - nowMs) / 1000) : undefined;
}
