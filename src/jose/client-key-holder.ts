import type { Jwk } from "../../generated/messages/jwk.ts";
import { ConfigurationError, TransportError } from "../errors/families.ts";
import { type Clock, nowSeconds, systemClock } from "../util/clock.ts";
import { systemWait, type Wait } from "../util/wait.ts";
import {
  type ClientKeyRecord,
  checkClientKeyRecord,
  type KeyTimes,
  listPublishedKeys,
  needsNextKey,
} from "./client-key-record.ts";
import { type ClientKeyStore, createClientKeyStore } from "./client-key-store.ts";
import { describeKey, generateClientKey } from "./generate-client-key.ts";

/** What a record becomes; the very record where nothing is to change. */
export type RecordChange = (before: ClientKeyRecord, now: number) => Promise<ClientKeyRecord>;

/** What the record is made of, and kept in. */
export interface ClientKeyHolderOptions {
  readonly algorithm: string;
  readonly use: "sig" | "enc";
  readonly times: KeyTimes;
  /** Adds the next key where there is none. */
  readonly addKey: RecordChange;
  readonly store?: ClientKeyStore | undefined;
  readonly initialKey?: Jwk | undefined;
  readonly reloadAfterSeconds?: number | undefined;
  readonly onError?: ((error: unknown) => void) | undefined;
  readonly clock?: Clock | undefined;
  /** Waits for the deadline of the store. Default: the machine's timer. */
  readonly wait?: Wait | undefined;
}

/** Holds the record in memory, in step with the store. */
export interface ClientKeyHolder {
  /** The record of now; where it is time for the next key, with it. */
  readonly current: () => Promise<ClientKeyRecord>;
  /** Changes the stored record, and gives what it is then. */
  readonly change: (make: RecordChange) => Promise<ClientKeyRecord>;
}

/** Creates the holder. It does one piece of work after the other, so that two callers never make two keys. */
export function createClientKeyHolder(options: ClientKeyHolderOptions): ClientKeyHolder {
  const { times, addKey, clock = systemClock, onError } = options;
  const store = withStoreDeadline(options.store ?? createClientKeyStore(), options.wait);
  const { reloadAfterSeconds = 60 } = options;
  let held: ClientKeyRecord | undefined;
  let checkedAt = 0;
  let queue: Promise<unknown> = Promise.resolve();

  function enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = queue.then(work);
    queue = result.catch(() => undefined);
    return result;
  }

  function isFresh(): boolean {
    const age = nowSeconds(clock) - checkedAt;
    return age >= 0 && age < reloadAfterSeconds;
  }

  /** The same object as long as nothing has changed, because keys are imported once for each object. */
  async function load(): Promise<ClientKeyRecord> {
    const stored = await loadOrBegin(store, options);
    if (stored.version !== held?.version) held = stored;
    checkedAt = nowSeconds(clock);
    return held;
  }

  async function change(make: RecordChange): Promise<ClientKeyRecord> {
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const before = await load();
      const now = nowSeconds(clock);
      const made = await make(before, now);
      if (made === before) return before;
      const next = { version: before.version + 1, keys: listPublishedKeys(made, now, times) };
      if (!(await store.save(next))) continue;
      held = next;
      return next;
    }
    throw notSaved();
  }

  async function refresh(): Promise<ClientKeyRecord> {
    if (held !== undefined && isFresh()) return held;
    try {
      const record = await load();
      return needsNextKey(record, nowSeconds(clock), times) ? await change(addKey) : record;
    } catch (error) {
      if (held === undefined) throw error;
      // The keys in memory are good; who depends on them should not suffer from a store that is down for a while.
      checkedAt = nowSeconds(clock);
      onError?.(error);
      return held;
    }
  }

  return Object.freeze({
    current: () => enqueue(refresh),
    change: (make: RecordChange) => enqueue(() => change(make)),
  });
}

async function loadOrBegin(store: ClientKeyStore, options: ClientKeyHolderOptions): Promise<ClientKeyRecord> {
  const { algorithm, use, initialKey, clock = systemClock } = options;
  const stored: unknown = await store.load();
  if (stored !== undefined) {
    checkClientKeyRecord(stored, use);
    return stored;
  }
  const jwk = initialKey === undefined ? await generateClientKey(algorithm) : await describeKey(initialKey, algorithm);
  const first: unknown = { version: 1, keys: [{ jwk, usedFrom: nowSeconds(clock) }] };
  checkClientKeyRecord(first, use);
  if (await store.save(first)) return first;
  // Another process was first.
  const other: unknown = await store.load();
  if (other === undefined) throw notSaved();
  checkClientKeyRecord(other, use);
  return other;
}

/** A store that never answers is one that fails: whoever waits for it would wait for ever, with all who come after. */
function withStoreDeadline(store: ClientKeyStore, wait: Wait = systemWait): ClientKeyStore {
  async function inTime<T>(call: () => Promise<T>): Promise<T> {
    const settled = new AbortController();
    try {
      return await Promise.race([call(), wait(storeTimeoutMs, settled.signal).then(failLate)]);
    } finally {
      settled.abort();
    }
  }
  return { load: () => inTime(() => store.load()), save: (record) => inTime(() => store.save(record)) };
}

function failLate(): never {
  throw new TransportError("ERR_TRANSPORT_TIMEOUT", {
    message: `The store of the client's keys did not answer within ${storeTimeoutMs} ms.`,
    parameter: "store",
    remedy: "Let load and save of the store settle sooner, with an error where it cannot be reached.",
  });
}

function notSaved(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The store refuses to save the client's keys, and gives no newer ones.",
    parameter: "store",
    remedy:
      "Let save compare versions: it saves version 1 where nothing is stored, and else the version after the stored one.",
  });
}

const maxAttempts = 5;
const storeTimeoutMs = 5000;
