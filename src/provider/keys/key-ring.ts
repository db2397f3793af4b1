import type { Clock } from "../../util/clock.ts";
import { systemWait, type Wait } from "../../util/wait.ts";
import type { ProviderEvent } from "../events.ts";
import type { KeyStore } from "../stores/store.ts";
import { type KeyRecord, readKeyRecord, writeKeyRecord } from "./key-record.ts";

/** The record of keys as this process knows it, kept close to that of the store. */
export interface KeyRing {
  /** The record, at most a minute old unless the store does not answer. */
  readonly current: () => Promise<KeyRecord>;
  /** Reads the record again because of something that is not in it; not more often than every five seconds, because anybody can ask. */
  readonly reload: () => Promise<KeyRecord>;
  /**
   * Replaces the record; asked again with a newer one where another process was first. `undefined`: nothing is to be changed.
   * @returns the record afterwards
   */
  readonly change: (decide: (record: KeyRecord) => KeyRecord | undefined) => Promise<KeyRecord>;
}

/** What a ring is made of. */
export interface KeyRingParts {
  readonly store: KeyStore;
  readonly clock: Clock;
  readonly report: (event: ProviderEvent) => void;
  /** Makes the first record of an empty store. */
  readonly create: () => Promise<KeyRecord>;
  /** Refuses a record that cannot be used, before it takes the place of one that can. */
  readonly accept: (record: KeyRecord) => Promise<void>;
  readonly wait?: Wait | undefined;
}

/** Creates a ring. Nothing is read before it is needed. */
export function createKeyRing({ store, clock, report, create, accept, wait = systemWait }: KeyRingParts): KeyRing {
  let known: { readonly record: KeyRecord; readonly readAtMs: number } | undefined;
  let reading: Promise<KeyRecord> | undefined;
  let triedAtMs = Number.NEGATIVE_INFINITY;

  async function keep(record: KeyRecord): Promise<KeyRecord> {
    if (record.version !== known?.record.version) await accept(record);
    // Of the same version nothing has changed, and what was imported of its keys stays good.
    known = { record: record.version === known?.record.version ? known.record : record, readAtMs: clock() };
    return known.record;
  }

  async function readOrCreate(): Promise<KeyRecord> {
    const stored = await store.load();
    if (stored !== undefined) return keep(readKeyRecord(stored));
    const first = await create();
    return (await store.save(writeKeyRecord(first))) ? keep(first) : readOrCreate();
  }

  function read(): Promise<KeyRecord> {
    triedAtMs = clock();
    reading ??= readOrCreate().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  /** A store that fails leaves the process with what it knows, and is asked again in a while. */
  async function refresh(): Promise<void> {
    try {
      await read();
    } catch (cause) {
      report({ type: "error.store", reason: "The keys could not be read again.", cause });
    }
  }

  async function current(): Promise<KeyRecord> {
    if (known === undefined) return read();
    const ageMs = clock() - known.readAtMs;
    const isYoung = ageMs >= 0 && ageMs < refreshAfterMs;
    if (isYoung || isPaused(triedAtMs, clock())) return known.record;
    const refreshing = refresh();
    if (ageMs < 0 || ageMs >= staleAfterMs) await within(refreshing, maxWaitMs, wait);
    return known.record;
  }

  return Object.freeze<KeyRing>({
    current,
    async reload() {
      if (known === undefined) return read();
      if (!isPaused(triedAtMs, clock())) await within(refresh(), maxWaitMs, wait);
      return known.record;
    },
    async change(decide) {
      for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
        const record = await read();
        const next = decide(record);
        if (next === undefined) return record;
        const changed = { ...next, version: record.version + 1 };
        if (await store.save(writeKeyRecord(changed))) return keep(changed);
      }
      throw new Error("The record of keys is changed by others all the time.");
    },
  });
}

function isPaused(triedAtMs: number, nowMs: number): boolean {
  return nowMs >= triedAtMs && nowMs < triedAtMs + pauseMs;
}

/** Waits for work, but not for long. */
async function within(work: Promise<void>, milliseconds: number, wait: Wait): Promise<void> {
  const stop = new AbortController();
  await Promise.race([work.finally(() => stop.abort()), wait(milliseconds, stop.signal)]);
}

const refreshAfterMs = 30_000;
const staleAfterMs = 60_000;
const pauseMs = 5000;
const maxWaitMs = 2000;
const maxAttempts = 10;
