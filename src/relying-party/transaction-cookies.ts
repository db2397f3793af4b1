import type { AuthorizationTransaction } from "../endpoints/authorization-transaction.ts";
import type { EndSessionTransaction } from "../endpoints/end-session.ts";
import { ConfigurationError } from "../errors/families.ts";
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
  /** How much of a request it takes. */
  readonly bytes: number;
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
    const candidates = [...cookies].filter(([name]) => name.startsWith(startOf(kind)));
    for (const [cookie, value] of candidates.slice(0, mostOpened)) {
      const opened = await sealer.open(value, cookie);
      if (opened === undefined) continue;
      // Only `remember` can have written it: it was authenticated, under this name.
      const remembered: Remembered<Transactions[K]> = JSON.parse(opened.text);
      if (remembered.createdAt + settings.loginLifetimeSeconds * 1000 > clock()) {
        found.push({ ...remembered, cookie, bytes: cookie.length + value.length });
      }
    }
    return found.sort((one, other) => other.createdAt - one.createdAt);
  }

  const startOf = (kind: TransactionKind): string => `${cookieName(settings, kind, "")}.`;

  /** Those that may stay beside a new one: so many, and so large together, that servers still take the request. A link could otherwise fill the browser until they do not. */
  async function keepRoom(kind: TransactionKind, cookies: RequestCookies, size: number): Promise<readonly string[]> {
    let bytes = size;
    return (await list(kind, cookies))
      .slice(0, settings.maxLogins - 1)
      .filter((found) => {
        bytes += found.bytes;
        return bytes <= Math.max(maxBytesTogether, settings.maxLogins * 1024);
      })
      .map(({ cookie }) => cookie);
  }

  return Object.freeze<TransactionCookies>({
    list,
    forget: removal,
    async remember(kind, what, cookies) {
      const { state = "" } = what.transaction;
      const responseMode = "responseMode" in what.transaction ? String(what.transaction.responseMode) : "query";
      const name = cookieName(settings, kind, state.slice(0, 16));
      // A form that the provider's page posts brings no other cookies along.
      const sameSite = responseMode.startsWith("form_post") ? "none" : "lax";
      const value = await sealer.seal(JSON.stringify(what), name);
      if (name.length + value.length > maxCookieBytes) throw tooLarge();
      const kept = await keepRoom(kind, cookies, name.length + value.length);
      const tooMany = [...cookies.keys()].filter((other) => other.startsWith(startOf(kind)) && !kept.includes(other));
      return [
        ...tooMany.map(removal),
        writeCookie(settings, [name, value], { maxAgeSeconds: settings.loginLifetimeSeconds, sameSite }),
      ];
    },
  });
}

function tooLarge(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `What must be remembered of the login needs a cookie of more than ${maxCookieBytes} bytes, which browsers drop.`,
    parameter: "authorization",
    remedy: "Ask for a shorter scope, or for fewer values in claims.",
  });
}

/** A browser that sends more than this has not got them from here. */
const mostOpened = 20;

/** Browsers keep 4096 bytes with name and attributes. */
const maxCookieBytes = 3900;
const maxBytesTogether = 4096;
