import type { GeneratedFile, SpecDocument, SpecSet } from "../model.ts";
import { camelCase } from "../names.ts";
import { header } from "./header.ts";
import type { ImportedName } from "./imports.ts";

/** Emits the labels of the documents that are not RFCs, one by one, so that a bundle has those of its messages only. */
export function emitDocuments(specs: SpecSet): GeneratedFile {
  const lines = [...specs.documents.values()]
    .filter(hasOwnLabel)
    .map(
      ({ id, label }) =>
        `\nexport const ${labelName(id)}: DocumentLabel = [${JSON.stringify(id)}, ${JSON.stringify(label)}];\n`,
    );
  return {
    path: "documents.ts",
    text: `${header("specs/*/document.json")}import type { DocumentLabel } from "./message-schema.ts";\n${lines.join("")}`,
  };
}

/** The labels of documents, as a generated message imports them. */
export function importLabels(documents: ReadonlySet<string>, specs: SpecSet): readonly ImportedName[] {
  return [...specs.documents.values()]
    .filter((document) => documents.has(document.id) && hasOwnLabel(document))
    .map(({ id }) => ({ module: "../documents.ts", name: labelName(id) }));
}

/** The label of `rfc6749` follows from its id. */
function hasOwnLabel({ id, label }: SpecDocument): boolean {
  return label !== id.replace(/^rfc(\d+)$/, "RFC $1");
}

function labelName(id: string): string {
  return `${camelCase(id)}Label`;
}
