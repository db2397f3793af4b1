import type { Clock } from "../util/clock.ts";
import type { RandomSource } from "../util/random.ts";
import type { SingleFlight } from "../util/single-flight.ts";
import type { RelyingPartyClient, RelyingPartyOptions } from "./options.ts";
import type { RelyingPartyEvent } from "./relying-party-event.ts";
import type { Renewal } from "./renewal.ts";
import type { Sealer } from "./sealer.ts";
import type { SessionKeeper } from "./session-keeper.ts";
import type { Settings } from "./settings.ts";
import type { TransactionCookies } from "./transaction-cookies.ts";

/** How a callback ends. */
export interface FinishedCallback {
  readonly returnTo: string;
  readonly setCookies: readonly string[];
}

/** What the routes of a relying party work with. */
export interface RelyingPartyContext {
  readonly client: RelyingPartyClient;
  readonly settings: Settings;
  readonly sealer: Sealer;
  readonly keeper: SessionKeeper;
  readonly transactions: TransactionCookies;
  readonly renewal: Renewal;
  /** Callbacks under way, by their parameters. */
  readonly callbacks: SingleFlight<FinishedCallback>;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly report: (event: RelyingPartyEvent) => void;
  readonly onError: RelyingPartyOptions["onError"];
  readonly sessionClaims: RelyingPartyOptions["sessionClaims"];
}
