import type { AuthorizationTransaction } from "../endpoints/authorization-transaction.ts";
import type { EndSessionTransaction } from "../endpoints/end-session.ts";
import type { Clock } from "../util/clock.ts";
import { cookieName, type RequestCookies, writeCookie } from "./cookies.ts";
import type { Sealer } from "./sealer.ts";
import type { Settings } from "./settings.ts";

/** What a browser that was sent to the provider comes back to. */
export interface Remembered<Transaction> {
  readonly transaction: Transaction;
  readonly returnTo: string;
  readonly createdAt: number;
}

/** Something remembered, and the cookie that it was found in. */
export interface FoundTransaction<Transaction> extends Remembered<Transaction> {
  readonly cookie: string;
}

/** Remembers what is under way in cookies of the browser that began it: one for each, so that tabs do not get into each other's way. */
export interface TransactionCookies {
  /** @returns `Set-Cookie` values: the new one, and removals of those that it has no room beside or that are over */
  readonly remember: <K extends TransactionKind>(
    kind: K,
    what: Remembered<Transactions[K]>,
    cookies: RequestCookies,
  ) => Promise<readonly string[]>;
  /** Those that this browser has and that are not over, the newest first. */
  readonly list: <K extends TransactionKind>(
    kind: K,
    cookies: RequestCookies,
  ) => Promise<readonly FoundTransaction<Transactions[K]>[]>;
  readonly forget: (cookie: string) => string;
}

/** What is under way. */
export type TransactionKind = keyof Transactions;

/** The client's transactions. */
export interface Transactions {
  readonly login: AuthorizationTransaction;
  readonly logout: EndSessionTransaction;
}

/** Creates the keeping of transactions. */
export function createTransactionCookies(
  settings: Settings,
  { sealer, clock }: { readonly sealer: Sealer; readonly clock: Clock },
): TransactionCookies {
  const removal = (name: string): string => writeCookie(settings, [name, ""], { maxAgeSeconds: 0, sameSite: "lax" });

  async function list<K extends TransactionKind>(
    kind: K,
    cookies: RequestCookies,
  ): Promise<readonly FoundTransaction<Transactions[K]>[]> {
    const found: FoundTransaction<Transactions[K]>[] = [];
    for (const cookie of namesOf(kind, cookies)) {
      const opened = await sealer.open(cookies.get(cookie) ?? "", cookie);
      if (opened === undefined) continue;
      // Only `remember` can have written it: it was authenticated, under this name.
      const remembered: Remembered<Transactions[K]> = JSON.parse(opened.text);
      if (remembered.createdAt + settings.loginLifetimeSeconds * 1000 > clock()) found.push({ ...remembered, cookie });
    }
    return found.sort((one, other) => other.createdAt - one.createdAt);
  }

  function namesOf(kind: TransactionKind, cookies: RequestCookies): readonly string[] {
    const start = cookieName(settings, kind, "").concat(".");
    return [...cookies.keys()].filter((name) => name.startsWith(start)).slice(0, mostOpened);
  }

  return Object.freeze<TransactionCookies>({
    list,
    forget: removal,
    async remember(kind, what, cookies) {
      const { state = "" } = what.transaction;
      const responseMode = "responseMode" in what.transaction ? String(what.transaction.responseMode) : "query";
      const name = cookieName(settings, kind, state.slice(0, 16));
      const kept = (await list(kind, cookies)).slice(0, settings.maxLogins - 1).map(({ cookie }) => cookie);
      const tooMany = namesOf(kind, cookies).filter((other) => !kept.includes(other));
      // A form that the provider's page posts brings no other cookies along.
      const sameSite = responseMode.startsWith("form_post") ? "none" : "lax";
      const value = await sealer.seal(JSON.stringify(what), name);
      return [
        ...tooMany.map(removal),
        writeCookie(settings, [name, value], { maxAgeSeconds: settings.loginLifetimeSeconds, sameSite }),
      ];
    },
  });
}

/** A browser that sends more than this has not got them from here. */
const mostOpened = 20;
