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
  const command = join(folder, "node_modules/.bin", npmPackage);
  try {
    if (!existsSync(folder)) await install(folder, `${npmPackage}@${version}`);
    await run(command, ["--version"], { timeout: 20_000 });
    return { command };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    return { reason: `npm gives no ${npmPackage}@${version} that runs here: ${describe(error)}` };
  }
}

/** The folder has its name only when it is whole: an installation that was stopped is not taken for one. */
async function install(folder: string, spec: string): Promise<void> {
  const begun = `${folder}.${process.pid}`;
  rmSync(begun, { recursive: true, force: true });
  mkdirSync(begun, { recursive: true });
  writeFileSync(join(begun, "package.json"), JSON.stringify({ private: true }));
  const options = { cwd: begun, timeout: 180_000 };
  await run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", spec], options);
  renameSync(begun, folder);
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
