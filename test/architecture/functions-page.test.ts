import assert from "node:assert/strict";
import { test } from "node:test";
import { readText } from "./source-module.ts";

const entries = [
  ["adapters/diagnostics-channel", "adapters/diagnostics-channel"],
  ["adapters/logger", "adapters/logger"],
  ["adapters/opentelemetry", "adapters/opentelemetry"],
  ["adapters/loopback", "adapters/loopback-receiver"],
  ["browser", "browser/index"],
  ["endpoints", "endpoints/index"],
  ["metadata", "metadata/index"],
  ["client-auth", "client-auth/index"],
  ["dpop", "dpop/index"],
  ["http-signatures", "http-signatures/index"],
  ["id-token", "id-token/index"],
  ["jose", "jose/index"],
  ["jwt-profiles", "jwt-profiles/index"],
  ["util", "util/index"],
  ["pkce", "pkce"],
  ["provider", "provider/index"],
  ["provider/metrics", "provider/observability/metrics"],
  ["provider/node", "provider/node/index"],
  ["provider/redis", "provider/stores/redis/index"],
  ["provider/sql", "provider/stores/sql/index"],
  ["provider/store-contract", "provider/stores/contract/index"],
  ["provider/testing", "provider/testing/index"],
  ["relying-party", "relying-party/index"],
  ["resource-server", "resource-server/index"],
  ["schema", "schema/index"],
  ["testing", "testing/index"],
  ["tokens", "tokens/index"],
  ["tolerances", "tolerances"],
  ["express", "adapters/express"],
  ["fastify", "adapters/fastify"],
  ["hono", "adapters/hono"],
  ["koa", "adapters/koa"],
  ["nestjs", "adapters/nestjs"],
  ["next", "adapters/next"],
  ["node", "adapters/node"],
  ["sveltekit", "adapters/sveltekit"],
  ["worker", "adapters/worker"],
] as const;

/** The rows of one entry point: names of functions. */
function listed(entry: string): readonly string[] {
  const page = readText("docs/functions.md");
  const start = page.indexOf(`## \`ts-identity-model/${entry}\``);
  assert.ok(start >= 0, `docs/functions.md has no section for ${entry}`);
  const section = page.slice(start + 3).split("\n## ")[0] ?? "";
  return [...section.matchAll(/^\| `(\w+)` \| \S/gm)].flatMap(([, name]) => name ?? []);
}

for (const [entry, path] of entries) {
  test(`functions page: ts-identity-model/${entry} is there whole, and nothing that does not exist`, async () => {
    const exported: Readonly<Record<string, unknown>> = await import(`../../src/${path}.ts`);
    const functions = Object.keys(exported).filter((name) => typeof exported[name] === "function");
    assert.ok(functions.length > 0);
    assert.deepEqual([...listed(entry)].sort(), functions.sort());
  });
}
