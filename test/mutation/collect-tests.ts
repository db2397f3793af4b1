import { createRequire, syncBuiltinESMExports } from "node:module";

/** A test of a file, not yet run. */
export interface CollectedTest {
  readonly id: string;
  readonly file: string;
  readonly run: () => unknown;
}

/**
 * Imports test files so that their tests are collected and not run: `test` of node:test is another function meanwhile. Hooks and
 * the context of a test are not served; files that need them are refused.
 */
export async function collectTests(files: readonly string[]): Promise<readonly CollectedTest[]> {
  const collected: CollectedTest[] = [];
  const runner: Record<string, unknown> = createRequire(import.meta.url)("node:test");
  const original = Object.fromEntries(["test", ...hooks].map((name) => [name, runner[name]]));
  let file = "";
  runner.test = (title: string, run: (...context: readonly unknown[]) => unknown): void => {
    if (run.length > 0) throw new Error(`${file}: ${title} uses the context of a test.`);
    collected.push({ id: `${file} ${title}`, file, run: () => run() });
  };
  for (const hook of hooks)
    runner[hook] = () => {
      throw new Error(`${file} uses ${hook}.`);
    };
  syncBuiltinESMExports();
  try {
    for (file of files) await import(new URL(file, `file://${process.cwd()}/`).href);
  } finally {
    Object.assign(runner, original);
    syncBuiltinESMExports();
  }
  return collected;
}

const hooks = ["before", "after", "beforeEach", "afterEach", "describe", "suite"];
