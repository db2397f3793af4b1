import { isRecord } from "../../src/schema/is-record.ts";
import { listFiles } from "../architecture/source-module.ts";
import type { Scenario } from "./scenario.ts";

/**
 * Every scenario of every file in `scenarios/`, by file name: a new file is found without being listed anywhere. Those in `peers/` are for our own
 * provider, and driven by clients that are not ours.
 */
export async function loadScenarios(folder: "scenarios" | "peers" = "scenarios"): Promise<readonly Scenario[]> {
  const files = listFiles(`test/interop/${folder}`, ".ts");
  const lists = await Promise.all(files.map(loadFile));
  return lists.flat();
}

async function loadFile(path: string): Promise<readonly Scenario[]> {
  const module: unknown = await import(new URL(`../../${path}`, import.meta.url).href);
  if (!isRecord(module) || !isList(module.scenarios)) throw new Error(`${path} exports no \`scenarios\`.`);
  return module.scenarios;
}

function isList(value: unknown): value is readonly Scenario[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => isRecord(item) && "run" in item);
}
