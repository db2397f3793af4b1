import { pointerToken } from "../json.ts";
import type { SpecSet } from "../model.ts";
import type { SpecProblem } from "../problems.ts";

/** Checks the sections that document.json names for code to cite: numbers or headings, each with words. */
export function lintSections(specs: SpecSet): readonly SpecProblem[] {
  return [...specs.documents.values()].flatMap(({ id, sections }) =>
    Object.entries(sections).flatMap(([section, words]) => {
      const at = { file: `${id}/document.json`, pointer: `/sections/${pointerToken(section)}` };
      const fault = findSectionFault(section);
      if (fault !== undefined) return [{ ...at, ...fault }];
      if (typeof words === "string" && words !== "") return [];
      return [{ ...at, message: `Nothing says what ${section} is about.`, remedy: "Write a few words." }];
    }),
  );
}

/** Why a section is not written as specs/README.md wants it, the number or heading alone; undefined when it is. */
export function findSectionFault(section: string): { readonly message: string; readonly remedy: string } | undefined {
  const plain = section.replace(/^\s*(§+|sections?\b\.?|sec\.)\s*/i, "").trim();
  if (plain === section && !section.includes("§")) return undefined;
  const remedy = plain === "" || plain.includes("§") ? "Write one number or heading." : `Write ${plain}.`;
  return { message: `The section "${section}" is more than its number or heading.`, remedy };
}
