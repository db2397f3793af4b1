import { readCookie, writeCookie } from "../browser/cookies.ts";
import type { ProviderContext } from "../context.ts";
import { sha256 } from "../crypto/digest.ts";
import { createHandle } from "../crypto/handle.ts";
import { startDeliveries } from "../deliveries/outbox.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { refuse } from "../http/refusal.ts";
import { announceLogout, onSessionEnded } from "../logout/on-session-ended.ts";
import type { Session } from "../stores/records.ts";
import type { ActiveSession, Authentication } from "./active-session.ts";
import { cookieSeconds, idleEnd, isAlive, sessionTimes } from "./session-times.ts";
import { whenAnswered } from "./when-answered.ts";

/**
 * The signed-in session of a browser. One that has expired, whose account is gone or disabled, or whose password was changed since, is none, and is ended.
 * A use renews it, at most once a minute.
 * @throws ProtocolRefusal `temporarily_unavailable` (503) where the store or the accounts do not answer: nobody is taken for signed out then
 */
export async function readSession(
  context: ProviderContext,
  request: EndpointRequest,
): Promise<ActiveSession | undefined> {
  const value = readSessionCookie(context, request);
  if (value === undefined) return undefined;
  return whenAnswered(readActive(context, value));
}

/**
 * Starts a session after a login, always with a new cookie value. A session that the browser has goes on under its `sid` where it is of the same account,
 * and ends where it is of another; its old cookie value is dead at once.
 * @throws ProtocolRefusal `access_denied` where the account was disabled, or its password changed, while the person signed in
 */
export async function startSession(
  context: ProviderContext,
  request: EndpointRequest,
  authentication: Authentication,
  previous?: Session,
): Promise<ActiveSession> {
  const account = await requireUnchanged(context, authentication);
  const value = createHandle(context.random);
  const before = previous ?? (await findByCookie(context, request));
  const made = makeSession(context, request, { ...authentication, hash: sha256(value) });
  const session = await replaceSession(context, made, before);
  await endSurplus(context, session);
  context.report({ type: "session.started", sid: session.sid, accountId: session.accountId });
  return { session, account, cookies: [sessionCookie(context, session, value)] };
}

/** Ends a session: what was granted in it without offline access is taken back, and its clients are told. */
export async function endSession(context: ProviderContext, session: Session, reason: string): Promise<void> {
  await revokeGrants(context, session, reason);
  const announced = await announceLogout(context, session);
  const removed = await removeCurrent(context, session);
  // A code that was redeemed meanwhile: whoever redeems looks at the session again afterwards, and finds it gone, or was seen here.
  await revokeGrants(context, session, reason);
  if (removed !== undefined) await onSessionEnded(context, removed, { reason, announced });
  else startDeliveries(context, announced);
}

/** Ends the sessions of an account, but for one: disabled, another password, signed out everywhere. */
export async function endAccountSessions(
  context: ProviderContext,
  accountId: string,
  reason: string,
  exceptSid?: string,
): Promise<void> {
  const { clock, store } = context;
  const alive = (await store.sessions.list(accountId, clock())).filter(({ sid }) => sid !== exceptSid);
  const announced = (await Promise.all(alive.map((session) => announceLogout(context, session)))).flat();
  for (const session of await store.sessions.removeAll(accountId, exceptSid)) {
    await revokeGrants(context, session, reason);
    await onSessionEnded(context, session, { reason });
  }
  startDeliveries(context, announced);
}

/** Remembers that a client got tokens in a session, so that it is told of the logout. */
export async function rememberClient(context: ProviderContext, session: Session, clientId: string): Promise<void> {
  let current: Session | undefined = session;
  for (let attempt = 0; attempt < maxAttempts && current !== undefined; attempt += 1) {
    if (current.clientIds.includes(clientId)) return;
    const clientIds = [...current.clientIds, clientId];
    if (await context.store.sessions.update({ ...current, clientIds, version: current.version + 1 })) return;
    current = await context.store.sessions.findBySid(session.sid);
  }
  if (current !== undefined) throw new Error("The session was changed by others all the time.");
}

function readSessionCookie(context: ProviderContext, request: EndpointRequest): string | undefined {
  const value = readCookie(context, request, "session");
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined;
}

async function findByCookie(context: ProviderContext, request: EndpointRequest): Promise<Session | undefined> {
  const value = readSessionCookie(context, request);
  return value === undefined ? undefined : context.store.sessions.find(sha256(value));
}

async function readActive(context: ProviderContext, value: string): Promise<ActiveSession | undefined> {
  const { store, clock, accounts } = context;
  const session = await store.sessions.find(sha256(value));
  if (session === undefined) return undefined;
  if (!isAlive(session, clock())) return end(context, session, "expired");
  const account = await accounts.find(session.accountId);
  if (account === undefined) return end(context, session, "account_removed");
  if (!account.isActive) return end(context, session, "account_disabled");
  if (session.authTimeMs < (account.passwordChangedAtMs ?? 0)) return end(context, session, "password_changed");
  return { account, ...(await renew(context, session, value)) };
}

async function end(context: ProviderContext, session: Session, reason: string): Promise<undefined> {
  await endSession(context, session, reason);
  return undefined;
}

async function renew(
  context: ProviderContext,
  session: Session,
  value: string,
): Promise<{ readonly session: Session; readonly cookies: readonly string[] }> {
  const nowMs = context.clock();
  if (nowMs < session.lastSeenAtMs + renewAfterMs) return { session, cookies: [] };
  const idleExpiresAtMs = idleEnd(context.lifetimes, session, nowMs);
  const renewed = { ...session, lastSeenAtMs: nowMs, idleExpiresAtMs, version: session.version + 1 };
  // Where another request was faster, the session is renewed already, or has ended.
  if (!(await context.store.sessions.update(renewed))) return { session, cookies: [] };
  return { session: renewed, cookies: [sessionCookie(context, renewed, value)] };
}

function sessionCookie(context: ProviderContext, session: Session, value: string): string {
  return writeCookie(context, "session", value, { maxAgeSeconds: cookieSeconds(session, context.clock()) });
}

/** What was true when the password was verified may not be any more. */
async function requireUnchanged(
  { accounts }: ProviderContext,
  { account }: Authentication,
): Promise<ActiveSession["account"]> {
  const current = await accounts.find(account.id);
  if (current?.isActive === true && current.passwordChangedAtMs === account.passwordChangedAtMs) return current;
  throw refuse("access_denied", {
    description: "The login is not possible any more. Sign in again.",
    status: 403,
    reason: "the account was changed during the login",
  });
}

function makeSession(
  context: ProviderContext,
  { raw, connection }: EndpointRequest,
  { account, amr, acr, remember, hash }: Authentication & { readonly hash: string },
): Session {
  const nowMs = context.clock();
  return {
    hash,
    sid: createHandle(context.random),
    accountId: account.id,
    authTimeMs: nowMs,
    ...(acr === undefined ? {} : { acr }),
    amr,
    remember,
    clientIds: [],
    address: connection.remoteAddress,
    userAgent: raw.headers.get("user-agent")?.slice(0, maxUserAgent),
    createdAtMs: nowMs,
    ...sessionTimes(context.lifetimes, remember, nowMs),
    version: 1,
  };
}

/** Writes the new session in place of the old one. */
async function replaceSession(context: ProviderContext, made: Session, before: Session | undefined): Promise<Session> {
  const { sessions } = context.store;
  const isSame = before?.accountId === made.accountId && isAlive(before, context.clock());
  if (before !== undefined && isSame) {
    const { sid, clientIds, createdAtMs, version } = before;
    const next = { ...made, sid, clientIds, createdAtMs, version: version + 1 };
    if (await sessions.rotate(before.hash, next)) return next;
  }
  if (before !== undefined && !isSame) await endSession(context, before, "replaced");
  await sessions.put(made);
  return made;
}

async function endSurplus(context: ProviderContext, { accountId, sid }: Session): Promise<void> {
  const most = context.options.sessions?.maxPerAccount;
  if (most === undefined) return;
  const others = (await context.store.sessions.list(accountId, context.clock())).filter((each) => each.sid !== sid);
  for (const session of others.slice(0, Math.max(0, others.length - most + 1)))
    await endSession(context, session, "too_many_sessions");
}

/** The hash may be an old one, because the session was renewed by another request. */
async function removeCurrent({ store }: ProviderContext, { hash, sid }: Session): Promise<Session | undefined> {
  const removed = await store.sessions.remove(hash);
  if (removed !== undefined) return removed;
  const current = await store.sessions.findBySid(sid);
  return current === undefined ? undefined : store.sessions.remove(current.hash);
}

/** @see OpenID Connect Core §11 */
async function revokeGrants({ store, clock }: ProviderContext, { sid }: Session, reason: string): Promise<void> {
  await store.grants.revokeGrants({ sid, isOffline: false }, reason, clock());
}

const renewAfterMs = 60_000;
const maxAttempts = 10;
const maxUserAgent = 200;
