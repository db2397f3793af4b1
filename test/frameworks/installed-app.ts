import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../../scripts/run.ts";

/** An application of examples/apps in a folder of its own outside of the repository, with the package as users get it. */
export interface InstalledApp {
  readonly folder: string;
  /** Runs a program of its node_modules to its end, and gives what it wrote. */
  readonly run: (program: string, args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<string>;
  readonly remove: () => Promise<void>;
}

/** Why an application could not be installed: the registry does not answer. */
export class RegistryUnavailable extends Error {
  override readonly name = "RegistryUnavailable";
}

/**
 * Copies an application, and installs what its lock names and the package that `npm run build` made. What npm made of a lock is kept in .cache/frameworks, so that the next run needs
 * no registry.
 * @param node - the command of Node that runs its programs
 */
export async function installApp(name: string, node: string): Promise<InstalledApp> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-app-`));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await cp(join(root, "examples/apps", name), folder, { recursive: true, filter: isSource });
    await copyTree(join(await installedModules(name), "node_modules"), folder);
    await replacePackage(folder);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    folder,
    run: (program, args, env) => runCommand(node, [join("node_modules", program), ...args], { folder, env }),
    remove,
  };
}

/** The folder with the modules of a lock; it is there as a whole, or not at all. */
async function installedModules(name: string): Promise<string> {
  const source = join(root, "examples/apps", name);
  const manifests = ["package.json", "package-lock.json"];
  const hash = createHash("sha256");
  for (const file of manifests) hash.update(await readFile(join(source, file)));
  hash.update(await ownDependencies());
  const kept = join(root, ".cache/frameworks", `${name}-${hash.digest("hex").slice(0, 16)}`);
  if (await exists(join(kept, "node_modules"))) return kept;
  const made = await mkdtemp(join(tmpdir(), `${name}-modules-`));
  try {
    for (const file of manifests) await cp(join(source, file), join(made, file));
    // Not `npm ci`, which refuses a lock without a platform's binaries that the registry of its maker did not have.
    await runNpm(["install", ...quietly, "--no-save", await pack(made)], made);
    await mkdir(kept, { recursive: true });
    await copyTree(join(made, "node_modules"), `${kept}/making-${process.pid}`);
    await rename(`${kept}/making-${process.pid}/node_modules`, join(kept, "node_modules"));
  } finally {
    await rm(made, { recursive: true, force: true });
    await rm(`${kept}/making-${process.pid}`, { recursive: true, force: true });
  }
  return kept;
}

/** Puts the package of now into the place of the one that was installed with the lock. */
async function replacePackage(folder: string): Promise<void> {
  const target = join(folder, "node_modules/ts-identity-model");
  const tarball = await pack(folder);
  await rm(target, { recursive: true, force: true });
  await mkdir(target);
  await runCommand("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"], { folder });
  await rm(tarball);
}

async function pack(folder: string): Promise<string> {
  const text = await runCommand("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    folder: root,
  });
  const [packed]: readonly { readonly filename: string }[] = JSON.parse(text);
  if (packed === undefined) throw new Error("npm pack made nothing.");
  return join(folder, packed.filename);
}

async function ownDependencies(): Promise<string> {
  const { dependencies }: { readonly dependencies: object } = JSON.parse(
    await readFile(join(root, "package.json"), "utf8"),
  );
  return JSON.stringify(dependencies);
}

/** With hard links where both folders are on one disk: a framework has some ten thousand files. */
async function copyTree(tree: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await runCommand("cp", ["-al", tree, folder], { folder: root }).catch(async () => {
    await runCommand("cp", ["-a", tree, folder], { folder: root });
  });
}

async function runNpm(args: readonly string[], folder: string): Promise<void> {
  try {
    await runCommand("npm", args, { folder });
  } catch (error) {
    const text = String(error);
    const sign = /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH)\b/.exec(text);
    if (sign === null) throw error;
    throw new RegistryUnavailable(`the npm registry can't be reached (${sign[0]})`);
  }
}

const quietly: readonly string[] = [
  "--no-audit",
  "--no-fund",
  "--prefer-offline",
  "--fetch-retries=1",
  "--fetch-retry-mintimeout=500",
];
const execute = promisify(execFile);

/** Runs a command to its end; throws with all that it wrote when it fails. */
async function runCommand(
  command: string,
  args: readonly string[],
  { folder, env = {} }: { readonly folder: string; readonly env?: NodeJS.ProcessEnv | undefined },
): Promise<string> {
  try {
    const options = {
      cwd: folder,
      env: { ...outerEnvironment(), ...env },
      maxBuffer: 64 * 1_048_576,
      timeout: 300_000,
    };
    return (await execute(command, [...args], options)).stdout;
  } catch (error) {
    const { stdout = "", stderr = "" }: { readonly stdout?: unknown; readonly stderr?: unknown } = Object(error);
    throw new Error(`${command} ${args.join(" ")} failed:\n${String(stdout)}\n${String(stderr)}\n${String(error)}`);
  }
}

/** The environment without what this process was started with: a test runner tells its children how to report, tsx loads itself. */
export function outerEnvironment(): NodeJS.ProcessEnv {
  const { NODE_TEST_CONTEXT: _context, NODE_OPTIONS: _options, ...env } = process.env;
  return { ...env, NEXT_TELEMETRY_DISABLED: "1" };
}

/** What a framework or an editor left there is not the application. */
function isSource(path: string): boolean {
  return !/\/(?:node_modules|dist|build|\.next|\.svelte-kit|next-env\.d\.ts)$/.test(path);
}

async function exists(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    (error) => Object(error).code !== "ENOENT",
  );
}
