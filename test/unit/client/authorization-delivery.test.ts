import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClientOptions } from "../../../src/client/options.ts";
import { encryptJwe } from "../../../src/jose/encrypt-jwe.ts";
import { createFakeClient } from "../../fixtures/fake-client.ts";
import {
  clientId,
  createFakeServer,
  type FakeServer,
  issuer,
  json,
  type Members,
  redirectUri,
  signJws,
} from "../../fixtures/fake-server.ts";
import { generateEncryptionKey } from "../jose/encrypted-tokens.ts";
import { generateTestKey } from "../jose/signed-tokens.ts";

const client = { client_id: clientId, client_secret: "client-secret-1", redirect_uris: [redirectUri] };
const key = (await generateTestKey("ES256")).privateJwk;

/** A server that also takes pushed requests. */
async function createServer(
  metadata: Members,
): Promise<{ readonly server: FakeServer; readonly forms: URLSearchParams[] }> {
  const server = await createFakeServer({ metadata: (honest) => ({ ...honest, ...metadata }) });
  const forms: URLSearchParams[] = [];
  const fetch: FakeServer["fetch"] = async (url, init) => {
    if (!url.endsWith("/par")) return server.fetch(url, init);
    forms.push(new URLSearchParams(String(init.body)));
    return json({ request_uri: "urn:example:1", expires_in: 60 }, 201);
  };
  return { server: { ...server, fetch }, forms };
}

/** What the browser brings back: the parameters of the plain callback as a JWT. */
async function secured(
  server: FakeServer,
  callback: string,
  change: (jwt: string) => Promise<string> | string = String,
) {
  const parameters = Object.fromEntries(new URL(callback).searchParams);
  const claims = { ...parameters, aud: clientId, exp: Math.floor(server.now / 1000) + 60 };
  const jwt = await signJws({ alg: "RS256", kid: "main" }, claims, server.key);
  return `${redirectUri}?${new URLSearchParams({ response: await change(jwt) })}`;
}

test("client: a login that is pushed as a signed request and answered by a JWT (FAPI 2.0 Message Signing §5.3.2)", async () => {
  const { server, forms } = await createServer({
    pushed_authorization_request_endpoint: `${issuer}/par`,
    require_pushed_authorization_requests: true,
    require_signed_request_object: true,
    authorization_signing_alg_values_supported: ["RS256"],
  });
  const fake = createFakeClient(server, {
    key,
    client: { ...client, token_endpoint_auth_method: "client_secret_post" },
  });
  const { url, expiresAt, transaction } = await fake.startAuthorization(
    { scope: "openid", response_mode: "jwt" },
    { appState: "/orders" },
  );
  assert.equal(url, `${issuer}/authorize?client_id=${clientId}&request_uri=urn%3Aexample%3A1`);
  assert.equal(expiresAt, server.now + 60_000);
  assert.deepEqual([...(forms[0]?.keys() ?? [])].sort(), ["client_id", "client_secret", "request"]);
  const tokens = await fake.finishAuthorization(await secured(server, server.callback(transaction)), transaction);
  assert.deepEqual([tokens.claims.sub, transaction.appState], ["user-1", "/orders"]);
  await assert.rejects(fake.finishAuthorization(server.callback(transaction), transaction), {
    code: "ERR_VERIFICATION_RESPONSE_MODE",
  });
});

test("client: opens encrypted responses with its keys or its secret (JARM §2.2)", async () => {
  const recipient = await generateEncryptionKey("ECDH-ES", "P-256");
  const secretKey = { clientSecret: "client-secret-1" };
  const cases: readonly (readonly [Partial<ClientOptions>, Parameters<typeof encryptJwe>[1]])[] = [
    [
      {
        client: { ...client, authorization_encrypted_response_alg: "ECDH-ES" },
        decryptionKeys: [recipient.privateJwk],
      },
      { key: recipient.publicJwk, algorithm: "ECDH-ES", encryption: "A128CBC-HS256", contentType: "JWT" },
    ],
    [
      {
        client: {
          ...client,
          authorization_encrypted_response_alg: "dir",
          authorization_encrypted_response_enc: "A256GCM",
        },
      },
      { key: secretKey, algorithm: "dir", encryption: "A256GCM", contentType: "JWT" },
    ],
  ];
  for (const [options, encryption] of cases) {
    const server = await createFakeServer();
    const fake = createFakeClient(server, options);
    const { transaction } = await fake.startAuthorization({ response_mode: "query.jwt" });
    const plain = await secured(server, server.callback(transaction));
    await assert.rejects(fake.finishAuthorization(plain, transaction), { code: "ERR_VERIFICATION_JWT_NOT_ENCRYPTED" });
    const callback = await secured(server, server.callback(transaction), (jwt) => encryptJwe(jwt, encryption));
    assert.equal((await fake.finishAuthorization(callback, transaction)).claims.sub, "user-1");
  }
});

test("client: only the registered algorithm is accepted for responses (JARM §3)", async () => {
  const server = await createFakeServer();
  const fake = createFakeClient(server, { client: { ...client, authorization_signed_response_alg: "ES256" } });
  const { transaction } = await fake.startAuthorization({ response_mode: "form_post.jwt" });
  const callback = await secured(server, server.callback(transaction));
  const parameters = new URL(callback).searchParams;
  await assert.rejects(fake.finishAuthorization(parameters, transaction), { code: "ERR_VERIFICATION_ALGORITHM" });
});

test("client: encrypts requests with its secret where a symmetric algorithm is registered (OpenID Connect Core §10.2)", async () => {
  const server = await createFakeServer();
  const registered = { ...client, request_object_encryption_alg: "dir", request_object_encryption_enc: "A256GCM" };
  const { url } = await createFakeClient(server, {
    key,
    client: registered,
    auth: { method: "none", authenticate: async () => ({ headers: {}, body: {} }) },
  }).startAuthorization();
  const [header = ""] = new URL(url).searchParams.get("request")?.split(".") ?? [];
  assert.deepEqual(JSON.parse(Buffer.from(header, "base64url").toString()), { alg: "dir", enc: "A256GCM", cty: "JWT" });
});

test("client: a fragment carries the JWT where it is asked for there", async () => {
  const server = await createFakeServer();
  const fake = createFakeClient(server);
  const { transaction } = await fake.startAuthorization({ response_mode: "fragment.jwt" });
  const callback = (await secured(server, server.callback(transaction))).replace("?", "#");
  assert.equal((await fake.finishAuthorization(callback, transaction)).claims.sub, "user-1");
});
