import assert from "node:assert/strict";
import { test } from "node:test";
import { issuer, json } from "../fixtures/fake-server.ts";
import { createGuideServer, type GuideServer } from "./guide-server.ts";

const real = { fetch: globalThis.fetch, log: console.log };
let server: GuideServer;
let lines: string[];

/** Puts the provider in memory in the place of the network while a test runs. */
function guide(name: string, work: () => Promise<void>): void {
  test(name, async () => {
    server = await createGuideServer();
    lines = [];
    globalThis.fetch = server.fetch;
    console.log = (line: unknown) => void lines.push(String(line));
    try {
      await work();
    } finally {
      globalThis.fetch = real.fetch;
      console.log = real.log;
    }
  });
}

/** Runs the example of a guide against the provider in memory. */
async function run(stem: string): Promise<Readonly<Record<string, unknown>>> {
  const module: Readonly<Record<string, unknown>> = await import(
    new URL(`../../examples/guides/${stem}.ts?registration-guides`, import.meta.url).href
  );
  return module;
}

guide("guides: registration registers, reads, updates and can delete", async () => {
  const example = await run("registration");
  assert.deepEqual(lines, ["Registered as s6BhdRkqt3"]);
  assert.deepEqual([example.refused, example.replaced], [[], []]);
  assert.ok(typeof example.unregister === "function");
  await example.unregister();
  const calls = server.requests.map(({ method, url }) => `${method} ${url.pathname}`);
  assert.deepEqual(
    calls.filter((call) => call.includes("/register")),
    ["POST /register", "GET /register/s6BhdRkqt3", "PUT /register/s6BhdRkqt3", "DELETE /register/s6BhdRkqt3"],
  );
});

guide("guides: protected-resource-metadata finds the server of a resource and calls it", async () => {
  const url = "https://api.example.com/.well-known/oauth-protected-resource/notes";
  server.answer("api.example.com/notes", ({ headers }) =>
    headers.get("authorization") === "Bearer guide-access-token"
      ? json({})
      : new Response(null, { status: 401, headers: { "www-authenticate": `Bearer resource_metadata="${url}"` } }),
  );
  const metadata = { resource: "https://api.example.com/notes", authorization_servers: ["https://b.example", issuer] };
  server.answer("api.example.com/.well-known/oauth-protected-resource/notes", () => json(metadata));
  await run("protected-resource-metadata");
  assert.deepEqual(lines, ["401, then 200"]);
});

guide("guides: resource-challenge starts a login that satisfies the challenge", async () => {
  await run("resource-challenge");
  assert.deepEqual(lines, ["Send the browser to the provider"]);
});

guide("guides: client-id-metadata serves the document that is the client", async () => {
  const { document, serveDocument } = await run("client-id-metadata");
  assert.deepEqual(lines, ["Register the client instead"]);
  assert.ok(typeof serveDocument === "function");
  assert.deepEqual(await serveDocument().json(), document);
});

guide("guides: webfinger finds the provider of an address", async () => {
  const links = [{ rel: "http://openid.net/specs/connect/1.0/issuer", href: issuer }];
  server.answer("example.com/.well-known/webfinger", () => json({ links }));
  await run("webfinger");
  assert.deepEqual(lines, ["Send the browser to id.example.com"]);
});
