import assert from "node:assert/strict";
import { privateKeyJwt } from "../../../src/client-auth/index.ts";
import type { ClientOptions } from "../../../src/index.ts";
import type { RegisteredClients } from "../../providers/registered-clients.ts";
import type { TestProvider } from "../../providers/test-provider.ts";
import { expectRefusal } from "../expect-error.ts";
import { completeLogin, finishLogin, startLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";

/** A whole login with each method, and with a wrong secret. */
export const scenarios: readonly Scenario[] = [
  loginWith("basic", "client_secret_basic, secret with characters that need encoding"),
  loginWith("post", "client_secret_post, redirect URI with a query"),
  loginWith("secretJwt", "client_secret_jwt"),
  loginWith("privateKeyJwt", "private_key_jwt", ({ keys }) => ({ auth: privateKeyJwt(keys.signing) })),
  loginWith("public", "none"),
  {
    name: "client authentication: the method is chosen from the metadata",
    run: async ({ provider }) => {
      const { client_id, client_secret, redirect_uris } = provider.clients.basic;
      const client = { client_id, client_secret, redirect_uris };
      const { tokens } = await completeLogin(provider, { registered: provider.clients.basic, options: { client } });
      assert.equal(tokens.claims.aud, "web-basic.example");
    },
  },
  wrongSecret("basic", "client_secret_basic"),
  wrongSecret("post", "client_secret_post"),
  wrongSecret("secretJwt", "client_secret_jwt"),
];

function loginWith(
  name: keyof RegisteredClients,
  title: string,
  options: (provider: TestProvider) => Partial<ClientOptions> = () => ({}),
): Scenario {
  return {
    name: `client authentication: ${title}`,
    run: async ({ provider }) => {
      const registered = provider.clients[name];
      const { client, tokens } = await completeLogin(provider, { registered, options: options(provider) });
      assert.equal(tokens.claims.sub, "ada");
      assert.equal(tokens.claims.aud, registered.client_id);
      assert.equal((await client.userInfo(tokens)).sub, "ada");
    },
  };
}

function wrongSecret(name: "basic" | "post" | "secretJwt", method: string): Scenario {
  return {
    name: `client authentication: a wrong secret is refused (${method})`,
    run: async ({ provider }) => {
      const registered = provider.clients[name];
      const client = { ...registered, client_secret: "not-the-secret-of-this-client-but-long-enough" };
      // A pushed request would be refused already.
      const options = { client, pushedAuthorizationRequests: "never" } as const;
      const pending = await startLogin(provider, { registered, options });
      const refusal = name === "secretJwt" ? "wrong assertion" : "wrong secret";
      await expectRefusal(provider, refusal, finishLogin(pending));
    },
  };
}
