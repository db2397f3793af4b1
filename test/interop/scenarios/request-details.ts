import assert from "node:assert/strict";
import { decodeJwt } from "jose/jwt/decode";
import { createCookieJar } from "../../../examples/demo/cookie-jar.ts";
import { isAuthError } from "../../../src/index.ts";
import { expectOAuthError } from "../expect-error.ts";
import { completeLogin, finishLogin, startLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";

/** Claims, resources and permissions that a login asks for. */
export const scenarios: readonly Scenario[] = [
  {
    name: "claims parameter: a claim that the scope would not put there is in the ID token",
    needs: ["claims parameter"],
    run: async ({ provider }) => {
      const { tokens } = await completeLogin(provider, {
        registered: provider.clients.basic,
        parameters: { claims: { id_token: { email: { essential: true } }, userinfo: { name: null } } },
      });
      assert.equal(tokens.claims.email, "ada@example.com");
    },
  },
  {
    name: "claims parameter: a login as another user than was asked for is refused, by the provider or by the client",
    needs: ["claims parameter"],
    run: async ({ provider }) => {
      const { basic: registered } = provider.clients;
      const jar = createCookieJar();
      await completeLogin(provider, { registered, jar, offline: false });
      const claims = { id_token: { sub: { value: "grace" } } };
      const parameters = { claims, prompt: "none" };
      const pending = await startLogin(provider, { registered, jar, offline: false, parameters });
      await assert.rejects(finishLogin(pending), (error) => {
        assert.ok(isAuthError(error));
        assert.ok(["ERR_OAUTH_AUTHORIZATION", "ERR_VERIFICATION_SUBJECT"].includes(error.code), error.code);
        return true;
      });
    },
  },
  {
    name: "resource indicators: the access token is for the resource alone",
    needs: ["resource indicators"],
    run: async ({ provider }) => {
      const { tokens } = await completeLogin(provider, {
        registered: provider.clients.basic,
        scope: "openid api",
        parameters: { resource: ["https://api.example.com"] },
      });
      assert.equal(decodeJwt(tokens.response.access_token).aud, "https://api.example.com");
      const scopes = tokens.response.scope?.split(" ").filter((scope) => scope !== "openid");
      assert.deepEqual(scopes, ["api"], "nothing but what the resource knows, and perhaps openid");
    },
  },
  {
    name: "resource indicators: of two resources, the access token is for the one that the redemption names",
    needs: ["resource indicators"],
    run: async ({ provider }) => {
      const pending = await startLogin(provider, {
        registered: provider.clients.basic,
        scope: "openid api",
        parameters: { resource: ["https://api.example.com", "https://files.example.com"] },
      });
      const tokens = await finishLogin(pending, { resource: ["https://files.example.com"] });
      assert.equal(decodeJwt(tokens.response.access_token).aud, "https://files.example.com");
    },
  },
  {
    name: "resource indicators: a resource that was not asked for is invalid_target",
    needs: ["resource indicators"],
    run: async ({ provider }) => {
      const pending = await startLogin(provider, {
        registered: provider.clients.basic,
        scope: "openid api",
        parameters: { resource: ["https://api.example.com"] },
      });
      const call = finishLogin(pending, { resource: ["https://other.example.com"] });
      await expectOAuthError(call, { error: "invalid_target", status: 400 });
    },
  },
  {
    name: "authorization details: they are granted as they were asked for",
    needs: ["authorization details"],
    run: async ({ provider }) => {
      const authorization_details = [
        { type: "payment", actions: ["initiate"], locations: ["https://api.example.com"] },
      ];
      const { tokens } = await completeLogin(provider, {
        registered: provider.clients.details,
        scope: "openid api",
        parameters: { resource: ["https://api.example.com"], authorization_details },
      });
      assert.deepEqual(tokens.response.authorization_details, authorization_details);
    },
  },
  {
    name: "authorization details: a type that the client may not use is refused before the browser goes",
    needs: ["authorization details", "pushed requests"],
    run: async ({ provider }) => {
      const login = startLogin(provider, {
        registered: provider.clients.basic,
        scope: "openid api",
        parameters: { resource: ["https://api.example.com"], authorization_details: [{ type: "payment" }] },
      });
      await expectOAuthError(login, { error: "invalid_authorization_details", status: 400 });
    },
  },
];
