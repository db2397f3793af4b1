import assert from "node:assert/strict";
import { decodeProtectedHeader } from "jose/decode/protected_header";
import { isRecord } from "../../../src/schema/is-record.ts";
import type { RegisteredClient } from "../../providers/registered-clients.ts";
import type { TestProvider } from "../../providers/test-provider.ts";
import { fetchPublishedKeys } from "../bare-requests.ts";
import { expectCode } from "../expect-error.ts";
import { completeLogin, finishLogin, startLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";

/** ID tokens by their algorithm and nonce. */
export const scenarios: readonly Scenario[] = [
  {
    name: "ID token: RS256, signed with the provider's key",
    run: async ({ provider }) => {
      const { tokens } = await completeLogin(provider, { registered: provider.clients.basic });
      await expectSignedBy(provider, "RS256", tokens.response.id_token);
    },
  },
  {
    name: "ID token: ES256, signed with the provider's key",
    run: async ({ provider }) => {
      const { tokens } = await completeLogin(provider, { registered: provider.clients.es256 });
      await expectSignedBy(provider, "ES256", tokens.response.id_token);
    },
  },
  {
    name: "ID token: another algorithm than the client expects is refused",
    run: async ({ provider }) => {
      const registered: RegisteredClient = provider.clients.es256;
      const client = { ...registered, id_token_signed_response_alg: "RS256" };
      const pending = await startLogin(provider, { registered, options: { client } });
      await expectCode(finishLogin(pending), "ERR_VERIFICATION_ALGORITHM");
    },
  },
  {
    name: "ID token: the nonce of another login is refused",
    run: async ({ provider }) => {
      const pending = await startLogin(provider, { registered: provider.clients.basic });
      const transaction = { ...pending.transaction, nonce: "the-nonce-of-another-login-of-this-browser" };
      await expectCode(finishLogin({ ...pending, transaction }), "ERR_VERIFICATION_NONCE");
    },
  },
];

async function expectSignedBy({ issuer }: TestProvider, alg: string, jwt: string | undefined): Promise<void> {
  const header = decodeProtectedHeader(jwt ?? "");
  assert.equal(header.alg, alg);
  const keys = await fetchPublishedKeys(issuer);
  assert.equal(keys.filter((key) => isRecord(key) && key.kid === header.kid).length, 1, "the key is published once");
}
