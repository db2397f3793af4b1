import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Runtime } from "./runtimes.ts";

/** A run-time that serves. */
export interface StartedRuntime {
  /** Where its hosts listen. */
  readonly origins: readonly string[];
  /** What it has written to its error stream. */
  readonly problems: () => string;
  readonly close: () => Promise<void>;
}

/** Starts the host of a run-time; rejects with what it wrote when it ends, or says no port in time. */
export async function startRuntime(
  runtime: Runtime,
  { command, hosts, cache }: { readonly command: string; readonly hosts: string; readonly cache: string },
): Promise<StartedRuntime> {
  const { PATH = "", HOME = "" } = process.env;
  const env = { PATH, HOME, DENO_DIR: cache, DENO_NO_UPDATE_CHECK: "1" };
  const child = spawn(command, [...runtime.args(hosts)], { cwd: hosts, env, stdio: ["ignore", "pipe", "pipe"] });
  let problems = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    problems = `${problems}${text}`.slice(-8000);
  });
  const ended = new Promise<void>((resolve) => {
    child.on("close", () => resolve());
    child.on("error", (error) => {
      problems += error.message;
      resolve();
    });
  });
  const close = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
  };
  const origins: string[] = [];
  const listening = new Promise<void>((resolve, reject) => {
    createInterface(child.stdout).on("line", (line) => {
      if (!line.startsWith("{")) return;
      const { port }: { readonly port?: number } = JSON.parse(line);
      if (port === undefined) return;
      origins.push(`http://127.0.0.1:${port}`);
      if (origins.length === runtime.ports) resolve();
    });
    const fail = (): void => reject(new Error(`${runtime.name} does not serve: ${problems}`));
    const timer = setTimeout(fail, 30_000);
    ended.then(fail).finally(() => clearTimeout(timer));
    timer.unref();
  });
  try {
    await listening;
  } catch (error) {
    await close();
    throw error;
  }
  return { origins, problems: () => problems, close };
}
