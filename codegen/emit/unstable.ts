import type { FlatMember, FlatMessage, Provenance, SpecSet } from "../model.ts";
import { findMember } from "./base-members.ts";

/** Labels of the drafts that define a message, when nothing but drafts does: they may change or vanish. None for a stable one. */
export function draftsOfMessage(
  message: FlatMessage,
  messages: readonly FlatMessage[],
  specs: SpecSet,
): readonly string[] {
  const own = onlyDrafts(message.documents, specs);
  if (own.length > 0) return own;
  const others = messages.filter(({ name }) => name === message.base || message.branches.includes(name));
  const drafts = others.map((other) => draftsOfMessage(other, messages, specs));
  const unstable = message.branches.length > 0 ? drafts.every((labels) => labels.length > 0) : drafts.length > 0;
  return unstable ? [...new Set(drafts.flat())] : [];
}

/** Labels of the drafts that define a member, when neither a standard nor a stable message that is extended here has it. */
export function draftsOfMember(
  member: FlatMember,
  message: FlatMessage,
  messages: readonly FlatMessage[],
  specs: SpecSet,
): readonly string[] {
  const original = message.base === undefined ? undefined : findMember(message.base, member.name, messages);
  return onlyDrafts([...member.provenance, ...(original?.provenance ?? [])], specs);
}

/** The paragraphs of a comment that say so. */
export function unstableParagraphs(drafts: readonly string[]): readonly string[] {
  if (drafts.length === 0) return [];
  return [`Unstable: defined only by ${drafts.join(" and ")}, which may still change it.`, "@experimental"];
}

function onlyDrafts(provenance: readonly Provenance[], specs: SpecSet): readonly string[] {
  const drafts = provenance.flatMap(({ document }) => {
    const known = specs.documents.get(document);
    return known?.status === "draft" ? [known.label] : [];
  });
  return drafts.length === provenance.length ? [...new Set(drafts)] : [];
}
