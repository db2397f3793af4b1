import ts from "typescript";
import { placeOf, type SourceModule } from "./source-module.ts";

/** Default exports and `export *`: both hide what a file gives. */
export function findForbiddenExports(modules: readonly SourceModule[]): readonly string[] {
  return modules.flatMap((module) =>
    module.source.statements.flatMap((statement) => {
      const problem = judge(statement);
      return problem === undefined ? [] : [`${placeOf(module, statement)} ${problem}`];
    }),
  );
}

function judge(statement: ts.Statement): string | undefined {
  if (ts.isExportAssignment(statement)) return "has a default export.";
  if (ts.canHaveModifiers(statement)) {
    const modifiers = ts.getModifiers(statement) ?? [];
    if (modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) return "has a default export.";
  }
  if (!ts.isExportDeclaration(statement)) return undefined;
  const clause = statement.exportClause;
  if (clause === undefined || ts.isNamespaceExport(clause)) return "exports everything of another file.";
  return clause.elements.some(({ name }) => name.text === "default") ? "has a default export." : undefined;
}
