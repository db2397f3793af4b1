import assert from "node:assert/strict";
import { type Client, type ClientOptions, createClient, isActiveFor } from "../../../src/index.ts";
import type { RegisteredClient, RegisteredClients } from "../../providers/registered-clients.ts";
import type { Capability, TestProvider } from "../../providers/test-provider.ts";
import { expectCode, expectRefusal } from "../expect-error.ts";
import { completeLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";

/** What a resource server learns about tokens. */
export const scenarios: readonly Scenario[] = [
  {
    name: "introspection: an access token of a user, as JSON",
    needs: ["introspection"],
    run: async ({ provider }) => {
      const { tokens } = await completeLogin(provider, { registered: provider.clients.basic });
      const server = createServer(provider, provider.clients.introspection);
      const answer = await server.introspect({ token: tokens.response.access_token }, { responseFormat: "json" });
      assert.ok(answer.active);
      assert.equal(answer.sub, "ada");
      assert.equal(answer.client_id, "web-basic.example");
      assert.equal(isActiveFor(answer, { scope: "openid profile" }), true);
      assert.equal(isActiveFor(answer, { scope: "payments" }), false);
    },
  },
  {
    name: "introspection: an invented token is not active, and nothing more is told",
    needs: ["introspection"],
    run: async ({ provider }) => {
      const server = createServer(provider, provider.clients.introspection);
      const answer = await server.introspect({ token: "an-invented-token" }, { responseFormat: "json" });
      assert.deepEqual({ ...answer }, { active: false });
    },
  },
  {
    name: "introspection: a resource server with a wrong secret is refused",
    needs: ["introspection"],
    run: async ({ provider }) => {
      const client_secret = "not-the-secret-of-this-client-but-long-enough";
      const server = createServer(provider, { ...provider.clients.introspection, client_secret });
      await expectRefusal(
        provider,
        "wrong secret at introspection",
        server.introspect({ token: "an-invented-token" }, { responseFormat: "json" }),
      );
    },
  },
  ...signed("introspection", "jwt introspection"),
  ...signed("introspectionEncrypted", "encrypted jwt introspection"),
  {
    name: "introspection: a JWT signed with another algorithm than is registered is refused",
    needs: ["jwt introspection"],
    run: async ({ provider }) => {
      const registered = { ...provider.clients.introspection, introspection_signed_response_alg: "RS256" };
      const server = createServer(provider, registered);
      await expectCode(server.introspect({ token: "an-invented-token" }), "ERR_VERIFICATION_ALGORITHM");
    },
  },
  {
    name: "introspection: an encrypted JWT that the client's key does not open is refused",
    needs: ["encrypted jwt introspection"],
    run: async ({ provider }) => {
      const options = { decryptionKeys: [provider.keys.rsaEncryption] };
      const server = createServer(provider, provider.clients.introspectionEncrypted, options);
      await expectCode(server.introspect({ token: "an-invented-token" }), "ERR_VERIFICATION_DECRYPTION");
    },
  },
];

function signed(name: keyof RegisteredClients, capability: Capability): readonly Scenario[] {
  const options = ({ keys }: TestProvider): Partial<ClientOptions> => ({ decryptionKeys: [keys.encryption] });
  return [
    {
      name: `introspection: an access token of a user, as a JWT (${name})`,
      needs: [capability],
      run: async ({ provider }) => {
        const { tokens } = await completeLogin(provider, { registered: provider.clients.basic });
        const server = createServer(provider, provider.clients[name], options(provider));
        const answer = await server.introspect({ token: tokens.response.access_token });
        assert.ok(answer.active);
        assert.equal(answer.sub, "ada");
        assert.equal(answer.client_id, "web-basic.example");
      },
    },
    {
      name: `introspection: an invented token is not active, as a JWT says (${name})`,
      needs: [capability],
      run: async ({ provider }) => {
        const server = createServer(provider, provider.clients[name], options(provider));
        assert.deepEqual({ ...(await server.introspect({ token: "an-invented-token" })) }, { active: false });
      },
    },
  ];
}

function createServer(
  { issuer, tolerate }: TestProvider,
  client: RegisteredClient,
  options: Partial<ClientOptions> = {},
): Client {
  return createClient({ issuer, client, tolerate, timeoutMs: 5000, ...options });
}
