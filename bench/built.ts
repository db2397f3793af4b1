import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { root, run, tool } from "../scripts/run.ts";

/** Folder of the build that is measured: made like the package's, beside it, so that neither is in the other's way. */
export const builtFolder: string = `${root}.cache/bench-dist`;

/** Builds the package into {@link builtFolder}. What users get is measured, not what a TypeScript loader makes of the sources. */
export async function build({ keep }: { readonly keep: boolean }): Promise<void> {
  if (keep && existsSync(`${builtFolder}/src/index.js`)) return;
  const { code, output } = await run(tool("tsx"), ["scripts/build.ts", builtFolder]);
  if (code !== 0) throw new Error(`The build failed.\n${output}`);
}

/** Imports a module of the build; its type is that of the source, which the caller names. */
export async function importBuilt<Module>(path: string): Promise<Module> {
  return (await import(pathToFileURL(`${builtFolder}/${path}`).href)) as Module;
}
