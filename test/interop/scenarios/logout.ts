import assert from "node:assert/strict";
import { type CookieJar, createCookieJar } from "../../../examples/demo/cookie-jar.ts";
import type { RegisteredClient } from "../../providers/registered-clients.ts";
import type { TestProvider } from "../../providers/test-provider.ts";
import { expectCode, expectOAuthError } from "../expect-error.ts";
import { completeLogin, finishLogin, type PendingLogin, startLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";

/** Logging out at the provider, and being told of it. */
export const scenarios: readonly Scenario[] = [
  {
    name: "logout: the browser comes back with its state, and the logout token ends the session once",
    needs: ["end session", "back-channel logout"],
    run: async ({ provider }) => {
      const { logout: registered } = provider.clients;
      const jar = createCookieJar();
      const { client, tokens } = await completeLogin(provider, { registered, jar, offline: false });
      const { url, transaction } = await client.startLogout(tokens);
      const callback = await provider.logOut(url, { jar });
      assert.ok(callback !== undefined);
      assert.deepEqual({ ...(await client.finishLogout(callback, transaction)) }, { state: transaction.state });
      await expectCode(client.finishLogout(`${callback}x`, transaction), "ERR_VERIFICATION_STATE");

      const { body, contentType } = await provider.inbox.take("/logout");
      const request = { headers: { "content-type": contentType }, body };
      const ended: unknown[] = [];
      const errors: unknown[] = [];
      const handlers = {
        endSessions: ({ sid }: { readonly sid?: string }) => void ended.push(sid),
        onError: (error: unknown) => void errors.push(error),
      };
      const first = await client.handleBackchannelLogout(request, handlers);
      assert.deepEqual([first.status, ended, errors], [200, [tokens.claims.sid], []]);
      const second = await client.handleBackchannelLogout(request, handlers);
      assert.deepEqual([second.status, ended.length, errors.length], [400, 1, 1]);
    },
  },
  {
    name: "logout: without a redirect URI the browser stays, and the session is over",
    needs: ["end session"],
    run: async ({ provider }) => {
      const { basic: registered } = provider.clients;
      const jar = createCookieJar();
      const { client, tokens } = await completeLogin(provider, { registered, jar, offline: false });
      const { url } = await client.startLogout(tokens);
      assert.equal(await provider.logOut(url, { jar }), undefined);
      const pending = await logInSilently(provider, registered, jar);
      await expectOAuthError(finishLogin(pending), { error: "login_required", status: undefined });
    },
  },
  {
    name: "logout: a redirect URI that the provider does not know is not followed, and the session stays",
    needs: ["end session"],
    run: async ({ provider }) => {
      const { basic: registered } = provider.clients;
      const uri = "https://app.example.com/signed-out";
      const jar = createCookieJar();
      const options = { client: { ...registered, post_logout_redirect_uris: [uri] } };
      const { client, tokens } = await completeLogin(provider, { registered, options, jar, offline: false });
      const { url } = await client.startLogout(tokens);
      assert.equal(new URL(url).searchParams.get("post_logout_redirect_uri"), uri);
      assert.equal(await provider.logOut(url, { jar }), undefined);
      const silent = await finishLogin(await logInSilently(provider, registered, jar));
      assert.equal(silent.claims.sub, "ada");
    },
  },
];

function logInSilently(provider: TestProvider, registered: RegisteredClient, jar: CookieJar): Promise<PendingLogin> {
  return startLogin(provider, { registered, jar, offline: false, parameters: { prompt: "none" } });
}
