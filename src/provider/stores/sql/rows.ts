import type { Insertable, Selectable } from "kysely";
import type { Artifact, Delivery, Grant, Session, StoredAccount, StoredClient, StoredToken } from "../records.ts";
import type { Tables } from "./tables.ts";

/** A record as a row, and back. */
export function fromArtifact(artifact: Artifact): Insertable<Tables["artifact"]> {
  const { kind, hash, alternateHash, expiresAtMs, purgeAtMs, consumedAtMs, version, ...data } = artifact;
  return {
    kind,
    hash,
    alternate_hash: alternateHash ?? null,
    expires_at: toTime(expiresAtMs),
    purge_at: toTime(purgeAtMs),
    consumed_at: toOptionalTime(consumedAtMs),
    version,
    data: JSON.stringify(data),
  };
}

export function toArtifact(row: Selectable<Tables["artifact"]>): Artifact {
  const data: Pick<Artifact, "payload"> = JSON.parse(row.data);
  return {
    ...data,
    kind: row.kind,
    hash: row.hash,
    ...given("alternateHash", row.alternate_hash),
    expiresAtMs: Number(row.expires_at),
    purgeAtMs: Number(row.purge_at),
    ...givenTime("consumedAtMs", row.consumed_at),
    version: Number(row.version),
  };
}

export function fromGrant(grant: Grant): Insertable<Tables["grant_"]> {
  const { id, clientId, accountId, sid, isOffline, expiresAtMs, revokedAtMs, revokeReason, ...data } = grant;
  return {
    id,
    client_id: clientId,
    account_id: accountId ?? null,
    sid: sid ?? null,
    is_offline: isOffline ? 1 : 0,
    expires_at: toTime(expiresAtMs),
    revoked_at: toOptionalTime(revokedAtMs),
    revoke_reason: revokeReason ?? null,
    data: JSON.stringify(data),
  };
}

export function toGrant(row: Selectable<Tables["grant_"]>): Grant {
  const data: Pick<Grant, "scope" | "details" | "createdAtMs"> = JSON.parse(row.data);
  return {
    ...data,
    id: row.id,
    clientId: row.client_id,
    ...given("accountId", row.account_id),
    ...given("sid", row.sid),
    isOffline: Number(row.is_offline) === 1,
    expiresAtMs: Number(row.expires_at),
    ...givenTime("revokedAtMs", row.revoked_at),
    ...given("revokeReason", row.revoke_reason),
  };
}

export function fromToken(token: StoredToken): Insertable<Tables["token"]> {
  const { hash, kind, grantId, parentHash, expiresAtMs, purgeAtMs, usedAtMs, revokedAtMs, ...data } = token;
  return {
    hash,
    kind,
    grant_id: grantId ?? null,
    parent_hash: parentHash ?? null,
    expires_at: toTime(expiresAtMs),
    purge_at: toTime(purgeAtMs),
    used_at: toOptionalTime(usedAtMs),
    revoked_at: toOptionalTime(revokedAtMs),
    data: JSON.stringify(data),
  };
}

export function toToken(row: Selectable<Tables["token"]>): StoredToken {
  const data: Pick<StoredToken, "clientId" | "scope" | "audience" | "generation" | "issuedAtMs"> = JSON.parse(row.data);
  return {
    ...data,
    hash: row.hash,
    kind: row.kind,
    ...given("grantId", row.grant_id),
    ...given("parentHash", row.parent_hash),
    expiresAtMs: Number(row.expires_at),
    purgeAtMs: Number(row.purge_at),
    ...givenTime("usedAtMs", row.used_at),
    ...givenTime("revokedAtMs", row.revoked_at),
  };
}

export function fromSession(session: Session): Insertable<Tables["session"]> {
  const { hash, sid, accountId, createdAtMs, version, ...data } = session;
  return {
    hash,
    sid,
    account_id: accountId,
    created_at: toTime(createdAtMs),
    ends_at: toTime(Math.min(session.idleExpiresAtMs, session.expiresAtMs)),
    version,
    data: JSON.stringify(data),
  };
}

export function toSession(row: Selectable<Tables["session"]>): Session {
  const data: Omit<Session, "hash" | "sid" | "accountId" | "createdAtMs" | "version"> = JSON.parse(row.data);
  return {
    ...data,
    hash: row.hash,
    sid: row.sid,
    accountId: row.account_id,
    createdAtMs: Number(row.created_at),
    version: Number(row.version),
  };
}

export function fromClient(client: StoredClient): Insertable<Tables["client"]> {
  const { clientId, version, ...data } = client;
  return { client_id: clientId, version, data: JSON.stringify(data) };
}

export function toClient({ client_id, version, data }: Selectable<Tables["client"]>): StoredClient {
  const rest: Pick<StoredClient, "metadata" | "secrets" | "createdAtMs"> = JSON.parse(data);
  return { ...rest, clientId: client_id, version: Number(version) };
}

export function fromAccount(account: StoredAccount): Insertable<Tables["account"]> {
  const { id, usernameKey, emailKey, version, ...data } = account;
  return {
    id,
    username_key: usernameKey,
    email_key: emailKey ?? null,
    is_removed: 0,
    version,
    data: JSON.stringify(data),
  };
}

export function toAccount({
  id,
  username_key,
  email_key,
  version,
  data,
}: Selectable<Tables["account"]>): StoredAccount {
  const rest: Omit<StoredAccount, "id" | "usernameKey" | "emailKey" | "version"> = JSON.parse(data);
  return { ...rest, id, usernameKey: username_key ?? "", ...given("emailKey", email_key), version: Number(version) };
}

export function fromDelivery(delivery: Delivery): Insertable<Tables["delivery"]> {
  const { id, kind, clientId, accountId, attempts, dueAtMs, purgeAtMs, version, ...data } = delivery;
  return {
    id,
    kind,
    client_id: clientId,
    account_id: accountId ?? null,
    attempts,
    due_at: toTime(dueAtMs),
    purge_at: toTime(purgeAtMs),
    version,
    data: JSON.stringify(data),
  };
}

export function toDelivery(row: Selectable<Tables["delivery"]>): Delivery {
  const data: Pick<Delivery, "payload" | "createdAtMs"> = JSON.parse(row.data);
  return {
    ...data,
    id: row.id,
    kind: row.kind,
    clientId: row.client_id,
    ...given("accountId", row.account_id),
    attempts: Number(row.attempts),
    dueAtMs: Number(row.due_at),
    purgeAtMs: Number(row.purge_at),
    version: Number(row.version),
  };
}

/**
 * A time as the database keeps it.
 * @throws RangeError for what is no time
 */
export function toTime(timeMs: number): number {
  if (!Number.isFinite(timeMs)) throw new RangeError("A time must be a finite number of milliseconds.");
  return Math.floor(timeMs);
}

/** Whether a text can be stored, and so be found: PostgreSQL has no zero character, and half of a surrogate pair is no UTF-8. */
export function isStorable(...names: readonly string[]): boolean {
  return !names.some((name) => /[\0\p{Surrogate}]/u.test(name));
}

/** The same, where there may be none. */
export function toOptionalTime(timeMs: number | undefined): number | null {
  return timeMs === undefined ? null : toTime(timeMs);
}

/** A member that is left out where the column is null. */
function given<Name extends string, Value>(name: Name, value: Value | null): { readonly [N in Name]?: Value } {
  const member: { [N in Name]?: Value } = {};
  if (value !== null) member[name] = value;
  return member;
}

function givenTime<Name extends string>(
  name: Name,
  value: string | number | bigint | null,
): { readonly [N in Name]?: number } {
  return given(name, value === null ? null : Number(value));
}
