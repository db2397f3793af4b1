import type { GeneratedFile, SpecSet } from "../model.ts";
import { header } from "./header.ts";
import { printKey } from "./print.ts";

/** Emits the labels of the documents that are not RFCs; the label of `rfc6749` follows from its id. */
export function emitDocuments(specs: SpecSet): GeneratedFile {
  const named = [...specs.documents.values()].filter(({ id, label }) => label !== id.replace(/^rfc(\d+)$/, "RFC $1"));
  const lines = named.map(({ id, label }) => `  ${printKey(id)}: ${JSON.stringify(label)},\n`);
  return {
    path: "documents.ts",
    text: `${header("specs/*/document.json")}\n/** Labels of the documents that are not RFCs, by folder. */\nexport const documentLabels: Readonly<Record<string, string>> = {\n${lines.join("")}};\n`,
  };
}
