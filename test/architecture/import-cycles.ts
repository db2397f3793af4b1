import type { SourceModule } from "./source-module.ts";

/** Cycles of imports, types included, each as the list of its files. */
export function findImportCycles(modules: readonly SourceModule[]): readonly string[] {
  const edges = new Map(
    modules.map(({ path, imports }) => [path, imports.flatMap(({ target }) => (target === undefined ? [] : [target]))]),
  );
  const finished = new Set<string>();
  const cycles: string[] = [];
  function walk(path: string, trail: readonly string[]): void {
    const start = trail.indexOf(path);
    if (start !== -1) {
      cycles.push([...trail.slice(start), path].join(" → "));
      return;
    }
    if (finished.has(path)) return;
    for (const target of edges.get(path) ?? []) walk(target, [...trail, path]);
    finished.add(path);
  }
  for (const path of edges.keys()) walk(path, []);
  return cycles;
}
