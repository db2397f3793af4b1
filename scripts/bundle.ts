import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "./run.ts";

/**
 * Joins the modules of a build into one, `src/core.js`, and makes each entry of the package a list of what it takes from
 * there: an import costs by the number of files (docs/decisions/bundled-output.md). Code is neither minified nor renamed,
 * dependencies stay imports, declarations stay tsc's, and the entries under `messages/` stay modules of their own, of which
 * an application imports a few. An adapter needs a run-time of its own, and the provider is for servers: they are modules of their own too, which
 * take the error classes from `src/core.js`; what entries of the provider share is a module between them.
 *
 * @param output - folder that tsc has written to
 * @returns the number of entries
 */
export async function bundleEntries(output: string): Promise<number> {
  const folder = `${output}/src`;
  const paths = entryPaths();
  const apart = paths.filter((path) => isAdapter(path) || isProvider(path));
  const entries = await Promise.all(
    paths.filter((path) => !apart.includes(path)).map((path) => readEntry(folder, path)),
  );
  await build({
    stdin: { contents: collectExports(entries), resolveDir: folder },
    outfile: `${folder}/core.js`,
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "neutral",
    target: "es2022",
    charset,
    legalComments: "none",
    logLevel: "error",
  });
  const made = new Set(["core.js"]);
  for (const entryPoints of [...paths.filter(isAdapter).map((path) => [path]), paths.filter(isProvider)])
    for (const path of await bundleApart(folder, entryPoints)) made.add(path);
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (path.endsWith(".js") && !made.has(path)) rmSync(`${folder}/${path}`);
  }
  for (const { path, names } of entries) {
    writeFileSync(`${folder}/${path}`, listExports(names, corePath(path)));
  }
  return paths.length;
}

function isAdapter(path: string): boolean {
  return path.startsWith("adapters/");
}

/** The provider, and the kit for tests, which has one in it. */
function isProvider(path: string): boolean {
  return path.startsWith("provider/") || path.startsWith("testing/");
}

/** Joins the program behind the package's command, which compiles schemas of users; what it needs besides stays an import. */
export async function bundleCommand(output: string): Promise<void> {
  await build({
    entryPoints: [`${root}codegen/own/main.ts`],
    outdir: `${output}/cli`,
    bundle: true,
    splitting: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "error",
  });
}

/**
 * Joins entries with what they import, but for the error classes, of which there is to be one set.
 * @returns the paths of the modules that were written
 */
async function bundleApart(folder: string, entries: readonly string[]): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: entries.map((path) => `${folder}/${path}`),
    outdir: folder,
    outbase: folder,
    chunkNames: `${dirname(entries[0] ?? "")}/shared-[hash]`,
    metafile: true,
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "es2022",
    charset,
    legalComments: "none",
    logLevel: "error",
    plugins: [
      {
        name: "errors of the core",
        setup: ({ onResolve }) => {
          onResolve({ filter: /\/errors\/(?:auth-error|families|oauth-error|validation-error)\.js$/ }, () => ({
            path: coreMark,
            external: true,
          }));
        },
      },
    ],
  });
  const written = Object.keys(metafile.outputs).map((path) => relative(folder, resolve(path)));
  for (const path of written) {
    const text = readFileSync(`${folder}/${path}`, "utf8");
    writeFileSync(`${folder}/${path}`, text.replaceAll(`"${coreMark}"`, `"${corePath(path)}"`));
  }
  return written;
}

/** Stands for `src/core.js` until it is known where a module is written: a path of this machine would be in no user's. */
const coreMark = "core of this package";

/** How a module names `src/core.js`. */
function corePath(path: string): string {
  const core = relative(dirname(path), "core.js");
  return core.startsWith(".") ? core : `./${core}`;
}

interface Entry {
  /** Path below `src/`. */
  readonly path: string;
  /** What it exports. */
  readonly names: readonly string[];
  readonly exported: Readonly<Record<string, unknown>>;
}

/** The entries of the package that are modules of `src/`. */
function entryPaths(): readonly string[] {
  const { exports } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
  return Object.values<string | { readonly default: string }>(exports).flatMap((target) => {
    const path = typeof target === "string" ? target : target.default;
    return path.startsWith("./dist/src/") ? [path.slice("./dist/src/".length)] : [];
  });
}

async function readEntry(folder: string, path: string): Promise<Entry> {
  const exported: Readonly<Record<string, unknown>> = await import(pathToFileURL(`${folder}/${path}`).href);
  return { path, names: Object.keys(exported), exported };
}

/** A module that exports what all entries export; where two export one name, it must be one thing. */
function collectExports(entries: readonly Entry[]): string {
  const seen = new Map<string, unknown>();
  return entries
    .map(({ path, names, exported }) => {
      const own = names.filter((name) => !seen.has(name));
      const other = names.find((name) => seen.has(name) && seen.get(name) !== exported[name]);
      if (other !== undefined) throw new Error(`${path} exports another ${other} than an entry before it.`);
      for (const name of own) seen.set(name, exported[name]);
      return listExports(own, `./${path}`);
    })
    .join("");
}

function listExports(names: readonly string[], from: string): string {
  return `export { ${names.join(", ")} } from ${JSON.stringify(from)};\n`;
}

/** One character beyond Latin-1 makes an engine keep the whole source of a module, which is a megabyte, with two octets for each character. */
const charset = "ascii";
