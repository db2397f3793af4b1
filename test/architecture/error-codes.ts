import ts from "typescript";
import { type SourceModule, visitAll } from "./source-module.ts";

const codesFile = "src/errors/codes.ts";

/** Codes that no code throws, and `ERR_…` texts that are no code. */
export function findCodeProblems(modules: readonly SourceModule[], codes: readonly string[]): readonly string[] {
  const used = new Map<string, string>();
  for (const module of modules.filter(({ path }) => path !== codesFile)) {
    visitAll(module.source, (node) => {
      if (ts.isStringLiteralLike(node) && /^ERR_[A-Z_]+$/.test(node.text)) used.set(node.text, module.path);
    });
  }
  return [
    ...codes.filter((code) => !used.has(code)).map((code) => `${code} is thrown nowhere.`),
    ...[...used]
      .filter(([code]) => !codes.includes(code))
      .map(([code, path]) => `${code} of ${path} is not in ${codesFile}.`),
  ];
}

/** Codes that the page does not explain with meaning, cause and remedy, and headings that are no code. */
export function findDocumentationProblems(page: string, codes: readonly string[]): readonly string[] {
  const parts = page.split(/^### `(ERR_[A-Z_]+)`\n/m);
  const sections = new Map<string, string>();
  for (let index = 1; index < parts.length; index += 2) sections.set(parts[index] ?? "", parts[index + 1] ?? "");
  return [
    ...codes.flatMap((code) => {
      const section = sections.get(code);
      if (section === undefined) return [`${code} is not explained.`];
      return explanations
        .filter((name) => !new RegExp(`^- ${name}: .{15,}`, "m").test(section))
        .map((name) => `${code} lacks its ${name}.`);
    }),
    ...[...sections.keys()]
      .filter((code) => !codes.includes(code))
      .map((code) => `${code} is explained, but is no code.`),
  ];
}

const explanations = ["Meaning", "Cause", "Remedy"] as const;
