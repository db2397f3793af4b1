// `npm run build [folder]`: compiles src/ and generated/ to dist/ or the folder given, from nothing.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { bundleCommand, bundleEntries } from "./bundle.ts";
import { root, run, tool } from "./run.ts";

const output = resolve(process.argv[2] ?? `${root}dist`);

const start = performance.now();
rmSync(output, { recursive: true, force: true });
const { code, output: text } = await run(tool("tsc"), ["-p", "tsconfig.build.json", "--outDir", output]);
if (code !== 0) {
  console.error(text);
  process.exit(code);
}

const entries = await bundleEntries(output);
await bundleCommand(output);
const files = readdirSync(output, { recursive: true, encoding: "utf8" });
const declarations = files.filter((path) => path.endsWith(".d.ts"));
for (const path of declarations) {
  const declaration = readFileSync(`${output}/${path}`, "utf8");
  writeFileSync(`${output}/${path}`, rewriteSpecifiers(declaration));
}
console.log(
  `${output}: ${entries} entries and ${declarations.length} declarations in ${((performance.now() - start) / 1000).toFixed(1)} s.`,
);

/** tsc rewrites `./a.ts` to `./a.js` in modules only; tools other than TypeScript look for the same name in declarations. */
function rewriteSpecifiers(declaration: string): string {
  return declaration.replaceAll(/((?:from|import)\s*\(?\s*"\.{1,2}\/[^"]+)\.ts"/g, '$1.js"');
}
