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
  readonly kind: "session.signed_in" | "session.renewed" | SessionEnd;
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
  readonly put: (session: SessionRecord, kind: "session.signed_in" | "session.renewed") => Promise<boolean>;
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
  /** How long another page may take to answer. */
  readonly answerMs: number;
  readonly onChange: (change: SessionChange) => void;
  /** Told of a storage that cannot be used. */
  readonly onFailure: (error: unknown) => void;
}

/** Creates the holder of a page. */
export function createSessionHolder(parts: SessionHolderParts): SessionHolder {
  const { issuer, database, markerKey, storage, channel, onChange, onFailure } = parts;
  let current: SessionRecord | undefined;
  let endedId: string | undefined;
  let adopting: Promise<void> = Promise.resolve();

  function attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      onFailure(error);
    }
  }
  /** A session that cannot be stored lasts as long as its page; what was stored before is older, and goes. */
  function hold(session: SessionRecord): void {
    current = session;
    attempt(() => {
      storage.remove();
      storage.write(JSON.stringify(session));
    });
  }
  function drop(reason: SessionEnd, elsewhere: boolean): SessionRecord | undefined {
    const session = current;
    endedId = session?.id ?? endedId;
    current = undefined;
    attempt(() => storage.remove());
    if (session !== undefined) onChange({ kind: reason, session, elsewhere });
    return session;
  }
  /** Whatever a page says, one that has slept for a while included: the session is the one that the marker names. */
  async function adopt(session: SessionRecord): Promise<void> {
    const marker = await readMarkerNow();
    if (holds(marker) || !isCurrent(session, marker) || session.id === endedId) return;
    const kind = session.id === current?.id ? "session.renewed" : "session.signed_in";
    hold(session);
    onChange({ kind, session, elsewhere: true });
  }
  function listen(message: TabMessage): void {
    if (message.type === "ask" && current !== undefined) channel.post({ type: "session", session: current });
    if (message.type === "ended") {
      endedId = message.id;
      if (current?.id === endedId)
        drop(message.reason === "session.expired" ? "session.expired" : "session.signed_out", true);
      // What this page has stored and not looked at yet must not outlive it either.
      else restore().catch(() => undefined);
    }
    const session = message.type === "session" ? readSession(message.session, issuer) : undefined;
    if (session !== undefined) adopting = adopting.then(() => adopt(session)).catch(() => undefined);
  }
  const holds = (marker: SessionMarker | undefined): boolean => isCurrent(current, marker);
  const readMarkerNow = async (): Promise<SessionMarker | undefined> =>
    readMarker(await database.update(markerKey, (old) => old));
  /** Asks the other pages for the session of a marker, and waits until one of them has answered or none has for a while. */
  function ask(marker: SessionMarker | undefined): Promise<void> {
    return new Promise((resolve) => {
      if (marker === undefined || marker.ended) return resolve();
      const timer = setTimeout(finish, parts.answerMs);
      const stop = channel.listen(() => {
        void adopting.then(() => {
          if (holds(marker)) finish();
        });
      });
      channel.post({ type: "ask" });

      function finish(): void {
        clearTimeout(timer);
        stop();
        resolve();
      }
    });
  }
  const restore = loadOnce(async () => {
    const stored = parseSession(storage.read(), issuer);
    const marker = await readMarkerNow();
    if (current !== undefined) return;
    if (stored?.id !== endedId && isCurrent(stored, marker)) {
      current = stored;
      return;
    }
    attempt(() => storage.remove());
    await ask(marker);
  });
  async function look(isGood: (marker: SessionMarker | undefined) => boolean): Promise<SessionRecord | undefined> {
    await restore();
    const marker = await readMarkerNow();
    if (current === undefined || isGood(marker)) return current;
    await ask(marker);
    // A refresh token that another page has used is not used again: the server would take it for a stolen one.
    if (!holds(marker)) drop("session.expired", true);
    return current;
  }
  channel.listen(listen);
  return Object.freeze({
    get: () => look((marker) => marker?.id === current?.id && marker?.ended === false),
    catchUp: () => look(holds),
    async put(session: SessionRecord, kind: "session.signed_in" | "session.renewed") {
      const { id, generation } = session;
      const marker: SessionMarker = { id, generation, ended: false };
      const isOver = (old: SessionMarker | undefined): boolean =>
        kind === "session.renewed" && (old === undefined || old.id !== id || old.ended);
      const written = await database.update(markerKey, (old) => (isOver(readMarker(old)) ? old : marker));
      if (written !== marker) return false;
      hold(session);
      channel.post({ type: "session", session });
      onChange({ kind, session, elsewhere: false });
      return true;
    },
    async end(reason: SessionEnd) {
      await restore().catch(() => undefined);
      const session = drop(reason, false);
      if (session === undefined) return undefined;
      const { id, generation } = session;
      const marker: SessionMarker = { id, generation, ended: true };
      // First of all: a page that opens meanwhile either sees it or hears of it.
      await database.update(markerKey, (old) => (readMarker(old)?.id === id ? marker : old)).catch(onFailure);
      channel.post({ type: "ended", id, reason });
      return session;
    },
  });
}
