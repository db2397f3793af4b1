import type { ReplayStore } from "../../util/replay-store.ts";
import type {
  Artifact,
  ArtifactKind,
  Consent,
  Delivery,
  DeliveryKind,
  Grant,
  ListedArtifactKind,
  Session,
  StoredAccount,
  StoredClient,
  StoredKeys,
  StoredToken,
  ThrottleState,
} from "./records.ts";

/**
 * Where a provider keeps what it must not forget. Each verb is one step that no other process can come between; the time is always given, never the
 * store's own; handles and tokens come hashed. What is asked after its `expiresAtMs` counts as expired whether the row is still there or not.
 * A verb that cannot do its work rejects; it never answers "not found" for a store that does not answer.
 */
export interface ProviderStore {
  readonly artifacts: ArtifactStore;
  readonly grants: GrantStore;
  readonly sessions: SessionStore;
  readonly consents: ConsentStore;
  readonly clients: ClientStore;
  readonly accounts: AccountStore;
  readonly keys: KeyStore;
  /**
   * The one part that looks at a clock of its own: that of the process it is made in, by which the same process has judged just before that what it claims has not
   * expired. A process whose clock is ahead refuses what is old before it claims anything; only its `sweep` could forget what a slower one has to refuse still, so
   * that sweeping leaves every key for a minute after it has expired.
   */
  readonly replay: ReplayStore;
  readonly throttle: ThrottleStore;
  readonly deliveries: DeliveryStore;
  /** Removes what may be forgotten, at most `limit` rows; gives how many. Called from time to time. */
  readonly sweep: (nowMs: number, limit: number) => Promise<number>;
  /** Rejects where the store cannot serve: for readiness. */
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A store of part of these, such as the short-lived part in Redis. */
export type PartialProviderStore = Pick<ProviderStore, "sweep" | "ping" | "close"> & Partial<ProviderStore>;

/** What came of using something once. */
export type ConsumeOutcome =
  /** `artifact` is how it was before. */
  | { readonly outcome: "consumed"; readonly artifact: Artifact }
  /** It was used before; `artifact` has the time of the first use. */
  | { readonly outcome: "used"; readonly artifact: Artifact }
  | { readonly outcome: "expired"; readonly artifact: Artifact }
  | { readonly outcome: "missing" };

/** Names an artifact. */
export interface ArtifactKey {
  readonly kind: ArtifactKind;
  readonly hash: string;
}

/** Short-lived artifacts: codes, pushed requests, device codes, interactions. */
export interface ArtifactStore {
  /** Inserts one; `false` where its hash or alternate hash is taken by one that is not purged. */
  readonly put: (artifact: Artifact) => Promise<boolean>;
  /** Finds one that is there, also one that was consumed or has expired: the caller looks. */
  readonly find: (key: ArtifactKey) => Promise<Artifact | undefined>;
  readonly findByAlternate: (kind: ArtifactKind, alternateHash: string) => Promise<Artifact | undefined>;
  /** Replaces one whose stored version is `artifact.version - 1` and that is not consumed; `false` otherwise, and where a new alternate hash is taken. */
  readonly update: (artifact: Artifact) => Promise<boolean>;
  /** Marks one as used: only one caller ever gets `consumed`. */
  readonly consume: (key: ArtifactKey, nowMs: number) => Promise<ConsumeOutcome>;
  readonly remove: (key: ArtifactKey) => Promise<void>;
  /** Those of a kind in a stable order, also consumed and expired ones; a page may have fewer than its limit. Other kinds may be without a list. */
  readonly list: (kind: ListedArtifactKind, page: PageRequest) => Promise<Page<Artifact>>;
}

/** What is written when tokens are issued: all of it, or nothing. */
export interface Issue {
  /** The artifact that is used up by it. */
  readonly consume?: ArtifactKey | undefined;
  /** A new grant: rejects where its id is taken, and where the hash of a token is. */
  readonly grant?: Grant | undefined;
  readonly tokens: readonly StoredToken[];
  readonly nowMs: number;
}

/** What came of issuing. */
export type IssueOutcome =
  | { readonly outcome: "issued" }
  /** Somebody else was first: nothing was written. */
  | { readonly outcome: "used" | "expired"; readonly artifact: Artifact }
  | { readonly outcome: "missing" }
  /** The grant of a token is revoked, expired, or not there: nothing was written. */
  | { readonly outcome: "revoked" };

/** Replaces a refresh token. */
export interface Rotation {
  /** Hash of the token that was presented. */
  readonly hash: string;
  /** Its successor, with `parentHash` = `hash`. */
  readonly child: StoredToken;
  /** The access token that goes along, stored where opaque. */
  readonly tokens: readonly StoredToken[];
  readonly nowMs: number;
  /** For how long after the first use the same child is given again, while it is unused. 0: never. */
  readonly leewayMs: number;
}

/** What came of a rotation. */
export type RotationOutcome =
  | { readonly outcome: "rotated" }
  /** The token was used before, within the leeway, and its child was not: the child that is stored has the same hash as the one given, and `tokens` were written. */
  | { readonly outcome: "repeated"; readonly child: StoredToken }
  /** The token was used before and the leeway does not cover it: nothing was written. The caller revokes the grant. */
  | { readonly outcome: "replayed"; readonly token: StoredToken }
  | { readonly outcome: "expired" | "revoked" | "missing" };

/** A token with the grant it belongs to. */
export interface TokenWithGrant {
  readonly token: StoredToken;
  /** Absent where the token stands alone. */
  readonly grant?: Grant | undefined;
}

/** Which grants are meant; all that is given must fit. At least one member besides `isOffline` must be given. */
export interface GrantFilter {
  readonly id?: string | undefined;
  readonly accountId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly sid?: string | undefined;
  /** `false`: only those that end with their session. */
  readonly isOffline?: boolean | undefined;
}

/** A part of a list. */
export interface PageRequest {
  /** At most this many. */
  readonly limit: number;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
}

/** A part of a list, in a stable order. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; absent on the last. */
  readonly next?: string | undefined;
}

/** Grants and the tokens that hang on them. */
export interface GrantStore {
  /** Consumes, and writes the grant and the tokens, in one transaction. */
  readonly issue: (issue: Issue) => Promise<IssueOutcome>;
  readonly rotate: (rotation: Rotation) => Promise<RotationOutcome>;
  /** Finds a token whatever its state, with its grant: the caller looks at times and revocation. */
  readonly findToken: (hash: string) => Promise<TokenWithGrant | undefined>;
  readonly findGrant: (id: string) => Promise<Grant | undefined>;
  /** Revokes one token; `false` where there is none alive. */
  readonly revokeToken: (hash: string, nowMs: number) => Promise<boolean>;
  /** Revokes grants that are alive, and with them their tokens; gives their number. */
  readonly revokeGrants: (filter: GrantFilter, reason: string, nowMs: number) => Promise<number>;
  /** Grants that are neither revoked nor expired. */
  readonly listGrants: (filter: GrantFilter, page: PageRequest, nowMs: number) => Promise<Page<Grant>>;
}

/** Signed-in browsers. */
export interface SessionStore {
  /** Inserts one; rejects where its hash or sid is taken. */
  readonly put: (session: Session) => Promise<void>;
  readonly find: (hash: string) => Promise<Session | undefined>;
  readonly findBySid: (sid: string) => Promise<Session | undefined>;
  /** Replaces the session of an old hash by one with another hash in one step; `false` where the old one is gone. */
  readonly rotate: (oldHash: string, session: Session) => Promise<boolean>;
  /** Replaces one whose stored version is `session.version - 1`; `false` otherwise. */
  readonly update: (session: Session) => Promise<boolean>;
  readonly remove: (hash: string) => Promise<Session | undefined>;
  /** Sessions of an account that have not expired, oldest first. */
  readonly list: (accountId: string, nowMs: number) => Promise<readonly Session[]>;
  /** Ends all sessions of an account but one; gives those that were ended. */
  readonly removeAll: (accountId: string, exceptSid?: string) => Promise<readonly Session[]>;
}

/** What accounts have said to clients. */
export interface ConsentStore {
  readonly put: (consent: Consent) => Promise<void>;
  readonly find: (accountId: string, clientId: string) => Promise<Consent | undefined>;
  readonly list: (accountId: string) => Promise<readonly Consent[]>;
  readonly remove: (accountId: string, clientId: string) => Promise<boolean>;
}

/** Clients that are not fixed by configuration. */
export interface ClientStore {
  /** Inserts; `false` where the id is taken. */
  readonly put: (client: StoredClient) => Promise<boolean>;
  readonly find: (clientId: string) => Promise<StoredClient | undefined>;
  /** Replaces one whose stored version is `client.version - 1`; `false` otherwise. */
  readonly update: (client: StoredClient) => Promise<boolean>;
  readonly remove: (clientId: string) => Promise<boolean>;
  readonly list: (page: PageRequest) => Promise<Page<StoredClient>>;
}

/** Accounts. */
export interface AccountStore {
  /** Inserts; tells what is taken, by a unique index and not by a look beforehand. An id that was ever used counts as taken. */
  readonly put: (account: StoredAccount) => Promise<"created" | "id_taken" | "username_taken" | "email_taken">;
  readonly find: (id: string) => Promise<StoredAccount | undefined>;
  /** By username or e-mail, as compared. A username comes before an e-mail. */
  readonly findByLogin: (key: string) => Promise<StoredAccount | undefined>;
  /** Replaces one whose stored version is `account.version - 1`. */
  readonly update: (
    account: StoredAccount,
  ) => Promise<"updated" | "changed_meanwhile" | "username_taken" | "email_taken">;
  /** Removes it; its id stays taken. */
  readonly remove: (id: string) => Promise<boolean>;
  readonly list: (page: PageRequest, search?: string) => Promise<Page<StoredAccount>>;
}

/** The server's keys and secrets. */
export interface KeyStore {
  readonly load: () => Promise<StoredKeys | undefined>;
  /** Saves where the stored version is `keys.version - 1`, or nothing is stored and the version is 1; `false` otherwise. */
  readonly save: (keys: StoredKeys) => Promise<boolean>;
}

/** How failures are counted. */
export interface ThrottleRule {
  /** After the first failure the count begins anew this much later. */
  readonly windowMs: number;
  /** From so many failures on the key is blocked; each further failure doubles `blockMs`, up to `maxBlockMs`. */
  readonly blockAfter: number;
  readonly blockMs: number;
  readonly maxBlockMs: number;
}

/** Counts failures by key. */
export interface ThrottleStore {
  /** Counts one failure in one step, and gives the state after it. */
  readonly fail: (key: string, rule: ThrottleRule, nowMs: number) => Promise<ThrottleState>;
  readonly find: (key: string, nowMs: number) => Promise<ThrottleState | undefined>;
  readonly clear: (key: string) => Promise<void>;
}

/** Asks for deliveries to send. */
export interface DeliveryClaim {
  /** Those of other kinds are left to whoever knows them. */
  readonly kinds: readonly DeliveryKind[];
  readonly nowMs: number;
  /** Until when nobody else gets them. */
  readonly untilMs: number;
  readonly limit: number;
}

/** Messages to clients that are to be sent: an outbox that several processes empty. */
export interface DeliveryStore {
  /** Inserts those whose id is not there, all of them or none; gives their ids. */
  readonly put: (deliveries: readonly Delivery[]) => Promise<readonly string[]>;
  /**
   * Takes some that are due and not too late, those first that are due the longest: `dueAtMs` becomes `untilMs`, `attempts` and `version` one more, in one step.
   * Only one caller gets each; when it has gone without a word, another gets it from `untilMs` on.
   */
  readonly claim: (claim: DeliveryClaim) => Promise<readonly Delivery[]>;
  /** Writes `attempts` and `dueAtMs` of one whose stored version is `delivery.version - 1`; `false` otherwise. */
  readonly update: (delivery: Delivery) => Promise<boolean>;
  /** Removes one that was sent, or is given up; `false` where there is none. */
  readonly remove: (id: string) => Promise<boolean>;
  readonly list: (page: PageRequest) => Promise<Page<Delivery>>;
}
