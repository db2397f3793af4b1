import assert from "node:assert/strict";
import type { RegisteredClient } from "../../providers/registered-clients.ts";
import { expectCode } from "../expect-error.ts";
import { completeLogin, finishLogin, startLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";

/** ID tokens and claims about the user that only the client can read, and claims that are signed. */
export const scenarios: readonly Scenario[] = [
  ...encrypted("encrypted", { key: "encryption", other: "rsaEncryption", alg: "ECDH-ES" }),
  ...encrypted("encryptedRsa", { key: "rsaEncryption", other: "encryption", alg: "RSA-OAEP-256" }),
  {
    name: "userinfo: signed",
    needs: ["signed userinfo"],
    run: async ({ provider }) => {
      const { client, tokens } = await completeLogin(provider, { registered: provider.clients.signedUserinfo });
      const claims = await client.userInfo(tokens);
      assert.equal(claims.sub, "ada");
      assert.equal(claims.email, "ada@example.com");
    },
  },
  {
    name: "userinfo: signed with another algorithm than is registered is refused",
    needs: ["signed userinfo"],
    run: async ({ provider }) => {
      const registered: RegisteredClient = provider.clients.signedUserinfo;
      const options = { client: { ...registered, userinfo_signed_response_alg: "RS256" } };
      const { client, tokens } = await completeLogin(provider, { registered, options });
      await expectCode(client.userInfo(tokens), "ERR_VERIFICATION_ALGORITHM");
    },
  },
  {
    name: "userinfo: JSON is refused where signed claims are registered",
    run: async ({ provider }) => {
      const { basic: registered } = provider.clients;
      const options = { client: { ...registered, userinfo_signed_response_alg: "RS256" } };
      const { client, tokens } = await completeLogin(provider, { registered, options });
      await expectCode(client.userInfo(tokens), "ERR_RESPONSE_CONTENT_TYPE");
    },
  },
];

interface Keys {
  readonly key: "encryption" | "rsaEncryption";
  readonly other: "encryption" | "rsaEncryption";
  readonly alg: string;
}

function encrypted(name: "encrypted" | "encryptedRsa", { key, other, alg }: Keys): readonly Scenario[] {
  return [
    {
      name: `ID token: encrypted (${alg}), and so is userinfo`,
      needs: ["encrypted id tokens", "encrypted userinfo"],
      run: async ({ provider }) => {
        const options = { decryptionKeys: [provider.keys[key]] };
        const { client, tokens } = await completeLogin(provider, { registered: provider.clients[name], options });
        assert.equal(tokens.response.id_token?.split(".").length, 5);
        assert.equal(tokens.claims.sub, "ada");
        assert.equal((await client.userInfo(tokens)).email, "ada@example.com");
        assert.equal((await client.refresh(tokens)).claims.sub, "ada");
      },
    },
    {
      name: `ID token: encrypted (${alg}), a client with another key cannot open it`,
      needs: ["encrypted id tokens"],
      run: async ({ provider }) => {
        const options = { decryptionKeys: [provider.keys[other]] };
        const pending = await startLogin(provider, { registered: provider.clients[name], options });
        await expectCode(finishLogin(pending), "ERR_VERIFICATION_DECRYPTION");
      },
    },
    {
      name: `ID token: one that is not encrypted is refused where ${alg} is registered`,
      run: async ({ provider }) => {
        const { id_token_encrypted_response_alg, id_token_encrypted_response_enc } = provider.clients[name];
        const { basic: registered } = provider.clients;
        const client = { ...registered, id_token_encrypted_response_alg, id_token_encrypted_response_enc };
        const options = { client, decryptionKeys: [provider.keys[key]] };
        const pending = await startLogin(provider, { registered, options });
        await expectCode(finishLogin(pending), "ERR_VERIFICATION_JWT_NOT_ENCRYPTED");
      },
    },
  ];
}
