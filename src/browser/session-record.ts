import type { IdToken } from "../../generated/messages/id-token.ts";
import type { TokenSet } from "../tokens/token-set.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import type { TextStorage } from "./browser-window.ts";

/** A session as pages keep it and hand it on. Plain JSON; it holds the tokens. */
export interface SessionRecord {
  /** Another one for each sign-in. */
  readonly id: string;
  /** How often it has been renewed. */
  readonly generation: number;
  /** When the person signed in, in milliseconds since 1970. */
  readonly signedInAt: number;
  readonly tokens: TokenSet<IdToken>;
  /** The latest ID token, for a logout at the provider; a renewal need not bring one. */
  readonly idToken: string | undefined;
  /** What the sign-in asked for. */
  readonly scope: string;
}

/** Where a page keeps its session: by default nowhere but in memory. */
export interface SessionStorage {
  readonly read: () => string | undefined;
  readonly write: (session: string) => void;
  readonly remove: () => void;
}

/** What a client's option `storage` means. */
export function createSessionStorage(
  storage: "memory" | "session" | SessionStorage,
  { key, sessionStorage }: { readonly key: string; readonly sessionStorage: TextStorage },
): SessionStorage {
  if (storage === "memory") return { read: () => undefined, write: () => undefined, remove: () => undefined };
  if (storage !== "session") return storage;
  return {
    read: () => sessionStorage.getItem(key) ?? undefined,
    write: (session) => sessionStorage.setItem(key, session),
    remove: () => sessionStorage.removeItem(key),
  };
}

/** Reads a session from text; `undefined` for anything else, which is then as good as none. */
export function parseSession(text: string | undefined, issuer: string): SessionRecord | undefined {
  try {
    return readSession(JSON.parse(text ?? "null"), issuer);
  } catch {
    return undefined;
  }
}

/** Whether a value of another page is a session at the issuer; frozen. */
export function readSession(value: unknown, issuer: string): SessionRecord | undefined {
  if (!isSession(value) || value.tokens.issuer !== issuer) return undefined;
  return deepFreeze(value);
}

function isSession(value: unknown): value is SessionRecord {
  if (!isObject(value) || !isObject(value.tokens)) return false;
  const { id, generation, signedInAt, scope, tokens } = value;
  const { response, claims, receivedAt, expiresAt, refreshToken, jkt } = tokens;
  return (
    isText(id) &&
    Number.isSafeInteger(generation) &&
    Number.isFinite(signedInAt) &&
    typeof scope === "string" &&
    Number.isFinite(receivedAt) &&
    (expiresAt === undefined || Number.isFinite(expiresAt)) &&
    [refreshToken, jkt, value.idToken].every((text) => text === undefined || isText(text)) &&
    isObject(response) &&
    isText(response.access_token) &&
    isText(response.token_type) &&
    isObject(claims) &&
    isText(claims.sub)
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** What the database says about the session of all pages; it holds no token. */
export interface SessionMarker extends Pick<SessionRecord, "id" | "generation"> {
  readonly ended: boolean;
}

/** Reads a marker; `undefined` where there is none. */
export function readMarker(value: unknown): SessionMarker | undefined {
  return isObject(value) && isText(value.id) && typeof value.generation === "number"
    ? { id: value.id, generation: value.generation, ended: value.ended === true }
    : undefined;
}

/** Whether a session is the one that the marker speaks of, as new as it or newer. */
export function isCurrent(
  session: SessionRecord | undefined,
  marker: SessionMarker | undefined,
): session is SessionRecord {
  return session !== undefined && marker?.id === session.id && !marker.ended && session.generation >= marker.generation;
}
