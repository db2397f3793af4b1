import assert from "node:assert/strict";
import { decodeJwt } from "jose/jwt/decode";
import { importJWK } from "jose/key/import";
import {
  allowInsecureRequests,
  buildEndSessionUrl,
  type Configuration,
  dynamicClientRegistration,
  enableDecryptingResponses,
  fetchUserInfo,
  refreshTokenGrant,
} from "openid-client";
import { createCookieJar } from "../../../../examples/demo/cookie-jar.ts";
import type { TestProvider } from "../../../providers/test-provider.ts";
import { connect, logInWith } from "../../connect-openid-client.ts";
import { expectPeerError } from "../../expect-peer-error.ts";
import type { Scenario } from "../../scenario.ts";

/** openid-client registers itself, logs users out and decrypts what it gets. */
export const scenarios: readonly Scenario[] = [
  {
    name: "openid-client: a client registers and logs a user in",
    run: async ({ provider }) => {
      const config = await register(provider, await provider.createInitialAccessToken());
      const { client_id } = config.clientMetadata();
      const tokens = await logInWith(config, { ...provider.clients.basic, client_id });
      assert.equal(tokens.claims()?.aud, client_id);
      assert.equal((await refreshTokenGrant(config, tokens.refresh_token ?? "")).claims()?.sub, "ada");
    },
  },
  {
    name: "openid-client: a registration without a good initial access token",
    run: async ({ provider }) => {
      const call = register(provider, "not-an-initial-access-token");
      await expectPeerError(call, { error: "invalid_token", status: 401 });
      const token = await provider.createInitialAccessToken();
      await register(provider, token);
      await expectPeerError(register(provider, token), { error: "invalid_token", status: 401 });
    },
  },
  {
    name: "openid-client: a logout at the end-session URL",
    run: async ({ provider }) => {
      const { logout } = provider.clients;
      const jar = createCookieJar();
      const config = await connect(provider, logout);
      const { id_token: hint = "", access_token: token } = await logInWith(config, logout, {
        jar,
        parameters: { scope: "openid" },
      });
      const url = buildEndSessionUrl(config, {
        id_token_hint: hint,
        post_logout_redirect_uri: logout.post_logout_redirect_uris?.[0] ?? "",
        state: "state-of-this-logout",
      });
      const end = await provider.logOut(url.href, { jar });
      assert.equal(end, "https://app.example.com/signed-out?state=state-of-this-logout");
      const { body } = await provider.inbox.take("/logout");
      const told = decodeJwt(new URLSearchParams(body).get("logout_token") ?? "");
      assert.equal(told.sid, decodeJwt(hint).sid);
      await expectPeerError(fetchUserInfo(config, token, "ada"), { error: "invalid_token", status: 401 });
    },
  },
  {
    name: "openid-client: a logout leads to no address that the client is not registered with",
    run: async ({ provider }) => {
      const { basic } = provider.clients;
      const jar = createCookieJar();
      const config = await connect(provider, basic);
      const { id_token: hint = "" } = await logInWith(config, basic, { jar });
      const url = buildEndSessionUrl(config, {
        id_token_hint: hint,
        post_logout_redirect_uri: "https://app.example.com/signed-out",
      });
      assert.equal(await provider.logOut(url.href, { jar }), undefined);
    },
  },
  {
    name: "openid-client: encrypted ID tokens and userinfo",
    run: async ({ provider }) => {
      const { encrypted } = provider.clients;
      const config = await connect(provider, encrypted);
      const { encryption } = provider.keys;
      const key = await importJWK(encryption, encryption.alg);
      if (key instanceof Uint8Array) throw new Error("The key is a secret.");
      enableDecryptingResponses(config, ["A256GCM"], { key, alg: encryption.alg, kid: encryption.kid });
      const tokens = await logInWith(config, encrypted);
      assert.equal(tokens.id_token?.split(".").length, 5);
      assert.equal(tokens.claims()?.sub, "ada");
      assert.equal((await fetchUserInfo(config, tokens.access_token, "ada")).sub, "ada");
    },
  },
];

function register(provider: TestProvider, initialAccessToken: string): Promise<Configuration> {
  const metadata = {
    client_name: "A client that is new",
    redirect_uris: [...provider.clients.basic.redirect_uris],
    grant_types: ["authorization_code", "refresh_token"],
    token_endpoint_auth_method: "client_secret_basic",
  };
  return dynamicClientRegistration(new URL(provider.issuer), metadata, undefined, {
    initialAccessToken,
    execute: [allowInsecureRequests],
  });
}
