import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Folder of the repository. */
export const root: string = fileURLToPath(new URL("../", import.meta.url));

/** How a command ended. */
export interface RunResult {
  readonly code: number;
  /** What it wrote to both streams, in order of arrival. */
  readonly output: string;
  readonly milliseconds: number;
}

/** Runs a command in the repository and collects what it writes; never throws. */
export async function run(command: string, args: readonly string[]): Promise<RunResult> {
  const start = performance.now();
  let output = "";
  const child = spawn(command, [...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const code = await new Promise<number>((resolve) => {
    child.on("error", (error) => {
      output += `${error.message}\n`;
      resolve(127);
    });
    child.on("close", (status) => resolve(status ?? 1));
  });
  return { code, output, milliseconds: performance.now() - start };
}

/** Path of a tool that npm installed for this project. */
export function tool(name: string): string {
  return `${root}node_modules/.bin/${name}`;
}
