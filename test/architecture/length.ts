import ts from "typescript";
import { placeOf, type SourceModule, visitAll } from "./source-module.ts";

const maxFileLines = 300;
const maxFunctionLines = 50;

/** Files and functions that are longer than one can hold in mind. */
export function findTooLong(modules: readonly SourceModule[]): readonly string[] {
  return modules.flatMap((module) => {
    const lines = module.text.replace(/\n$/, "").split("\n").length;
    const file = lines > maxFileLines ? [`${module.path} has ${lines} lines, more than ${maxFileLines}.`] : [];
    return [...file, ...findLongFunctions(module)];
  });
}

/** A function inside a function counts for itself: a factory is as long as what it does besides making closures. */
function findLongFunctions(module: SourceModule): readonly string[] {
  const found: string[] = [];
  visitAll(module.source, (node) => {
    if (!hasBody(node)) return;
    const lines = countLines(module, node) - countNested(module, node);
    if (lines > maxFunctionLines) {
      found.push(`${placeOf(module, node)} has a function of ${lines} lines, more than ${maxFunctionLines}.`);
    }
  });
  return found;
}

/** Lines of the outermost functions inside a node. */
function countNested(module: SourceModule, node: ts.Node): number {
  let lines = 0;
  ts.forEachChild(node, (child) => {
    lines += hasBody(child) ? countLines(module, child) : countNested(module, child);
  });
  return lines;
}

function countLines({ source }: SourceModule, node: ts.Node): number {
  const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line;
  return lineAt(node.getEnd()) - lineAt(node.getStart(source)) + 1;
}

function hasBody(node: ts.Node): boolean {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}
