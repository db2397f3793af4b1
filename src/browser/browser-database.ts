import { ConfigurationError } from "../errors/families.ts";
import { loadOnce } from "../util/load-once.ts";
import type { DatabaseRequest, IndexedDatabases, OpenedDatabase } from "./browser-window.ts";

/** Values that all pages of the origin see, keys that cannot be extracted among them. */
export interface BrowserDatabase {
  /**
   * Replaces a value in one step that no other page comes between, and gives what is there afterwards.
   * @param change - is given what is there, `undefined` where nothing is, and gives what shall be; `undefined` removes
   */
  readonly update: (key: string, change: (old: unknown) => unknown) => Promise<unknown>;
}

/** Creates a database in the memory of one page: for tests, and browsers that have none. */
export function createMemoryDatabase(): BrowserDatabase {
  const values = new Map<string, unknown>();
  return Object.freeze({
    async update(key: string, change: (old: unknown) => unknown) {
      const value = change(values.get(key));
      if (value === undefined) values.delete(key);
      else values.set(key, value);
      return value;
    },
  });
}

/** Creates a database in IndexedDB, which is opened when it is first used. */
export function createIndexedDatabase(databases: IndexedDatabases, name: string): BrowserDatabase {
  let open = loadOnce(() => openDatabase(databases, name));
  return Object.freeze({
    async update(key: string, change: (old: unknown) => unknown) {
      try {
        return await runUpdate(await open(), key, change);
      } catch {
        // Browsers close connections of their own accord, of pages in the background above all. What failed has written nothing.
        open = loadOnce(() => openDatabase(databases, name));
      }
      try {
        return await runUpdate(await open(), key, change);
      } catch (cause) {
        throw storageError("window.indexedDB", cause);
      }
    },
  });
}

function runUpdate(database: OpenedDatabase, key: string, change: (old: unknown) => unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(storeName, "readwrite");
    const store = transaction.objectStore(storeName);
    let value: unknown;
    const read = store.get(key);
    read.onsuccess = () => {
      try {
        value = change(read.result);
        if (value === undefined) store.delete(key);
        else if (value !== read.result) store.put(value, key);
      } catch (error) {
        reject(error);
        transaction.abort();
      }
    };
    // Written is what the transaction has written, not what the request was told.
    transaction.oncomplete = () => resolve(value);
    transaction.onabort = () => reject(transaction.error);
  });
}

async function openDatabase(databases: IndexedDatabases, name: string): Promise<OpenedDatabase> {
  const request = databases.open(name, 1);
  request.onupgradeneeded = () => void request.result.createObjectStore(storeName);
  const database = await settle(request);
  // Otherwise the page that wants another version would wait for this one for ever.
  database.onversionchange = () => database.close();
  return database;
}

function settle<Result>(request: DatabaseRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

const storeName = "values";

/** The error for a storage of the browser that cannot be used. */
export function storageError(parameter: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_STORE", {
    message: `The browser's ${parameter} cannot be used.`,
    parameter,
    remedy: "Is storage blocked for this site, or full?",
    cause,
  });
}
