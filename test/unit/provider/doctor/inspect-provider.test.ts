import assert from "node:assert/strict";
import { test } from "node:test";
import { inspectProvider } from "../../../../src/provider/doctor/inspect-provider.ts";
import type { ProviderOptions } from "../../../../src/provider/options.ts";
import { createMemoryStore } from "../../../../src/provider/stores/memory/memory-store.ts";

const secret = "s".repeat(43);
const safe: ProviderOptions = {
  issuer: "https://id.example.com",
  store: createMemoryStore(),
  keys: { encryption: { key: new Uint8Array(32) } },
  accountRules: { isBreachedPassword: () => false },
  clients: [{ client_id: "web", client_secret: secret, redirect_uris: ["https://app.example.com/cb"] }],
  onEvent: () => undefined,
  pages: { name: "Acme" },
};
const facts = { hasArgon2: true };

async function codes(options: Partial<ProviderOptions>, known = facts): Promise<readonly string[]> {
  const found = await inspectProvider({ ...safe, ...options }, known);
  return found.map(({ code }) => code).filter((code) => code !== "trusted-proxies");
}

test("doctor: a provider that is set up well is left with the hint at proxies alone", async () => {
  assert.deepEqual(await inspectProvider(safe, facts), [
    {
      level: "info",
      code: "trusted-proxies",
      message: "Throttling counts by network address: behind a proxy that is not trusted, all requests come from one.",
      remedy:
        "Give serveProvider the number of your proxies as trustedProxies, or an adapter the address of the client.",
      option: "serveProvider.trustedProxies",
    },
  ]);
  assert.deepEqual(await inspectProvider({ ...safe, issuer: "https://localhost:8443" }, facts), []);
});

const web = { client_id: "web", client_secret: secret };
const app = { client_id: "app", token_endpoint_auth_method: "none" } as const;
const cases: readonly (readonly [code: string, options: Partial<ProviderOptions>])[] = [
  ["http-issuer", { issuer: "http://localhost:3000" }],
  ["throttling-off", { throttling: { isEnabled: false } }],
  ["custom-random", { random: (length) => new Uint8Array(length) }],
  ["open-registration", { registration: { access: "open" } }],
  ["keys-unencrypted", { keys: {} }],
  ["keys-never-rotated", { keys: { ...safe.keys, rotateAfterSeconds: false } }],
  ["pkce-relaxed", { requirePkce: "public-and-oauth" }],
  ["code-replay-tolerated", { tokens: { revokeOnCodeReplay: false } }],
  ["long-lifetimes", { lifetimes: { accessTokenSeconds: 3601 } }],
  ["long-lifetimes", { tokens: { resources: { "https://api.example.com": { accessTokenSeconds: 7200 } } } }],
  ["long-lifetimes", { tokens: { clients: { web: { accessTokenSeconds: 7200 } } } }],
  ["known-passwords", { accountRules: {} }],
  ["client-withdrawn-grant", { clients: [{ ...web, grant_types: ["implicit"] }] }],
  ["client-withdrawn-grant", { clients: [{ ...web, response_types: ["code id_token"] }] }],
  ["client-short-secret", { clients: [{ ...web, client_secret: "secret" }] }],
  ["client-insecure-redirect", { clients: [{ ...web, redirect_uris: ["http://localhost/cb"] }] }],
  ["public-client-unbound", { clients: [{ ...app, grant_types: ["authorization_code", "refresh_token"] }] }],
  ["public-first-party", { clients: [app], firstPartyClients: ["app"] }],
  ["public-administrator", { clients: [app], admin: { clients: ["app"] } }],
  ["no-listener", { onEvent: undefined }],
  ["certificate-header", { clientAuthentication: { certificateHeader: "Client-Cert" } }],
  ["default-branding", { pages: {} }],
];
for (const [code, options] of cases) {
  test(`doctor: ${code} is found in ${JSON.stringify(options)}, and nothing else`, async () => {
    assert.deepEqual(await codes(options), [code]);
  });
}

test("doctor: the store of one process's memory is an error, and its replay store a warning", async () => {
  assert.deepEqual(await codes({ store: undefined }), ["memory-store", "replay-in-memory"]);
});

test("doctor: scrypt in place of Argon2id is found where the provider hashes passwords", async () => {
  assert.deepEqual(await codes({}, { hasArgon2: false }), ["argon2-missing"]);
  assert.deepEqual(
    await codes({ accounts: { find: async () => undefined }, accountRules: {} }, { hasArgon2: false }),
    [],
  );
});

test("doctor: a registration with a policy, and clients without quirks, are not found", async () => {
  assert.deepEqual(await codes({ registration: { access: "open", policy: (metadata) => metadata } }), []);
  assert.deepEqual(
    await codes({ clients: [{ ...app, application_type: "native", redirect_uris: ["http://127.0.0.1/cb"] }] }),
    [],
  );
});

test("doctor: a finding names what it is about, and the machine is looked at where nothing is said of it", async () => {
  const found = await inspectProvider({
    ...safe,
    clients: [{ ...web, client_secret: "short" }],
    lifetimes: { grantSeconds: 3e8 },
  });
  const messages = found.map(({ message }) => message);
  assert.ok(
    messages.includes("Clients have secrets of less than 32 characters, which can be guessed from a hash: web."),
  );
  assert.ok(messages.some((message) => message.endsWith("longer than it has to: grantSeconds.")));
  assert.equal(messages.join().includes("short"), false);
});
