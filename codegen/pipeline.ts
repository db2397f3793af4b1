import { composeMessages } from "./compose.ts";
import { emitCoverage } from "./emit/coverage.ts";
import { header } from "./emit/header.ts";
import { emitMessages } from "./emit/messages.ts";
import { emitPaths } from "./emit/paths.ts";
import { emitRegistries } from "./emit/registries.ts";
import { emitScalars } from "./emit/scalars.ts";
import { emitTolerances } from "./emit/tolerances.ts";
import { emitValidators } from "./emit/validators.ts";
import { lintSpecs } from "./lint/lint.ts";
import { loadSpecs } from "./load.ts";
import type { GeneratedFile, SpecFiles } from "./model.ts";

/**
 * Compiles the spec files into everything below `generated/`: load → lint → compose → emit. Pure.
 * @param runtime - text of codegen/runtime/message-schema.ts, which the output carries along
 * @throws SpecError when the specs break a rule of specs/README.md
 */
export async function generate(files: SpecFiles, runtime: string): Promise<readonly GeneratedFile[]> {
  const specs = loadSpecs(files);
  lintSpecs(specs);
  const messages = composeMessages(specs);
  return [
    { path: "message-schema.ts", text: header("codegen/runtime/message-schema.ts") + runtime },
    ...emitScalars(specs),
    ...emitValidators(messages, specs),
    ...(await emitMessages(messages, specs)),
    ...(await emitPaths(specs)),
    ...emitRegistries(specs),
    emitTolerances(specs),
    emitCoverage(messages, specs),
  ];
}
