import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";
import type { JsonObject } from "../stores/records.ts";
import type { LiveAccessToken } from "./find-access-token.ts";
import { readObject, readText } from "./json-members.ts";
import { subjectFor } from "./subject.ts";

/**
 * Makes the claim `act` of a token in which an actor stands for a subject: the actor, and within it who acted before. Without an actor it stays as it was.
 * @throws ProtocolRefusal `invalid_request` where the subject token names somebody else in `may_act`, or too many have acted already
 * @see RFC 8693 §4.1
 * @see RFC 8693 §4.4
 */
export async function delegate(
  context: ProviderContext,
  subject: LiveAccessToken,
  actor: LiveAccessToken | undefined,
): Promise<JsonObject | undefined> {
  const { details } = subject.token;
  const before = readObject(details?.act);
  const allowed = readObject(details?.may_act);
  if (actor === undefined) {
    if (allowed !== undefined)
      throw refuse("invalid_request", "An actor_token is needed: subject_token says who may act.");
    return before;
  }
  const { clientId, accountId } = actor.token;
  const sub = accountId === undefined ? clientId : await subjectFor(context, actor.client, accountId);
  const isOther = (name: "sub" | "client_id", value: string): boolean => (readText(allowed?.[name]) ?? value) !== value;
  if (isOther("sub", sub) || isOther("client_id", clientId))
    throw refuse("invalid_request", "The actor is not the one whom subject_token says may act (RFC 8693 §4.4).");
  if (depthOf(before) >= maxActors) throw refuse("invalid_request", "Too many have acted for the subject already.");
  return { sub, client_id: clientId, ...(before === undefined ? {} : { act: before }) };
}

function depthOf(act: JsonObject | undefined): number {
  return act === undefined ? 0 : 1 + depthOf(readObject(act.act));
}

const maxActors = 8;
