import type { KnownDocument } from "./known-sections.ts";

/** A reference as `specification()` of `src/errors/` makes it. */
export type MakeReference = (document: string, section: string) => { readonly label: string };

/** Documents whose label in error messages differs from the one in `specs/`. */
export function findWrongLabels(documents: readonly KnownDocument[], makeReference: MakeReference): readonly string[] {
  return documents.flatMap(({ id, label }) => {
    const made = makeReference(id, "1").label;
    return made === `${label} §1` ? [] : [`${id} is called "${made}" instead of "${label} §1".`];
  });
}
