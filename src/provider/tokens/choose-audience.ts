import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";

/**
 * Chooses the resources of a token: those that were asked for, all of which must be known. None: the default one is meant.
 * @throws ProtocolRefusal `invalid_target`
 * @see RFC 8707 §2
 */
export function chooseAudience(context: ProviderContext, resources: readonly string[]): readonly string[] {
  const wanted = [...new Set(resources)];
  if (wanted.every((resource) => context.findResource(resource) !== undefined)) return wanted;
  throw refuse("invalid_target", "A resource is asked for that this server knows nothing of (RFC 8707 §2).");
}
