import assert from "node:assert/strict";
import * as oauth from "oauth4webapi";
import type { TestProvider } from "../../../providers/test-provider.ts";
import {
  authorizeOauth4webapi as authorize,
  connectOauth4webapi as connect,
  type PeerConnection,
  plainHttp,
  redeemOauth4webapi as redeem,
} from "../../connect-oauth4webapi.ts";
import { expectPeerError } from "../../expect-peer-error.ts";
import type { Scenario } from "../../scenario.ts";

/** oauth4webapi gets tokens by other grants, and judges them as a resource server does. */
export const scenarios: readonly Scenario[] = [
  {
    name: "oauth4webapi: a JWT access token of client credentials, good at its resource alone",
    run: async ({ provider }) => {
      const connection = await connect(provider, provider.clients.machineKey);
      const { access_token: token } = await fetchToken(connection, {
        scope: "api",
        resource: "https://api.example.com",
      });
      const { as } = connection;
      const headers = { authorization: `Bearer ${token}` };
      const request = new Request("https://api.example.com/things", { headers });
      const claims = await oauth.validateJwtAccessToken(as, request, "https://api.example.com", plainHttp);
      assert.deepEqual([claims.client_id, claims.sub, claims.scope], ["machine-key", "machine-key", "api"]);
      const elsewhere = oauth.validateJwtAccessToken(as, request, "https://files.example.com", plainHttp);
      await assert.rejects(elsewhere, { code: "OAUTH_JWT_CLAIM_COMPARISON_FAILED" });
    },
  },
  {
    name: "oauth4webapi: client credentials with a wrong secret, an unknown scope, an unknown resource",
    run: async ({ provider }) => {
      const { machine, basic } = provider.clients;
      const wrong = await connect(provider, machine, oauth.ClientSecretPost("not-the-secret-of-this-client"));
      await expectPeerError(fetchToken(wrong, { scope: "api" }), { error: "invalid_client", status: 401 });
      const connection = await connect(provider, machine);
      const call = fetchToken(connection, { scope: "files" });
      await expectPeerError(call, { error: "invalid_scope", status: 400 });
      const elsewhere = fetchToken(connection, { scope: "api", resource: "https://other.example.com" });
      await expectPeerError(elsewhere, { error: "invalid_target", status: 400 });
      const other = fetchToken(await connect(provider, basic), { scope: "api" });
      await expectPeerError(other, { error: "unauthorized_client", status: 400 });
    },
  },
  {
    name: "oauth4webapi: introspection as a signed JWT, verified, and of a token that is revoked",
    run: async ({ provider }) => {
      const { basic, introspection } = provider.clients;
      const owner = await connect(provider, basic);
      const { access_token: token } = await redeem(owner, await authorize(owner, { registered: basic }));
      const server = await connect(provider, { ...introspection, introspection_signed_response_alg: "ES256" });
      const facts = await introspect(server, token);
      assert.deepEqual([facts.active, facts.sub], [true, "ada"]);
      const { as, client, auth } = owner;
      const revoked = await oauth.revocationRequest(as, client, auth, token, plainHttp);
      assert.equal(await oauth.processRevocationResponse(revoked), undefined);
      assert.equal((await introspect(server, token)).active, false);
      const wrong = { ...server, auth: oauth.ClientSecretBasic("not-the-secret-of-this-client") };
      await expectPeerError(introspect(wrong, token), { error: "invalid_client", status: 401 });
    },
  },
  {
    name: "oauth4webapi: a device waits, is approved, and gets tokens once",
    run: async ({ provider }) => {
      const { as, client, auth } = await connect(provider, provider.clients.device);
      const sent = { scope: "openid" };
      const answer = await oauth.deviceAuthorizationRequest(as, client, auth, sent, plainHttp);
      const started = await oauth.processDeviceAuthorizationResponse(as, client, answer);
      const poll = async (): Promise<oauth.TokenEndpointResponse> => {
        const polled = await oauth.deviceCodeGrantRequest(as, client, auth, started.device_code, plainHttp);
        return oauth.processDeviceCodeResponse(as, client, polled);
      };
      await expectPeerError(poll(), { error: "authorization_pending", status: 400 });
      await expectPeerError(poll(), { error: "slow_down", status: 400 });
      await provider.approveDevice({ verificationUri: started.verification_uri, userCode: started.user_code });
      assert.equal(oauth.getValidatedIdTokenClaims(await poll())?.sub, "ada");
      await expectPeerError(poll(), { error: "invalid_grant", status: 400 });
    },
  },
  {
    name: "oauth4webapi: CIBA by polling, approved and refused",
    run: async ({ provider }) => {
      assert.equal(oauth.getValidatedIdTokenClaims(await answered(provider, "allow"))?.sub, "ada");
      await expectPeerError(answered(provider, "deny"), { error: "access_denied", status: 400 });
    },
  },
  {
    name: "oauth4webapi: a client registers, and another does not with a bad redirect URI",
    run: async ({ provider }) => {
      const { as } = await connect(provider, provider.clients.basic);
      const register = async (redirectUri: string) => {
        const initialAccessToken = await provider.createInitialAccessToken();
        const metadata = { redirect_uris: [redirectUri], client_name: "A client that is new" };
        const options = { ...plainHttp, initialAccessToken };
        const answer = await oauth.dynamicClientRegistrationRequest(as, metadata, options);
        return oauth.processDynamicClientRegistrationResponse(answer);
      };
      const { client_secret, client_id } = await register("https://new.example.com/callback");
      assert.deepEqual([typeof client_secret, typeof client_id], ["string", "string"]);
      const call = register("http://new.example.com/callback");
      await expectPeerError(call, { error: "invalid_redirect_uri", status: 400 });
    },
  },
];

async function fetchToken(
  { as, client, auth }: PeerConnection,
  parameters: Record<string, string>,
): Promise<oauth.TokenEndpointResponse> {
  const answer = await oauth.clientCredentialsGrantRequest(as, client, auth, parameters, plainHttp);
  return oauth.processClientCredentialsResponse(as, client, answer);
}

async function introspect({ as, client, auth }: PeerConnection, token: string): Promise<oauth.IntrospectionResponse> {
  const answer = await oauth.introspectionRequest(as, client, auth, token, plainHttp);
  const facts = await oauth.processIntrospectionResponse(as, client, answer);
  await oauth.validateApplicationLevelSignature(as, answer, plainHttp);
  return facts;
}

async function answered(provider: TestProvider, decision: "allow" | "deny"): Promise<oauth.TokenEndpointResponse> {
  const { as, client, auth } = await connect(provider, provider.clients.ciba);
  const asked = { scope: "openid", login_hint: "ada" };
  const answer = await oauth.backchannelAuthenticationRequest(as, client, auth, asked, plainHttp);
  const { auth_req_id: id } = await oauth.processBackchannelAuthenticationResponse(as, client, answer);
  await provider.answerBackchannel(id, { decision });
  const polled = await oauth.backchannelAuthenticationGrantRequest(as, client, auth, id, plainHttp);
  return oauth.processBackchannelAuthenticationGrantResponse(as, client, polled);
}
