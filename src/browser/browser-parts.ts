import type { Clock } from "../util/clock.ts";
import type { RandomSource } from "../util/random.ts";
import type { BrowserContexts } from "./browser-contexts.ts";
import type { BrowserWindow } from "./browser-window.ts";
import type { Exclusive } from "./exclusive.ts";
import type { LoginTransactions } from "./login-transactions.ts";
import type { BrowserClientEvent, BrowserClientOptions } from "./options.ts";
import type { SessionHolder } from "./session-holder.ts";
import type { TabChannel } from "./tab-channel.ts";

/** What the steps of a browser client share. */
export interface BrowserParts {
  readonly options: BrowserClientOptions;
  readonly window: BrowserWindow;
  readonly contexts: BrowserContexts;
  readonly holder: SessionHolder;
  readonly channel: TabChannel;
  readonly transactions: LoginTransactions;
  readonly exclusive: Exclusive;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly report: (event: BrowserClientEvent) => void;
}
