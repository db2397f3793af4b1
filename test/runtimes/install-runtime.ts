import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../package/installed-package.ts";
import type { Runtime } from "./runtimes.ts";

/** The program of a run-time, or why there is none. */
export type InstalledRuntime =
  | { readonly command: string; readonly reason?: undefined }
  | { readonly command?: undefined; readonly reason: string };

/** Installs a run-time from npm in `.cache/runtimes`, once for each version. */
export async function installRuntime({ npmPackage, version }: Runtime): Promise<InstalledRuntime> {
  const folder = join(root, ".cache/runtimes", `${npmPackage}-${version}`);
  try {
    if (!existsSync(folder)) await install(folder, { npmPackage, version });
    return { command: commandIn(folder, npmPackage) };
  } catch (error) {
    return { reason: `npm gives no ${npmPackage}@${version} that runs here: ${describe(error)}` };
  }
}

/** The folder gets its name when all is there and runs: what was begun and stopped is not taken for it. */
async function install(
  folder: string,
  { npmPackage, version }: Pick<Runtime, "npmPackage" | "version">,
): Promise<void> {
  const begun = `${folder}.${process.pid}`;
  try {
    mkdirSync(begun, { recursive: true });
    writeFileSync(join(begun, "package.json"), JSON.stringify({ private: true }));
    const args = ["install", "--no-audit", "--no-fund", "--loglevel=error", `${npmPackage}@${version}`];
    await run("npm", args, { cwd: begun, timeout: 180_000 });
    await run(commandIn(begun, npmPackage), ["--version"], { timeout: 60_000 });
    renameSync(begun, folder);
  } finally {
    rmSync(begun, { recursive: true, force: true });
  }
}

function commandIn(folder: string, npmPackage: string): string {
  return join(folder, "node_modules/.bin", npmPackage);
}

function describe(error: unknown): string {
  const { message, stderr } = Object(error);
  return String(stderr || message)
    .trim()
    .split("\n")
    .slice(0, 3)
    .join(" ");
}

const run = promisify(execFile);
