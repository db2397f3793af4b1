import { builtinModules } from "node:module";
import { roomsWithBuiltIns } from "./layers.ts";
import type { SourceModule } from "./source-module.ts";

/** The one file that may import a package which this project may have to leave one day. */
const soleImporters: Readonly<Record<string, string>> = {
  "openapi-typescript": "codegen/emit/paths.ts",
};

/** Packages that code in `src/` may import: the run-time dependencies. */
const runtimePackages: readonly string[] = ["jose"];

/** Imports of built-in modules, of undeclared packages, and of packages that have one place only. */
export function findRestrictedImports(modules: readonly SourceModule[]): readonly string[] {
  return modules.flatMap(({ path, imports }) =>
    imports.flatMap(({ specifier, target, line }) => {
      if (target !== undefined) return [];
      const problem = judge(path, specifier);
      return problem === undefined ? [] : [`${path}:${line} imports ${specifier}: ${problem}`];
    }),
  );
}

function judge(path: string, specifier: string): string | undefined {
  const packageName = nameOf(specifier);
  const sole = soleImporters[packageName];
  if (sole !== undefined && sole !== path) return `only ${sole} may.`;
  if (!path.startsWith("src/")) return undefined;
  if (specifier.startsWith("node:") || builtinModules.includes(specifier)) {
    const allowed = roomsWithBuiltIns.some((room) => path.startsWith(`src/${room}/`));
    return allowed ? undefined : "src runs where Node's modules do not exist.";
  }
  return runtimePackages.includes(packageName) ? undefined : "not a run-time dependency.";
}

function nameOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
