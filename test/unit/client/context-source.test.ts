import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { createContextSource } from "../../../src/client/context-source.ts";
import type { ClientOptions } from "../../../src/client/options.ts";
import { encryptJwe } from "../../../src/jose/encrypt-jwe.ts";
import { createFakeServer, json, metadata } from "../../fixtures/fake-server.ts";

const issuer = "https://id.example.com";
const client = { client_id: "client-1" };

for (const [text, parameter] of [
  ['{"client":null}', "client"],
  ['{"client":{}}', "client.client_id"],
  ['{"client":{"client_id":""}}', "client.client_id"],
  ['{"issuer":"http://id.example.com"}', "issuer"],
  ['{"issuer":"https://id.example.com?x"}', "issuer"],
  ['{"issuer":null}', "issuer"],
  ['{"timeoutMs":0}', "timeoutMs"],
  ['{"maxResponseBytes":-1}', "maxResponseBytes"],
  ['{"headers":{"authorization":"x"}}', "headers.authorization"],
  ['{"fetch":"x"}', "fetch"],
  ['{"discovery":"webfinger"}', "discovery"],
  ['{"tolerate":["all"]}', "tolerate"],
  ['{"tolerate":null}', "tolerate"],
  ['{"clockToleranceSeconds":-1}', "clockToleranceSeconds"],
  ['{"transactionLifetimeSeconds":0}', "transactionLifetimeSeconds"],
  ['{"transactionLifetimeSeconds":"60"}', "transactionLifetimeSeconds"],
  ['{"transactionLifetimeSeconds":null}', "transactionLifetimeSeconds"],
  ['{"client":{"client_id":"c","id_token_signed_response_alg":"none"}}', "client.id_token_signed_response_alg"],
  ['{"client":{"client_id":"c","id_token_signed_response_alg":"HS256"}}', "client.id_token_signed_response_alg"],
  ['{"client":{"client_id":"c","userinfo_signed_response_alg":"none"}}', "client.userinfo_signed_response_alg"],
  ['{"client":{"client_id":"c","userinfo_signed_response_alg":"HS256"}}', "client.userinfo_signed_response_alg"],
  ['{"client":{"client_id":"c","userinfo_encrypted_response_alg":"RSA1_5"}}', "client.userinfo_encrypted_response_alg"],
  [
    '{"client":{"client_id":"c","userinfo_encrypted_response_enc":"A128GCM"}}',
    "client.userinfo_encrypted_response_enc",
  ],
  ['{"client":{"client_id":"c","userinfo_encrypted_response_alg":"ECDH-ES"}}', "decryptionKeys"],
  [
    '{"client":{"client_id":"c","introspection_signed_response_alg":"none"}}',
    "client.introspection_signed_response_alg",
  ],
  [
    '{"client":{"client_id":"c","introspection_signed_response_alg":"HS256"}}',
    "client.introspection_signed_response_alg",
  ],
  [
    '{"client":{"client_id":"c","introspection_encrypted_response_alg":"RSA1_5"}}',
    "client.introspection_encrypted_response_alg",
  ],
  [
    '{"client":{"client_id":"c","introspection_encrypted_response_enc":"A128GCM"}}',
    "client.introspection_encrypted_response_enc",
  ],
  ['{"client":{"client_id":"c","introspection_encrypted_response_alg":"ECDH-ES"}}', "decryptionKeys"],
  ['{"client":{"client_id":"c","id_token_encrypted_response_alg":"RSA1_5"}}', "client.id_token_encrypted_response_alg"],
  [
    '{"client":{"client_id":"c","id_token_encrypted_response_enc":"A128GCM"}}',
    "client.id_token_encrypted_response_enc",
  ],
  [
    '{"client":{"client_id":"c","id_token_encrypted_response_alg":"dir","id_token_encrypted_response_enc":"A1"},"decryptionKeys":[{"clientSecret":"s"}]}',
    "client.id_token_encrypted_response_enc",
  ],
  ['{"client":{"client_id":"c","id_token_encrypted_response_alg":"ECDH-ES"}}', "decryptionKeys"],
  ['{"client":{"client_id":"c","client_secret":"s","id_token_encrypted_response_alg":"ECDH-ES"}}', "decryptionKeys"],
  ['{"client":{"client_id":"c","id_token_encrypted_response_alg":"dir"}}', "decryptionKeys"],
  [
    '{"client":{"client_id":"c","client_secret":"s","id_token_encrypted_response_alg":"PBES2-HS256+A128KW"}}',
    "decryptionKeys",
  ],
  ['{"client":{"client_id":"c","id_token_encrypted_response_alg":"dir"},"decryptionKeys":[]}', "decryptionKeys"],
  ['{"client":{"client_id":"c","id_token_encrypted_response_alg":"dir"},"decryptionKeys":null}', "decryptionKeys"],
] as const) {
  test(`createContextSource: refuses ${text} at once, before any I/O`, () => {
    let calls = 0;
    const fetch = async (): Promise<Response> => {
      calls += 1;
      return new Response();
    };
    const wrong: object = JSON.parse(text);
    assert.throws(() => createContextSource({ issuer, client, fetch, ...wrong }), {
      name: "ConfigurationError",
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
    assert.equal(calls, 0);
  });
}

test("createContextSource: fetches nothing until it is asked, then the metadata once for all callers", async () => {
  const server = await createFakeServer();
  const contextFor = createContextSource({ issuer, client, fetch: server.fetch });
  assert.equal(server.requests.length, 0);
  const [one, other] = await Promise.all([contextFor(), contextFor()]);
  assert.equal(one, other);
  assert.equal(await contextFor(), one);
  assert.equal(server.requests.length, 1);
  assert.equal(one.metadata.token_endpoint, metadata.token_endpoint);
  assert.ok(Object.isFrozen(one));
});

test("createContextSource: makes a new context where the metadata has changed", async () => {
  const server = await createFakeServer();
  const contextFor = createContextSource({ issuer, client, fetch: server.fetch, clock: () => server.now });
  const first = await contextFor();
  server.behaviour.metadata = (honest) => ({ ...honest, token_endpoint: `${issuer}/new` });
  server.now += 100_000_000;
  const later = await contextFor();
  assert.notEqual(later, first);
  assert.equal(later.metadata.token_endpoint, `${issuer}/new`);
});

const secret = { ...client, client_secret: "client-secret-1" };
const methods: readonly (readonly [ClientOptions["client"], readonly string[] | undefined, string])[] = [
  [client, undefined, "none"],
  [client, ["client_secret_basic"], "none"],
  [secret, undefined, "client_secret_basic"],
  [secret, ["client_secret_post"], "client_secret_post"],
  [secret, ["client_secret_post", "client_secret_basic"], "client_secret_basic"],
  [{ ...secret, token_endpoint_auth_method: "client_secret_post" }, ["client_secret_basic"], "client_secret_post"],
  [{ ...secret, token_endpoint_auth_method: "none" }, undefined, "none"],
];

for (const [registration, supported, method] of methods) {
  test(`createContextSource: chooses ${method} for ${Object.keys(registration).join(", ")} where ${supported?.join(", ") ?? "nothing"} is announced`, async () => {
    const given =
      supported === undefined ? metadata : { ...metadata, token_endpoint_auth_methods_supported: supported };
    const context = await createContextSource({ issuer, client: registration, metadata: given })();
    assert.equal(context.auth.method, method);
  });
}

test("createContextSource: an authentication that is given wins, and one that fits nothing is told", async () => {
  const auth = { method: "custom", authenticate: async () => ({ headers: {}, body: {} }) };
  assert.equal((await createContextSource({ issuer, client: secret, metadata, auth })()).auth, auth);
  const given = {
    ...metadata,
    token_endpoint_auth_methods_supported: ["private_key_jwt"],
    token_endpoint_auth_signing_alg_values_supported: ["RS256"],
  };
  await assert.rejects(createContextSource({ issuer, client: secret, metadata: given })(), {
    code: "ERR_CONFIGURATION_AUTH_METHOD",
  });
});

test("createContextSource: metadata and keys given by hand are fetched by nobody", async () => {
  const server = await createFakeServer();
  const jwks = { keys: [{ kty: "RSA", ...server.key.jwk }] };
  const context = await createContextSource({ issuer, client, metadata, jwks, fetch: server.fetch })();
  assert.deepEqual(await context.keys.find({ alg: "RS256", kid: "main" }), jwks.keys);
  assert.equal(server.requests.length, 0);
});

test("createContextSource: passes clock, tolerances and algorithm on", async () => {
  const context = await createContextSource({
    issuer,
    client: { ...client, id_token_signed_response_alg: "ES256" },
    metadata,
    clock: () => 7,
    tolerate: ["null-members"],
    clockToleranceSeconds: 5,
  })();
  assert.equal(context.clock(), 7);
  assert.deepEqual(context.tolerate?.names, ["null-members"]);
  assert.equal(context.clockToleranceSeconds, 5);
  assert.deepEqual(context.idTokenAlgorithms, ["ES256"]);
  assert.equal(context.clientId, "client-1");
});

test("createContextSource: a failed discovery rejects, and works later", async () => {
  const server = await createFakeServer({ metadata: () => json("", 503) });
  const contextFor = createContextSource({ issuer, client, fetch: server.fetch, clock: () => server.now });
  await assert.rejects(contextFor(), { code: "ERR_RESPONSE_STATUS" });
  server.behaviour.metadata = (honest) => honest;
  server.now += 100_000;
  assert.equal((await contextFor()).metadata.issuer, issuer);
});

test("createContextSource: passes decryption keys on, and derives one from the secret for a symmetric algorithm (OpenID Connect Core §10.2)", async () => {
  const kind = { name: "test token", types: ["jwt"], mayOmitType: true };
  const encrypt = (secret: string) =>
    encryptJwe("a.b.c", {
      key: { kty: "oct", k: createHash("sha256").update(secret).digest().subarray(0, 16).toString("base64url") },
      ...{ algorithm: "A128KW", encryption: "A128GCM", contentType: "JWT" },
    });
  const registered = {
    ...secret,
    id_token_encrypted_response_alg: "A128KW",
    id_token_encrypted_response_enc: "A128GCM",
  };
  const open = async (options: Partial<ClientOptions>, text: string) => {
    const context = await createContextSource({ issuer, client: registered, metadata, ...options })();
    return (await context.decryption(context.idTokenEncryption)?.decrypt?.(text, kind))?.jwt;
  };
  assert.equal(await open({}, await encrypt("client-secret-1")), "a.b.c");
  const decryptionKeys = [{ clientSecret: "another secret" }];
  assert.equal(await open({ decryptionKeys }, await encrypt("another secret")), "a.b.c");
  await assert.rejects(open({ decryptionKeys }, await encrypt("client-secret-1")), {
    code: "ERR_VERIFICATION_DECRYPTION",
  });
  const unregistered = await createContextSource({ issuer, client: secret, metadata, decryptionKeys })();
  assert.equal(unregistered.idTokenEncryption, undefined);
  const without = await createContextSource({ issuer, client: secret, metadata })();
  assert.equal(without.decryption()?.decrypt, undefined);
});

for (const [registration, expected] of [
  [{}, false],
  [{ use_mtls_endpoint_aliases: true }, true],
  [{ tls_client_certificate_bound_access_tokens: true }, true],
  [{ use_mtls_endpoint_aliases: false, tls_client_certificate_bound_access_tokens: false }, false],
] as const) {
  test(`createContextSource: ${expected ? "uses" : "does not use"} endpoints for mutual TLS with ${JSON.stringify(registration)} (RFC 8705 §5)`, async () => {
    const context = await createContextSource({ issuer, client: { ...client, ...registration }, metadata })();
    assert.equal(context.useMtlsEndpointAliases, expected);
  });
}
