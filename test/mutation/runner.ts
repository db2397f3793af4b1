import type { MutantCoverage, StrykerOptions } from "@stryker-mutator/api/core";
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from "@stryker-mutator/api/plugin";
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import fc from "fast-check";
import { listFiles } from "../architecture/source-module.ts";
import { type CollectedTest, collectTests } from "./collect-tests.ts";

createRunner.inject = tokens(commonTokens.options);

/**
 * A test runner for Stryker that keeps the tests of node:test in one process and runs, for each mutant, those that reach it.
 * A process per test file would take hours for what takes minutes here.
 */
export const strykerPlugins: readonly unknown[] = [
  declareFactoryPlugin(PluginKind.TestRunner, "in-process", createRunner),
];

/** What Stryker's mutants look at. */
interface MutantState {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: MutantCoverage;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

function createRunner(options: StrykerOptions): TestRunner {
  const state: MutantState = {};
  let collected: Promise<readonly CollectedTest[]> | undefined;
  const load = (): Promise<readonly CollectedTest[]> => (collected ??= collectTests(testFiles(options)));
  return {
    capabilities: () => ({ reloadEnvironment: false }),
    init() {
      Object.assign(globalThis, { __stryker__: state });
      // The same values on every run: whether a mutant survives is no matter of luck.
      fc.configureGlobal({ seed: 1 });
      return Promise.resolve();
    },
    async dryRun() {
      const tests = await run(await load(), state, { bail: false });
      return {
        status: DryRunStatus.Complete,
        tests,
        ...(state.mutantCoverage && { mutantCoverage: state.mutantCoverage }),
      };
    },
    async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }) {
      Object.assign(state, { hitLimit, hitCount: hitLimit === undefined ? undefined : 0, currentTestId: undefined });
      const isWanted = ({ id }: CollectedTest): boolean => testFilter === undefined || testFilter.includes(id);
      const results: TestResult[] = [];
      if (mutantActivation === "static") {
        // The process is new and ends with this mutant: the nearest tests come first, and often spare loading the others.
        state.activeMutant = activeMutant.id;
        for (const file of nearestFirst(testFiles(options), activeMutant.fileName)) {
          results.push(...(await run((await collectTests([file])).filter(isWanted), state, { bail: true })));
          if (results.at(-1)?.status === TestStatus.Failed) break;
        }
      } else {
        const tests = await load();
        state.activeMutant = activeMutant.id;
        results.push(...(await run(tests.filter(isWanted), state, { bail: true })));
      }
      const result: DryRunResult = { status: DryRunStatus.Complete, tests: results };
      return toMutantRunResult(determineHitLimitReached(state.hitCount, hitLimit) ?? result);
    },
  };
}

/** The test of the same stem, then those of the same room, then the others. */
function nearestFirst(files: readonly string[], mutated: string): readonly string[] {
  const [, room = "", stem = ""] = /src\/([^/]+)\/(.+)\.ts$/.exec(mutated) ?? [];
  const distance = (file: string): number =>
    file.endsWith(`/${room}/${stem}.test.ts`) ? 0 : file.includes(`/${room}/`) ? 1 : 2;
  return files.toSorted((one, other) => distance(one) - distance(other));
}

async function run(
  tests: readonly CollectedTest[],
  state: MutantState,
  { bail }: { readonly bail: boolean },
): Promise<TestResult[]> {
  const results: TestResult[] = [];
  for (const test of tests) {
    state.currentTestId = test.id;
    const result = await runOne(test);
    results.push(result);
    if (bail && result.status === TestStatus.Failed) break;
  }
  return results;
}

async function runOne({ id, file, run: body }: CollectedTest): Promise<TestResult> {
  const started = performance.now();
  const about = { id, name: id, fileName: file };
  try {
    await body();
    return { ...about, status: TestStatus.Success, timeSpentMs: performance.now() - started };
  } catch (error) {
    const timeSpentMs = performance.now() - started;
    return { ...about, status: TestStatus.Failed, failureMessage: String(error), timeSpentMs };
  }
}

/** The unit tests of the room that is changed, and what stryker.config.json names for it under `inProcess`: those that are quick. */
function testFiles(options: StrykerOptions): readonly string[] {
  const [, room = ""] = /^src\/([^/]+)\//.exec(options.mutate[0] ?? "") ?? [];
  const others: readonly string[] = Object(options.inProcess)[room] ?? [];
  const wanted = [`test/unit/${room}/`, ...others];
  return listFiles("test", ".test.ts").filter((path) => wanted.some((each) => path.startsWith(each)));
}
