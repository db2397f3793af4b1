import { parseScope } from "../../util/scope-set.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";

/** What scopes are chosen from. */
export interface ScopeChoice {
  readonly client: RegisteredClient;
  readonly audience: readonly string[];
  /** Scopes that make no sense here: they are never granted. */
  readonly exclude?: readonly string[] | undefined;
}

/**
 * Chooses the scope of a token: what was asked for, if the client and the resource may have all of it; without a request, all that the client is
 * registered with and the resource knows.
 * @throws ProtocolRefusal `invalid_scope` for the whole request
 * @see RFC 6749 §3.3
 */
export function chooseScope(
  context: ProviderContext,
  asked: string | undefined,
  { client, audience, exclude = [] }: ScopeChoice,
): readonly string[] {
  const allowed = listAllowed(context, client, audience);
  if (asked === undefined) {
    const registered = parseScope(client.metadata.scope ?? "") ?? [];
    return registered.filter((value) => allowed.includes(value) && !exclude.includes(value));
  }
  const wanted = parseScope(asked);
  if (wanted === undefined) throw refuse("invalid_scope", "scope breaks its grammar (RFC 6749 §3.3).");
  const known = wanted.filter((value) => !exclude.includes(value));
  if (known.every((value) => allowed.includes(value))) return known;
  throw refuse("invalid_scope", "A scope is asked for that the client, or the resource, does not have.");
}

/** What a client may ask for: the scopes it is registered with, or else every scope of the provider; of resources, those they know. */
export function listAllowed(
  context: ProviderContext,
  { metadata }: RegisteredClient,
  audience: readonly string[],
): readonly string[] {
  const own = metadata.scope === undefined ? context.scopes : (parseScope(metadata.scope) ?? []);
  const known = audience.map((identifier) => context.findResource(identifier)?.scopes);
  if (known.length === 0 || known.includes(undefined)) return own;
  const ofResources = new Set([...known.flatMap((scopes) => scopes ?? []), ...context.standardScopes]);
  return own.filter((value) => ofResources.has(value));
}
