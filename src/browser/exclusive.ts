import type { Clock } from "../util/clock.ts";
import type { RandomSource } from "../util/random.ts";
import { randomBase64url } from "../util/random.ts";
import { systemWait, type Wait } from "../util/wait.ts";
import type { BrowserDatabase } from "./browser-database.ts";
import type { PageLocks } from "./browser-window.ts";

/** Runs work while no other page of the origin runs work of the same name. */
export type Exclusive = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** What a lease is taken with, where the browser has no locks. */
export interface LeaseParts {
  readonly database: BrowserDatabase;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** After so long a lease is free again, whatever became of its page. */
  readonly leaseMs: number;
  readonly wait?: Wait | undefined;
}

/**
 * Keeps pages apart with the browser's locks (Web Locks), which end with their page. Where there are none, with a lease in the database, whose updates
 * are one step each: messages alone could not decide who was first.
 */
export function createExclusive(locks: PageLocks | undefined, lease: LeaseParts): Exclusive {
  if (locks === undefined) return (name, work) => withLease(lease, `lease:${name}`, work);
  return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    let result: Promise<T> | undefined;
    await locks.request(name, async () => {
      result = work();
      await result.catch(() => undefined);
    });
    if (result === undefined) throw new TypeError("The lock was given without a turn.");
    return result;
  };
}

async function withLease<T>(
  { database, clock, random, leaseMs, wait = systemWait }: LeaseParts,
  key: string,
  work: () => Promise<T>,
): Promise<T> {
  const holder = randomBase64url(16, random);
  const take = (old: unknown): unknown => {
    const now = clock();
    return isLease(old) && old.untilMs > now && old.untilMs <= now + leaseMs ? old : { holder, untilMs: now + leaseMs };
  };
  while (!isHeldBy(await database.update(key, take), holder)) await wait(pollMs);
  try {
    return await work();
  } finally {
    await database.update(key, (old) => (isHeldBy(old, holder) ? undefined : old));
  }
}

interface Lease {
  readonly holder: string;
  readonly untilMs: number;
}

function isLease(value: unknown): value is Lease {
  return typeof value === "object" && value !== null && "holder" in value && "untilMs" in value;
}

function isHeldBy(value: unknown, holder: string): boolean {
  return isLease(value) && value.holder === holder;
}

const pollMs = 50;
