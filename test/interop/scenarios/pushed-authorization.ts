import assert from "node:assert/strict";
import { completeLogin, finishLogin, startLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";

/** Authorization requests from server to server. */
export const scenarios: readonly Scenario[] = [
  {
    name: "pushed authorization: a client that must push logs in, by itself",
    needs: ["pushed requests"],
    run: async ({ provider }) => {
      const { tokens } = await completeLogin(provider, { registered: provider.clients.pushed });
      assert.equal(tokens.claims.sub, "ada");
    },
  },
  {
    name: "pushed authorization: the browser carries client_id and request_uri alone",
    needs: ["pushed requests"],
    run: async ({ provider }) => {
      const options = { pushedAuthorizationRequests: "always" } as const;
      const pending = await startLogin(provider, { registered: provider.clients.public, options });
      const { url } = await pending.client.startAuthorization();
      assert.deepEqual([...new URL(url).searchParams.keys()], ["client_id", "request_uri"]);
      assert.equal((await finishLogin(pending)).claims.sub, "ada");
    },
  },
  {
    name: "pushed authorization: the provider's refusal comes before the browser goes",
    needs: ["pushed requests"],
    run: async ({ provider }) => {
      const login = startLogin(provider, {
        registered: provider.clients.pushed,
        options: { client: { ...provider.clients.pushed, client_secret: "wrong" } },
      });
      await assert.rejects(login, { code: "ERR_OAUTH_RESPONSE" });
    },
  },
];
