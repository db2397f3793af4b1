import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build, type Metafile } from "esbuild";
import { generate } from "../../../codegen/pipeline.ts";
import { readRuntime, readSpecs } from "../../../codegen/read-specs.ts";
import { findDrift } from "../../../codegen/write-output.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const generated = `${root}generated`;

test("generated/ is what specs/ yields, and a second generation yields the same bytes", async () => {
  const runtime = readRuntime(`${root}codegen/runtime`);
  const first = await generate(readSpecs(`${root}specs`), runtime);
  assert.deepEqual(findDrift(generated, first), []);
  assert.deepEqual(await generate(readSpecs(`${root}specs`), runtime), first);
});

const files = readdirSync(generated, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
const validators = files.filter((path) => path.startsWith("validators/") && !path.includes("/common/"));

test("no module needs ajv, require or code made from text, or counts on the environment", () => {
  assert.ok(validators.length >= 34, `${validators.length} validators`);
  for (const path of files) {
    const text = readFileSync(`${generated}/${path}`, "utf8");
    const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    assert.doesNotMatch(code, /\brequire\(|\beval\(|new Function|\bimport\(|\bprocess\b|\bglobalThis\b/, path);
    for (const [, specifier] of code.matchAll(/ from "([^"]+)"/g))
      assert.match(specifier ?? "", /^\.\.?\/.*\.ts$/, path);
  }
});

test("no module does anything when it is imported: constants are literals and functions", () => {
  for (const path of validators) {
    const text = readFileSync(`${generated}/${path}`, "utf8");
    for (const line of text.split("\n").filter((each) => /^[^ /}]/.test(each)))
      assert.match(line, /^(import |export (const|function) |const pattern\d+ = \/)/, `${path}: ${line}`);
  }
});

/** Bundles exports of a module as an application would, and tells which modules went in and how large the result is. */
async function bundle(contents: string): Promise<{ readonly inputs: readonly string[]; readonly bytes: number }> {
  const result = await build({
    stdin: { contents, resolveDir: generated, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    metafile: true,
    absWorkingDir: generated,
  });
  return { inputs: usedInputs(result.metafile), bytes: result.outputFiles[0]?.contents.length ?? 0 };
}

/** Modules of which something remains after tree-shaking. */
function usedInputs(metafile: Metafile): readonly string[] {
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {})
    .filter(([path, { bytesInOutput }]) => path !== "<stdin>" && bytesInOutput > 0)
    .map(([path]) => path)
    .sort();
}

const needs: readonly (readonly [message: string, modules: readonly string[]])[] = [
  [
    "token-response",
    [
      "scalars.ts",
      "validator-runtime.ts",
      "validators/authorization-detail.ts",
      "validators/common/string-list.ts",
      "validators/token-response.ts",
    ],
  ],
  ["token-error", ["scalars.ts", "validator-runtime.ts", "validators/token-error.ts"]],
  ["userinfo-request", ["scalars.ts", "validator-runtime.ts", "validators/userinfo-request.ts"]],
  [
    "jwk-set",
    [
      "scalars.ts",
      "validator-runtime.ts",
      "validators/common/base64-list.ts",
      "validators/common/string-set-or-empty.ts",
      "validators/jwk-set.ts",
      "validators/jwk.ts",
    ],
  ],
];

for (const [message, modules] of needs) {
  test(`importing the validator of ${message} pulls only what it needs`, async () => {
    const { inputs } = await bundle(`export * from "./validators/${message}.ts";`);
    assert.deepEqual(inputs, modules);
  });
}

test("importing a message schema without using it costs nothing", async () => {
  const { bytes } = await bundle(`import "./messages/token-response.ts"; import "./validators/token-response.ts";`);
  assert.equal(bytes, 0);
});

const budgets: readonly (readonly [what: string, maximum: number, contents: string])[] = [
  ["the token response", 3_500, `export * from "./validators/token-response.ts";`],
  ["server metadata", 25_000, `export * from "./validators/authorization-server-metadata.ts";`],
  ["the ID token", 9_000, `export * from "./validators/id-token.ts";`],
];

for (const [what, maximum, contents] of budgets) {
  test(`the validator of ${what} stays below ${maximum} bytes minified, all it imports included`, async () => {
    const { bytes } = await bundle(contents);
    assert.ok(bytes > 0 && bytes <= maximum, `${bytes} bytes`);
  });
}

test("a validator costs 2,200 bytes on average", async () => {
  const contents = validators.map((path) => `export * from "./${path}";`).join("\n");
  const { bytes } = await bundle(contents);
  assert.ok(bytes / validators.length <= 2_200, `${bytes} bytes for ${validators.length}`);
});
