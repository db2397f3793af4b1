import { ConfigurationError } from "../errors/families.ts";
import type { Clock } from "../util/clock.ts";
import type { SharedStore } from "../util/shared-store.ts";
import { joinChunks, splitChunks } from "./chunks.ts";
import { cookieName, type RequestCookies, writeCookie } from "./cookies.ts";
import { sessionEnd } from "./lifetimes.ts";
import type { Sealer } from "./sealer.ts";
import { logoutNameKey, type SessionName, sessionNameKey } from "./session-index.ts";
import type { KeptSession, SessionKeeper } from "./session-keeper.ts";
import { readRecord, type SessionRecord, writeRecord } from "./session-record.ts";
import type { Settings } from "./settings.ts";

/** What keeping sessions needs. */
export interface KeeperParts {
  readonly settings: Settings;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

/**
 * Keeps sessions in encrypted cookies of the browser. The browser's copy is the only one: without a store for revocations, nothing but the browser can end a session
 * before its time, and of two requests that write at once the later answer wins.
 */
export function createCookieSessions(
  { settings, sealer, clock }: KeeperParts,
  revocations: SharedStore | undefined,
): SessionKeeper {
  const place = cookieName(settings, "session", "");
  const nameOf = (index: number): string => cookieName(settings, "session", index === 0 ? "" : String(index));

  const clearFrom = (first: number, cookies: RequestCookies): readonly string[] =>
    [...cookies.keys()]
      .filter((name) => name === place || name.startsWith(`${place}.`))
      .filter((name) => !Array.from({ length: first }, (_, index) => nameOf(index)).includes(name))
      .map((name) => writeCookie(settings, [name, ""], { maxAgeSeconds: 0, sameSite: settings.sessionSameSite }));

  async function issue({ record }: Pick<KeptSession, "record">, cookies: RequestCookies): Promise<readonly string[]> {
    const chunks = splitChunks(await sealer.seal(writeRecord(record), place));
    if (chunks.length > settings.maxCookieChunks) throw tooLarge(chunks.length, settings);
    const maxAgeSeconds = (sessionEnd(record, settings) - clock()) / 1000;
    const options = { maxAgeSeconds, sameSite: settings.sessionSameSite };
    return [
      ...chunks.map((chunk, index) => writeCookie(settings, [nameOf(index), chunk], options)),
      ...clearFrom(chunks.length, cookies),
    ];
  }

  async function find(cookies: RequestCookies): Promise<KeptSession | undefined> {
    const sealed = joinChunks((index) => cookies.get(nameOf(index)), settings.maxCookieChunks);
    const opened = sealed === undefined ? undefined : await sealer.open(sealed, place);
    const record = opened === undefined ? undefined : readRecord(opened.text);
    if (opened === undefined || record === undefined || (await isRevoked(revocations, settings, record))) {
      return undefined;
    }
    return { record, isStale: !opened.isCurrent };
  }

  /** A copy of the cookies that somebody has kept is good for nothing then, where that can be remembered. */
  async function end({ record }: KeptSession): Promise<void> {
    const expiresAtMs = record.createdAt + settings.absoluteSeconds * 1000;
    if (revocations === undefined || expiresAtMs <= clock()) return;
    await revocations.write(await ownKey(settings, record), "1", { expiresAtMs });
  }

  return Object.freeze<SessionKeeper>({
    isShared: false,
    find,
    reread: async (kept) => kept,
    async create(record, cookies) {
      const setCookies = await issue({ record }, cookies);
      const former = revocations === undefined ? undefined : await find(cookies);
      if (former !== undefined) await end(former);
      return setCookies;
    },
    update: async (kept, record) => ({ ...kept, record, isStale: false }),
    issue,
    end,
    clear: (cookies) => clearFrom(0, cookies),
    async endNamed(logout) {
      if (revocations === undefined) throw noRevocations();
      const key = revocationOf(await logoutNameKey(settings, logout));
      const expiresAtMs = clock() + settings.absoluteSeconds * 1000;
      await revocations.write(key, String(clock()), { expiresAtMs });
      return undefined;
    },
    lease: async () => ({ release: async () => undefined }),
  });
}

/** A logout of a user ends what began before it. One that names a session ends that, and so does a logout here. */
async function isRevoked(
  revocations: SharedStore | undefined,
  settings: Settings,
  record: SessionRecord,
): Promise<boolean> {
  if (revocations === undefined) return false;
  const { tokens, createdAt } = record;
  const { iss, sub, sid } = tokens.claims;
  if ((await revocations.read(await ownKey(settings, record))) !== undefined) return true;
  const bySub = await revocations.read(await revocationKey(settings, { kind: "sub", iss, value: sub }));
  if (bySub !== undefined && createdAt <= Number(bySub.value)) return true;
  if (typeof sid !== "string") return false;
  return (await revocations.read(await revocationKey(settings, { kind: "sid", iss, value: sid }))) !== undefined;
}

function ownKey(settings: Settings, { id, tokens }: SessionRecord): Promise<string> {
  return revocationKey(settings, { kind: "id", iss: tokens.claims.iss, value: id });
}

async function revocationKey(settings: Settings, name: SessionName): Promise<string> {
  return revocationOf(await sessionNameKey(settings, name));
}

function revocationOf(nameKey: string): string {
  return `${nameKey}:revoked`;
}

function noRevocations(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "A back-channel logout cannot end sessions that are kept in cookies alone.",
    parameter: "revocations",
    remedy: "Give the option revocations a shared store, or keep the sessions in one: the option sessions.",
  });
}

function tooLarge(count: number, { maxCookieChunks }: Settings): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The session needs ${count} cookies of 3800 bytes; at most ${maxCookieChunks} are allowed.`,
    parameter: "sessions",
    remedy: "Keep the sessions in a store (the option sessions), or ask for fewer claims and scopes.",
  });
}
