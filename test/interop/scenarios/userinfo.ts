import assert from "node:assert/strict";
import { OAuthError } from "../../../src/index.ts";
import { expectCode } from "../expect-error.ts";
import { completeLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";

/** Claims about the user. */
export const scenarios: readonly Scenario[] = [
  {
    name: "userinfo: the claims of the granted scopes",
    run: async ({ provider }) => {
      const { client, tokens } = await completeLogin(provider, { registered: provider.clients.basic });
      assert.deepEqual({ ...(await client.userInfo(tokens)) }, claimsOf("ada"));
    },
  },
  {
    name: "userinfo: claims about another user are refused",
    run: async ({ provider }) => {
      const registered = provider.clients.basic;
      const ada = await completeLogin(provider, { registered });
      const grace = await completeLogin(provider, { registered, user: "grace" });
      const mixed = { ...ada.tokens, response: grace.tokens.response };
      await expectCode(ada.client.userInfo(mixed), "ERR_VERIFICATION_SUBJECT");
    },
  },
  {
    name: "userinfo: an access token the provider does not know is invalid_token, with a challenge",
    run: async ({ provider }) => {
      const { client, tokens } = await completeLogin(provider, { registered: provider.clients.basic });
      const response = { ...tokens.response, access_token: "an-invented-access-token" };
      await assert.rejects(client.userInfo({ ...tokens, response }), (error) => {
        assert.ok(error instanceof OAuthError);
        assert.equal(error.error, "invalid_token");
        assert.equal(error.status, 401);
        const bearer = error.challenges.find(({ scheme }) => scheme === "bearer");
        assert.equal(bearer?.parameters.error, "invalid_token");
        return true;
      });
    },
  },
];

function claimsOf(user: string): Readonly<Record<string, unknown>> {
  return {
    sub: user,
    name: "Ada Lovelace",
    given_name: "Ada",
    family_name: "Lovelace",
    preferred_username: user,
    updated_at: 1_700_000_000,
    email: `${user}@example.com`,
    email_verified: true,
  };
}
