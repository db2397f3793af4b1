import assert from "node:assert/strict";
import { completeLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";

/** Tokens in exchange for others. */
export const scenarios: readonly Scenario[] = [
  {
    name: "token exchange: an access token for another one",
    needs: ["token exchange"],
    run: async ({ provider }) => {
      const { client, tokens } = await completeLogin(provider, { registered: provider.clients.exchange });
      const exchanged = await client.exchangeToken({
        subject_token: tokens.response.access_token,
        subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
        requested_token_type: "urn:ietf:params:oauth:token-type:access_token",
      });
      assert.equal(exchanged.isAccessToken, true);
      assert.notEqual(exchanged.response.access_token, tokens.response.access_token);
    },
  },
];
