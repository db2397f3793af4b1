import assert from "node:assert/strict";
import { test } from "node:test";
import { createClientKeyCache } from "../../../../src/provider/clients/client-key-cache.ts";
import { clientKeySource } from "../../../../src/provider/clients/client-keys.ts";
import { mayFetchClientUrl } from "../../../../src/provider/clients/client-url.ts";
import { describeClient } from "../../../../src/provider/clients/registered-client.ts";
import { createProviderContext } from "../../../../src/provider/create-context.ts";
import type { ProviderOptions } from "../../../../src/provider/index.ts";
import { messageKey } from "../../../fixtures/message-keys.ts";

const issuer = "https://id.example.com";
const facts = { clientId: "machine", secrets: [], isDisabled: false, isConfigured: true };
const url = "https://machine.example.com/jwks";

function fromUri(jwks_uri: string, options: Partial<ProviderOptions> = {}) {
  const context = createProviderContext({ issuer, ...options });
  return { context, source: clientKeySource(context, describeClient({ jwks_uri }, facts)) };
}

test("client keys: those that are registered, without what is secret or no key", async () => {
  const { publicJwk, privateJwk } = await messageKey("ES256");
  const context = createProviderContext({ issuer });
  const jwks = { keys: [privateJwk, publicJwk, { kty: "unknown" }, { kty: "oct", k: "AAAA" }] };
  const source = clientKeySource(context, describeClient({ jwks }, facts));
  assert.deepEqual(await source.find({ alg: "ES256" }), [publicJwk]);
  assert.deepEqual(await clientKeySource(context, describeClient({}, facts)).find({ alg: "ES256" }), []);
});

test("client keys: fetched once, kept, and fetched again for an unknown kid, not twice in half a minute (OpenID Connect Core §10.1.1)", async () => {
  let now = Date.parse("2026-03-01T12:00:00Z");
  const asked: string[] = [];
  const { publicJwk } = await messageKey("ES256");
  const fetch = async (to: string, init: RequestInit): Promise<Response> => {
    asked.push(`${init.method} ${to} ${init.redirect}`);
    return Response.json({ keys: [publicJwk] });
  };
  const { context, source } = fromUri(url, { fetch, clock: () => now });
  await Promise.all([source.find({ alg: "ES256", kid: "key-ES256" }), source.find({ alg: "ES256", kid: "key-ES256" })]);
  assert.deepEqual(asked, [`GET ${url} manual`]);
  await clientKeySource(context, describeClient({ jwks_uri: url }, facts)).find({ alg: "ES256", kid: "key-ES256" });
  await source.find({ alg: "ES256", kid: "other" });
  assert.equal(asked.length, 1, "the same source, and within the cool-down");
  now += 31_000;
  await source.find({ alg: "ES256", kid: "other" });
  await source.find({ alg: "ES256", kid: "another" });
  assert.equal(asked.length, 2);
  now += 31_000;
  await source.refresh?.();
  assert.equal(asked.length, 3);
});

const answers: readonly (readonly [title: string, answer: () => Response, reason: string])[] = [
  ["a redirect", () => Response.redirect("https://machine.example.com/other"), "jwks_uri: ERR_RESPONSE_REDIRECT"],
  [
    "a page",
    () => new Response("<html>", { headers: { "content-type": "text/html" } }),
    "jwks_uri: ERR_RESPONSE_CONTENT_TYPE",
  ],
  ["too much", () => Response.json({ keys: ["x".repeat(300_000)] }), "jwks_uri: ERR_RESPONSE_TOO_LARGE"],
  ["no keys", () => Response.json({}), "jwks_uri: ERR_VALIDATION_RESPONSE"],
];
for (const [title, answer, reason] of answers)
  test(`client keys: ${title} at the jwks_uri is answered with "try again"`, async () => {
    const { source } = fromUri(url, { fetch: async () => answer() });
    await assert.rejects(source.find({ alg: "ES256" }), { error: "temporarily_unavailable", status: 503, reason });
  });

test("client keys: a hook that fails is a failure of the server", async () => {
  const allowUrl = (): never => {
    throw new Error("no resolver");
  };
  const { source } = fromUri(url, { clientAuthentication: { allowUrl } });
  const reason = "jwks_uri: an unexpected error";
  await assert.rejects(source.find({ alg: "ES256" }), { error: "temporarily_unavailable", reason });
});

test("client keys: what the provider does not fetch, nobody is asked for", async () => {
  const { source } = fromUri("https://localhost/jwks", { fetch: () => assert.fail("fetched") });
  await assert.rejects(source.find({ alg: "ES256" }), { error: "invalid_client" });
  await assert.rejects(source.refresh?.() ?? Promise.resolve(), { error: "invalid_client" });
});

const urls: readonly (readonly [url: string, mayFetch: boolean])[] = [
  ["https://machine.example.com/jwks", true],
  ["https://8.8.8.8/jwks", true],
  ["https://[2606:4700::1]/jwks", true],
  ["http://machine.example.com/jwks", false],
  ["http://127.0.0.1/jwks", false],
  ["https://user@machine.example.com/", false],
  ["https://:word@machine.example.com/", false],
  ["https://127.0.0.1/", false],
  ["https://2130706433/", false],
  ["https://0x7f.1/", false],
  ["https://10.0.0.1/", false],
  ["https://169.254.169.254/latest", false],
  ["https://[::1]/", false],
  ["https://[::ffff:10.0.0.1]/", false],
  ["https://localhost/", false],
  ["https://localhost./", false],
  ["https://a.localhost/", false],
  ["https://metadata.google.internal/", false],
  ["https://printer.local/", false],
  ["https://intranet/", false],
  ["file:///etc/passwd", false],
  ["data:application/json,{}", false],
  ["jwks", false],
];
for (const [text, mayFetch] of urls)
  test(`client URL: ${text} is ${mayFetch ? "fetched" : "not fetched"} (OpenID Connect Core §6.2)`, async () => {
    assert.equal(await mayFetchClientUrl(createProviderContext({ issuer }), text), mayFetch);
  });

test("client URL: a provider on this machine may fetch from it, and http there, and nothing else that is private", async () => {
  const context = createProviderContext({ issuer: "http://localhost:3000" });
  const judged = [
    "http://localhost:3001/",
    "http://127.0.0.1/",
    "https://[::1]/",
    "http://10.0.0.1/",
    "https://10.0.0.1/",
  ];
  const found = await Promise.all(judged.map((text) => mayFetchClientUrl(context, text)));
  assert.deepEqual(found, [true, true, true, false, false]);
});

test("client URL: the application's own rule decides about hosts, never about the scheme", async () => {
  const seen: string[] = [];
  const allowUrl = async ({ host }: URL): Promise<boolean> => seen.push(host) > 0 && host.endsWith("corp");
  const context = createProviderContext({ issuer, clientAuthentication: { allowUrl } });
  const judged = ["https://keys.corp/", "https://10.0.0.1/", "http://keys.corp/"];
  const found = await Promise.all(judged.map((text) => mayFetchClientUrl(context, text)));
  assert.deepEqual(
    [found, seen],
    [
      [true, false, false],
      ["keys.corp", "10.0.0.1"],
    ],
  );
});

test("client key cache: the source that was unused for longest goes first", () => {
  const made: string[] = [];
  const cache = createClientKeyCache(2);
  const find = (name: string) =>
    cache.find(name, () => {
      made.push(name);
      return { find: async () => [] };
    });
  for (const name of ["a", "b", "a", "c", "a", "b"]) find(name);
  assert.deepEqual(made, ["a", "b", "c", "b"]);
});
