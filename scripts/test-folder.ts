// `tsx scripts/test-folder.ts <folder>`: the test files of one folder of test/, in one process.
import { readdirSync } from "node:fs";
import { root } from "./run.ts";

const folder = process.argv[2];
if (folder === undefined) throw new Error("Usage: tsx scripts/test-folder.ts <folder of test/>");

const files = readdirSync(`${root}test/${folder}`, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".test.ts"))
  .sort();
if (files.length === 0) throw new Error(`test/${folder} has no test files.`);

for (const path of files) await import(new URL(`../test/${folder}/${path}`, import.meta.url).href);
console.log(`${files.length} test files of test/${folder} in one process.`);
