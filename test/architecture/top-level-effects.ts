import ts from "typescript";
import { placeOf, type SourceModule } from "./source-module.ts";

/** What runs when a module is loaded: calls, `new`, `await`, assignments and loops outside functions. */
export function findTopLevelEffects(modules: readonly SourceModule[]): readonly string[] {
  return modules.flatMap((module) =>
    module.source.statements.flatMap((statement) =>
      findEffects(statement).map(
        (node) => `${placeOf(module, node)} runs at load: ${node.getText(module.source).slice(0, 60)}`,
      ),
    ),
  );
}

function findEffects(node: ts.Node): readonly ts.Node[] {
  if (ts.isFunctionLike(node) || ts.isTypeNode(node) || isInstanceField(node)) return [];
  if (isEffect(node)) return [node];
  const found: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    found.push(...findEffects(child));
  });
  return found;
}

function isEffect(node: ts.Node): boolean {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return !isMarkedPure(node);
  if (ts.isTaggedTemplateExpression(node) || ts.isAwaitExpression(node) || ts.isDeleteExpression(node)) return true;
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return changes.has(node.operator);
  if (ts.isBinaryExpression(node)) return isAssignment(node.operatorToken.kind);
  if (ts.isImportDeclaration(node)) return node.importClause === undefined;
  return statementsThatRun.has(node.kind);
}

/** Whether a bundler may drop the call when nobody uses its result. */
function isMarkedPure(node: ts.Node): boolean {
  const text = node.getSourceFile().text;
  const start = node.getFullStart();
  const comments = [
    ...(ts.getTrailingCommentRanges(text, start) ?? []),
    ...(ts.getLeadingCommentRanges(text, start) ?? []),
  ];
  return comments.some(({ pos, end }) => /^\/\* [@#]__PURE__ \*\/$/.test(text.slice(pos, end)));
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** Whether the initial value is computed for each object, not at load. */
function isInstanceField(node: ts.Node): boolean {
  return (
    ts.isPropertyDeclaration(node) &&
    !(ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)
  );
}

const changes: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken]);

const statementsThatRun: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.SwitchStatement,
  ts.SyntaxKind.TryStatement,
  ts.SyntaxKind.ThrowStatement,
  ts.SyntaxKind.ClassStaticBlockDeclaration,
]);
