import type { ClientMetadata } from "../../../generated/messages/client-metadata.ts";
import type { ProviderContext } from "../context.ts";
import { createHandle } from "../crypto/handle.ts";
import { openText, sealText } from "../crypto/seal.ts";
import type { StoredSecret } from "../stores/records.ts";
import type { RegisteredClient } from "./registered-client.ts";
import { hashGeneratedSecret, isLiveSecret } from "./secret-hash.ts";

/** A secret that a client is about to be given. */
export interface NewSecret {
  readonly clientId: string;
  /** Chosen by an operator, and hashed slowly for that; left out: one of 256 bits is made. */
  readonly chosen?: string | undefined;
  /** Whether the server must be able to read it: for `client_secret_jwt`, and for what is signed or encrypted with the secret. */
  readonly isReadable?: boolean | undefined;
  readonly expiresAtMs?: number | undefined;
}

/** A secret, which is shown once, and what is stored of it. */
export interface CreatedSecret {
  readonly secret: string;
  readonly stored: StoredSecret;
}

/**
 * Makes a secret of letters, digits, `-` and `_`, so that no encoding can get it wrong, or takes one that an operator has chosen.
 * @see RFC 6819 §5.1.4.2.2
 */
export async function createSecret(context: ProviderContext, options: NewSecret): Promise<CreatedSecret> {
  const { clientId: owner, chosen, isReadable = false, expiresAtMs } = options;
  const secret = chosen ?? createHandle(context.random);
  const { hasher } = context.clientAuthentication;
  const hash = chosen === undefined ? hashGeneratedSecret(secret) : await hasher.hash(secret);
  const key = isReadable ? await context.keys.secret("client-secret") : undefined;
  const stored = {
    hash,
    createdAtMs: context.clock(),
    ...(key === undefined ? {} : { sealed: sealText(secret, { key, owner }, context.random) }),
    ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
  };
  return { secret, stored };
}

/**
 * Whether the server must be able to read a client's secret, because more is done with it than comparing: assertions, tokens and answers under `HS256` and its like, or
 * encrypted with a key that comes from it.
 * @see OpenID Connect Core §16.19
 */
export function needsReadableSecret(metadata: ClientMetadata): boolean {
  if (metadata.token_endpoint_auth_method === "client_secret_jwt") return true;
  return secretUses.some((member) => symmetricForm.test(metadata[member] ?? ""));
}

/**
 * Puts a new secret beside the youngest of those alive: two at most, so that one can replace the other without an interruption.
 */
export function addSecret(
  secrets: readonly StoredSecret[],
  added: StoredSecret,
  nowMs: number,
): readonly StoredSecret[] {
  const live = secrets.filter((secret) => isLiveSecret(secret, nowMs));
  const [youngest] = live.toSorted((one, other) => other.createdAtMs - one.createdAtMs);
  return youngest === undefined ? [added] : [youngest, added];
}

/** When what happens. */
export interface SecretRotation {
  readonly nowMs: number;
  /** How much longer the old one is good. 0: not at all. */
  readonly overlapMs: number;
}

/** Replaces the secrets by a new one; the youngest of those alive is good for a while longer, never for longer than it was to be. */
export function rotateSecret(
  secrets: readonly StoredSecret[],
  added: StoredSecret,
  { nowMs, overlapMs }: SecretRotation,
): readonly StoredSecret[] {
  return addSecret(secrets, added, nowMs)
    .map((secret) => {
      const endMs = Math.min(nowMs + overlapMs, secret.expiresAtMs ?? Number.POSITIVE_INFINITY);
      return secret === added ? secret : { ...secret, expiresAtMs: endMs };
    })
    .filter((secret) => secret === added || isLiveSecret(secret, nowMs));
}

/**
 * The secrets of a client that are alive, in clear, for methods that need more than a hash: that of the configuration, or those that are stored sealed.
 * @throws Error where a sealed one can't be opened
 */
export async function readClearSecrets(
  { keys, clock }: ProviderContext,
  { clientId: owner, clearSecret, secrets }: RegisteredClient,
): Promise<readonly string[]> {
  if (clearSecret !== undefined) return [clearSecret()];
  const nowMs = clock();
  const sealed = secrets.flatMap((secret) =>
    secret.sealed === undefined || !isLiveSecret(secret, nowMs) ? [] : [secret.sealed],
  );
  if (sealed.length === 0) return [];
  const key = await keys.secret("client-secret");
  return sealed.map((text) => openText(text, { key, owner }));
}

const symmetricForm = /^(?:HS\d+|dir|A\d+(?:GCM)?KW)$/;
const secretUses = [
  "id_token_signed_response_alg",
  "id_token_encrypted_response_alg",
  "userinfo_signed_response_alg",
  "userinfo_encrypted_response_alg",
  "introspection_encrypted_response_alg",
  "authorization_signed_response_alg",
  "authorization_encrypted_response_alg",
  "request_object_signing_alg",
  "request_object_encryption_alg",
] as const;
