import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const document: {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId?: string }>>>>;
} = JSON.parse(readFileSync(new URL("../../specs/openapi/authorization-server.openapi.json", import.meta.url), "utf8"));

const operations = Object.values(document.paths).flatMap((item) =>
  Object.values(item).flatMap(({ operationId }) => (operationId === undefined ? [] : [operationId])),
);

test("every operation of the OpenAPI document is an exported function of its operationId", async () => {
  const entries = await Promise.all(
    ["endpoints", "metadata"].map(
      async (room): Promise<Readonly<Record<string, unknown>>> => import(`../../src/${room}/index.ts`),
    ),
  );
  const missing = operations.filter((name) => !entries.some((entry) => typeof entry[name] === "function"));
  assert.deepEqual(missing, []);
  assert.equal(operations.length, 8);
});
