import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "../package/installed-package.ts";

const source = join(root, "test/runtimes/hosts");

/**
 * Compiles the hosts with their programs into a project that has the package installed. Node, Deno and Bun import it from there; workers are bundled
 * with it, since they have no packages.
 */
export async function buildHosts(project: string): Promise<string> {
  const hosts = join(project, "hosts");
  const usual = { bundle: true, format: "esm", target: "es2022", logLevel: "silent" } as const;
  const entryPoints = ["node", "deno", "bun", "worker", "provider-worker"].map((name) => join(source, `${name}.ts`));
  // The paths of the repository's tsconfig.json would lead to its sources.
  await build({
    ...usual,
    entryPoints,
    outdir: hosts,
    packages: "external",
    external: ["cloudflare:*"],
    tsconfigRaw: "{}",
  });
  for (const name of ["worker", "provider-worker"]) {
    await build({
      ...usual,
      stdin: { contents: `export { worker as default } from "./hosts/${name}.js";`, resolveDir: project },
      outfile: join(hosts, `${name}.js`),
      allowOverwrite: true,
      conditions: ["workerd", "worker", "import"],
      external: ["node:*", "cloudflare:*"],
      tsconfigRaw: "{}",
    });
  }
  copyFileSync(join(source, "workerd.capnp"), join(hosts, "workerd.capnp"));
  return hosts;
}
