import { ConfigurationError } from "../../errors/families.ts";
import { quotePrintable } from "../../errors/printable.ts";
import { specification } from "../../errors/specification.ts";
import { parseScope } from "../../util/scope-set.ts";
import type { ProviderOptions } from "../options.ts";
import type { RegisteredClient } from "./registered-client.ts";

/** Whether somebody wrote down which scopes there are: a provider in a test, with one client and its scope, needs no list. */
export function listsScopes({ scopes, tokens }: ProviderOptions): boolean {
  return (
    scopes !== undefined || Object.values(tokens?.resources ?? {}).some((resource) => resource.scopes !== undefined)
  );
}

/**
 * Refuses a client of the configuration that is registered with a scope nobody offers: its tokens would carry a word that is in no metadata and means nothing to a resource,
 * often because it is misspelt.
 * @param known - scopes of the provider and of its resources
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the client, the scopes, and those that there are
 * @see RFC 7591 §2
 */
export function requireClientScopes({ clientId, metadata }: RegisteredClient, known: readonly string[]): void {
  const unknown = (parseScope(metadata.scope ?? "") ?? []).filter((value) => !known.includes(value));
  if (unknown.length === 0) return;
  const named = unknown.map((value) => quotePrintable(value, 80)).join(", ");
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The scope of the client ${quotePrintable(clientId, 80)} has ${named}, which neither the provider nor a resource offers.`,
    parameter: "clients",
    specification: specification("rfc7591", "2"),
    remedy: `There are: ${known.join(", ")}. Name others in the scopes of a resource (tokens.resources), or in scopes, which replaces the list by default.`,
  });
}
