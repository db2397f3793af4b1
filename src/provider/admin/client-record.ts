import type { ClientMetadata } from "../../../generated/messages/client-metadata.ts";
import { describeStored } from "../clients/client-directory.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { StoredClient } from "../stores/records.ts";

/** When a secret of a client was made, and how long it is good: never the secret, and no hash of it. */
export interface ClientSecretRecord {
  readonly createdAtMs: number;
  readonly expiresAtMs?: number | undefined;
}

/** A client as an administrator sees it. */
export interface ClientRecord {
  readonly clientId: string;
  /** With the names of RFC 7591. */
  readonly metadata: ClientMetadata;
  readonly secrets: readonly ClientSecretRecord[];
  readonly isDisabled: boolean;
  /** Whether it stands in the configuration, and so can't be changed at run time. */
  readonly isConfigured: boolean;
  /** Absent where it stands in the configuration. */
  readonly createdAtMs?: number | undefined;
}

/** A client that was created, or whose secret was. */
export interface ClientWithSecret {
  readonly client: ClientRecord;
  /** Shown this once: only a hash is stored. Absent where the client authenticates without one. */
  readonly secret?: string | undefined;
}

/** What an administrator sees of a client of the store. */
export function recordOf(stored: StoredClient): ClientRecord {
  return { ...recordOfRegistered(describeStored(stored)), createdAtMs: stored.createdAtMs };
}

/** What an administrator sees of a client of the configuration. */
export function recordOfRegistered(client: RegisteredClient): ClientRecord {
  const { clientId, metadata, isDisabled, isConfigured } = client;
  const secrets = client.secrets.map(({ createdAtMs, expiresAtMs }) => ({
    createdAtMs,
    ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
  }));
  return { clientId, metadata, secrets, isDisabled, isConfigured };
}
