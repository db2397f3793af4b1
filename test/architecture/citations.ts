import ts from "typescript";
import type { KnownDocument } from "./known-sections.ts";
import { placeOf, type SourceModule, visitAll } from "./source-module.ts";

/** Citations like `RFC 9126 §2.2`, and calls of `specification("rfc9126", "2.2")`, whose section `specs/` does not know. */
export function findUnknownCitations(
  modules: readonly SourceModule[],
  documents: ReadonlyMap<string, KnownDocument>,
): readonly string[] {
  return modules.flatMap((module) => [...checkTexts(module, documents), ...checkCalls(module, documents)]);
}

function checkTexts({ path, text }: SourceModule, documents: ReadonlyMap<string, KnownDocument>): readonly string[] {
  const byLength = [...documents.values()].sort((a, b) => b.label.length - a.label.length);
  return text.split("\n").flatMap((line, index) =>
    [...line.matchAll(citation)].flatMap(({ index: at, groups }) => {
      const before = line.slice(0, at).trimEnd();
      const document = byLength.find(({ label }) => before.endsWith(label));
      const section = groups?.section ?? "";
      const place = `${path}:${index + 1}`;
      if (document === undefined)
        return [`${place} cites §${section} of no document that specs/ has: ${before.slice(-40)}`];
      return document.sections.has(section)
        ? []
        : [`${place} cites ${document.label} §${section}, which specs/${document.id} does not list.`];
    }),
  );
}

function checkCalls(module: SourceModule, documents: ReadonlyMap<string, KnownDocument>): readonly string[] {
  const found: string[] = [];
  visitAll(module.source, (node) => {
    if (!ts.isCallExpression(node) || node.expression.getText(module.source) !== "specification") return;
    const [id, section] = node.arguments;
    if (id === undefined || section === undefined || !ts.isStringLiteral(id) || !ts.isStringLiteral(section)) return;
    if (documents.get(id.text)?.sections.has(section.text) !== true) {
      found.push(
        `${placeOf(module, node)} refers to section ${section.text} of ${id.text}, which specs/ does not list.`,
      );
    }
  });
  return found;
}

/** A section number (`3.1.3.7`), or an appendix (`A.1`). */
const citation = /§ ?(?<section>[0-9]+(?:\.[0-9]+)*|[A-Z](?:\.[0-9]+)*)/g;
