import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { generate } from "../../../codegen/pipeline.ts";
import { readRuntime } from "../../../codegen/read-specs.ts";
import type { MessageSchema, MessageValidator } from "../../../codegen/runtime/message-schema.ts";
import { writeOutput } from "../../../codegen/write-output.ts";
import { specFiles } from "./tiny-specs.ts";

const folder = mkdtempSync(join(tmpdir(), "validators-"));
after(() => rmSync(folder, { recursive: true, force: true }));
let built = 0;

/** Generates everything, and imports the schema of the answer. */
export async function buildValidator(files: Readonly<Record<string, unknown>>): Promise<MessageValidator<unknown>> {
  const out = join(folder, String(built++));
  const runtime = readRuntime(fileURLToPath(new URL("../../../codegen/runtime", import.meta.url)));
  writeOutput(out, await generate(specFiles(files), runtime));
  const module: { readonly answerSchema: MessageSchema<unknown> } = await import(
    pathToFileURL(join(out, "messages/answer.ts")).href
  );
  return module.answerSchema.validate;
}
