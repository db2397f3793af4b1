import assert from "node:assert/strict";
import type { ResponseMode, ResponseType } from "../../../src/index.ts";
import { expectCode, expectRefusal } from "../expect-error.ts";
import { finishLogin, type PendingLogin, startLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";

/** Responses with tokens beside the code, and the ways they come back. */
export const scenarios: readonly Scenario[] = [
  login("code id_token"),
  login("code token"),
  login("code id_token token"),
  login("code id_token", "form_post"),
  login("code", "form_post"),
  login("code", "fragment"),
  {
    name: "hybrid response: the code of another login is refused, the hash in the ID token differs",
    needs: ["hybrid responses"],
    run: async ({ provider }) => {
      const start = (): Promise<PendingLogin> =>
        startLogin(provider, {
          registered: provider.clients.hybrid,
          parameters: { response_type: "code id_token" },
        });
      const own = await start();
      const code = parametersOf(await start()).get("code") ?? "";
      await expectCode(finishLogin(withParameter(own, "code", code)), "ERR_VERIFICATION_HASH");
      assert.equal((await finishLogin(own)).claims.sub, "ada", "the code was not sent before the check");
    },
  },
  {
    name: "hybrid response: an ID token with the nonce of another login is refused",
    needs: ["hybrid responses"],
    run: async ({ provider }) => {
      const pending = await startLogin(provider, {
        registered: provider.clients.hybrid,
        parameters: { response_type: "code id_token" },
      });
      const transaction = { ...pending.transaction, nonce: "the-nonce-of-another-login-of-this-browser" };
      await expectCode(finishLogin({ ...pending, transaction }), "ERR_VERIFICATION_NONCE");
    },
  },
  {
    name: "hybrid response: a client that may not use the response type is told so",
    run: async ({ provider }) => {
      const { basic: registered } = provider.clients;
      const login = startLogin(provider, {
        registered,
        // A pushed request would be refused already, and not through the browser.
        options: { pushedAuthorizationRequests: "never" },
        parameters: { response_type: "code id_token" },
      }).then((pending) => finishLogin(pending));
      await expectRefusal(provider, "response type not allowed", login);
    },
  },
  {
    name: "implicit response: an ID token in the fragment, verified",
    needs: ["hybrid responses"],
    run: async ({ provider }) => {
      const { client, callbackUrl, transaction } = await startLogin(provider, {
        registered: provider.clients.hybrid,
        offline: false,
        parameters: { response_type: "id_token" },
      });
      const { claims } = await client.finishImplicitAuthorization(callbackUrl, transaction);
      assert.equal(claims?.sub, "ada");
    },
  },
];

function login(response_type: ResponseType, response_mode?: ResponseMode): Scenario {
  return {
    name: `hybrid response: ${response_type}, ${response_mode ?? "as it comes by default"}`,
    needs: response_type === "code" ? [] : ["hybrid responses"],
    run: async ({ provider }) => {
      const pending = await startLogin(provider, {
        registered: provider.clients.hybrid,
        parameters: { response_type, ...(response_mode === undefined ? {} : { response_mode }) },
      });
      assert.equal(pending.form !== undefined, response_mode === "form_post");
      assert.equal(new URL(pending.callbackUrl).search, "", "nothing is in the query");
      const received = parametersOf(pending);
      assert.equal(received.has("id_token"), response_type.includes("id_token"));
      assert.equal(received.has("access_token"), / token/.test(response_type));
      const tokens = await finishLogin(pending);
      assert.equal(tokens.claims.sub, "ada");
      assert.equal((await pending.client.userInfo(tokens)).sub, "ada");
    },
  };
}

function parametersOf({ callbackUrl, form }: PendingLogin): URLSearchParams {
  return form ?? new URLSearchParams(new URL(callbackUrl).hash.slice(1));
}

function withParameter(pending: PendingLogin, name: string, value: string): PendingLogin {
  const url = new URL(pending.callbackUrl);
  const parameters = new URLSearchParams(url.hash.slice(1));
  parameters.set(name, value);
  url.hash = parameters.toString();
  return { ...pending, callbackUrl: url.href };
}
