import assert from "node:assert/strict";
import { type Client, createClient } from "../../../src/index.ts";
import type { OidcProvider } from "../../providers/oidc-provider.ts";
import { expectOAuthError } from "../expect-error.ts";
import type { Scenario } from "../scenario.ts";

/** Tokens for a service itself. */
export const clientCredentials: readonly Scenario[] = [
  {
    name: "client credentials: an access token, no user, no refresh token",
    run: async (provider) => {
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
    name: "client credentials: a scope of another client is invalid_scope",
    run: async (provider) => {
      const call = createMachine(provider).clientCredentials({ scope: "email" });
      await expectOAuthError(call, { error: "invalid_scope", status: 400 });
    },
  },
  {
    name: "client credentials: a client that may not use the grant is refused",
    run: async (provider) => {
      const client = createClient({ issuer: provider.issuer, client: provider.clients.basic });
      // RFC 6749 §5.2 has unauthorized_client for this; oidc-provider says it this way.
      await expectOAuthError(client.clientCredentials(), { error: "invalid_request", status: 400 });
    },
  },
];

function createMachine({ issuer, clients }: OidcProvider): Client {
  return createClient({ issuer, client: clients.machine, timeoutMs: 5000 });
}
