import assert from "node:assert/strict";
import { createCookieJar } from "../../../examples/demo/cookie-jar.ts";
import { expectCode, expectOAuthError } from "../expect-error.ts";
import { changeParameter, completeLogin, finishLogin, startLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";

/** What the browser may bring back. */
export const scenarios: readonly Scenario[] = [
  {
    name: "authorization response: prompt=none without a session is login_required",
    run: async ({ provider }) => {
      const pending = await startLogin(provider, {
        registered: provider.clients.basic,
        parameters: { prompt: "none" },
      });
      await expectOAuthError(finishLogin(pending), { error: "login_required", status: undefined });
    },
  },
  {
    name: "authorization response: prompt=none with a session logs in without a question",
    run: async ({ provider }) => {
      const jar = createCookieJar();
      const registered = provider.clients.basic;
      const first = await completeLogin(provider, { registered, jar, offline: false });
      const second = await completeLogin(provider, {
        registered,
        jar,
        offline: false,
        parameters: { prompt: "none" },
      });
      assert.equal(second.tokens.claims.sub, first.tokens.claims.sub);
    },
  },
  changed("the state of another login is refused", {
    name: "state",
    value: "the-state-of-another-login-of-this-browser",
    code: "ERR_VERIFICATION_STATE",
  }),
  changed("a response without state is refused", { name: "state", value: undefined, code: "ERR_VERIFICATION_STATE" }),
  changed("another issuer is refused", {
    name: "iss",
    value: "https://attacker.example.com",
    code: "ERR_VERIFICATION_ISSUER",
  }),
  changed("a response without the announced iss is refused", {
    name: "iss",
    value: undefined,
    code: "ERR_VERIFICATION_ISSUER",
  }),
];

function changed(
  title: string,
  { name, value, code }: { readonly name: string; readonly value: string | undefined; readonly code: string },
): Scenario {
  return {
    name: `authorization response: ${title}`,
    run: async ({ provider }) => {
      const pending = await startLogin(provider, { registered: provider.clients.basic });
      const callbackUrl = changeParameter(pending.callbackUrl, name, value);
      await expectCode(finishLogin({ ...pending, callbackUrl }), code);
      assert.equal((await finishLogin(pending)).claims.sub, "ada", "the code was not sent before the check");
    },
  };
}
