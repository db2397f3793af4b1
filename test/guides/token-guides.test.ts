import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { createGuideServer, type GuideServer } from "./guide-server.ts";

const real = { fetch: globalThis.fetch, log: console.log };
let server: GuideServer;
let lines: string[];

beforeEach(async () => {
  server = await createGuideServer();
  lines = [];
  globalThis.fetch = server.fetch;
  console.log = (line: unknown) => lines.push(String(line));
});
afterEach(() => {
  globalThis.fetch = real.fetch;
  console.log = real.log;
});

/** Runs the example of a guide against the provider in memory. */
async function run(stem: string): Promise<Readonly<Record<string, unknown>>> {
  const module: Readonly<Record<string, unknown>> = await import(
    new URL(`../../examples/guides/${stem}.ts?token-guides`, import.meta.url).href
  );
  return module;
}

test("guides: revocation ends tokens", async () => {
  await run("revocation");
  assert.deepEqual(lines, ["revoked"]);
  assert.equal(server.requests.filter(({ url }) => url.pathname === "/revoke").length, 2);
});

test("guides: introspection asks in JSON and for a signed answer", async () => {
  const example = await run("introspection");
  assert.deepEqual(lines, ["may read"]);
  assert.ok(typeof example.authorize === "function");
  const asked = server.requests.filter(({ url }) => url.pathname === "/introspect");
  assert.deepEqual(
    asked.map(({ headers }) => headers.get("accept")),
    ["application/token-introspection+jwt", "application/json"],
  );
  assert.equal(await example.authorize("opaque-access-token"), "user-1");
  assert.equal(
    server.requests.length,
    asked.length + 2,
    "the second answer is from memory; metadata and keys were fetched once",
  );
});

test("guides: userinfo gives claims about the user, and leaves those of others to their issuers", async () => {
  const example = await run("userinfo");
  assert.ok(typeof example.finish === "function" && typeof example.withBankClaims === "function");
  const claims: Readonly<Record<string, unknown>> = await example.finish(await server.authorize(String(example.url)));
  assert.deepEqual(claims, { sub: "user-1", email: "ada@example.com", name: "Ada" });
  const sourced = { ...claims, _claim_names: { score: "bank" }, _claim_sources: { bank: { JWT: "e30.e30.AA" } } };
  const { resolved, unresolved } = await example.withBankClaims(sourced);
  assert.deepEqual([resolved.length, unresolved.length], [0, 1]);
});
