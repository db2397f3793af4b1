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
const schemas = files.filter((path) => path.startsWith("messages/") && read(path).includes("defineMessage("));

test("no module needs ajv, require or code made from text, or counts on the environment", () => {
  assert.ok(schemas.length >= 34, `${schemas.length} schemas`);
  for (const path of files) {
    const code = read(path).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    assert.doesNotMatch(code, /\brequire\(|\beval\(|new Function|\bimport\(|\bprocess\b|\bglobalThis\b/, path);
    for (const [, specifier] of code.matchAll(/ from "([^"]+)"/g))
      assert.match(specifier ?? "", /^\.\.?\/.*\.ts$/, path);
  }
});

test("no module does anything when it is imported: every call is marked as one that can be left out", () => {
  const names = [...read("checks.ts").matchAll(/export function (\w+)\([^:]*: .*\): Check/g)].map(([, name]) => name);
  assert.ok(names.length >= 15, `${names.length} functions that make a check`);
  const call = new RegExp(`(.{16})\\b(defineMessage|${names.join("|")})\\(`, "g");
  for (const path of [...schemas, "scalars.ts"])
    for (const [text, before] of read(path).matchAll(call))
      assert.equal(before, "/* @__PURE__ */ ", `${path}: ${text}`);
});

function read(path: string): string {
  return readFileSync(`${generated}/${path}`, "utf8");
}

/** Bundles exports of a module as an application would, and tells which modules went in and how large the result is. */
async function bundle(contents: string): Promise<Bundle> {
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
  const [file] = result.outputFiles;
  return { inputs: usedInputs(result.metafile), bytes: file?.contents.length ?? 0, text: file?.text ?? "" };
}

interface Bundle {
  readonly inputs: readonly string[];
  readonly bytes: number;
  readonly text: string;
}

/** Modules of which something remains after tree-shaking. */
function usedInputs(metafile: Metafile): readonly string[] {
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {})
    .filter(([path, { bytesInOutput }]) => path !== "<stdin>" && bytesInOutput > 0)
    .map(([path]) => path)
    .sort();
}

// Of documents.ts remain the labels of the documents that the message cites.
const runtime = ["checks.ts", "define-message.ts", "documents.ts"];
const needs: readonly (readonly [message: string, modules: readonly string[]])[] = [
  ["token-response", [...runtime, "messages/authorization-detail.ts", "messages/token-response.ts", "scalars.ts"]],
  ["token-error", [...runtime, "messages/token-error.ts", "scalars.ts"]],
  ["userinfo-request", [...runtime, "messages/userinfo-request.ts", "scalars.ts"]],
  ["jwk-set", [...runtime, "messages/jwk-set.ts", "messages/jwk.ts", "scalars.ts"]],
];

for (const [message, modules] of needs) {
  test(`importing the schema of ${message} pulls only what it needs`, async () => {
    const { inputs } = await bundle(`export * from "./messages/${message}.ts";`);
    assert.deepEqual(inputs, modules);
  });
}

test("a message brings the labels of its own documents and no other", async () => {
  const { text } = await bundle('export * from "./messages/jwk-set.ts";');
  assert.ok(!text.includes("JARM") && !text.includes("OpenID Connect Session Management"));
});

test("importing a message schema without using it costs nothing", async () => {
  const { bytes } = await bundle(
    `import "./messages/token-response.ts"; import "./messages/openid-provider-metadata.ts"; import { stringList } from "./scalars.ts";`,
  );
  assert.equal(bytes, 0);
});

const budgets: readonly (readonly [what: string, maximum: number, contents: string])[] = [
  ["the token response", 6_000, `export * from "./messages/token-response.ts";`],
  ["server metadata", 16_000, `export * from "./messages/authorization-server-metadata.ts";`],
  ["the ID token", 8_000, `export * from "./messages/id-token.ts";`],
];

for (const [what, maximum, contents] of budgets) {
  test(`the schema of ${what} stays below ${maximum} bytes minified, all it imports included`, async () => {
    const { bytes } = await bundle(contents);
    assert.ok(bytes > 0 && bytes <= maximum, `${bytes} bytes`);
  });
}

test("a schema costs 1,300 bytes on average", async () => {
  const contents = schemas.map((path) => `export * from "./${path}";`).join("\n");
  const { bytes } = await bundle(contents);
  assert.ok(bytes / schemas.length <= 1_300, `${bytes} bytes for ${schemas.length}`);
});
