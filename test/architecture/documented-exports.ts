import ts from "typescript";

/** Exports of entry files whose declaration has no TSDoc, however far the re-export goes. */
export function findUndocumentedExports(program: ts.Program, entries: readonly string[]): readonly string[] {
  const checker = program.getTypeChecker();
  return entries.flatMap((entry) => {
    const source = program.getSourceFile(entry);
    const symbol = source === undefined ? undefined : checker.getSymbolAtLocation(source);
    if (symbol === undefined) return [`${entry} exports nothing.`];
    return checker
      .getExportsOfModule(symbol)
      .map((exported) => resolve(exported, checker))
      .filter((exported) => exported.getDocumentationComment(checker).length === 0)
      .map(({ name }) => `${entry} exports ${name} without TSDoc.`);
  });
}

function resolve(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}
