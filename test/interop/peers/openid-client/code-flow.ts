import assert from "node:assert/strict";
import {
  authorizationCodeGrant,
  ClientSecretBasic,
  enableNonRepudiationChecks,
  fetchUserInfo,
  PrivateKeyJwt,
  refreshTokenGrant,
} from "openid-client";
import type { RegisteredClients } from "../../../providers/registered-clients.ts";
import { generateSigningJwk } from "../../../providers/signing-keys.ts";
import { authorizeWith, connect, keyOf, logInWith } from "../../connect-openid-client.ts";
import { expectPeerError } from "../../expect-peer-error.ts";
import type { Scenario } from "../../scenario.ts";

/** openid-client logs users in. */
export const scenarios: readonly Scenario[] = [
  login("basic"),
  // openid-client takes the query off redirect URIs, and that of the client `post` has one.
  login("basic", "client_secret_post"),
  login("secretJwt"),
  login("privateKeyJwt"),
  login("public"),
  login("es256"),
  {
    name: "openid-client: discovery by RFC 8414",
    run: async ({ provider }) => {
      const config = await connect(provider, provider.clients.basic, { algorithm: "oauth2" });
      assert.equal(config.serverMetadata().issuer, provider.issuer);
      assert.equal(config.serverMetadata().supportsPKCE(), true);
    },
  },
  {
    name: "openid-client: a wrong secret is invalid_client",
    run: async ({ provider }) => {
      const { basic } = provider.clients;
      const config = await connect(provider, basic, { auth: ClientSecretBasic("not-the-secret-of-this-client") });
      await expectPeerError(logInWith(config, basic), { error: "invalid_client", status: 401 });
    },
  },
  {
    name: "openid-client: an assertion of another key is invalid_client",
    run: async ({ provider }) => {
      const { privateKeyJwt } = provider.clients;
      const stranger = await generateSigningJwk("ES256", provider.keys.signing.kid);
      const config = await connect(provider, privateKeyJwt, { auth: PrivateKeyJwt(await keyOf(stranger)) });
      await expectPeerError(logInWith(config, privateKeyJwt), { error: "invalid_client", status: 401 });
    },
  },
  {
    name: "openid-client: a code is good once",
    run: async ({ provider }) => {
      const { basic } = provider.clients;
      const config = await connect(provider, basic);
      const { url, checks } = await authorizeWith(config, basic);
      const tokens = await authorizationCodeGrant(config, url, checks);
      await expectPeerError(authorizationCodeGrant(config, url, checks), { error: "invalid_grant", status: 400 });
      const call = fetchUserInfo(config, tokens.access_token, "ada");
      await expectPeerError(call, { error: "invalid_token", status: 401 });
    },
  },
  {
    name: "openid-client: a code is not good with another verifier",
    run: async ({ provider }) => {
      const config = await connect(provider, provider.clients.public);
      const { url, checks } = await authorizeWith(config, provider.clients.public);
      const other = { ...checks, pkceCodeVerifier: "a-verifier-of-another-login-of-the-same-client" };
      await expectPeerError(authorizationCodeGrant(config, url, other), { error: "invalid_grant", status: 400 });
    },
  },
  {
    name: "openid-client: a user who refuses is access_denied",
    run: async ({ provider }) => {
      const config = await connect(provider, provider.clients.basic);
      const { url, checks } = await authorizeWith(config, provider.clients.basic, { decision: "deny" });
      await expectPeerError(authorizationCodeGrant(config, url, checks), { error: "access_denied" });
    },
  },
  {
    name: "openid-client: a refresh token is good once, and dies with its family",
    run: async ({ provider }) => {
      const config = await connect(provider, provider.clients.public);
      const { refresh_token: first = "" } = await logInWith(config, provider.clients.public);
      const { refresh_token: second = "" } = await refreshTokenGrant(config, first);
      assert.notEqual(second, first);
      for (const used of [first, second])
        await expectPeerError(refreshTokenGrant(config, used), { error: "invalid_grant", status: 400 });
    },
  },
  {
    name: "openid-client: userinfo as a signed JWT",
    run: async ({ provider }) => {
      const { signedUserinfo } = provider.clients;
      const config = await connect(provider, signedUserinfo);
      enableNonRepudiationChecks(config);
      const { access_token: token } = await logInWith(config, signedUserinfo);
      assert.equal((await fetchUserInfo(config, token, "ada")).email, "ada@example.com");
      const call = fetchUserInfo(config, "an-invented-access-token", "ada");
      await expectPeerError(call, { error: "invalid_token", status: 401 });
    },
  },
];

/** With every signature verified, that of the ID token too. */
function login(name: keyof RegisteredClients, method?: string): Scenario {
  return {
    name: `openid-client: a login, userinfo and a refresh as ${name}${method === undefined ? "" : ` (${method})`}`,
    run: async ({ provider }) => {
      const { [name]: client } = provider.clients;
      const registered = { ...client, token_endpoint_auth_method: method ?? client.token_endpoint_auth_method };
      const config = await connect(provider, registered);
      enableNonRepudiationChecks(config);
      const tokens = await logInWith(config, registered);
      assert.equal(tokens.claims()?.sub, "ada");
      assert.equal((await fetchUserInfo(config, tokens.access_token, "ada")).name, "Ada Lovelace");
      const fresh = await refreshTokenGrant(config, tokens.refresh_token ?? "");
      assert.equal(fresh.claims()?.sub, "ada");
      assert.equal((await fetchUserInfo(config, fresh.access_token, "ada")).sub, "ada");
    },
  };
}
