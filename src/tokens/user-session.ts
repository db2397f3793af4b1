import { isRecord } from "../schema/is-record.ts";
import { readStoredTokenSet, storableTokenSet } from "./stored-token-set.ts";
import type { TokenSet } from "./token-set.ts";

/** The tokens of one user: those of the login, with the refresh token that all others are got with, and access tokens for further resources. */
export interface UserSession {
  readonly login: TokenSet;
  readonly resources: Readonly<Record<string, TokenSet>>;
}

/** What a refresh brought, and for what. */
export interface Refreshed {
  /** Name among the resources; `undefined`: the tokens of the login itself. */
  readonly slot: string | undefined;
  readonly fresh: TokenSet;
}

/** The tokens that a caller means. */
export function tokensOf({ login, resources }: UserSession, slot: string | undefined): TokenSet | undefined {
  if (slot === undefined) return login;
  return Object.hasOwn(resources, slot) ? resources[slot] : undefined;
}

/**
 * Puts what came into a session. The refresh token and the claims are those of the latest refresh, whatever it was for; the ID token of the login stays,
 * because a logout needs it. Of the access tokens for resources, those that ended longest ago give way.
 */
export function withRefreshed(
  { login, resources }: UserSession,
  { slot, fresh }: Refreshed,
  nowMs: number,
): UserSession {
  const { refreshToken, claims } = fresh;
  if (slot === undefined) return { login: keepIdToken(fresh, login), resources };
  const { refresh_token: _, id_token: __, ...response } = fresh.response;
  const others = Object.entries(resources)
    .filter(([name, { expiresAt = nowMs + 1 }]) => name !== slot && expiresAt > nowMs)
    .slice(1 - maxResources);
  const own: TokenSet = { ...fresh, response, refreshToken: undefined, claims: undefined };
  return { login: { ...login, refreshToken, claims }, resources: { ...Object.fromEntries(others), [slot]: own } };
}

/** What a caller is given of a session: each access token comes with the claims of the login, and the same in every process, whether it was read or has just come. */
export function presentTokens({ login }: UserSession, tokens: TokenSet): TokenSet {
  const { claims, refreshToken } = login;
  return Object.freeze({ ...storableTokenSet(tokens), claims, refreshToken });
}

/** The session as it is stored. */
export function storeSession({ login, resources }: UserSession): object {
  const others = Object.entries(resources).map(([name, tokens]) => [name, storableTokenSet(tokens)] as const);
  return { login: storableTokenSet(login), resources: Object.fromEntries(others) };
}

/** Reads a session that was stored; an access token that cannot be read is as good as none. */
export function readSession(content: Readonly<Record<string, unknown>> | undefined): UserSession | undefined {
  const login = readStoredTokenSet(content?.login);
  if (login === undefined) return undefined;
  const stored = isRecord(content?.resources) ? Object.entries(content.resources) : [];
  const resources = stored.flatMap(([name, value]) => {
    const tokens = readStoredTokenSet(value);
    return tokens === undefined ? [] : [[name, tokens] as const];
  });
  return { login, resources: Object.fromEntries(resources) };
}

function keepIdToken(fresh: TokenSet, { response: { id_token } }: TokenSet): TokenSet {
  if (id_token === undefined || fresh.response.id_token !== undefined) return fresh;
  return { ...fresh, response: { ...fresh.response, id_token } };
}

const maxResources = 20;
