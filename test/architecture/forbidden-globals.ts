import ts from "typescript";
import { placeOf, type SourceModule, visitAll } from "./source-module.ts";

/** The one file that reads the machine's clock. */
const clockFile = "src/util/clock.ts";

/** Reads of the clock outside its file, `Math.random`, `console`, the environment, and globals that only Node has. */
export function findForbiddenGlobals(modules: readonly SourceModule[]): readonly string[] {
  return modules.flatMap((module) => {
    const found: string[] = [];
    const imported = importedNames(module.source);
    visitAll(module.source, (node) => {
      const name = forbiddenName(node);
      if (name === undefined || imported.has(name) || (module.path === clockFile && name === "Date.now")) return;
      found.push(`${placeOf(module, node)} uses ${name}.`);
    });
    return found;
  });
}

/** What a file imports is no global; whether it may import it is looked at elsewhere. */
function importedNames(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  visitAll(source, (node) => {
    if (ts.isImportSpecifier(node)) names.add(node.name.text);
  });
  return names;
}

function forbiddenName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const name = `${node.expression.text}.${node.name.text}`;
    if (name === "Date.now" || name === "Math.random") return name;
  }
  if (ts.isIdentifier(node) && forbiddenRoots.has(node.text) && isReference(node)) return node.text;
  const readsClock = ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "Date";
  return readsClock && (node.arguments?.length ?? 0) === 0 ? "new Date()" : undefined;
}

/** Whether a name stands for a variable, and is not the name of a member. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return !("name" in parent && parent.name === node);
}

const forbiddenRoots: ReadonlySet<string> = new Set(["console", "process", "Buffer", "require", "__dirname"]);
