import assert from "node:assert/strict";
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildAuthorizationUrlWithJAR,
  buildAuthorizationUrlWithPAR,
  type Configuration,
  enableNonRepudiationChecks,
  fetchUserInfo,
  getDPoPHandle,
  randomDPoPKeyPair,
  refreshTokenGrant,
  useJwtResponseMode,
} from "openid-client";
import { walk } from "../../../providers/browser.ts";
import { generateSigningJwk } from "../../../providers/signing-keys.ts";
import { authorizeWith, connect, keyOf, logInWith } from "../../connect-openid-client.ts";
import { expectPeerError } from "../../expect-peer-error.ts";
import type { Scenario } from "../../scenario.ts";

/** openid-client pushes, signs and binds its requests. */
export const scenarios: readonly Scenario[] = [
  {
    name: "openid-client: a pushed request",
    run: async ({ provider }) => {
      const { pushed } = provider.clients;
      const config = await connect(provider, pushed);
      const tokens = await logInWith(config, pushed, { build: buildAuthorizationUrlWithPAR });
      assert.equal(tokens.claims()?.sub, "ada");
    },
  },
  {
    name: "openid-client: a request that had to be pushed is refused, and so is a bad one that is",
    run: async ({ provider }) => {
      const { pushed } = provider.clients;
      const config = await connect(provider, pushed);
      const { url, checks } = await authorizeWith(config, pushed);
      await expectPeerError(authorizationCodeGrant(config, url, checks), { error: "invalid_request" });
      const elsewhere = { redirect_uri: "https://attacker.example.com/callback", scope: "openid" };
      await expectPeerError(buildAuthorizationUrlWithPAR(config, elsewhere), { error: "invalid_request", status: 400 });
    },
  },
  {
    name: "openid-client: a signed request object, by value and pushed",
    run: async ({ provider }) => {
      const { signedRequest } = provider.clients;
      const config = await connect(provider, signedRequest);
      const key = await keyOf(provider.keys.signing);
      const build = (to: Configuration, parameters: Record<string, string>): Promise<URL> =>
        buildAuthorizationUrlWithJAR(to, parameters, key);
      assert.equal((await logInWith(config, signedRequest, { build })).claims()?.sub, "ada");
      const push = async (to: Configuration, parameters: Record<string, string>): Promise<URL> =>
        buildAuthorizationUrlWithPAR(to, (await build(to, parameters)).searchParams);
      assert.equal((await logInWith(config, signedRequest, { build: push })).claims()?.sub, "ada");
    },
  },
  {
    name: "openid-client: a request object of another key goes nowhere",
    run: async ({ provider }) => {
      const { signedRequest } = provider.clients;
      const config = await connect(provider, signedRequest);
      const stranger = await keyOf(await generateSigningJwk("ES256", provider.keys.signing.kid));
      const [redirect_uri = ""] = signedRequest.redirect_uris;
      const url = await buildAuthorizationUrlWithJAR(config, { redirect_uri, scope: "openid" }, stranger);
      const arrival = await walk(url.href, { until: redirect_uri });
      assert.ok(arrival.kind === "page", "the browser stays, because nothing in the request can be believed");
      assert.equal(arrival.status, 400);
    },
  },
  {
    name: "openid-client: a signed response, also where it says no",
    run: async ({ provider }) => {
      const { jarm } = provider.clients;
      const config = await connect(provider, jarm);
      useJwtResponseMode(config);
      enableNonRepudiationChecks(config);
      assert.equal((await logInWith(config, jarm)).claims()?.sub, "ada");
      const { url, checks } = await authorizeWith(config, jarm, { decision: "deny" });
      assert.deepEqual([...url.searchParams.keys()], ["response"]);
      await expectPeerError(authorizationCodeGrant(config, url, checks), { error: "access_denied" });
    },
  },
  {
    name: "openid-client: tokens bound to a key, with nonces",
    run: async ({ provider }) => {
      const { dpop } = provider.clients;
      const config = await connect(provider, dpop);
      const DPoP = getDPoPHandle(config, await randomDPoPKeyPair("ES256"));
      const build = (to: Configuration, parameters: Record<string, string>): Promise<URL> =>
        buildAuthorizationUrlWithPAR(to, parameters, { DPoP });
      const tokens = await logInWith(config, dpop, { DPoP, build });
      assert.equal(tokens.token_type, "dpop");
      assert.equal((await fetchUserInfo(config, tokens.access_token, "ada", { DPoP })).sub, "ada");
      const fresh = await refreshTokenGrant(config, tokens.refresh_token ?? "", undefined, { DPoP });
      assert.equal((await fetchUserInfo(config, fresh.access_token, "ada", { DPoP })).sub, "ada");
    },
  },
  {
    name: "openid-client: a bound token is no good without its key, and a code neither",
    run: async ({ provider }) => {
      const { dpop } = provider.clients;
      const config = await connect(provider, dpop);
      const DPoP = getDPoPHandle(config, await randomDPoPKeyPair("ES256"));
      const thief = { DPoP: getDPoPHandle(config, await randomDPoPKeyPair("ES256")) };
      const { access_token: token } = await logInWith(config, dpop, { DPoP });
      for (const options of [undefined, thief])
        await expectPeerError(fetchUserInfo(config, token, "ada", options), { error: "invalid_token", status: 401 });
      const build = async (to: Configuration, parameters: Record<string, string>): Promise<URL> =>
        buildAuthorizationUrl(to, { ...parameters, dpop_jkt: await DPoP.calculateThumbprint() });
      const { url, checks } = await authorizeWith(config, dpop, { build });
      const call = authorizationCodeGrant(config, url, checks, undefined, thief);
      await expectPeerError(call, { error: "invalid_grant", status: 400 });
    },
  },
];
