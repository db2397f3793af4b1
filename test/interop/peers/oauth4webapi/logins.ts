import assert from "node:assert/strict";
import * as oauth from "oauth4webapi";
import type { RegisteredClients } from "../../../providers/registered-clients.ts";
import { generateSigningJwk } from "../../../providers/signing-keys.ts";
import {
  authorizeOauth4webapi as authorize,
  connectOauth4webapi as connect,
  plainHttp,
  privateKeyOf,
  redeemOauth4webapi as redeem,
} from "../../connect-oauth4webapi.ts";
import { expectPeerError } from "../../expect-peer-error.ts";
import type { Scenario } from "../../scenario.ts";

/** oauth4webapi logs users in. */
export const scenarios: readonly Scenario[] = [
  login("basic"),
  // Its redirect URI has a query.
  login("post"),
  login("privateKeyJwt"),
  login("public"),
  {
    name: "oauth4webapi: a wrong secret, and an assertion of another key",
    run: async ({ provider }) => {
      const { basic, privateKeyJwt } = provider.clients;
      const stranger = await privateKeyOf(await generateSigningJwk("ES256", provider.keys.signing.kid));
      for (const [registered, auth] of [
        [basic, oauth.ClientSecretBasic("not-the-secret-of-this-client")],
        [privateKeyJwt, oauth.PrivateKeyJwt(stranger)],
      ] as const) {
        const connection = await connect(provider, registered, auth);
        const back = await authorize(connection, { registered });
        await expectPeerError(redeem(connection, back), { error: "invalid_client", status: 401 });
      }
    },
  },
  {
    name: "oauth4webapi: a code is good once, with its verifier, and for its client",
    run: async ({ provider }) => {
      const { basic, public: spa } = provider.clients;
      const connection = await connect(provider, basic);
      const back = await authorize(connection, { registered: basic });
      const refusal = { error: "invalid_grant", status: 400 };
      await expectPeerError(redeem(await connect(provider, spa), back), refusal);
      const other = { ...back, verifier: oauth.generateRandomCodeVerifier() };
      await expectPeerError(redeem(connection, other), refusal);
      const again = await authorize(connection, { registered: basic });
      await redeem(connection, again);
      await expectPeerError(redeem(connection, again), refusal);
    },
  },
  {
    name: "oauth4webapi: a pushed request, and one with a wrong secret",
    run: async ({ provider }) => {
      const { pushed: registered } = provider.clients;
      const connection = await connect(provider, registered);
      const { as, client, auth } = connection;
      const push = async (parameters: Readonly<Record<string, string>>, by = auth) => {
        const answer = await oauth.pushedAuthorizationRequest(as, client, by, { ...parameters }, plainHttp);
        const { request_uri } = await oauth.processPushedAuthorizationResponse(as, client, answer);
        return { client_id: client.client_id, request_uri };
      };
      const back = await authorize(connection, { registered, pack: push });
      assert.equal(oauth.getValidatedIdTokenClaims(await redeem(connection, back))?.sub, "ada");
      const wrong = push({ scope: "openid" }, oauth.ClientSecretBasic("not-the-secret-of-this-client"));
      await expectPeerError(wrong, { error: "invalid_client", status: 401 });
    },
  },
  {
    name: "oauth4webapi: a signed response, which another client does not accept",
    run: async ({ provider }) => {
      const { jarm: registered } = provider.clients;
      const connection = await connect(provider, registered);
      const { as, client } = connection;
      const back = await authorize(connection, { registered, parameters: { response_mode: "jwt" } });
      const parameters = await oauth.validateJwtAuthResponse(as, client, back.url, back.state, plainHttp);
      assert.equal(oauth.getValidatedIdTokenClaims(await redeem(connection, back, { parameters }))?.sub, "ada");
      const other = { ...client, client_id: "somebody-else" };
      const call = oauth.validateJwtAuthResponse(as, other, back.url, back.state, plainHttp);
      await assert.rejects(call, { code: "OAUTH_JWT_CLAIM_COMPARISON_FAILED" });
    },
  },
  {
    name: "oauth4webapi: a nonce of DPoP is demanded once, and what it binds is bound",
    run: async ({ provider }) => {
      const { dpop: registered } = provider.clients;
      const connection = await connect(provider, registered);
      const { as, client } = connection;
      const DPoP = oauth.DPoP(client, await oauth.generateKeyPair("ES256"));
      const back = await authorize(connection, { registered });
      await assert.rejects(redeem(connection, back, { DPoP }), (error) => oauth.isDPoPNonceError(error));
      const { access_token: token, token_type } = await redeem(connection, back, { DPoP });
      assert.equal(token_type, "dpop");
      const answer = await oauth.userInfoRequest(as, client, token, { ...plainHttp, DPoP });
      assert.equal((await oauth.processUserInfoResponse(as, client, "ada", answer)).sub, "ada");
      const posing = oauth.userInfoRequest(as, client, token, plainHttp);
      const call = posing.then((response) => oauth.processUserInfoResponse(as, client, "ada", response));
      await expectPeerError(call, { error: "invalid_token", status: 401 });
    },
  },
];

function login(name: keyof RegisteredClients): Scenario {
  return {
    name: `oauth4webapi: a login, userinfo and a refresh as ${name}`,
    run: async ({ provider }) => {
      const registered = provider.clients[name];
      const connection = await connect(provider, registered);
      const { as, client, auth } = connection;
      const tokens = await redeem(connection, await authorize(connection, { registered }));
      assert.equal(oauth.getValidatedIdTokenClaims(tokens)?.sub, "ada");
      const answer = await oauth.userInfoRequest(as, client, tokens.access_token, plainHttp);
      assert.equal((await oauth.processUserInfoResponse(as, client, "ada", answer)).email, "ada@example.com");
      const { refresh_token = "" } = tokens;
      const refreshed = await oauth.refreshTokenGrantRequest(as, client, auth, refresh_token, plainHttp);
      const fresh = await oauth.processRefreshTokenResponse(as, client, refreshed);
      assert.equal(oauth.getValidatedIdTokenClaims(fresh)?.sub, "ada");
      const used = await oauth.refreshTokenGrantRequest(as, client, auth, refresh_token, plainHttp);
      await expectPeerError(oauth.processRefreshTokenResponse(as, client, used), {
        error: "invalid_grant",
        status: 400,
      });
    },
  };
}
