import { randomUUID } from "node:crypto";
import { systemClock } from "../../../util/clock.ts";
import type {
  Artifact,
  Consent,
  Delivery,
  Grant,
  Session,
  StoredAccount,
  StoredClient,
  StoredToken,
} from "../records.ts";

/** A name that no other case uses. */
export function uniqueName(label: string): string {
  return `${label}-${randomUUID()}`;
}

/** The time that a case plays at: that of the machine, so that a store which forgets by its own clock has not forgotten yet. */
export function startTime(): number {
  return systemClock();
}

/** A code that expires a minute later. */
export function sampleArtifact(nowMs: number, changes: Partial<Artifact> = {}): Artifact {
  return {
    kind: "authorization_code",
    hash: uniqueName("code"),
    clientId: "client",
    accountId: "account",
    payload: { redirect_uri: "https://app.example/callback", scope: ["openid"] },
    expiresAtMs: nowMs + minuteMs,
    purgeAtMs: nowMs + 60 * minuteMs,
    version: 1,
    ...changes,
  };
}

/** A grant for an hour. */
export function sampleGrant(nowMs: number, changes: Partial<Grant> = {}): Grant {
  return {
    id: uniqueName("grant"),
    clientId: uniqueName("client"),
    accountId: uniqueName("account"),
    sid: uniqueName("sid"),
    isOffline: true,
    scope: ["openid", "offline_access"],
    details: { acr: "1", auth_time: 1_700_000_000, amr: ["pwd"] },
    createdAtMs: nowMs,
    expiresAtMs: nowMs + 60 * minuteMs,
    ...changes,
  };
}

/** An access token for a minute. */
export function sampleAccessToken(nowMs: number, changes: Partial<StoredToken> = {}): StoredToken {
  return {
    hash: uniqueName("access"),
    kind: "access_token",
    clientId: "client",
    scope: ["openid"],
    audience: ["https://api.example"],
    generation: 0,
    issuedAtMs: nowMs,
    expiresAtMs: nowMs + minuteMs,
    purgeAtMs: nowMs + 60 * minuteMs,
    ...changes,
  };
}

/** A refresh token for half an hour. */
export function sampleRefreshToken(nowMs: number, changes: Partial<StoredToken> = {}): StoredToken {
  return sampleAccessToken(nowMs, {
    hash: uniqueName("refresh"),
    kind: "refresh_token",
    expiresAtMs: nowMs + 30 * minuteMs,
    purgeAtMs: nowMs + 90 * minuteMs,
    ...changes,
  });
}

/** A session for an hour that rests after ten minutes. */
export function sampleSession(nowMs: number, changes: Partial<Session> = {}): Session {
  return {
    hash: uniqueName("cookie"),
    sid: uniqueName("sid"),
    accountId: uniqueName("account"),
    authTimeMs: nowMs,
    amr: ["pwd"],
    remember: false,
    clientIds: [],
    createdAtMs: nowMs,
    lastSeenAtMs: nowMs,
    idleExpiresAtMs: nowMs + 10 * minuteMs,
    expiresAtMs: nowMs + 60 * minuteMs,
    version: 1,
    ...changes,
  };
}

/** What an account said. */
export function sampleConsent(nowMs: number, changes: Partial<Consent> = {}): Consent {
  return {
    accountId: uniqueName("account"),
    clientId: uniqueName("client"),
    scope: ["openid", "email"],
    details: { claims: { userinfo: { email: null } } },
    updatedAtMs: nowMs,
    ...changes,
  };
}

/** A delivery that is due, for an hour. */
export function sampleDelivery(nowMs: number, changes: Partial<Delivery> = {}): Delivery {
  return {
    id: uniqueName("delivery"),
    kind: "backchannel_logout",
    clientId: uniqueName("client"),
    accountId: uniqueName("account"),
    payload: { sid: "sid", jti: "jti" },
    createdAtMs: nowMs,
    attempts: 0,
    dueAtMs: nowMs,
    purgeAtMs: nowMs + 60 * minuteMs,
    version: 1,
    ...changes,
  };
}

/** A client with one secret. */
export function sampleClient(nowMs: number, changes: Partial<StoredClient> = {}): StoredClient {
  return {
    clientId: uniqueName("client"),
    metadata: { redirect_uris: ["https://app.example/callback"], client_name: "App" },
    secrets: [{ hash: "sha256 abc", createdAtMs: nowMs }],
    createdAtMs: nowMs,
    version: 1,
    ...changes,
  };
}

/** An account with a user name and an e-mail address. */
export function sampleAccount(nowMs: number, changes: Partial<StoredAccount> = {}): StoredAccount {
  const name = uniqueName("ann");
  return {
    id: uniqueName("id"),
    username: name,
    usernameKey: name,
    email: `${name}@example.com`,
    emailKey: `${name}@example.com`,
    passwordHash: "$scrypt$ln=17,r=8,p=1$c2FsdA$aGFzaA",
    claims: { given_name: "Ann" },
    isActive: true,
    isVerified: false,
    isAdmin: false,
    requiresPasswordChange: false,
    createdAtMs: nowMs,
    version: 1,
    ...changes,
  };
}

/** A minute in milliseconds. */
export const minuteMs = 60_000;
