import assert from "node:assert/strict";
import { createMtlsFetch } from "../../../src/adapters/node-mtls.ts";
import { privateKeyJwt } from "../../../src/client-auth/private-key-jwt.ts";
import { createDPoP } from "../../../src/dpop/create-dpop.ts";
import { type ClientOptions, type ClientProfileName, createClient, type FetchFunction } from "../../../src/index.ts";
import type { RegisteredClient } from "../../providers/registered-clients.ts";
import type { TestProvider } from "../../providers/test-provider.ts";
import { expectOAuthError } from "../expect-error.ts";
import { finishLogin, type PendingLogin, startLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";
import { createTlsFetch } from "../tls-fetch.ts";

/** Clients and a provider that hold each other to FAPI 2.0. */
export const scenarios: readonly Scenario[] = [
  {
    name: "fapi: a login by the security profile, with tokens bound to a certificate",
    needs: ["fapi 2.0"],
    run: ({ provider }) =>
      logIn(provider, { profile: "fapi2-security", registered: provider.clients.fapi }, async (pending) => {
        assert.ok(new URL(pending.callbackUrl).searchParams.has("iss"));
        const tokens = await finishLogin(pending);
        assert.equal(tokens.claims.sub, "ada");
        assert.equal((await pending.client.userInfo(tokens)).sub, "ada");
        assert.equal((await pending.client.refresh(tokens)).claims.sub, "ada");
      }),
  },
  {
    name: "fapi: a login by the security profile, with tokens bound to a key",
    needs: ["fapi 2.0", "dpop"],
    run: async ({ provider }) => {
      const { clients, keys } = provider;
      const options = { profile: "fapi2-security" as const, key: keys.signing, dpop: await createDPoP() };
      const pending = await startLogin(provider, { registered: clients.fapiDpop, options });
      const tokens = await finishLogin(pending);
      assert.deepEqual([tokens.claims.sub, tokens.response.token_type], ["ada", "DPoP"]);
      assert.equal((await pending.client.userInfo(tokens)).sub, "ada");
      assert.equal((await pending.client.refresh(tokens)).claims.sub, "ada");
    },
  },
  {
    name: "fapi: a login by message signing: signed request, signed response, signed introspection",
    needs: ["fapi 2.0", "unique claims in jarm"],
    run: ({ provider }) =>
      logIn(
        provider,
        { profile: "fapi2-message-signing", registered: provider.clients.fapiSigning },
        async (pending) => {
          assert.deepEqual([...new URL(pending.callbackUrl).searchParams.keys()], ["response"]);
          const tokens = await finishLogin(pending);
          assert.equal(tokens.claims.sub, "ada");
          const { active } = await pending.client.introspect({ token: tokens.response.access_token });
          assert.equal(active, true);
        },
      ),
  },
  {
    name: "fapi: the provider refuses an assertion for its token endpoint, which the profile does not let pass",
    needs: ["fapi 2.0"],
    run: async ({ provider: { issuer, tolerate, clients, keys } }) => {
      // The plain endpoints, so that no certificate is needed to be refused.
      const unbound = { ...clients.fapi, tls_client_certificate_bound_access_tokens: false };
      const auth = privateKeyJwt(keys.signing, { audience: "token_endpoint" });
      const client = createClient({
        issuer,
        tolerate,
        client: unbound,
        auth,
        pushedAuthorizationRequests: "always",
      });
      await expectOAuthError(client.startAuthorization(), { error: "invalid_client", status: 401 });
    },
  },
];

interface ProfiledLogin {
  readonly profile: ClientProfileName;
  readonly registered: RegisteredClient;
}

/** A login with the client's certificate, as far as the callback. */
async function logIn(
  provider: TestProvider,
  { profile, registered }: ProfiledLogin,
  use: (pending: PendingLogin) => Promise<void>,
): Promise<void> {
  const { certificates, signing: key } = provider.keys;
  const { cert, key: certificateKey } = certificates.client;
  const tls = createMtlsFetch({ cert, key: certificateKey, ca: certificates.authority.cert });
  const fetchAny: FetchFunction = (url, init) => (url.startsWith("https:") ? tls(url, init) : fetch(url, init));
  const options: Partial<ClientOptions> = { profile, key, fetch: fetchAny };
  try {
    await use(await startLogin(provider, { registered, options, fetchIt: createTlsFetch(provider) }));
  } finally {
    tls.close();
  }
}
