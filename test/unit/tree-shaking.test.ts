import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../", import.meta.url));

for (const [title, code, wanted, unwanted] of [
  [
    "one group of constants",
    'export { grantTypes } from "./src/constants/index.ts"',
    /token-exchange/,
    /jkt|slow_down|Start again/,
  ],
  ["one helper", 'export { parseScope } from "./src/util/index.ts"', /split/, /auth_time|redirect|https|Bearer/],
  [
    "a request for a token",
    'export { clientCredentialsGrant } from "./src/endpoints/index.ts"',
    /client_credentials/,
    /Check client_id|lacksClosing|account_selection_required|Start again without/,
  ],
  ["nothing of the helpers", 'import "./src/util/index.ts"; import "./src/constants/index.ts"', /^$/, /./],
] as const) {
  test(`a bundle of ${title} leaves out the rest`, async () => {
    const { outputFiles } = await build({
      stdin: { contents: code, resolveDir: root },
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      write: false,
      external: ["jose/*"],
      logLevel: "error",
    });
    const text = outputFiles[0]?.text ?? "missing";
    assert.match(text, wanted);
    assert.doesNotMatch(text, unwanted);
  });
}
