import assert from "node:assert/strict";
import { privateKeyJwt } from "../../../src/client-auth/index.ts";
import { type Client, createClient } from "../../../src/index.ts";
import type { TestProvider } from "../../providers/test-provider.ts";
import { expectOAuthError, expectRefusal } from "../expect-error.ts";
import type { Scenario } from "../scenario.ts";

/** Tokens for a service itself. */
export const scenarios: readonly Scenario[] = [
  {
    name: "client credentials: an access token, no user, no refresh token",
    run: async ({ provider }) => {
      const tokens = await createMachine(provider).clientCredentials({ scope: "api" });
      assert.equal(tokens.response.token_type, "Bearer");
      assert.equal(tokens.response.scope, "api");
      assert.equal(tokens.response.expires_in, 600);
      assert.equal(tokens.expiresAt, tokens.receivedAt + 600_000);
      assert.equal(tokens.claims, undefined);
      assert.equal(tokens.refreshToken, undefined);
    },
  },
  {
    name: "client credentials: with private_key_jwt",
    run: async ({ provider: { issuer, clients, keys, tolerate } }) => {
      const auth = privateKeyJwt(keys.signing);
      const client = createClient({ issuer, client: clients.machineKey, auth, timeoutMs: 5000, tolerate });
      const tokens = await client.clientCredentials({ scope: "api" });
      assert.equal(tokens.response.token_type, "Bearer");
    },
  },
  {
    name: "client credentials: a scope of another client is invalid_scope",
    run: async ({ provider }) => {
      const call = createMachine(provider).clientCredentials({ scope: "email" });
      await expectOAuthError(call, { error: "invalid_scope", status: 400 });
    },
  },
  {
    name: "client credentials: a client that may not use the grant is refused",
    run: async ({ provider }) => {
      const client = createClient({ issuer: provider.issuer, client: provider.clients.basic });
      await expectRefusal(provider, "grant not allowed", client.clientCredentials());
    },
  },
];

function createMachine({ issuer, clients, tolerate }: TestProvider): Client {
  return createClient({ issuer, client: clients.machine, timeoutMs: 5000, tolerate });
}
