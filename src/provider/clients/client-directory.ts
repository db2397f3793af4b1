import { clientMetadataSchema } from "../../../generated/messages/client-metadata.ts";
import { ConfigurationError } from "../../errors/families.ts";
import { printable, quotePrintable } from "../../errors/printable.ts";
import { specification } from "../../errors/specification.ts";
import { ValidationError } from "../../errors/validation-error.ts";
import { checkMessage, isMember } from "../../schema/check.ts";
import { findSimilarName } from "../../util/similar-name.ts";
import type { StoredClient } from "../stores/records.ts";
import type { ClientStore } from "../stores/store.ts";
import { findMistake } from "./find-client-problem.ts";
import { type ConfiguredClient, describeClient, type RegisteredClient } from "./registered-client.ts";
import { hashGeneratedSecret } from "./secret-hash.ts";

/** Finds clients: first those of the configuration, then those of the store. */
export interface ClientDirectory {
  readonly find: (clientId: string) => Promise<RegisteredClient | undefined>;
  /** Those of the configuration, in their order. */
  readonly configured: readonly RegisteredClient[];
}

/**
 * Reads the clients of the configuration and looks the others up in the store.
 * @throws ValidationError `ERR_VALIDATION_METADATA` with every problem of a client's metadata
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for two clients of one id, and a client whose method needs a secret that it has not
 */
export function createClientDirectory(
  clients: readonly ConfiguredClient[],
  { store, nowMs }: { readonly store: ClientStore; readonly nowMs: number },
): ClientDirectory {
  const byId = new Map<string, RegisteredClient>();
  for (const client of clients) {
    const registered = readConfigured(client, nowMs);
    if (byId.has(registered.clientId)) throw wrong("is there twice", registered.clientId, "Remove one.");
    byId.set(registered.clientId, registered);
  }
  return Object.freeze<ClientDirectory>({
    configured: [...byId.values()],
    async find(clientId) {
      const configured = byId.get(clientId);
      if (configured !== undefined) return configured;
      const stored = await store.find(clientId);
      return stored === undefined ? undefined : describeStored(stored);
    },
  });
}

/** A client of the store as endpoints see it. */
export function describeStored({ clientId, metadata, secrets, disabledAtMs }: StoredClient): RegisteredClient {
  const result = checkMessage(clientMetadataSchema, metadata);
  if (!result.ok) throw new Error(`The store holds a client whose metadata is broken at ${result.issues[0]?.pointer}.`);
  const isDisabled = disabledAtMs !== undefined;
  return describeClient(result.message, { clientId, secrets, isDisabled, isConfigured: false });
}

function readConfigured(client: ConfiguredClient, nowMs: number): RegisteredClient {
  const { client_id: clientId, client_secret: secret, ...metadata } = client;
  if (typeof clientId !== "string" || !/^[\x20-\x7e]+$/.test(clientId))
    throw wrong(
      "has no client_id of printable ASCII",
      String(clientId),
      "Give each client an identifier (RFC 6749, A.1).",
    );
  refuseMisspelt(clientId, Object.keys(metadata));
  const result = checkMessage(clientMetadataSchema, metadata);
  if (!result.ok) {
    throw new ValidationError("ERR_VALIDATION_METADATA", {
      messageName: `ClientMetadata of ${clientId}`,
      issues: result.issues,
    });
  }
  const mistake = findMistake(result.message);
  if (mistake !== undefined)
    throw wrong(`has a mistake: ${mistake.member} ${mistake.problem}`, clientId, `Correct ${mistake.member}.`);
  const secrets = secret === undefined ? [] : [{ hash: hashGeneratedSecret(secret), createdAtMs: nowMs }];
  const clearSecret = secret === undefined ? undefined : () => secret;
  const facts = { clientId, secrets, clearSecret, isDisabled: false, isConfigured: true };
  const registered = describeClient(result.message, facts);
  if (registered.authMethod.startsWith("client_secret_") && secrets.length === 0)
    throw wrong("has no client_secret, which its token_endpoint_auth_method needs", clientId);
  if (registered.authMethod === "client_secret_jwt" && new TextEncoder().encode(secret).length < leastSigningOctets)
    throw wrong("has a client_secret of less than 32 octets, too short to sign with", clientId);
  return registered;
}

/** What is registered by no document may be the application's own, unless it is written almost like something that is. */
function refuseMisspelt(clientId: string, members: readonly string[]): void {
  const known = Object.keys(clientMetadataSchema.members);
  for (const member of members) {
    if (isMember(clientMetadataSchema, member)) continue;
    const meant = findSimilarName(member, [...known, "client_id", "client_secret"]);
    if (meant !== undefined)
      throw wrong(
        `has ${printable(member, 80)}, which is no member of its metadata`,
        clientId,
        `Did you mean ${meant}?`,
      );
  }
}

function wrong(problem: string, clientId: string, remedy: string = publicClient): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The client ${quotePrintable(clientId, 80)} of clients ${problem}.`,
    parameter: "clients",
    specification: specification("rfc7591", "2"),
    remedy,
  });
}

const publicClient = 'For a public client say token_endpoint_auth_method: "none".';
/** RFC 7518 §3.2, for HS256. */
const leastSigningOctets = 32;
