import assert from "node:assert/strict";
import { createClient } from "../../../src/index.ts";
import type { TestProvider } from "../../providers/test-provider.ts";
import { expectOAuthError, expectRefusal } from "../expect-error.ts";
import { completeLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";

/** Tokens that end before their time. */
export const scenarios: readonly Scenario[] = [
  {
    name: "revocation: an access token is good, is revoked, and is good no more",
    needs: ["revocation", "introspection"],
    run: async ({ provider }) => {
      const { client, tokens } = await completeLogin(provider, { registered: provider.clients.basic, offline: false });
      const { access_token: token } = tokens.response;
      assert.equal(await isActive(provider, token), true);
      await client.revokeToken({ token, token_type_hint: "access_token" });
      assert.equal(await isActive(provider, token), false);
      await expectOAuthError(client.userInfo(tokens), { error: "invalid_token", status: 401 });
    },
  },
  {
    name: "revocation: a revoked refresh token is invalid_grant",
    needs: ["revocation"],
    run: async ({ provider }) => {
      const { client, tokens } = await completeLogin(provider, { registered: provider.clients.public });
      await client.revokeToken({ token: tokens.refreshToken ?? "", token_type_hint: "refresh_token" });
      await expectOAuthError(client.refresh(tokens), { error: "invalid_grant", status: 400 });
    },
  },
  {
    name: "revocation: everything of a login ends together",
    needs: ["revocation", "introspection"],
    run: async ({ provider }) => {
      const { client, tokens } = await completeLogin(provider, { registered: provider.clients.basic });
      const revoked = await client.revokeAll(tokens);
      assert.deepEqual(
        { ...revoked, refreshToken: revoked.refreshToken.status, accessToken: revoked.accessToken.status },
        { refreshToken: "revoked", accessToken: "revoked", complete: true },
      );
      assert.equal(await isActive(provider, tokens.response.access_token), false);
      await expectOAuthError(client.refresh(tokens), { error: "invalid_grant", status: 400 });
    },
  },
  {
    name: "revocation: a token that the provider does not know counts as revoked",
    needs: ["revocation"],
    run: async ({ provider: { issuer, clients, tolerate } }) => {
      const client = createClient({ issuer, client: clients.basic, tolerate, timeoutMs: 5000 });
      await client.revokeToken({ token: "an-invented-token" });
    },
  },
  {
    name: "revocation: a wrong secret is refused, and the token stays good",
    needs: ["revocation", "introspection"],
    run: async ({ provider }) => {
      const { basic } = provider.clients;
      const { tokens } = await completeLogin(provider, { registered: basic });
      const { issuer, tolerate } = provider;
      const client = { ...basic, client_secret: "not-the-secret-of-this-client-but-long-enough" };
      const thief = createClient({ issuer, client, tolerate, timeoutMs: 5000 });
      const token = tokens.response.access_token;
      await expectRefusal(provider, "wrong secret", thief.revokeToken({ token }));
      assert.equal(await isActive(provider, token), true);
    },
  },
];

async function isActive({ issuer, clients, tolerate }: TestProvider, token: string): Promise<boolean> {
  const server = createClient({ issuer, client: clients.introspection, tolerate, timeoutMs: 5000 });
  return (await server.introspect({ token }, { responseFormat: "json" })).active;
}
