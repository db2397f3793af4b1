import { type ChildProcess, spawn } from "node:child_process";
import { outerEnvironment } from "./installed-app.ts";

/** A server in a process of its own. */
export interface RunningApp {
  /** What it has written so far. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

/** What is started. */
export interface StartedProgram {
  readonly folder: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** It listens when this URL is answered, whatever the answer. */
  readonly url: string;
}

/** Starts a server, and waits until it listens; throws with what it wrote when it ends before. */
export async function startApp({ folder, command, args, env, url }: StartedProgram): Promise<RunningApp> {
  const child = spawn(command, [...args], {
    cwd: folder,
    env: { ...outerEnvironment(), NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const collect = (text: string): void => {
    output = `${output}${text}`.slice(-16_000);
  };
  child.stdout.setEncoding("utf8").on("data", collect);
  child.stderr.setEncoding("utf8").on("data", collect);
  const running = { output: () => output, stop: () => stop(child) };
  const end = performance.now() + 30_000;
  while (!(await isAnswered(url))) {
    if (child.exitCode !== null || child.signalCode !== null || performance.now() > end) {
      await stop(child);
      throw new Error(`${args.join(" ")} does not listen:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return running;
}

async function isAnswered(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(5000) });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

/** This process alone, by its id. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const timer = setTimeout(() => child.kill("SIGKILL"), 2000);
  child.kill("SIGTERM");
  await ended;
  clearTimeout(timer);
}
