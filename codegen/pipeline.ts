import { composeMessages } from "./compose.ts";
import { emitApiDocument } from "./emit/api-document.ts";
import { emitCoverage } from "./emit/coverage.ts";
import { emitDocuments } from "./emit/documents.ts";
import { header } from "./emit/header.ts";
import { emitMessages } from "./emit/messages.ts";
import { emitPaths } from "./emit/paths.ts";
import { emitRegistries } from "./emit/registries.ts";
import { emitScalars } from "./emit/scalars.ts";
import { emitTolerances } from "./emit/tolerances.ts";
import { lintSpecs } from "./lint/lint.ts";
import { loadSpecs } from "./load.ts";
import type { GeneratedFile, RuntimeFiles, SpecFiles } from "./model.ts";

/**
 * Compiles the spec files into everything below `generated/`: load → lint → compose → emit. Pure.
 * @param runtime - the modules of codegen/runtime, which the output carries along
 * @throws SpecError when the specs break a rule of specs/README.md
 */
export async function generate(files: SpecFiles, runtime: RuntimeFiles): Promise<readonly GeneratedFile[]> {
  const specs = loadSpecs(files);
  lintSpecs(specs);
  const messages = composeMessages(specs);
  return [
    ...[...runtime].map(([file, text]) => ({ path: file, text: header(`codegen/runtime/${file}`) + text })),
    emitScalars(specs),
    ...(await emitMessages(messages, specs)),
    ...(await emitPaths(specs)),
    ...emitApiDocument(messages, specs),
    ...emitRegistries(specs),
    emitTolerances(specs),
    emitDocuments(specs),
    emitCoverage(messages, specs),
  ];
}
