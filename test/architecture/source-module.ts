import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import ts from "typescript";

/** One TypeScript file, parsed. */
export interface SourceModule {
  /** Path below the root of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly source: ts.SourceFile;
  readonly imports: readonly Import[];
}

/** One import, re-export, dynamic import or import type. */
export interface Import {
  readonly specifier: string;
  /** Path of the imported file below the root, for a relative specifier. */
  readonly target: string | undefined;
  readonly line: number;
}

/** Parses one file, so that a check can also be given a small bad input. */
export function parseModule(path: string, text: string): SourceModule {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  return { path, text, source, imports: findImports(path, source) };
}

/** Every TypeScript file below a folder of the repository; parsed once per process. */
export function readModules(folder: string): readonly SourceModule[] {
  const known = parsed.get(folder);
  if (known !== undefined) return known;
  const modules = listFiles(folder, ".ts").map((path) => parseModule(path, readText(path)));
  parsed.set(folder, modules);
  return modules;
}

/** Paths of the files below a folder of the repository, sorted. */
export function listFiles(folder: string, suffix: string): readonly string[] {
  return readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: "utf8" })
    .map((path) => posix.join(folder, path.replaceAll("\\", "/")))
    .filter((path) => path.endsWith(suffix))
    .sort();
}

/** The text of a file of the repository. */
export function readText(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

/** Where a node stands, as `path:line`. */
export function placeOf({ path, source }: SourceModule, node: ts.Node): string {
  return `${path}:${lineOf(source, node)}`;
}

/** Calls the visitor for a node and everything below it. */
export function visitAll(node: ts.Node, visitor: (node: ts.Node) => void): void {
  visitor(node);
  ts.forEachChild(node, (child) => visitAll(child, visitor));
}

function findImports(path: string, source: ts.SourceFile): readonly Import[] {
  const found: Import[] = [];
  visitAll(source, (node) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return;
    const target = specifier.startsWith(".") ? posix.join(posix.dirname(path), specifier) : undefined;
    found.push({ specifier, target, line: lineOf(source, node) });
  });
  return found;
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier);
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? textOf(node.argument.literal) : undefined;
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return textOf(node.arguments[0]);
  return undefined;
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}

const root = new URL("../../", import.meta.url);
const parsed = new Map<string, readonly SourceModule[]>();
