/** One name that a generated module takes from another. */
export interface ImportedName {
  readonly module: string;
  readonly name: string;
  /** Only the type is needed, so nothing remains of the import at run time. */
  readonly type?: boolean;
}

/** Prints import lines: one per module, modules and names sorted, `import type` where a module yields types only. */
export function printImports(names: readonly ImportedName[]): string {
  const modules = [...new Set(names.map(({ module }) => module))].sort();
  return modules
    .map((module) =>
      printImport(
        module,
        names.filter((entry) => entry.module === module),
      ),
    )
    .join("");
}

function printImport(module: string, entries: readonly ImportedName[]): string {
  const allTypes = entries.every(({ type }) => type === true);
  const names = [...entries]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, type }) => (type === true && !allTypes ? `type ${name}` : name));
  const unique = [...new Set(names)];
  const keyword = allTypes ? "import type" : "import";
  const line = `${keyword} { ${unique.join(", ")} } from ${JSON.stringify(module)};\n`;
  if (line.length <= 121) return line;
  return `${keyword} {\n${unique.map((name) => `  ${name},\n`).join("")}} from ${JSON.stringify(module)};\n`;
}
