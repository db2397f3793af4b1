import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "../../../../src/client/create-client.ts";
import { fapi2Security } from "../../../../src/client/profiles/fapi2-security.ts";
import { clientSecretBasic } from "../../../../src/client-auth/client-secret-basic.ts";
import { none } from "../../../../src/client-auth/none.ts";
import { privateKeyJwt } from "../../../../src/client-auth/private-key-jwt.ts";
import { tlsClientAuth } from "../../../../src/client-auth/tls-client-auth.ts";
import { createDPoP } from "../../../../src/dpop/create-dpop.ts";
import { ConfigurationError } from "../../../../src/errors/families.ts";
import { logIn } from "../../../fixtures/fake-client.ts";
import { type Members, metadata as plainMetadata } from "../../../fixtures/fake-server.ts";
import { claimsOf, createFapiClient, createFapiServer, fapiOptions } from "../../../fixtures/fapi-server.ts";
import { messageKey } from "../../../fixtures/message-keys.ts";

const secret = "a secret of thirty-two octets....";

const accepted: readonly (readonly [title: string, changes: Members])[] = [
  ["private_key_jwt by a key", {}],
  ["a certificate", { auth: tlsClientAuth(), key: undefined }],
  [
    "a registered certificate",
    { key: undefined, client: { token_endpoint_auth_method: "self_signed_tls_client_auth" } },
  ],
  ["http on a loopback host", { client: { redirect_uris: ["http://127.0.0.1:9000/callback"] } }],
  ["no redirect URI", { client: { redirect_uris: undefined } }],
  [
    "algorithms of the profile",
    { client: { id_token_signed_response_alg: "PS256", request_object_signing_alg: "ES256" } },
  ],
  ["requests that are always pushed", { pushedAuthorizationRequests: "always" }],
  ["a tolerance that does not touch it", { tolerate: ["scope-array"] }],
  ["clocks that differ by a minute", { clockToleranceSeconds: 60 }],
  [
    "the response type code",
    { client: { response_types: ["code"], grant_types: ["authorization_code", "refresh_token"] } },
  ],
];

for (const [title, changes] of accepted)
  test(`accepts ${title}`, async () => assert.ok(createClient(await fapiOptions("fapi2-security", changes))));

const refused: readonly (readonly [title: string, changes: Members, parameter: string, section: string])[] = [
  ["a public client", { auth: none(), key: undefined }, "auth", "5.3.3.1"],
  ["a client that says nothing of authentication", { key: undefined }, "client.token_endpoint_auth_method", "5.3.3.1"],
  ["client_secret_basic", { auth: clientSecretBasic(secret) }, "auth", "5.3.3.1"],
  [
    "client_secret_jwt",
    { client: { token_endpoint_auth_method: "client_secret_jwt", client_secret: secret } },
    "client.token_endpoint_auth_method",
    "5.3.3.1",
  ],
  ["none", { client: { token_endpoint_auth_method: "none" } }, "client.token_endpoint_auth_method", "5.3.3.1"],
  ["tokens bound to nothing", { client: { tls_client_certificate_bound_access_tokens: false } }, "dpop", "5.3.3.1"],
  [
    "a redirect URI of http",
    { client: { redirect_uris: ["http://app.example.com/callback"] } },
    "client.redirect_uris",
    "5.3.2.2",
  ],
  [
    "a redirect URI of another scheme",
    { client: { redirect_uris: ["com.example.app:/callback"] } },
    "client.redirect_uris",
    "5.3.2.2",
  ],
  [
    "ID tokens of RS256",
    { client: { id_token_signed_response_alg: "RS256" } },
    "client.id_token_signed_response_alg",
    "5.4.1",
  ],
  [
    "userinfo of ES384",
    { client: { userinfo_signed_response_alg: "ES384" } },
    "client.userinfo_signed_response_alg",
    "5.4.1",
  ],
  [
    "requests that are never pushed",
    { pushedAuthorizationRequests: "never" },
    "pushedAuthorizationRequests",
    "5.3.3.2",
  ],
  ["a tolerance for token types", { tolerate: ["token-type-missing"] }, "tolerate", "5.3.3.1"],
  ["clocks that differ by more", { clockToleranceSeconds: 61 }, "clockToleranceSeconds", "5.3.2.1"],
  ["metadata by hand", { metadata: plainMetadata }, "metadata", "5.3.3.1"],
  [
    "a hybrid response type",
    { client: { response_types: ["code", "code id_token"] } },
    "client.response_types",
    "5.3.2.2",
  ],
  ["the implicit grant", { client: { grant_types: ["implicit"] } }, "client.grant_types", "5.3.2.1"],
  ["the password grant", { client: { grant_types: ["password"] } }, "client.grant_types", "5.3.2.1"],
];

for (const [title, changes, parameter, section] of refused) {
  test(`refuses ${title} (FAPI 2.0 Security Profile §${section})`, async () => {
    const options = await fapiOptions("fapi2-security", changes);
    assert.throws(
      () => createClient(options),
      (error) => {
        assert.ok(error instanceof ConfigurationError);
        assert.deepEqual([error.code, error.parameter], ["ERR_CONFIGURATION_PROFILE", parameter]);
        assert.equal(error.specification?.label, `FAPI 2.0 Security Profile §${section}`);
        assert.ok(error.message.includes(`\n  ${parameter} must`), error.message);
        assert.equal(error.message.split("\n").length, 2, error.message);
        return true;
      },
    );
  });
}

test("refuses keys of other algorithms, and weak ones (FAPI 2.0 Security Profile §5.4.1)", async () => {
  const [p384, rsa] = await Promise.all([messageKey("ES384"), messageKey("PS512")]);
  const weak = { kty: "RSA", n: "A".repeat(170), e: "AQAB", d: "AQAB" };
  for (const key of [p384.privateJwk, { ...rsa.privateJwk, alg: "RS256" }, rsa.privateKey, weak, rsa.publicJwk]) {
    const options = await fapiOptions("fapi2-security", { key });
    assert.throws(() => createClient(options), { code: "ERR_CONFIGURATION_PROFILE", parameter: "key" });
  }
  const withObject = await fapiOptions("fapi2-security", { requestObject: { key: p384.privateJwk } });
  assert.throws(() => createClient(withObject), { parameter: "requestObject.key" });
});

test("refuses a kid that the keys by hand have twice (FAPI 2.0 Security Profile §5.4.2)", async () => {
  const { publicJwk } = await messageKey("ES256");
  const twice = await fapiOptions("fapi2-security", { jwks: { keys: [publicJwk, { ...publicJwk }] } });
  assert.throws(() => createClient(twice), { code: "ERR_CONFIGURATION_PROFILE", parameter: "jwks" });
  assert.ok(
    createClient(await fapiOptions("fapi2-security", { jwks: { keys: [publicJwk, { kty: "EC" }, { kty: "EC" }] } })),
  );
});

test("names every problem of the options at once", async () => {
  const bad = await fapiOptions("fapi2-security", {
    key: undefined,
    clockToleranceSeconds: 90,
    pushedAuthorizationRequests: "never",
    client: { tls_client_certificate_bound_access_tokens: false, redirect_uris: ["http://app.example.com/"] },
  });
  assert.throws(
    () => createClient(bad),
    ({ message }: Error) => {
      const [first = "", ...lines] = message.split("\n");
      assert.match(first, /^The options of the client do not meet FAPI 2\.0 Security Profile/);
      assert.deepEqual(
        lines.map((line) => line.trim().split(" ")[0]),
        [
          "client.token_endpoint_auth_method",
          "dpop",
          "clockToleranceSeconds",
          "pushedAuthorizationRequests",
          "client.redirect_uris",
        ],
      );
      return true;
    },
  );
});

test("refuses a profile that does not exist, names those that do, and options that are none", async () => {
  for (const profile of ["fapi2", "toString", "__proto__", { name: "fapi2-security" }, null]) {
    const options: unknown = { ...(await fapiOptions("fapi2-security")), profile };
    assert.throws(() => Reflect.apply(createClient, undefined, [options]), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "profile",
      message: /profile must be one of fapi2-security, fapi2-message-signing, fapi-ciba, oauth21/,
    });
  }
  assert.throws(() => Reflect.apply(createClient, undefined, []), { code: "ERR_CONFIGURATION_OPTION" });
});

test("pushes the request with PKCE, authenticates for the issuer, and demands iss", async () => {
  const server = await createFapiServer();
  const client = await createFapiClient(server, "fapi2-security");
  const { url, transaction } = await client.startAuthorization();
  assert.deepEqual([...new URL(url).searchParams.keys()].sort(), ["client_id", "request_uri"]);
  const [pushed] = server.pushed;
  assert.equal(pushed?.code_challenge_method, "S256");
  assert.ok(String(pushed?.nonce).length <= 64);
  const assertion = claimsOf(String(pushed?.client_assertion));
  assert.equal(assertion.aud, "https://id.example.com");
  assert.equal(Number(assertion.exp) - Number(assertion.iat), 60);
  await assert.rejects(client.finishAuthorization(server.callback(transaction, { iss: null }), transaction), {
    code: "ERR_VERIFICATION_ISSUER",
  });
  assert.equal((await logIn(server, client)).claims?.sub, "user-1");
});

test("signs with PS256 for an RSA key, also where the server announces nothing (FAPI 2.0 Security Profile §5.4.1)", async () => {
  const { privateJwk } = await messageKey("PS512");
  const server = await createFapiServer({ token_endpoint_auth_signing_alg_values_supported: ["PS256", "RS256"] });
  const client = await createFapiClient(server, "fapi2-security", { key: { key: privateJwk, kid: "rsa" } });
  await client.startAuthorization();
  assert.deepEqual(claimsOf(String(server.pushed[0]?.client_assertion)).header, { alg: "PS256", kid: "rsa" });
});

test("uses the endpoints for mutual TLS where tokens are bound to a certificate (RFC 8705 §5)", async () => {
  const par = "https://mtls.id.example.com/par";
  const server = await createFapiServer({ mtls_endpoint_aliases: { pushed_authorization_request_endpoint: par } });
  const urls: string[] = [];
  const fetch = (url: string, init: RequestInit): Promise<Response> => {
    urls.push(url);
    return server.fetch(url, init);
  };
  await (await createFapiClient(server, "fapi2-security", { fetch })).startAuthorization();
  assert.equal(urls.at(-1), par);
});

const refusedMetadata: readonly (readonly [member: string, value: unknown, section: string, changes?: Members])[] = [
  ["pushed_authorization_request_endpoint", null, "5.3.2.2"],
  ["code_challenge_methods_supported", null, "5.3.2.2"],
  ["code_challenge_methods_supported", ["plain"], "5.3.2.2"],
  ["authorization_response_iss_parameter_supported", null, "5.3.2.2"],
  ["authorization_response_iss_parameter_supported", false, "5.3.2.2"],
  ["response_types_supported", ["code id_token"], "5.3.2.2"],
  ["tls_client_certificate_bound_access_tokens", null, "5.3.2.1"],
  ["token_endpoint_auth_methods_supported", ["tls_client_auth"], "5.3.2.1"],
  ["token_endpoint_auth_signing_alg_values_supported", ["RS256"], "5.4.1"],
  ["id_token_signing_alg_values_supported", ["RS256"], "5.4.1"],
];

for (const [member, value, section, changes] of refusedMetadata) {
  test(`refuses a server with ${member} ${JSON.stringify(value)} (FAPI 2.0 Security Profile §${section})`, async () => {
    const server = await createFapiServer({ [member]: value });
    const client = await createFapiClient(server, "fapi2-security", changes);
    await assert.rejects(client.startAuthorization(), (error) => {
      assert.ok(error instanceof ConfigurationError);
      assert.deepEqual([error.code, error.parameter], ["ERR_CONFIGURATION_PROFILE", member]);
      assert.equal(error.specification?.label, `FAPI 2.0 Security Profile §${section}`);
      return true;
    });
    assert.equal(server.pushed.length, 0);
  });
}

test("accepts a server that lists no algorithms of assertions where a certificate authenticates", async () => {
  const server = await createFapiServer({ token_endpoint_auth_signing_alg_values_supported: ["RS256"] });
  const client = await createFapiClient(server, "fapi2-security", { auth: tlsClientAuth(), key: undefined });
  assert.ok(await client.startAuthorization());
});

test("names every problem of the metadata at once, and sends nothing", async () => {
  const server = await createFapiServer({
    pushed_authorization_request_endpoint: null,
    code_challenge_methods_supported: null,
    authorization_response_iss_parameter_supported: null,
  });
  const client = await createFapiClient(server, "fapi2-security");
  await assert.rejects(client.startAuthorization(), ({ message }: Error) => {
    assert.equal(message.split("\n").length, 4, message);
    return true;
  });
  assert.deepEqual(
    server.requests.map(({ path }) => path),
    ["/.well-known/openid-configuration"],
  );
});

test("refuses an authorization that asks for more than a code (FAPI 2.0 Security Profile §5.3.2.2)", async () => {
  const client = await createFapiClient(await createFapiServer(), "fapi2-security");
  for (const response_type of ["code id_token", "id_token", "token"] as const)
    await assert.rejects(client.startAuthorization({ response_type }), { parameter: "response_type" });
});

const assertions: readonly (readonly [title: string, options: object, parameter: string])[] = [
  ["for the token endpoint", { audience: "token_endpoint" }, "aud"],
  ["for another audience", { audience: "https://other.example.com" }, "aud"],
  ["of six minutes", { lifetimeSeconds: 360 }, "exp"],
];

for (const [title, assertion, parameter] of assertions) {
  test(`sends no client assertion ${title} (FAPI 2.0 Security Profile §5.3.3.1)`, async () => {
    const { privateJwk } = await messageKey("ES256");
    const server = await createFapiServer();
    const client = await createFapiClient(server, "fapi2-security", {
      auth: privateKeyJwt(privateJwk, assertion),
      key: undefined,
    });
    await assert.rejects(client.startAuthorization(), { code: "ERR_CONFIGURATION_PROFILE", parameter });
    assert.equal(server.pushed.length, 0);
  });
}

test("sends no client assertion of another algorithm (FAPI 2.0 Security Profile §5.4.1)", async () => {
  const { privateJwk } = await messageKey("PS512");
  const server = await createFapiServer({ token_endpoint_auth_signing_alg_values_supported: ["PS256", "RS256"] });
  const client = await createFapiClient(server, "fapi2-security", {
    auth: privateKeyJwt({ ...privateJwk, alg: "RS256" }),
    key: undefined,
  });
  await assert.rejects(client.startAuthorization(), { code: "ERR_CONFIGURATION_PROFILE", parameter: "alg" });
});

test("believes no ID token of another algorithm, whatever the server announces (FAPI 2.0 Security Profile §5.4.1)", async () => {
  const server = await createFapiServer({ id_token_signing_alg_values_supported: ["ES256", "ES384"] });
  const client = await createFapiClient(server, "fapi2-security");
  server.behaviour.header = () => ({ alg: "ES384", kid: "key-ES384" });
  await assert.rejects(logIn(server, client), { name: "VerificationError", code: "ERR_VERIFICATION_ALGORITHM" });
});

test("gives the server's keys for no other algorithm, and asks for newer ones as before", async () => {
  const { publicJwk } = await messageKey("ES256");
  const keys = fapi2Security.guardKeys?.({ find: async () => [publicJwk], refresh: async () => [] });
  assert.deepEqual(await keys?.find({ alg: "ES256" }), [publicJwk]);
  assert.deepEqual(await keys?.refresh?.(), []);
  await assert.rejects(async () => keys?.find({ alg: "RS256" }), { code: "ERR_VERIFICATION_ALGORITHM" });
});

test("takes a key for DPoP in place of a certificate, with algorithms of the profile (FAPI 2.0 Security Profile §5.3.3.1)", async () => {
  const unbound = { client: { tls_client_certificate_bound_access_tokens: false } };
  const dpop = await createDPoP();
  const server = await createFapiServer({
    tls_client_certificate_bound_access_tokens: null,
    dpop_signing_alg_values_supported: ["ES256"],
  });
  server.behaviour.token = (honest) => ({ ...honest, token_type: "DPoP" });
  const client = await createFapiClient(server, "fapi2-security", { ...unbound, dpop });
  assert.equal((await logIn(server, client)).response.token_type, "DPoP");
  assert.ok(server.requests.find(({ path }) => path === "/token")?.headers.has("dpop"));
  const { privateKey, publicKey } = await messageKey("ES384");
  const options = { ...unbound, dpop: await createDPoP({ key: { privateKey, publicKey } }) };
  const weak = await fapiOptions("fapi2-security", options);
  assert.throws(() => createClient(weak), { code: "ERR_CONFIGURATION_PROFILE", parameter: "dpop" });
});

test("says how tokens are bound where nothing binds them (FAPI 2.0 Security Profile §5.3.3.1)", async () => {
  const unbound = await fapiOptions("fapi2-security", {
    client: { tls_client_certificate_bound_access_tokens: false },
  });
  assert.throws(() => createClient(unbound), {
    parameter: "dpop",
    message:
      /dpop must be there, made by await createDPoP\(\).+ or client\.tls_client_certificate_bound_access_tokens be true/,
  });
});

test("takes no DPoP that lets bearer tokens pass (FAPI 2.0 Security Profile §5.3.3.1)", async () => {
  const options = await fapiOptions("fapi2-security", {
    client: { tls_client_certificate_bound_access_tokens: false },
    dpop: await createDPoP({ acceptBearerTokens: true }),
  });
  assert.throws(() => createClient(options), { code: "ERR_CONFIGURATION_PROFILE", parameter: "dpop" });
});

for (const [title, value, parameter] of [
  ["that knows no DPoP", null, "dpop_signing_alg_values_supported"],
  ["whose DPoP has no algorithm of the profile", ["RS256"], "dpop_signing_alg_values_supported"],
] as const) {
  test(`refuses a server ${title} where tokens are bound to a key (FAPI 2.0 Security Profile §5.3.2.1)`, async () => {
    const server = await createFapiServer({ dpop_signing_alg_values_supported: value });
    const client = await createFapiClient(server, "fapi2-security", { dpop: await createDPoP() });
    await assert.rejects(client.startAuthorization(), { code: "ERR_CONFIGURATION_PROFILE", parameter });
  });
}
