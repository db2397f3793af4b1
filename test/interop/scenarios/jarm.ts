import assert from "node:assert/strict";
import { finishLogin, startLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";

/** Authorization responses as signed JWTs. */
export const scenarios: readonly Scenario[] = [
  {
    name: "jarm: a signed response, nothing beside it",
    needs: ["jarm", "unique claims in jarm"],
    run: async ({ provider }) => {
      const pending = await startLogin(provider, {
        registered: provider.clients.jarm,
        parameters: { response_mode: "jwt" },
      });
      assert.deepEqual([...new URL(pending.callbackUrl).searchParams.keys()], ["response"]);
      assert.equal((await finishLogin(pending)).claims.sub, "ada");
    },
  },
  {
    name: "jarm: a signed and encrypted response",
    needs: ["encrypted jarm", "unique claims in jarm"],
    run: async ({ provider }) => {
      const pending = await startLogin(provider, {
        registered: provider.clients.jarmEncrypted,
        options: { decryptionKeys: [provider.keys.encryption] },
        parameters: { response_mode: "query.jwt" },
      });
      assert.equal((await finishLogin(pending)).claims.sub, "ada");
    },
  },
  {
    name: "jarm: an altered signature is refused",
    needs: ["jarm", "unique claims in jarm"],
    run: async ({ provider }) => {
      const pending = await startLogin(provider, {
        registered: provider.clients.jarm,
        parameters: { response_mode: "jwt" },
      });
      const url = new URL(pending.callbackUrl);
      const [header, claims, signature = ""] = url.searchParams.get("response")?.split(".") ?? [];
      const altered = `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
      url.searchParams.set("response", `${header}.${claims}.${altered}`);
      await assert.rejects(finishLogin({ ...pending, callbackUrl: url.href }), { code: "ERR_VERIFICATION_SIGNATURE" });
    },
  },
  {
    name: "jarm: the provider says no inside the JWT",
    needs: ["jarm", "unique claims in jarm"],
    run: async ({ provider }) => {
      const pending = await startLogin(provider, {
        registered: provider.clients.jarm,
        parameters: { response_mode: "jwt", prompt: "none" },
      });
      await assert.rejects(finishLogin(pending), { code: "ERR_OAUTH_AUTHORIZATION" });
    },
  },
];
