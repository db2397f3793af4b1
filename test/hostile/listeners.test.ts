import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { createClient } from "../../src/client/create-client.ts";
import { registerClient } from "../../src/client/register-client.ts";
import { createAccounts } from "../../src/provider/accounts/accounts.ts";
import { createProvider } from "../../src/provider/create-provider.ts";
import { createMemoryStore } from "../../src/provider/stores/memory/memory-store.ts";
import { createTestPasswordHasher } from "../../src/provider/testing/test-password-hasher.ts";
import { createAccessTokenVerifier } from "../../src/resource-server/create-verifier.ts";
import { createFakeServer, issuer, json, metadata, redirectUri } from "../fixtures/fake-server.ts";
import { audience, clock, createKey, makeToken, setOf, url } from "../unit/resource-server/access-tokens.ts";

/** Listeners that break in every way in which a function can. Those that reject leave no unhandled rejection either. */
const listeners: Readonly<Record<string, () => unknown>> = {
  throws: () => {
    throw new Error("a listener");
  },
  rejects: async () => Promise.reject(new Error("a listener")),
  "gives a thenable that rejects": () =>
    createThenable(() => (_resolve: unknown, reject: (error: Error) => void) => reject(new Error("a listener"))),
  "gives a thenable that throws": () =>
    createThenable(() => {
      throw new Error("a listener");
    }),
  "gives a promise of another realm that rejects": () => runInNewContext('Promise.reject(new Error("a listener"))'),
  "never ends": () => new Promise(() => undefined),
};

/** A promise of another make: whoever waits for it asks it for `then`. */
function createThenable(getThen: () => unknown): object {
  return new Proxy({}, { get: (_target, member) => (member === "then" ? getThen() : undefined) });
}

const calls: Readonly<Record<string, (onEvent: () => void) => Promise<unknown>>> = {
  async createClient(onEvent) {
    const server = await createFakeServer();
    const client = { client_id: "client-1", client_secret: "client-secret-1" };
    const created = createClient({ issuer, client, fetch: server.fetch, clock: () => server.now, onEvent });
    return (await created.clientCredentials()).response.token_type;
  },
  async registerClient(onEvent) {
    const registered = await registerClient({
      issuer,
      metadata: { ...metadata, registration_endpoint: `${issuer}/register` },
      client: { redirect_uris: [redirectUri] },
      fetch: async () => json({ client_id: "new", redirect_uris: [redirectUri] }, 201),
      onEvent,
    });
    return registered.client.client_id;
  },
  async createAccessTokenVerifier(onEvent) {
    const key = await createKey();
    const fetch = async (to: string): Promise<Response> => json(to.endsWith("/jwks") ? setOf(key) : metadata);
    const verifier = createAccessTokenVerifier({ issuer, audience, clock, fetch, onEvent });
    const headers = { authorization: `Bearer ${await makeToken(key)}` };
    return (await verifier.verifyRequest({ method: "GET", url, headers })).claims.sub;
  },
  async createProvider(onEvent) {
    const provider = createProvider({ issuer, onEvent });
    return (await provider.fetch(`${issuer}/nothing`)).status;
  },
  async createAccounts(onEvent) {
    const hasher = createTestPasswordHasher({ issuer });
    const accounts = createAccounts({ store: createMemoryStore(), rules: { hasher }, onEvent });
    return (await accounts.createAccount({ username: "ada", password: "correct horse" })).username;
  },
};

const outcomes: Readonly<Record<string, unknown>> = {
  createClient: "Bearer",
  registerClient: "new",
  createAccessTokenVerifier: "user",
  createProvider: 404,
  createAccounts: "ada",
};

for (const [factory, call] of Object.entries(calls)) {
  for (const [how, listener] of Object.entries(listeners)) {
    test(`${factory}: a listener that ${how} is called and changes nothing`, async () => {
      const unhandled: unknown[] = [];
      const keep = (reason: unknown): unknown => unhandled.push(reason);
      process.on("unhandledRejection", keep);
      let called = 0;
      try {
        const outcome = await call(() => {
          called += 1;
          return listener();
        });
        await new Promise((resolve) => setTimeout(resolve, 5));
        assert.equal(outcome, outcomes[factory]);
      } finally {
        process.off("unhandledRejection", keep);
      }
      assert.ok(called > 0, "nothing was told");
      assert.deepEqual(unhandled, []);
    });
  }
}
