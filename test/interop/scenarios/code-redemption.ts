import assert from "node:assert/strict";
import { createCodeVerifier } from "../../../src/pkce.ts";
import { expectOAuthError } from "../expect-error.ts";
import { changeParameter, finishLogin, startLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";

/** What a provider refuses at its token endpoint, and how that reaches the caller. */
export const scenarios: readonly Scenario[] = [
  {
    name: "code: a replayed code is invalid_grant, and what it gave is revoked",
    needs: ["revocation on replay"],
    run: async ({ provider }) => {
      const pending = await startLogin(provider, { registered: provider.clients.basic, offline: false });
      const tokens = await finishLogin(pending);
      await expectOAuthError(finishLogin(pending), { error: "invalid_grant", status: 400 });
      await expectOAuthError(pending.client.userInfo(tokens), { error: "invalid_token", status: 401 });
    },
  },
  {
    name: "code: a replayed code is invalid_grant",
    run: async ({ provider }) => {
      const pending = await startLogin(provider, { registered: provider.clients.es256 });
      await finishLogin(pending);
      await expectOAuthError(finishLogin(pending), { error: "invalid_grant", status: 400 });
    },
  },
  {
    name: "code: an invented code is invalid_grant",
    run: async ({ provider }) => {
      const pending = await startLogin(provider, { registered: provider.clients.basic });
      const callbackUrl = changeParameter(pending.callbackUrl, "code", "an-invented-code");
      await expectOAuthError(finishLogin({ ...pending, callbackUrl }), { error: "invalid_grant", status: 400 });
    },
  },
  {
    name: "code: a wrong PKCE verifier is invalid_grant",
    run: async ({ provider }) => {
      const pending = await startLogin(provider, { registered: provider.clients.public });
      const transaction = { ...pending.transaction, codeVerifier: createCodeVerifier() };
      assert.notEqual(transaction.codeVerifier, pending.transaction.codeVerifier);
      await expectOAuthError(finishLogin({ ...pending, transaction }), { error: "invalid_grant", status: 400 });
    },
  },
  {
    name: "code: another client's code is invalid_grant",
    run: async ({ provider }) => {
      const stolen = await startLogin(provider, { registered: provider.clients.basic });
      const own = await startLogin(provider, { registered: provider.clients.es256 });
      const code = new URL(stolen.callbackUrl).searchParams.get("code") ?? "";
      const callbackUrl = changeParameter(own.callbackUrl, "code", code);
      await expectOAuthError(finishLogin({ ...own, callbackUrl }), { error: "invalid_grant", status: 400 });
    },
  },
];
