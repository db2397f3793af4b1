import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { findUndocumentedExports } from "./documented-exports.ts";
import { listFiles, readModules } from "./source-module.ts";
import { readSubpaths } from "./subpaths.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

const subpaths = [
  ".",
  "./adapters/diagnostics-channel",
  "./adapters/logger",
  "./adapters/loopback",
  "./adapters/node-digest",
  "./adapters/node-mtls",
  "./adapters/opentelemetry",
  "./adapters/postgres-store",
  "./adapters/redis-store",
  "./browser",
  "./client-auth",
  "./constants",
  "./dpop",
  "./endpoints",
  "./errors",
  "./express",
  "./fastify",
  "./hono",
  "./http-signatures",
  "./id-token",
  "./jose",
  "./jwt-profiles",
  "./koa",
  "./messages/*",
  "./metadata",
  "./nestjs",
  "./next",
  "./node",
  "./package.json",
  "./pkce",
  "./provider",
  "./provider/metrics",
  "./provider/node",
  "./provider/redis",
  "./provider/sql",
  "./provider/store-contract",
  "./provider/testing",
  "./relying-party",
  "./resource-server",
  "./schema",
  "./sveltekit",
  "./testing",
  "./tokens",
  "./tolerances",
  "./util",
  "./worker",
];

test("public entries: the list is the one that was decided on", () => {
  assert.deepEqual([...readSubpaths().keys()].sort(), subpaths);
});

test("public entries: every export has TSDoc", () => {
  const entries = readEntries();
  assert.ok(entries.length >= 9, `saw ${entries.length} entries only`);
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile).config,
    ts.sys,
    root,
  );
  const program = ts.createProgram(entries, options);
  assert.deepEqual(findUndocumentedExports(program, entries), []);
});

test("public entries: an export without TSDoc is found behind a re-export", () => {
  const folder = mkdtempSync(join(tmpdir(), "entry-"));
  try {
    writeFileSync(join(folder, "a.ts"), "/** Told. */\nexport const told = 1;\nexport const untold = 2;\n");
    writeFileSync(join(folder, "index.ts"), 'export { told, untold as renamed } from "./a.ts";\n');
    const entry = join(folder, "index.ts");
    const program = ts.createProgram([entry], { allowImportingTsExtensions: true, noEmit: true, types: [] });
    assert.deepEqual(findUndocumentedExports(program, [entry]), [`${entry} exports untold without TSDoc.`]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("public entries: an index gives names of its own room and nothing of its own", () => {
  const wrong = readModules("src")
    .filter(({ path }) => path.endsWith("/index.ts"))
    .flatMap(({ path, source }) =>
      source.statements.filter((statement) => !ts.isExportDeclaration(statement)).map(() => path),
    );
  assert.deepEqual(wrong, []);
});

test("public entries: every module of src and codegen can be loaded alone, and adds no global", () => {
  const programs = ["codegen/main.ts", "codegen/own/main.ts"];
  const paths = [...listFiles("src", ".ts"), ...listFiles("codegen", ".ts")].filter((path) => !programs.includes(path));
  assert.deepEqual(loadModules(paths), { loaded: paths.length, added: [] });
});

test("public entries: a module that adds a global is found", () => {
  assert.deepEqual(loadModules(["test/fixtures/adds-a-global.mjs"]), { loaded: 1, added: ["addedByAModule"] });
});

/** Loads modules in a process of their own: tests run while other files of tests are still being imported, which may add globals too. */
function loadModules(paths: readonly string[]): unknown {
  const output = execFileSync(process.execPath, ["--import", "tsx", join(root, "test/architecture/load-modules.ts")], {
    cwd: root,
    encoding: "utf8",
    input: JSON.stringify(paths),
    stdio: ["pipe", "pipe", "inherit"],
  });
  return JSON.parse(output);
}

/** Source files of the entries, without the pattern of the generated messages. */
function readEntries(): readonly string[] {
  return [...readSubpaths().values()].flatMap((path) => (path === undefined ? [] : [join(root, path)]));
}
