import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";
import type { Grant } from "../stores/records.ts";
import { readTexts } from "./json-members.ts";

/**
 * The member of a grant's details that names the grants it was made from by token exchange, the first one first. A family ends downwards: what is taken back from
 * the one who exchanged leaves the user's own client alone.
 */
export const exchangedFrom = "exchanged_from";

/**
 * Names the grants that a grant made from this one hangs on.
 * @throws ProtocolRefusal `invalid_request` where there are too many already
 */
export function listForebears(parent: Grant): readonly string[] {
  const forebears = [...readTexts(parent.details[exchangedFrom]), parent.id];
  if (forebears.length > maxForebears)
    throw refuse("invalid_request", "subject_token was exchanged too often already.");
  return forebears;
}

/**
 * Whether all grants are good now that this one was made from. One that is not there any more counts as ended.
 * @see RFC 6749 §4.1.2
 */
export async function isFamilyAlive({ store, clock }: ProviderContext, { details }: Grant): Promise<boolean> {
  const ids = readTexts(details[exchangedFrom]);
  if (ids.length === 0) return true;
  const found = await Promise.all(ids.map((id) => store.grants.findGrant(id)));
  const nowMs = clock();
  return found.every((grant) => grant !== undefined && grant.revokedAtMs === undefined && grant.expiresAtMs > nowMs);
}

const maxForebears = 8;
