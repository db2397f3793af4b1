import { builtinModules } from "node:module";
import { roomsWithBuiltIns } from "./layers.ts";
import type { SourceModule } from "./source-module.ts";

/** The one file that may import a package which this project may have to leave one day. */
const soleImporters: Readonly<Record<string, string>> = {
  "openapi-typescript": "codegen/emit/paths.ts",
};

/** Packages that code in `src/` may import: the run-time dependencies. */
const runtimePackages: readonly string[] = ["jose"];

/** Packages that the provider needs, and those whose types adapters speak, by the places that may import them: files, or folders with a slash at the end. */
const optionalPackages: Readonly<Record<string, readonly string[]>> = {
  fastify: ["src/adapters/fastify.ts"],
  hono: [
    "src/adapters/hono.ts",
    "src/provider/router.ts",
    "src/provider/http/",
    "src/provider/pages/",
    "src/provider/browser/",
  ],
  "@node-rs/argon2": ["src/provider/crypto/"],
  "@hono/node-server": ["src/provider/node/"],
  kysely: ["src/provider/stores/sql/"],
  pg: ["src/provider/stores/sql/", "src/adapters/postgres-store.ts"],
  redis: ["src/provider/stores/redis/"],
  "@opentelemetry/api": ["src/adapters/opentelemetry"],
  "prom-client": ["src/provider/observability/"],
};

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
  if (optionalPackages[packageName]?.some((place) => path.startsWith(place)) === true) return undefined;
  return runtimePackages.includes(packageName) ? undefined : "not a run-time dependency.";
}

function nameOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
