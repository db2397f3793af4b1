import assert from "node:assert/strict";
import { privateKeyJwt } from "../../../src/client-auth/index.ts";
import { checkTokenBinding, createDPoP, createDPoPNonceStore } from "../../../src/dpop/index.ts";
import { createClient } from "../../../src/index.ts";
import { expectCode, expectRefusal } from "../expect-error.ts";
import { completeLogin, finishLogin, startLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";

/** Tokens that are bound to a key. oidc-provider demands a nonce of every proof. */
export const scenarios: readonly Scenario[] = [
  {
    name: "dpop: login, userinfo and refresh with bound tokens",
    needs: ["dpop"],
    run: async ({ provider }) => {
      const dpop = await createDPoP();
      const { client, tokens } = await completeLogin(provider, {
        registered: provider.clients.dpop,
        options: { dpop },
      });
      assert.equal(tokens.response.token_type, "DPoP");
      assert.equal(tokens.jkt, dpop.jkt);
      assert.equal((await client.userInfo(tokens)).sub, "ada");
      const refreshed = await client.refresh(tokens);
      assert.equal(refreshed.jkt, dpop.jkt);
      assert.equal((await client.userInfo(refreshed)).sub, "ada");
    },
  },
  {
    name: "dpop: a public client, whose refresh tokens are bound too",
    needs: ["dpop"],
    run: async ({ provider }) => {
      const registered = provider.clients.dpopPublic;
      const { client, tokens } = await completeLogin(provider, { registered, options: { dpop: await createDPoP() } });
      assert.equal((await client.userInfo(await client.refresh(tokens))).sub, "ada");
      const { issuer, tolerate } = provider;
      const thief = createClient({ issuer, client: registered, tolerate, timeoutMs: 5000, dpop: await createDPoP() });
      const stolen = { ...tokens, jkt: undefined, response: { ...tokens.response, token_type: "Bearer" } };
      await assert.rejects(thief.refresh(stolen), { code: "ERR_OAUTH_RESPONSE" });
    },
  },
  {
    name: "dpop: a key that was exported goes on where it was",
    needs: ["dpop"],
    run: async ({ provider }) => {
      const nonces = createDPoPNonceStore();
      const first = await createDPoP({ extractable: true, nonces });
      const login = { registered: provider.clients.dpop, options: { dpop: first } };
      const { tokens } = await completeLogin(provider, login);
      const dpop = await createDPoP({
        key: JSON.parse(JSON.stringify(await first.exportKey())),
        nonces: createDPoPNonceStore({ entries: nonces.entries() }),
      });
      const { issuer, tolerate } = provider;
      const client = createClient({ issuer, client: provider.clients.dpop, tolerate, timeoutMs: 5000, dpop });
      assert.equal((await client.userInfo(tokens)).sub, "ada");
    },
  },
  {
    name: "dpop: client credentials with private_key_jwt, a new assertion for every attempt",
    needs: ["dpop"],
    run: async ({ provider: { issuer, clients, keys, tolerate } }) => {
      const dpop = await createDPoP({ algorithm: "ES256" });
      const auth = privateKeyJwt(keys.signing);
      const client = createClient({ issuer, client: clients.dpopMachine, auth, dpop, timeoutMs: 5000, tolerate });
      const tokens = await client.clientCredentials({ scope: "api" });
      assert.equal(tokens.jkt, dpop.jkt);
    },
  },
  {
    name: "dpop: a pushed request carries the proof, and binds the code",
    needs: ["dpop", "pushed requests"],
    run: async ({ provider }) => {
      const dpop = await createDPoP();
      const options = { dpop, pushedAuthorizationRequests: "always" } as const;
      const { tokens } = await completeLogin(provider, { registered: provider.clients.dpop, options });
      assert.equal(tokens.jkt, dpop.jkt);
    },
  },
  {
    name: "dpop: a code that is bound to a key is not redeemed with another",
    needs: ["dpop"],
    run: async ({ provider }) => {
      const registered = provider.clients.dpop;
      const pending = await startLogin(provider, { registered, options: { dpop: await createDPoP() } });
      const { issuer, tolerate } = provider;
      const other = createClient({
        issuer,
        client: registered,
        tolerate,
        timeoutMs: 5000,
        dpop: await createDPoP(),
      });
      await expectCode(finishLogin({ ...pending, client: other }), "ERR_VERIFICATION_TRANSACTION");
      const { jkt: _jkt, ...transaction } = pending.transaction;
      const call = finishLogin({ ...pending, transaction, client: other });
      await expectRefusal(provider, "code of another dpop key", call);
    },
  },
  {
    name: "dpop: a bound token is refused as a bearer token",
    needs: ["dpop"],
    run: async ({ provider }) => {
      const { client, tokens } = await completeLogin(provider, {
        registered: provider.clients.dpop,
        options: { dpop: await createDPoP() },
      });
      const posing = { ...tokens, jkt: undefined, response: { ...tokens.response, token_type: "Bearer" } };
      await assert.rejects(client.userInfo(posing), { name: "OAuthError" });
    },
  },
  {
    name: "dpop: a resource is called with a proof for the token",
    needs: ["dpop"],
    run: async ({ provider }) => {
      const dpop = await createDPoP();
      const { client, tokens } = await completeLogin(provider, {
        registered: provider.clients.dpop,
        options: { dpop },
      });
      const { userinfo_endpoint: url = "" } = await client.metadata();
      const response = await client.fetchResource(tokens, { url });
      assert.equal(response.status, 200);
      assert.equal(Object(await response.json()).sub, "ada");
    },
  },
  {
    name: "dpop: introspection names the key that the token is bound to",
    needs: ["dpop", "introspection"],
    run: async ({ provider }) => {
      const dpop = await createDPoP();
      const { client, tokens } = await completeLogin(provider, {
        registered: provider.clients.dpop,
        options: { dpop },
      });
      const facts = await client.introspect({ token: tokens.response.access_token });
      assert.equal(checkTokenBinding(dpop, facts), "bound");
    },
  },
  {
    name: "dpop: a nonce is demanded once, learned, and used from then on",
    needs: ["dpop", "dpop nonces"],
    run: async ({ provider: { issuer, clients, keys, tolerate } }) => {
      let posts = 0;
      const counting: typeof fetch = (input, init) => {
        if (init?.method === "POST") posts += 1;
        return fetch(input, init);
      };
      const dpop = await createDPoP();
      const auth = privateKeyJwt(keys.signing);
      const options = { issuer, client: clients.dpopMachine, auth, dpop, timeoutMs: 5000, tolerate };
      const client = createClient({ ...options, fetch: counting });
      await client.clientCredentials({ scope: "api" });
      assert.equal(posts, 2);
      await client.clientCredentials({ scope: "api" });
      assert.equal(posts, 3);
    },
  },
];
