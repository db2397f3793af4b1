import type { AuthorizationTransaction } from "../endpoints/authorization-transaction.ts";
import { checkTransactionShape } from "../endpoints/authorization-transaction.ts";
import type { Clock } from "../util/clock.ts";
import { storageError } from "./browser-database.ts";
import type { TextStorage } from "./browser-window.ts";

/** A sign-in on its way, and where to go on afterwards. */
export interface PendingLogin {
  readonly transaction: AuthorizationTransaction;
  /** Absolute URL of the application's own. */
  readonly returnTo: string;
}

/** The sign-ins of a tab that are on their way. */
export interface LoginTransactions {
  readonly save: (login: PendingLogin) => void;
  /** Gives it once, by the `state` of its answer. */
  readonly take: (state: string) => PendingLogin | undefined;
}

/**
 * Keeps transactions under their `state` in `sessionStorage`, which belongs to one tab and survives the way to the provider: sign-ins in several tabs, or
 * several in one, do not disturb each other. What is older than an hour is removed.
 */
export function createLoginTransactions(
  storage: TextStorage,
  { prefix, clock }: { readonly prefix: string; readonly clock: Clock },
): LoginTransactions {
  function read(key: string): PendingLogin | undefined {
    try {
      const login: unknown = JSON.parse(storage.getItem(key) ?? "null");
      if (!isPendingLogin(login)) return undefined;
      checkTransactionShape(login.transaction);
      const age = clock() - login.transaction.createdAt;
      return age >= -maxSkewMs && age <= lifetimeMs ? login : undefined;
    } catch {
      return undefined;
    }
  }
  return Object.freeze({
    save(login: PendingLogin) {
      const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
      for (const key of keys) if (key.startsWith(prefix) && read(key) === undefined) storage.removeItem(key);
      try {
        storage.setItem(`${prefix}${login.transaction.state}`, JSON.stringify(login));
      } catch {
        // The browser's own error would quote the state.
        throw storageError("window.sessionStorage");
      }
    },
    take(state: string) {
      const key = `${prefix}${state}`;
      const login = read(key);
      storage.removeItem(key);
      return login;
    },
  });
}

function isPendingLogin(value: unknown): value is PendingLogin {
  return (
    typeof value === "object" &&
    value !== null &&
    "transaction" in value &&
    "returnTo" in value &&
    typeof value.returnTo === "string"
  );
}

const lifetimeMs = 3_600_000;
const maxSkewMs = 60_000;
