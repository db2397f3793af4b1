/** A value that JSON can hold, so that every store can keep it. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** An object of such values. */
export type JsonObject = { readonly [name: string]: JsonValue };

/** What a short-lived artifact is for. */
export type ArtifactKind =
  | "authorization_code"
  | "pushed_authorization_request"
  | "device_code"
  | "backchannel_authentication_request"
  | "interaction"
  | "registration_access_token"
  | "initial_access_token";

/** Kinds of which an administrator sees a list: few, and long-lived. */
export type ListedArtifactKind = "initial_access_token";

/** Something short-lived that is known by a secret handle, and used once. */
export interface Artifact {
  readonly kind: ArtifactKind;
  /** SHA-256 of the handle, as base64url: the handle itself is never stored. */
  readonly hash: string;
  /** A second name, keyed and hashed by the caller, unique within the kind: that of a user code. */
  readonly alternateHash?: string | undefined;
  readonly clientId?: string | undefined;
  readonly accountId?: string | undefined;
  readonly grantId?: string | undefined;
  readonly payload: JsonObject;
  readonly expiresAtMs: number;
  /** From then on the store may forget it: later than `expiresAtMs`, so that a second use is told from garbage. */
  readonly purgeAtMs: number;
  readonly consumedAtMs?: number | undefined;
  /** One, and one more with every change. */
  readonly version: number;
}

/** What an account has allowed a client once: the head of a family of tokens. When it is revoked, all of them are dead. */
export interface Grant {
  readonly id: string;
  readonly clientId: string;
  readonly accountId?: string | undefined;
  /** The session it was made in. */
  readonly sid?: string | undefined;
  /** Whether it outlives its session (`offline_access`). */
  readonly isOffline: boolean;
  readonly scope: readonly string[];
  /** What else the tokens need: `nonce` never, but `claims`, `resource`, `authorization_details`, `acr`, `amr`, `auth_time`. */
  readonly details: JsonObject;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly revokedAtMs?: number | undefined;
  readonly revokeReason?: string | undefined;
}

/** What a token is bound to, with the names of `cnf`. */
export interface Confirmation {
  readonly jkt?: string | undefined;
  readonly "x5t#S256"?: string | undefined;
}

/** A token that was issued. */
export interface StoredToken {
  /** SHA-256 of the token as base64url; of a JWT access token that of its `jti`. */
  readonly hash: string;
  readonly kind: "access_token" | "refresh_token";
  /** Without one it stands alone: client credentials. */
  readonly grantId?: string | undefined;
  readonly clientId: string;
  readonly accountId?: string | undefined;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  readonly confirmation?: Confirmation | undefined;
  /** What introspection and the resource need besides: `act`, `authorization_details`. */
  readonly details?: JsonObject | undefined;
  /** Of a refresh token: the one it replaced. Unique, so that a family cannot fork. */
  readonly parentHash?: string | undefined;
  /** Of a refresh token: 0 for the first of a family. */
  readonly generation: number;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  readonly purgeAtMs: number;
  /** Of a refresh token: when it was first replaced. Never moved by later uses. */
  readonly usedAtMs?: number | undefined;
  readonly revokedAtMs?: number | undefined;
}

/** A signed-in browser. */
export interface Session {
  /** SHA-256 of the cookie's value. */
  readonly hash: string;
  /** Stays when the cookie's value changes; `sid` of ID tokens. */
  readonly sid: string;
  readonly accountId: string;
  readonly authTimeMs: number;
  readonly acr?: string | undefined;
  readonly amr: readonly string[];
  readonly remember: boolean;
  /** Clients that got tokens in this session, for logout. */
  readonly clientIds: readonly string[];
  /** For the list of signed-in devices. */
  readonly address?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly createdAtMs: number;
  readonly lastSeenAtMs: number;
  readonly idleExpiresAtMs: number;
  readonly expiresAtMs: number;
  readonly version: number;
}

/** What an account said to a client, for the next time. */
export interface Consent {
  readonly accountId: string;
  readonly clientId: string;
  readonly scope: readonly string[];
  /** Claims, resources and authorization details that were allowed. */
  readonly details: JsonObject;
  readonly updatedAtMs: number;
  readonly expiresAtMs?: number | undefined;
}

/** A secret as it is stored. */
export interface StoredSecret {
  /** `sha256 …`, `$argon2id$…` or `$scrypt$…`; the text tells how it is verified. */
  readonly hash: string;
  /** The secret itself, encrypted, only where the method `client_secret_jwt` needs it. */
  readonly sealed?: string | undefined;
  readonly createdAtMs: number;
  /** Left out: until it is removed. */
  readonly expiresAtMs?: number | undefined;
}

/** A client as it is stored. */
export interface StoredClient {
  readonly clientId: string;
  /** RFC 7591 members, checked. */
  readonly metadata: JsonObject;
  /** At most two that are alive, so that one can replace the other. */
  readonly secrets: readonly StoredSecret[];
  readonly createdAtMs: number;
  readonly disabledAtMs?: number | undefined;
  readonly version: number;
}

/** An account as it is stored. */
export interface StoredAccount {
  /** `sub`; never given to anybody else. */
  readonly id: string;
  readonly username: string;
  /** Username as it is compared: normalised, without case. */
  readonly usernameKey: string;
  readonly email?: string | undefined;
  readonly emailKey?: string | undefined;
  readonly passwordHash?: string | undefined;
  readonly passwordChangedAtMs?: number | undefined;
  /** OpenID Connect Core §5.1 claims besides `sub`. */
  readonly claims: JsonObject;
  readonly isActive: boolean;
  readonly isVerified: boolean;
  readonly isAdmin: boolean;
  readonly requiresPasswordChange: boolean;
  readonly createdAtMs: number;
  readonly version: number;
}

/** All keys and secrets of the server: one record, replaced as a whole. */
export interface StoredKeys {
  /** One, and one more with every change. */
  readonly version: number;
  /** Signing keys, with private members encrypted where a key for that is configured. */
  readonly keys: readonly JsonObject[];
  /** Secrets of the server, encrypted likewise, by what they are for. */
  readonly secrets: JsonObject;
}

/** A message to a client that must not be lost with the process that was about to send it. What is sent is made when it is sent: nothing of it is stored. */
export interface Delivery {
  /** Names what it tells: the same message twice is one delivery. */
  readonly id: string;
  /** What is sent, and so who sends it. */
  readonly kind: DeliveryKind;
  readonly clientId: string;
  readonly accountId?: string | undefined;
  /** What the message is made of; secrets in it are sealed. */
  readonly payload: JsonObject;
  readonly createdAtMs: number;
  /** Attempts that were begun. */
  readonly attempts: number;
  /** Nobody takes it before: the next attempt, or the end of the time that somebody has it for. */
  readonly dueAtMs: number;
  /** From then on it is too late to send it, and the store may forget it. */
  readonly purgeAtMs: number;
  /** One, and one more with every change. */
  readonly version: number;
}

/** The kinds of deliveries; others may be added. */
export type DeliveryKind = "backchannel_logout" | "ciba_ping" | (string & {});

/** Failures that are counted under one key. */
export interface ThrottleState {
  readonly failures: number;
  readonly windowEndsAtMs: number;
  /** 0 where nothing is blocked. */
  readonly blockedUntilMs: number;
}
