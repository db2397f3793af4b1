import assert from "node:assert/strict";
import { createCookieJar } from "../../../examples/demo/cookie-jar.ts";
import { expectCode } from "../expect-error.ts";
import { completeLogin } from "../log-in.ts";
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
];
