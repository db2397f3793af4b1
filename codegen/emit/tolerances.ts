import type { GeneratedFile, SpecSet } from "../model.ts";
import { header } from "./header.ts";

/** Emits the names of all tolerances as a closed union. */
export function emitTolerances(specs: SpecSet): GeneratedFile {
  const members = specs.tolerances.map(
    ({ name, deviation, description }) =>
      `  /** ${description} (${deviation}) */\n  ${JSON.stringify(name)}: ${JSON.stringify(deviation)},`,
  );
  return {
    path: "tolerances.ts",
    text: `${header("specs/tolerances.json")}\n/** Every named tolerance with the number of the deviation it admits. */\nexport const toleranceDeviations = {\n${members.join("\n")}\n} as const;\n\n/** Name of a tolerance that a caller may opt into. */\nexport type ToleranceName = keyof typeof toleranceDeviations;\n`,
  };
}
