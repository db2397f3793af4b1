import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";

/**
 * Chooses the resources of a token: those that were asked for, all of which must be known and take tokens of one kind. None: the default one is meant.
 * @throws ProtocolRefusal `invalid_target`
 * @see RFC 8707 §2
 */
export function chooseAudience(context: ProviderContext, resources: readonly string[]): readonly string[] {
  if (resources.length === 0) return resources;
  const wanted = [...new Set(resources)];
  const kinds = new Set<string>();
  for (const identifier of wanted) {
    const resource = context.findResource(identifier);
    if (resource === undefined)
      throw refuse("invalid_target", "A resource is asked for that this server knows nothing of (RFC 8707 §2).");
    kinds.add(resource.format === "jwt" ? `jwt ${resource.algorithm ?? ""}` : "opaque");
  }
  if (kinds.size > 1)
    throw refuse("invalid_target", "The resources take different kinds of tokens: ask for one after the other.");
  return wanted;
}

/**
 * Chooses the resources of a token out of those that were granted: some of them, or all where none is named.
 * @throws ProtocolRefusal `invalid_target` for one that was not granted
 * @see RFC 8707 §2.2
 */
export function narrowAudience(
  context: ProviderContext,
  wanted: readonly string[],
  granted: readonly string[],
): readonly string[] {
  const allowed = granted.length === 0 ? [context.defaultAudience] : granted;
  if (!wanted.every((resource) => allowed.includes(resource)))
    throw refuse("invalid_target", "A resource is asked for that was not granted (RFC 8707 §2.2).");
  // The default one needs no name, and none is registered where it is the issuer.
  const chosen = wanted.filter((resource) => granted.includes(resource));
  return chooseAudience(context, chosen.length === 0 ? granted : chosen);
}
