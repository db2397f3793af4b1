import assert from "node:assert/strict";
import { decodeProtectedHeader } from "jose/decode/protected_header";
import type { RegisteredClient } from "../../providers/registered-clients.ts";
import { expectCode } from "../expect-error.ts";
import { completeLogin, finishLogin, startLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";

/** ID tokens by their algorithm and nonce. */
export const idToken: readonly Scenario[] = [
  {
    name: "ID token: RS256, signed with the provider's key",
    run: async (provider) => {
      const { tokens } = await completeLogin(provider, { registered: provider.clients.basic });
      assert.deepEqual(headerOf(tokens.response.id_token), { alg: "RS256", kid: "provider-rs256" });
    },
  },
  {
    name: "ID token: ES256, signed with the provider's key",
    run: async (provider) => {
      const { tokens } = await completeLogin(provider, { registered: provider.clients.es256 });
      assert.deepEqual(headerOf(tokens.response.id_token), { alg: "ES256", kid: "provider-es256" });
    },
  },
  {
    name: "ID token: another algorithm than the client expects is refused",
    run: async (provider) => {
      const registered: RegisteredClient = provider.clients.es256;
      const client = { ...registered, id_token_signed_response_alg: "RS256" };
      const pending = await startLogin(provider, { registered, options: { client } });
      await expectCode(finishLogin(pending), "ERR_VERIFICATION_ALGORITHM");
    },
  },
  {
    name: "ID token: the nonce of another login is refused",
    run: async (provider) => {
      const pending = await startLogin(provider, { registered: provider.clients.basic });
      const transaction = { ...pending.transaction, nonce: "the-nonce-of-another-login-of-this-browser" };
      await expectCode(finishLogin({ ...pending, transaction }), "ERR_VERIFICATION_NONCE");
    },
  },
];

function headerOf(jwt: string | undefined): Readonly<Record<string, unknown>> {
  const { alg, kid } = decodeProtectedHeader(jwt ?? "");
  return { alg, kid };
}
