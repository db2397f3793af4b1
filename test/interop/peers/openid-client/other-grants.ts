import assert from "node:assert/strict";
import {
  ClientSecretBasic,
  clientCredentialsGrant,
  type DeviceAuthorizationResponse,
  fetchUserInfo,
  initiateBackchannelAuthentication,
  initiateDeviceAuthorization,
  pollBackchannelAuthenticationGrant,
  pollDeviceAuthorizationGrant,
  tokenIntrospection,
  tokenRevocation,
} from "openid-client";
import type { TestProvider } from "../../../providers/test-provider.ts";
import { connect, logInWith } from "../../connect-openid-client.ts";
import { expectPeerError } from "../../expect-peer-error.ts";
import type { Scenario } from "../../scenario.ts";
import { createTlsFetch } from "../../tls-fetch.ts";

/** openid-client without a browser of its own. */
export const scenarios: readonly Scenario[] = [
  {
    name: "openid-client: client credentials, with a secret and with a key",
    run: async ({ provider }) => {
      const { machine, machineKey } = provider.clients;
      for (const registered of [machine, machineKey]) {
        const config = await connect(provider, registered);
        assert.equal((await clientCredentialsGrant(config, { scope: "api" })).scope, "api");
      }
    },
  },
  {
    name: "openid-client: client credentials with a wrong secret, and for a scope that the client has not",
    run: async ({ provider }) => {
      const { machine } = provider.clients;
      const wrong = await connect(provider, machine, { auth: ClientSecretBasic("not-the-secret-of-this-client") });
      await expectPeerError(clientCredentialsGrant(wrong, { scope: "api" }), { error: "invalid_client", status: 401 });
      const config = await connect(provider, machine);
      const call = clientCredentialsGrant(config, { scope: "api files" });
      await expectPeerError(call, { error: "invalid_scope", status: 400 });
    },
  },
  {
    name: "openid-client: a token is introspected, as JSON and as a JWT, and revoked",
    run: async ({ provider }) => {
      const { basic, introspection } = provider.clients;
      const config = await connect(provider, basic);
      const { access_token: token } = await logInWith(config, basic);
      const server = await connect(provider, { ...introspection, introspection_signed_response_alg: "ES256" });
      for (const asker of [config, server]) {
        const facts = await tokenIntrospection(asker, token);
        assert.deepEqual([facts.active, facts.sub, facts.client_id], [true, "ada", "web-basic.example"]);
      }
      await tokenRevocation(config, token);
      assert.deepEqual((await tokenIntrospection(server, token)).active, false);
    },
  },
  {
    name: "openid-client: introspection and revocation with a wrong secret, and of another client's token",
    run: async ({ provider }) => {
      const { basic, post } = provider.clients;
      const { access_token: token } = await logInWith(await connect(provider, basic), basic);
      const wrong = await connect(provider, basic, { auth: ClientSecretBasic("not-the-secret-of-this-client") });
      const refusal = { error: "invalid_client", status: 401 };
      await expectPeerError(tokenIntrospection(wrong, token), refusal);
      await expectPeerError(tokenRevocation(wrong, token), refusal);
      const other = await connect(provider, post);
      assert.equal((await tokenIntrospection(other, token)).active, false);
    },
  },
  {
    name: "openid-client: a device that a user approves",
    run: async ({ provider }) => {
      const config = await connect(provider, provider.clients.device);
      const started = await initiateDeviceAuthorization(config, { scope: "openid profile" });
      await provider.approveDevice(pageOf(started), { user: "grace" });
      const tokens = await pollDeviceAuthorizationGrant(config, { ...started, interval: 0 });
      assert.equal(tokens.claims()?.sub, "grace");
      assert.equal((await fetchUserInfo(config, tokens.access_token, "grace")).sub, "grace");
      const again = pollDeviceAuthorizationGrant(config, { ...started, interval: 0 });
      await expectPeerError(again, { error: "invalid_grant", status: 400 });
    },
  },
  {
    name: "openid-client: a device that a user refuses",
    run: async ({ provider }) => {
      const config = await connect(provider, provider.clients.device);
      const started = await initiateDeviceAuthorization(config, { scope: "openid" });
      await provider.approveDevice(pageOf(started), { decision: "deny" });
      const call = pollDeviceAuthorizationGrant(config, { ...started, interval: 0 });
      await expectPeerError(call, { error: "access_denied", status: 400 });
    },
  },
  {
    name: "openid-client: a login at another device (CIBA, poll)",
    run: async ({ provider }) => {
      const config = await connect(provider, provider.clients.ciba);
      assert.equal((await answered(provider, "allow")).claims()?.sub, "ada");
      await expectPeerError(answered(provider, "deny"), { error: "access_denied", status: 400 });
      const nobody = initiateBackchannelAuthentication(config, { scope: "openid", login_hint: "nobody" });
      await expectPeerError(nobody, { error: "unknown_user_id", status: 400 });
    },
  },
  {
    name: "openid-client: a client with a certificate, and one with that of somebody else",
    run: async ({ provider }) => {
      const { tls } = provider.clients;
      const { client, stranger } = provider.keys.certificates;
      const config = await connect(provider, tls, { fetchIt: createTlsFetch(provider, client) });
      const tokens = await logInWith(config, tls);
      assert.equal((await fetchUserInfo(config, tokens.access_token, "ada")).sub, "ada");
      const thief = await connect(provider, tls, { fetchIt: createTlsFetch(provider, stranger) });
      await expectPeerError(logInWith(thief, tls), { error: "invalid_client", status: 401 });
      const call = fetchUserInfo(thief, tokens.access_token, "ada");
      await expectPeerError(call, { error: "invalid_token", status: 401 });
    },
  },
];

function pageOf({ verification_uri: verificationUri, user_code: userCode }: DeviceAuthorizationResponse) {
  return { verificationUri, userCode };
}

async function answered(provider: TestProvider, decision: "allow" | "deny") {
  const config = await connect(provider, provider.clients.ciba);
  const started = await initiateBackchannelAuthentication(config, { scope: "openid", login_hint: "ada" });
  await provider.answerBackchannel(started.auth_req_id, { decision });
  return pollBackchannelAuthenticationGrant(config, { ...started, interval: 0 });
}
