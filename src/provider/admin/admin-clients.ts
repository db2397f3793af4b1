import type { ClientMetadata } from "../../../generated/messages/client-metadata.ts";
import { randomBase64url } from "../../util/random.ts";
import { needsReadableSecret, rotateSecret } from "../clients/client-secret.ts";
import type { ProviderContext } from "../context.ts";
import { issueSecret, needsSecret, toJson } from "../registration/register-client.ts";
import type { StoredClient } from "../stores/records.ts";
import type { Page, PageRequest } from "../stores/store.ts";
import { checkClient } from "./check-client.ts";
import { type ClientRecord, type ClientWithSecret, recordOf, recordOfRegistered } from "./client-record.ts";
import { adminIssue, brokenInput, configured, conflict, requireMembers, requireSeconds } from "./problems.ts";

/** A client that is to be created. */
export interface NewClient {
  /** Default: 128 random bits. */
  readonly clientId?: string | undefined;
  /** With the names of RFC 7591. Without `scope` it gets the provider's own scopes, and none of a resource. */
  readonly metadata: ClientMetadata;
}

/** Members of a client's metadata that are to change; `null` removes one. */
export type ClientChanges = { readonly [Name in keyof ClientMetadata]?: ClientMetadata[Name] | null };

/** How a secret is replaced. */
export interface SecretReplacement {
  /** For how much longer the secret of before is good, in seconds, at most 30 days. 0: it is dead at once, as after a leak. */
  readonly overlapSeconds: number;
}

/** Clients: those of the configuration can be seen, those of the store be changed. */
export interface AdminClients {
  /**
   * Creates a client. Its secret, where it needs one, is in the answer and nowhere else.
   * @throws ValidationError `ERR_VALIDATION_METADATA` for metadata that can't be accepted; `ERR_VALIDATION_TAKEN` for an id that a client or an account has
   */
  readonly create: (client: NewClient) => Promise<ClientWithSecret>;
  readonly get: (clientId: string) => Promise<ClientRecord | undefined>;
  /** Those of the store, in a stable order. */
  readonly list: (page: PageRequest) => Promise<Page<ClientRecord>>;
  /** Those of the configuration. */
  readonly configured: () => readonly ClientRecord[];
  /**
   * Changes members of a client's metadata; the others stay. A client that has come to need a secret gets one. Gives `undefined` where there is none.
   * @throws ValidationError `ERR_VALIDATION_METADATA` for metadata that can't be accepted
   * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a client of the configuration
   */
  readonly update: (clientId: string, changes: ClientChanges) => Promise<ClientWithSecret | undefined>;
  /** Disables a client: it can't authenticate, and the tokens it has are not good as long as that lasts. JWTs that a resource verifies by itself live on until they expire. */
  readonly disable: (clientId: string) => Promise<ClientRecord | undefined>;
  readonly enable: (clientId: string) => Promise<ClientRecord | undefined>;
  /** Removes a client, and revokes its grants. `false` where there is none. */
  readonly remove: (clientId: string) => Promise<boolean>;
  /**
   * Replaces the secret of a client.
   * @throws ValidationError `ERR_VALIDATION_REQUEST` for an overlap that is none, and for a client that authenticates without a secret
   */
  readonly rotateSecret: (clientId: string, options: SecretReplacement) => Promise<ClientWithSecret | undefined>;
}

interface ChangedClient {
  readonly client: StoredClient;
  readonly secret?: string;
}

/** Makes the administration of clients. */
export function createAdminClients(context: ProviderContext): AdminClients {
  const { store, clock, clients, report } = context;

  /** Reads, changes and writes until nobody has come between. */
  async function change(
    clientId: string,
    next: (stored: StoredClient) => Promise<ChangedClient>,
  ): Promise<ChangedClient | undefined> {
    requireStored(context, clientId);
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const before = await store.clients.find(clientId);
      if (before === undefined) return undefined;
      const { client, ...more } = await next(before);
      const after = { ...client, version: before.version + 1 };
      if (await store.clients.update(after)) return { ...more, client: after };
    }
    throw conflict("Client", "", "was changed by others all the time");
  }

  async function setDisabled(clientId: string, isDisabled: boolean): Promise<ClientRecord | undefined> {
    const changed = await change(clientId, async ({ disabledAtMs, ...client }) => ({
      client: isDisabled ? { ...client, disabledAtMs: disabledAtMs ?? clock() } : client,
    }));
    if (changed === undefined) return undefined;
    report({ type: "client.changed", clientId, reason: isDisabled ? "disabled" : "enabled" });
    return recordOf(changed.client);
  }

  return Object.freeze<AdminClients>({
    create: (input) => createClient(context, input),
    async get(clientId) {
      const fixed = clients.configured.find((client) => client.clientId === clientId);
      if (fixed !== undefined) return recordOfRegistered(fixed);
      const stored = await store.clients.find(clientId);
      return stored === undefined ? undefined : recordOf(stored);
    },
    async list(page) {
      const { items, ...more } = await store.clients.list(page);
      return { ...more, items: items.map(recordOf) };
    },
    configured: () => clients.configured.map(recordOfRegistered),
    async update(clientId, changes) {
      const changed = await change(clientId, (stored) => changeMetadata(context, stored, changes));
      if (changed === undefined) return undefined;
      report({ type: "client.changed", clientId, reason: "metadata" });
      return withSecret(changed.client, changed.secret);
    },
    disable: (clientId) => setDisabled(clientId, true),
    enable: (clientId) => setDisabled(clientId, false),
    async remove(clientId) {
      requireStored(context, clientId);
      if (!(await store.clients.remove(clientId))) return false;
      await store.grants.revokeGrants({ clientId }, "client_removed", clock());
      report({ type: "client.removed", clientId });
      return true;
    },
    async rotateSecret(clientId, options) {
      const { overlapSeconds } = requireMembers(options, ["overlapSeconds"], "SecretReplacement");
      const bounds = { pointer: "/overlapSeconds", least: 0, most: maxOverlapSeconds };
      const overlapMs = requireSeconds(overlapSeconds, bounds) * 1000;
      const changed = await change(clientId, async (stored) => {
        const { metadata } = recordOf(stored);
        if (!needsSecret(metadata)) throw brokenInput("SecretReplacement", [adminIssue("", withoutSecret)]);
        const issued = await issueSecret(context, clientId, metadata);
        const secrets = rotateSecret(stored.secrets, issued.stored, { nowMs: clock(), overlapMs });
        return { client: { ...stored, secrets }, secret: issued.secret };
      });
      if (changed === undefined) return undefined;
      report({ type: "client.changed", clientId, reason: "secret" });
      return withSecret(changed.client, changed.secret);
    },
  });
}

async function createClient(context: ProviderContext, input: NewClient): Promise<ClientWithSecret> {
  requireMembers(input, ["clientId", "metadata"], "NewClient");
  const { clientId = randomBase64url(16, context.random) } = input;
  if (typeof clientId !== "string" || !/^[\x21-\x7e]{1,255}$/.test(clientId) || clientId === "." || clientId === "..")
    throw brokenInput("NewClient", [adminIssue("/clientId", "must be 1 to 255 ASCII characters without spaces")]);
  const metadata = await checkClient(context, clientId, input.metadata);
  const isConfigured = context.clients.configured.some((client) => client.clientId === clientId);
  // A token of a client must never pass for one of a person (RFC 9700 §4.15).
  if (isConfigured || (await context.accounts.find(clientId)) !== undefined) throw idTaken();
  const issued = needsSecret(metadata) ? await issueSecret(context, clientId, metadata) : undefined;
  const secrets = issued === undefined ? [] : [issued.stored];
  const createdAtMs = context.clock();
  const client = { clientId, metadata: toJson(metadata), secrets, createdAtMs, version: 1 };
  if (!(await context.store.clients.put(client))) throw idTaken();
  context.report({ type: "client.registered", clientId });
  return withSecret(client, issued?.secret);
}

/** A secret that the metadata need no more goes; one that they have come to need is made. */
async function changeMetadata(
  context: ProviderContext,
  stored: StoredClient,
  changes: ClientChanges,
): Promise<ChangedClient> {
  const { clientId } = stored;
  const merged = Object.entries({ ...stored.metadata, ...changes }).filter(([, value]) => (value ?? null) !== null);
  const metadata = await checkClient(context, clientId, Object.fromEntries(merged));
  const isReadable = !needsReadableSecret(metadata) || stored.secrets.some(({ sealed }) => sealed !== undefined);
  const kept = needsSecret(metadata) && isReadable ? stored.secrets : [];
  const client = { ...stored, metadata: toJson(metadata), secrets: kept };
  if (!needsSecret(metadata) || kept.length > 0) return { client };
  const issued = await issueSecret(context, clientId, metadata);
  return { client: { ...client, secrets: [issued.stored] }, secret: issued.secret };
}

function requireStored({ clients }: ProviderContext, clientId: string): void {
  if (clients.configured.some((client) => client.clientId === clientId))
    throw configured("clients", "The client stands in the configuration");
}

function withSecret(stored: StoredClient, secret: string | undefined): ClientWithSecret {
  return { client: recordOf(stored), ...(secret === undefined ? {} : { secret }) };
}

function idTaken(): Error {
  return conflict("NewClient", "/clientId", "is taken");
}

const maxAttempts = 10;
const maxOverlapSeconds = 30 * 86_400;
const withoutSecret = "is for a client that authenticates without a secret";
