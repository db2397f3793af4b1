import type { GeneratedFile, SpecSet } from "../model.ts";
import { header } from "./header.ts";
import { docComment } from "./jsdoc.ts";
import { printKey } from "./print.ts";

/** Emits the names of all tolerances as a closed union. */
export function emitTolerances(specs: SpecSet): GeneratedFile {
  const members = specs.tolerances.map(
    ({ name, deviation, description }) =>
      `${docComment([`${description} (${deviation})`], "  ")}  ${printKey(name)}: ${JSON.stringify(deviation)},\n`,
  );
  const table = `${docComment(["Every named tolerance with the number of the deviation it admits."], "")}export const toleranceDeviations = {\n${members.join("")}} as const;\n`;
  const union = `${docComment(["Name of a tolerance that a caller may opt into."], "")}export type ToleranceName = keyof typeof toleranceDeviations;\n`;
  return { path: "tolerances.ts", text: `${header("specs/tolerances.json")}\n${table}\n${union}` };
}
