import assert from "node:assert/strict";
import { createClient } from "../../../src/index.ts";
import { expectOAuthError, expectRefusal } from "../expect-error.ts";
import { completeLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";

/** Tokens in exchange for others. */
export const scenarios: readonly Scenario[] = [
  {
    name: "token exchange: an access token for another one",
    needs: ["token exchange"],
    run: async ({ provider }) => {
      const { client, tokens } = await completeLogin(provider, { registered: provider.clients.exchange });
      const exchanged = await client.exchangeToken({ ...subject(tokens.response.access_token), scope: "profile" });
      assert.equal(exchanged.isAccessToken, true);
      assert.notEqual(exchanged.response.access_token, tokens.response.access_token);
      assert.ok(exchanged.response.scope?.split(" ").includes("profile"), exchanged.response.scope);
    },
  },
  {
    name: "token exchange: an access token that is good at the userinfo endpoint",
    needs: ["token exchange", "openid by exchange"],
    run: async ({ provider }) => {
      const { client, tokens } = await completeLogin(provider, { registered: provider.clients.exchange });
      const exchanged = await client.exchangeToken({
        subject_token: tokens.response.access_token,
        subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
        requested_token_type: "urn:ietf:params:oauth:token-type:access_token",
        scope: "openid profile",
      });
      assert.equal(exchanged.isAccessToken, true);
      assert.notEqual(exchanged.response.access_token, tokens.response.access_token);
      const { claims } = tokens;
      const info = await client.userInfo(exchanged, { expectedSubject: claims.sub });
      assert.equal(info.sub, "ada", "the new token is for the same user");
    },
  },
  {
    name: "token exchange: less scope than the token has",
    needs: ["token exchange"],
    run: async ({ provider }) => {
      const { client, tokens } = await completeLogin(provider, { registered: provider.clients.exchange });
      const exchanged = await client.exchangeToken({ ...subject(tokens.response.access_token), scope: "email" });
      const scopes = exchanged.response.scope?.split(" ") ?? [];
      assert.ok(scopes.includes("email"), exchanged.response.scope);
    },
  },
  {
    name: "token exchange: an invented token is refused",
    needs: ["token exchange"],
    run: async ({ provider: { issuer, clients, tolerate } }) => {
      const client = createClient({ issuer, client: clients.exchange, tolerate, timeoutMs: 5000 });
      const call = client.exchangeToken(subject("an-invented-access-token"));
      await expectOAuthError(call, { error: "invalid_request", status: 400 });
    },
  },
  {
    name: "token exchange: a kind of token that the provider does not take is refused",
    needs: ["token exchange"],
    run: async ({ provider }) => {
      const { client, tokens } = await completeLogin(provider, { registered: provider.clients.exchange });
      const call = client.exchangeToken({
        ...subject(tokens.response.access_token),
        subject_token_type: "urn:ietf:params:oauth:token-type:saml2",
      });
      await expectOAuthError(call, { error: "invalid_request", status: 400 });
    },
  },
  {
    name: "token exchange: a client that may not use the grant is refused",
    needs: ["token exchange"],
    run: async ({ provider }) => {
      const { client, tokens } = await completeLogin(provider, { registered: provider.clients.basic });
      const call = client.exchangeToken(subject(tokens.response.access_token));
      await expectRefusal(provider, "exchange not allowed", call);
    },
  },
];

function subject(token: string) {
  return { subject_token: token, subject_token_type: "urn:ietf:params:oauth:token-type:access_token" };
}
