import { parseScope } from "../../util/scope-set.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";
import type { ResourceOptions } from "./token-options.ts";

/** What scopes are chosen from. */
export interface ScopeChoice {
  readonly client: RegisteredClient;
  readonly audience: readonly string[];
  /** Scopes that make no sense here: they are never granted. */
  readonly exclude?: readonly string[] | undefined;
}

/**
 * Chooses the scope of a token: what was asked for, if the client and the resource may have all of it. Without a request it is all that the client is
 * registered with and the resource knows; for a client that is registered with no scope, all that the resource says it knows.
 * @throws ProtocolRefusal `invalid_scope` for the whole request
 * @see RFC 6749 §3.3
 */
export function chooseScope(
  context: ProviderContext,
  asked: string | undefined,
  { client, audience, exclude = [] }: ScopeChoice,
): readonly string[] {
  const allowed = listAllowed(context, client, audience);
  if (asked === undefined) return chooseDefault(context, { client, audience, exclude, allowed });
  const wanted = parseScope(asked) ?? [];
  const known = wanted.filter((value) => !exclude.includes(value));
  if (known.length === 0) throw refuse("invalid_scope", "Nothing is asked for that this grant can give.");
  if (known.every((value) => allowed.includes(value))) return known;
  throw refuse("invalid_scope", "A scope is asked for that the client, or the resource, does not have.");
}

interface DefaultChoice extends Required<ScopeChoice> {
  readonly allowed: readonly string[];
}

function chooseDefault(
  context: ProviderContext,
  { client, audience, exclude = [], allowed }: DefaultChoice,
): readonly string[] {
  const possible = exclude.length === 0 ? allowed : allowed.filter((value) => !exclude.includes(value));
  if (client.metadata.scope !== undefined || possible.length === 0) return possible;
  const ofResource = new Set(meantResources(context, audience).flatMap(({ scopes = [] }) => scopes));
  const chosen = possible.filter((value) => ofResource.has(value));
  if (chosen.length > 0) return chosen;
  throw refuse("invalid_scope", "scope is missing, and the client has no default one (RFC 6749 §3.3).");
}

/** What a scope was granted to be, and what may be left of it. */
export interface ScopeNarrowing {
  readonly client: RegisteredClient;
  readonly audience: readonly string[];
  readonly granted: readonly string[];
}

/**
 * Chooses the scope of a token out of what was granted: what was asked for, which must have been granted, or else all of it that the client may still have and
 * the resource knows.
 * @throws ProtocolRefusal `invalid_scope` for what would be more
 * @see RFC 6749 §6
 */
export function narrowScope(
  context: ProviderContext,
  asked: string | undefined,
  { client, audience, granted }: ScopeNarrowing,
): readonly string[] {
  const allowed = listAllowed(context, client, audience);
  if (asked === undefined) return granted.filter((value) => allowed.includes(value));
  const wanted = parseScope(asked) ?? [];
  if (wanted.length > 0 && wanted.every((value) => granted.includes(value) && allowed.includes(value))) return wanted;
  throw refuse("invalid_scope", "A scope is asked for that was not granted (RFC 6749 §6).");
}

/** What a client may ask for: the scopes it is registered with, or else every scope of the provider; of resources, those they know. */
export function listAllowed(
  context: ProviderContext,
  { metadata }: RegisteredClient,
  audience: readonly string[],
): readonly string[] {
  const own = metadata.scope === undefined ? context.scopes : (parseScope(metadata.scope) ?? []);
  const resources = meantResources(context, audience);
  if (resources.length === 0 || resources.some(({ scopes }) => scopes === undefined)) return own;
  const { standardScopes } = context;
  return own.filter(
    (value) => standardScopes.includes(value) || resources.some(({ scopes }) => scopes?.includes(value) === true),
  );
}

/** The resources of a token as they are configured: those that it names, or else the default one. */
function meantResources(context: ProviderContext, audience: readonly string[]): readonly ResourceOptions[] {
  const identifiers = audience.length === 0 ? [context.defaultAudience] : audience;
  return identifiers.flatMap((identifier) => context.findResource(identifier) ?? []);
}
