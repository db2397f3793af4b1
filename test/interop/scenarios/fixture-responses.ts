import assert from "node:assert/strict";
import { compactDecrypt } from "jose/jwe/compact/decrypt";
import { decodeJwt } from "jose/jwt/decode";
import { importJWK } from "jose/key/import";
import type { RegisteredClient } from "../../providers/registered-clients.ts";
import type { TestJwk } from "../../providers/signing-keys.ts";
import type { TestProvider } from "../../providers/test-provider.ts";
import { bareAuthorize, bareLogin, bareRedeem } from "../bare-login.ts";
import { type BareMessage, fetchMetadata, postForm } from "../bare-requests.ts";
import type { Scenario } from "../scenario.ts";

/** That the provider signs and encrypts what it answers as the clients are registered; without the library. */
export const scenarios: readonly Scenario[] = [
  {
    name: "fixture: a hybrid response comes in the fragment",
    needs: ["hybrid responses"],
    run: async ({ provider }) => {
      const parameters = { response_type: "code id_token" };
      const login = { client: provider.clients.hybrid, parameters };
      const callback = await bareAuthorize(provider, login);
      assert.equal(decodeJwt(callback.parameters.get("id_token") ?? "").sub, "ada");
      assert.notEqual(callback.parameters.get("code"), null);
    },
  },
  {
    name: "fixture: the authorization response is signed",
    needs: ["jarm"],
    run: ({ provider }) => expectJarm(provider, provider.clients.jarm),
  },
  {
    name: "fixture: the authorization response is signed and encrypted",
    needs: ["encrypted jarm"],
    run: ({ provider }) => expectJarm(provider, provider.clients.jarmEncrypted),
  },
  {
    name: "fixture: userinfo is signed",
    needs: ["signed userinfo"],
    run: async ({ provider }) => {
      const tokens = await bareLogin(provider, { client: provider.clients.signedUserinfo });
      assert.equal(decodeJwt(await fetchUserinfo(provider, tokens)).sub, "ada");
    },
  },
  ...encrypted("encrypted", "encryption"),
  ...encrypted("encryptedRsa", "rsaEncryption"),
  introspection("introspection", "jwt introspection"),
  introspection("introspectionEncrypted", "encrypted jwt introspection"),
  {
    name: "fixture: a token is introspected and revoked",
    needs: ["introspection", "revocation"],
    run: async ({ provider }) => {
      const { basic: client } = provider.clients;
      const { access_token } = await bareLogin(provider, { client });
      const token = String(access_token);
      const metadata = await fetchMetadata(provider.issuer);
      const call = { client, keys: provider.keys, issuer: provider.issuer };
      const asker = { ...call, client: provider.clients.introspection };
      const isActive = async (): Promise<unknown> =>
        (await (await postForm(metadata.introspection_endpoint, { token }, asker)).json()).active;
      assert.equal(await isActive(), true);
      assert.equal((await postForm(metadata.revocation_endpoint, { token }, call)).status, 200);
      assert.equal(await isActive(), false);
    },
  },
];

async function expectJarm(provider: TestProvider, client: RegisteredClient): Promise<void> {
  const login = { client, parameters: { response_mode: "jwt" } };
  const { parameters, codeVerifier } = await bareAuthorize(provider, login);
  const jwt = await open(parameters.get("response") ?? "", provider.keys.encryption);
  const { iss, code } = decodeJwt(jwt);
  assert.equal(iss, provider.issuer);
  const tokens = await bareRedeem(provider, login, { code: String(code), codeVerifier });
  assert.equal(tokens.token_type, "Bearer");
}

function encrypted(name: "encrypted" | "encryptedRsa", key: "encryption" | "rsaEncryption"): readonly Scenario[] {
  return [
    {
      name: `fixture: the ID token is encrypted (${name})`,
      needs: ["encrypted id tokens"],
      run: async ({ provider }) => {
        const { id_token } = await bareLogin(provider, { client: provider.clients[name] });
        assert.equal(String(id_token).split(".").length, 5);
        assert.equal(decodeJwt(await open(String(id_token), provider.keys[key])).sub, "ada");
      },
    },
    {
      name: `fixture: userinfo is encrypted (${name})`,
      needs: ["encrypted userinfo"],
      run: async ({ provider }) => {
        const jwe = await fetchUserinfo(provider, await bareLogin(provider, { client: provider.clients[name] }));
        assert.equal(decodeJwt(await open(jwe, provider.keys[key])).sub, "ada");
      },
    },
  ];
}

function introspection(
  name: "introspection" | "introspectionEncrypted",
  capability: "jwt introspection" | "encrypted jwt introspection",
): Scenario {
  return {
    name: `fixture: introspection is answered with a JWT (${name})`,
    needs: [capability],
    run: async ({ provider }) => {
      const { access_token } = await bareLogin(provider, { client: provider.clients.basic });
      const { introspection_endpoint: endpoint } = await fetchMetadata(provider.issuer);
      const call = { client: provider.clients[name], keys: provider.keys, issuer: provider.issuer };
      const accept = "application/token-introspection+jwt";
      const answer = await postForm(endpoint, { token: String(access_token) }, { ...call, accept });
      const claims = decodeJwt(await open(await answer.text(), provider.keys.encryption));
      assert.equal(Object(claims.token_introspection).active, true);
    },
  };
}

async function fetchUserinfo({ issuer }: TestProvider, { access_token }: BareMessage): Promise<string> {
  const { userinfo_endpoint: endpoint } = await fetchMetadata(issuer);
  const answer = await fetch(String(endpoint), { headers: { authorization: `Bearer ${access_token}` } });
  assert.match(answer.headers.get("content-type") ?? "", /^application\/jwt/);
  return answer.text();
}

/** What is inside a JWE; a JWS stays as it is. */
async function open(jwt: string, key: TestJwk): Promise<string> {
  if (jwt.split(".").length !== 5) return jwt;
  const { plaintext } = await compactDecrypt(jwt, await importJWK(key, key.alg));
  return new TextDecoder().decode(plaintext);
}
