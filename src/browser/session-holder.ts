import type { Clock } from "../util/clock.ts";
import { loadOnce } from "../util/load-once.ts";
import type { BrowserDatabase } from "./browser-database.ts";
import {
  isCurrent,
  parseSession,
  readMarker,
  readSession,
  type SessionMarker,
  type SessionRecord,
  type SessionStorage,
} from "./session-record.ts";
import type { SessionEnd, TabChannel, TabMessage } from "./tab-channel.ts";

/** What happened to a session, and where. */
export interface SessionChange {
  readonly kind: "signed_in" | "renewed" | SessionEnd;
  readonly session: SessionRecord;
  /** Whether another page did it. */
  readonly elsewhere: boolean;
}

/** What holds the session of a page, and keeps it the same as that of all others. */
export interface SessionHolder {
  /** The session, after what the page and the others remember has been looked at. */
  readonly get: () => Promise<SessionRecord | undefined>;
  /** The session, as new as that of any page: asks the others where one of them has renewed it. Only for who keeps the others from renewing meanwhile. */
  readonly catchUp: () => Promise<SessionRecord | undefined>;
  /** Makes a session that of all pages. Gives `false` for the renewal of one that has ended meanwhile. */
  readonly put: (session: SessionRecord, kind: "signed_in" | "renewed") => Promise<boolean>;
  /** Ends the session in all pages. */
  readonly end: (reason: SessionEnd) => Promise<SessionRecord | undefined>;
}

/** What a holder is made of. */
export interface SessionHolderParts {
  readonly issuer: string;
  readonly database: BrowserDatabase;
  /** Key of the marker in the database. */
  readonly markerKey: string;
  readonly storage: SessionStorage;
  readonly channel: TabChannel;
  readonly clock: Clock;
  /** How long another page may take to answer. */
  readonly answerMs: number;
  readonly onChange: (change: SessionChange) => void;
}

/** Creates the holder of a page. */
export function createSessionHolder(parts: SessionHolderParts): SessionHolder {
  const { issuer, database, markerKey, storage, channel, onChange } = parts;
  let current: SessionRecord | undefined;
  let endedId: string | undefined;

  function hold(session: SessionRecord): void {
    current = session;
    storage.write(JSON.stringify(session));
  }
  function drop(reason: SessionEnd, { elsewhere }: { readonly elsewhere: boolean }): SessionRecord | undefined {
    const session = current;
    endedId = session?.id ?? endedId;
    current = undefined;
    storage.remove();
    if (session !== undefined) onChange({ kind: reason, session, elsewhere });
    return session;
  }
  function adopt(session: SessionRecord): void {
    if (session.id === endedId || (current !== undefined && !isNewer(session, current))) return;
    const kind = session.id === current?.id ? "renewed" : "signed_in";
    hold(session);
    onChange({ kind, session, elsewhere: true });
  }
  function listen(message: TabMessage): void {
    if (message.type === "ask" && current !== undefined) {
      channel.post({ type: "session", session: current, reason: "answer" });
    }
    if (message.type === "ended") {
      if (current === undefined || current.id === message.id) drop(message.reason, { elsewhere: true });
      endedId = message.id;
    }
    if (message.type !== "session") return;
    const session = readSession(message.session, issuer);
    if (session !== undefined) adopt(session);
  }
  const holds = (marker: SessionMarker): boolean => current !== undefined && isCurrent(current, marker);
  const readMarkerNow = async (): Promise<SessionMarker | undefined> =>
    readMarker(await database.update(markerKey, (old) => old));
  const restore = loadOnce(async () => {
    const stored = parseSession(storage.read(), issuer);
    const marker = await readMarkerNow();
    if (current !== undefined) return;
    if (stored !== undefined && isCurrent(stored, marker)) current = stored;
    else if (marker === undefined || marker.ended) storage.remove();
    else await askFor(parts, () => holds(marker));
  });
  channel.listen(listen);
  return Object.freeze({
    async get() {
      await restore();
      return current;
    },
    async catchUp() {
      await restore();
      const marker = await readMarkerNow();
      if (current === undefined || (marker !== undefined && holds(marker))) return current;
      if (marker !== undefined && !marker.ended) await askFor(parts, () => holds(marker));
      // A refresh token that another page has used is not used again: the server would take it for a stolen one.
      if (marker === undefined || !holds(marker)) drop("expired", { elsewhere: true });
      return current;
    },
    async put(session: SessionRecord, kind: "signed_in" | "renewed") {
      const { id, generation } = session;
      const marker: SessionMarker = { id, generation, ended: false };
      const isOver = (old: SessionMarker | undefined): boolean =>
        kind === "renewed" && (old === undefined || old.id !== id || old.ended);
      const written = await database.update(markerKey, (old) => (isOver(readMarker(old)) ? old : marker));
      if (written !== marker) return false;
      hold(session);
      channel.post({ type: "session", session, reason: kind });
      onChange({ kind, session, elsewhere: false });
      return true;
    },
    async end(reason: SessionEnd) {
      await restore().catch(() => undefined);
      const session = drop(reason, { elsewhere: false });
      if (session === undefined) return undefined;
      const { id, generation } = session;
      channel.post({ type: "ended", id, reason });
      const marker: SessionMarker = { id, generation, ended: true };
      await database.update(markerKey, (old) => (readMarker(old)?.id === id ? marker : old));
      return session;
    },
  });
}

/** Of two sign-ins the later one, of one session the one that was renewed more often. */
function isNewer(session: SessionRecord, current: SessionRecord): boolean {
  if (session.id === current.id) return session.generation > current.generation;
  return session.signedInAt > current.signedInAt;
}

/** Asks the other pages, and waits until one of them has answered or none has for a while. */
function askFor({ channel, answerMs }: SessionHolderParts, isAnswered: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, answerMs);
    const stop = channel.listen(() => {
      if (isAnswered()) finish();
    });
    channel.post({ type: "ask" });

    function finish(): void {
      clearTimeout(timer);
      stop();
      resolve();
    }
  });
}
