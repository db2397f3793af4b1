import type { IdToken } from "../../generated/messages/id-token.ts";
import { isRecord } from "../schema/is-record.ts";
import type { TokenSet } from "../tokens/token-set.ts";
import { deepFreeze } from "../util/deep-freeze.ts";

/** The tokens of a session: those of a login with OpenID Connect. */
export type SessionTokens = TokenSet<IdToken>;

/** A session as it is kept. */
export interface SessionRecord {
  /** Names the session in logs; good for nothing else. */
  readonly id: string;
  readonly createdAt: number;
  /** When the user was last seen, roughly. */
  readonly seenAt: number;
  /** What a link to the logout must have. */
  readonly logoutKey: string;
  /** The login that it came from: its state, and where it was to end. */
  readonly login: { readonly state: string; readonly returnTo: string };
  readonly tokens: SessionTokens;
  /** What the userinfo endpoint said at the login. */
  readonly userinfo?: Readonly<Record<string, unknown>>;
}

/** What is known of the user: the claims of the ID token, and those of the userinfo endpoint that it has not. */
export function claimsOf({ tokens, userinfo }: Pick<SessionRecord, "tokens" | "userinfo">): IdToken {
  // Both were checked when they came; a later one of two claims stands.
  return userinfo === undefined ? tokens.claims : Object.freeze(Object.assign({}, userinfo, tokens.claims));
}

/** Writes a record as text; what stands in it twice is written once. */
export function writeRecord({ tokens, ...record }: SessionRecord): string {
  const { id_token, refresh_token, ...response } = tokens.response;
  return JSON.stringify({ ...record, idToken: id_token, tokens: { ...tokens, response } });
}

/** Reads the text of a record, which only {@link writeRecord} can have made: it was authenticated. */
export function readRecord(text: string): SessionRecord | undefined {
  const parsed = parseRecord(text);
  if (parsed === undefined) return undefined;
  const { idToken, ...record } = parsed;
  if (!isWhole(record)) return undefined;
  const { tokens } = record;
  const { refreshToken } = tokens;
  const response = {
    ...tokens.response,
    ...(idToken === undefined ? {} : { id_token: idToken }),
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
  };
  const { jkt, expiresAt } = tokens;
  return deepFreeze({ ...record, tokens: { ...tokens, response, refreshToken, jkt, expiresAt } });
}

/** Tokens after a renewal. The ID token of the login stays where no new one came: a logout needs it. */
export function renewRecord(record: SessionRecord, renewed: SessionTokens): SessionRecord {
  const { id_token } = record.tokens.response;
  const response = { ...(id_token === undefined ? {} : { id_token }), ...renewed.response };
  return deepFreeze({ ...record, tokens: { ...pickTokens(renewed), response } });
}

/** Without what the client's option `idTokenClaims` made, which need not be JSON. */
export function pickTokens(tokens: SessionTokens): SessionTokens {
  const { response, claims, issuer, refreshToken, jkt, receivedAt, expiresAt } = tokens;
  return { response, claims, issuer, refreshToken, jkt, receivedAt, expiresAt };
}

type StoredRecord = SessionRecord & { readonly idToken: string };

function parseRecord(text: string): Partial<StoredRecord> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Another release may have written another shape. */
function isWhole(record: Partial<SessionRecord>): record is SessionRecord {
  const { id, createdAt, seenAt, logoutKey, login, tokens, userinfo } = record;
  return (
    (userinfo === undefined || isRecord(userinfo)) &&
    [
      id,
      logoutKey,
      login?.state,
      login?.returnTo,
      tokens?.issuer,
      tokens?.claims?.sub,
      tokens?.response?.access_token,
    ].every((text) => typeof text === "string") &&
    [createdAt, seenAt, tokens?.receivedAt].every((number) => typeof number === "number")
  );
}
