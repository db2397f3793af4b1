import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { build } from "esbuild";
import { root } from "../scripts/run.ts";
import type { Endpoints, Usage } from "./provider-process.ts";

/** A server under load, in a process of its own. */
export interface Server {
  readonly ready: Endpoints;
  readonly usage: () => Promise<Usage>;
  readonly end: () => void;
}

/**
 * Starts a script of this folder and waits until it answers. The script is bundled first, so that no TypeScript loader is part of what is measured.
 * @param script - `provider-own` or `provider-peer`
 * @param args - what the script is given
 */
export async function startServer(script: string, args: readonly string[] = []): Promise<Server> {
  // One folder below that of the repository, as its source is.
  const outfile = `${root}.cache/${script}.mjs`;
  await build({
    entryPoints: [`${root}bench/${script}.ts`],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    logLevel: "error",
  });
  const child: ChildProcess = fork(outfile, args, {
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const [ready]: Endpoints[] = await Promise.race([
    once(child, "message") as Promise<Endpoints[]>,
    once(child, "exit").then(() => []),
  ]);
  if (ready === undefined) throw new Error(`${script} ended before it could answer.`);
  return {
    ready,
    async usage() {
      child.send("usage");
      const [usage] = (await once(child, "message")) as [Usage];
      return usage;
    },
    end: () => void child.kill(),
  };
}
