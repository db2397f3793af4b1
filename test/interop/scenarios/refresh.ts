import assert from "node:assert/strict";
import { expectCode, expectOAuthError } from "../expect-error.ts";
import { completeLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";

/** Refreshing, with a provider that rotates refresh tokens. */
export const scenarios: readonly Scenario[] = [
  {
    name: "refresh: the refresh token rotates and the login stays the same",
    run: async ({ provider }) => {
      const { client, tokens } = await completeLogin(provider, { registered: provider.clients.basic });
      const fresh = await client.refresh(tokens);
      assert.notEqual(fresh.refreshToken, tokens.refreshToken);
      assert.notEqual(fresh.response.access_token, tokens.response.access_token);
      for (const claim of ["iss", "sub", "aud"]) assert.deepEqual(fresh.claims[claim], tokens.claims[claim], claim);
      assert.equal((await client.userInfo(await client.refresh(fresh))).sub, "ada");
    },
  },
  {
    name: "refresh: a used refresh token is invalid_grant",
    run: async ({ provider }) => {
      const { client, tokens } = await completeLogin(provider, { registered: provider.clients.public });
      await client.refresh(tokens);
      await expectOAuthError(client.refresh(tokens), { error: "invalid_grant", status: 400 });
    },
  },
  {
    name: "refresh: an ID token of another login is refused, its nonce differs",
    needs: ["nonce in refreshed id tokens"],
    run: async ({ provider }) => {
      const registered = provider.clients.basic;
      const first = await completeLogin(provider, { registered });
      const second = await completeLogin(provider, { registered });
      const mixed = { ...first.tokens, refreshToken: second.tokens.refreshToken };
      await expectCode(first.client.refresh(mixed), "ERR_VERIFICATION_CONTINUITY");
    },
  },
  {
    name: "refresh: an ID token about another user is refused, whatever its nonce",
    run: async ({ provider }) => {
      const registered = provider.clients.basic;
      const ada = await completeLogin(provider, { registered });
      const grace = await completeLogin(provider, { registered, user: "grace" });
      const claims = { ...ada.tokens.claims, nonce: String(grace.tokens.claims.nonce) };
      const mixed = { ...ada.tokens, claims, refreshToken: grace.tokens.refreshToken };
      await expectCode(ada.client.refresh(mixed), "ERR_VERIFICATION_CONTINUITY");
    },
  },
  {
    name: "refresh: a scope that was never granted is invalid_scope",
    run: async ({ provider }) => {
      const { client, tokens } = await completeLogin(provider, { registered: provider.clients.basic });
      await expectOAuthError(client.refresh(tokens, { scope: "openid api" }), { error: "invalid_scope", status: 400 });
    },
  },
];
