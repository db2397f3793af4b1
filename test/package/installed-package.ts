import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The package as a user gets it: packed, and installed in an empty project outside the repository. */
export interface InstalledPackage {
  /** Folder of the project. */
  readonly folder: string;
  /** The packed file. */
  readonly tarball: string;
  /** Paths inside the package, sorted. */
  readonly files: readonly string[];
  /** Keys of `exports`. */
  readonly subpaths: readonly string[];
  /** Text of a file of the package. */
  readonly read: (path: string) => string;
  readonly remove: () => void;
}

/** Folder of the repository. */
export const root: string = fileURLToPath(new URL("../../", import.meta.url));

/** Packs what `npm run build` made, and installs it with its dependencies. */
export function installPackage(): InstalledPackage {
  const folder = mkdtempSync(join(tmpdir(), "installed-"));
  const [packed]: readonly Packed[] = JSON.parse(
    runCommand("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], root),
  );
  if (packed === undefined) throw new Error("npm pack made nothing.");
  const tarball = join(folder, packed.filename);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true, type: "module" }));
  runCommand("npm", ["install", "--no-audit", "--no-fund", tarball], folder);
  const installed = join(folder, "node_modules/ts-identity-model");
  const manifest: { readonly exports: object } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  return {
    folder,
    tarball,
    files: packed.files.map(({ path }) => path).sort(),
    subpaths: Object.keys(manifest.exports),
    read: (path) => readFileSync(join(installed, path), "utf8"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Names of the applications of examples/apps that are one file: the programs of their frameworks' adapters. Those that are a project are built by test/frameworks. */
export const applications: readonly string[] = readdirSync(join(root, "examples/apps")).filter((name) =>
  existsSync(join(root, "examples/apps", name, "app.ts")),
);

/** Copies the programs of test/package/programs and the applications of examples/apps into the project; gives the text of each program by its name. */
export function copyPrograms(folder: string): Readonly<Record<string, string>> {
  const own = readdirSync(join(root, "test/package/programs")).map((name) => [
    name,
    readText(`test/package/programs/${name}`),
  ]);
  const ofFrameworks = applications.map((name) => [
    `${name}.ts`,
    // A user's compiler wants the extension that the file has when it runs.
    readText(`examples/apps/${name}/app.ts`).replace('"../identity.ts"', '"../identity.js"'),
  ]);
  const programs: Readonly<Record<string, string>> = Object.fromEntries([...own, ...ofFrameworks]);
  mkdirSync(join(folder, "programs"));
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, "programs", name), text);
  writeFileSync(join(folder, "identity.ts"), readText("examples/apps/identity.ts"));
  return programs;
}

/** Runs a command; throws with all that it wrote when it fails. */
export function runCommand(command: string, args: readonly string[], folder: string): string {
  try {
    return execFileSync(command, [...args], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    if (!(error instanceof Error && "stdout" in error && "stderr" in error)) throw error;
    throw new Error(`${command} ${args.join(" ")} failed:\n${String(error.stdout)}\n${String(error.stderr)}`);
  }
}

function readText(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}
