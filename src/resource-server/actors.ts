import { type JsonMembers, readObjectMember, readTextMember } from "../util/json-member.ts";

/** Somebody who acts for the subject of a token. */
export interface Actor {
  readonly sub: string | undefined;
  readonly iss: string | undefined;
  readonly client_id: string | undefined;
}

/**
 * Reads who acts for the subject: the current actor first, then those before it, which say where the token came from and grant nothing.
 *
 * @see RFC 8693 §4.1
 */
export function readActors(claims: JsonMembers): readonly Actor[] {
  const actors: Actor[] = [];
  let actor = readObjectMember(claims, "act");
  while (actor !== undefined) {
    const current = actor;
    const [sub, iss, client_id] = ["sub", "iss", "client_id"].map((name) => readTextMember(current, name));
    actors.push(Object.freeze({ sub, iss, client_id }));
    actor = readObjectMember(current, "act");
  }
  return Object.freeze(actors);
}
