import assert from "node:assert/strict";
import { CompactEncrypt } from "jose/jwe/compact/encrypt";
import { decodeJwt } from "jose/jwt/decode";
import { importJWK } from "jose/key/import";
import { isRecord } from "../../../src/schema/is-record.ts";
import type { RegisteredClient } from "../../providers/registered-clients.ts";
import type { TestProvider } from "../../providers/test-provider.ts";
import { bareLogin } from "../bare-login.ts";
import { expectMessage, fetchMetadata, fetchPublishedKeys, postForm, signJwt } from "../bare-requests.ts";
import type { Scenario } from "../scenario.ts";

type Parameters = Readonly<Record<string, string>>;

/** That the provider takes every form of an authorization request; without the library. */
export const scenarios: readonly Scenario[] = [
  {
    name: "fixture: a request is pushed",
    needs: ["pushed requests"],
    run: async ({ provider }) => {
      const client = provider.clients.pushed;
      await expectLogin(provider, client, async (parameters) => {
        const { issuer, keys } = provider;
        const { pushed_authorization_request_endpoint: endpoint } = await fetchMetadata(issuer);
        const pushed = await expectMessage(await postForm(endpoint, parameters, { client, keys, issuer }));
        return { client_id: client.client_id, request_uri: String(pushed.request_uri) };
      });
    },
  },
  {
    name: "fixture: a request object is signed",
    needs: ["signed request objects"],
    run: async ({ provider }) => {
      const client = provider.clients.signedRequest;
      await expectLogin(provider, client, async (parameters) => ({
        client_id: client.client_id,
        response_type: "code",
        scope: "openid",
        request: await signRequest(provider, parameters),
      }));
    },
  },
  {
    name: "fixture: a request object is signed and encrypted",
    needs: ["encrypted request objects"],
    run: async ({ provider }) => {
      const client = provider.clients.encryptedRequest;
      await expectLogin(provider, client, async (parameters) => ({
        client_id: client.client_id,
        response_type: "code",
        scope: "openid",
        request: await encryptForProvider(provider, await signRequest(provider, parameters)),
      }));
    },
  },
  {
    name: "fixture: the claims parameter asks for a claim of the ID token",
    needs: ["claims parameter"],
    run: async ({ provider }) => {
      const claims = JSON.stringify({ id_token: { email: { essential: true } } });
      const { id_token } = await bareLogin(provider, { client: provider.clients.basic, parameters: { claims } });
      assert.equal(decodeJwt(String(id_token)).email, "ada@example.com");
    },
  },
  {
    name: "fixture: a resource decides the audience of the access token",
    needs: ["resource indicators"],
    run: async ({ provider }) => {
      const parameters = { resource: "https://api.example.com", scope: "openid api" };
      const { access_token } = await bareLogin(provider, { client: provider.clients.basic, parameters });
      assert.equal(decodeJwt(String(access_token)).aud, "https://api.example.com");
    },
  },
  {
    name: "fixture: authorization details are granted",
    needs: ["authorization details"],
    run: async ({ provider }) => {
      const details = [{ type: "payment", actions: ["initiate"] }];
      const { authorization_details } = await bareLogin(provider, {
        client: provider.clients.details,
        parameters: { resource: "https://api.example.com", authorization_details: JSON.stringify(details) },
      });
      assert.deepEqual(authorization_details, details);
    },
  },
];

async function expectLogin(
  provider: TestProvider,
  client: RegisteredClient,
  pack: (parameters: Parameters) => Promise<Parameters>,
): Promise<void> {
  const tokens = await bareLogin(provider, { client, pack });
  assert.equal(decodeJwt(String(tokens.id_token)).nonce, "nonce-of-this-login");
}

function signRequest({ keys, issuer }: TestProvider, parameters: Parameters): Promise<string> {
  return signJwt(keys, { ...parameters, iss: parameters.client_id, aud: issuer }, "oauth-authz-req+jwt");
}

async function encryptForProvider({ issuer }: TestProvider, jwt: string): Promise<string> {
  const keys = await fetchPublishedKeys(issuer);
  const jwk = keys.filter(isRecord).find(({ use, kty }) => use === "enc" && kty === "RSA");
  assert.ok(jwk !== undefined, "the provider publishes a key to encrypt to");
  return new CompactEncrypt(new TextEncoder().encode(jwt))
    .setProtectedHeader({ alg: "RSA-OAEP-256", enc: "A256GCM", cty: "JWT", kid: String(jwk.kid) })
    .encrypt(await importJWK(jwk, "RSA-OAEP-256"));
}
