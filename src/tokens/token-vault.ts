import { TransportError } from "../errors/families.ts";
import { isRecord } from "../schema/is-record.ts";
import { parseJson } from "../util/json.ts";
import type { SharedLease, SharedStore, SharedWriteOptions } from "../util/shared-store.ts";
import { systemWait } from "../util/wait.ts";
import type { TokenStoreFailedEvent } from "./token-event.ts";
import type { TokenSealing } from "./token-sealing.ts";

/** What was stored under a key. */
export interface VaultEntry {
  /** `undefined` where it cannot be read: of a version to come, changed, or sealed with another secret. */
  readonly content: Readonly<Record<string, unknown>> | undefined;
  readonly version: string;
}

/** A shared store of JSON objects, sealed where there is a secret. What the store throws, or does not answer in time, becomes a TransportError. */
export interface TokenVault {
  readonly read: (key: string) => Promise<VaultEntry | undefined>;
  readonly write: (key: string, content: object, options: SharedWriteOptions) => Promise<string | undefined>;
  readonly remove: (key: string, ifVersion?: string) => Promise<boolean>;
  readonly acquire: (key: string, leaseMs: number) => Promise<SharedLease | undefined>;
}

/** What a vault is made of. */
export interface VaultParts {
  readonly store: SharedStore;
  readonly sealing: TokenSealing | undefined;
  readonly onFailure: (operation: TokenStoreFailedEvent["operation"], key: string) => void;
}

/** Creates a vault over a shared store. */
export function createTokenVault({ store, sealing, onFailure }: VaultParts): TokenVault {
  async function attempt<T>(operation: Operation, key: string, work: () => Promise<T>): Promise<T> {
    try {
      return await inTime(operation, work());
    } catch (cause) {
      onFailure(operation, key);
      throw cause instanceof TransportError ? cause : storeError(operation, cause);
    }
  }

  async function open(value: string, key: string): Promise<VaultEntry["content"]> {
    const text = sealing === undefined ? value : await sealing.open(value, key);
    const parsed = text === undefined ? undefined : parseJson(text);
    if (parsed?.ok === true && isRecord(parsed.value)) return parsed.value;
    onFailure("open", key);
    return undefined;
  }

  return Object.freeze<TokenVault>({
    async read(key) {
      const entry = await attempt("read", key, () => store.read(key));
      return entry === undefined ? undefined : { content: await open(entry.value, key), version: entry.version };
    },
    async write(key, content, options) {
      const text = JSON.stringify(content);
      const value = sealing === undefined ? text : await sealing.seal(text, key);
      return attempt("write", key, () => store.write(key, value, options));
    },
    remove: (key, ifVersion) => attempt("remove", key, () => store.remove(key, { ifVersion })),
    async acquire(key, leaseMs) {
      const lease = await attempt("acquire", key, () => store.acquire(key, leaseMs));
      if (lease === undefined) return undefined;
      // A lease that cannot be given back ends by itself.
      return { release: () => inTime("acquire", lease.release()).catch(() => undefined) };
    },
  });
}

type Operation = TokenStoreFailedEvent["operation"];

/** A driver that has lost its server may wait for it without an end. */
async function inTime<T>(operation: Operation, work: Promise<T>): Promise<T> {
  const done = new AbortController();
  const late = systemWait(patienceMs, done.signal).then(() => {
    if (!done.signal.aborted) throw storeTimeout(operation);
    return work;
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
    late.catch(() => undefined);
  }
}

function storeError(operation: Operation, cause: unknown): TransportError {
  return new TransportError("ERR_TRANSPORT_NETWORK", {
    message: `The store of tokens failed (${operation}).`,
    parameter: "store",
    remedy: "The cause is the store's own error. Tokens stay as they are; try again when the store is back.",
    cause,
  });
}

function storeTimeout(operation: Operation): TransportError {
  return new TransportError("ERR_TRANSPORT_TIMEOUT", {
    message: `The store of tokens did not answer within ${patienceMs} ms (${operation}).`,
    parameter: "store",
    remedy: "Tokens stay as they are; try again when the store is back.",
  });
}

const patienceMs = 5000;
