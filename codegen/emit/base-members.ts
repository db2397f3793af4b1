import type { FlatMember, FlatMessage } from "../model.ts";

/** The member as the named message defines it, or one of the messages that it extends. */
export function findMember(message: string, name: string, messages: readonly FlatMessage[]): FlatMember | undefined {
  const found = messages.find((candidate) => candidate.name === message);
  const own = found?.members.find((member) => member.name === name);
  return own ?? (found?.base === undefined ? undefined : findMember(found.base, name, messages));
}
