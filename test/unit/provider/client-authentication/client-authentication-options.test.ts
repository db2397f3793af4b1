import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import type { ProviderOptions } from "../../../../src/provider/index.ts";
import { basic, createTestProvider } from "../../../fixtures/provider/clientauth-provider.ts";

const tlsClient = {
  client_id: "machine",
  token_endpoint_auth_method: "tls_client_auth",
  tls_client_auth_san_dns: "machine.example.com",
};
const publicClient = { client_id: "spa", token_endpoint_auth_method: "none" };

async function readMetadata(options: Partial<ProviderOptions>): Promise<Record<string, unknown>> {
  const { provider } = createTestProvider(options);
  return (await provider.fetch("https://id.example.com/.well-known/oauth-authorization-server")).json();
}

const usual = ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none"];

test("client authentication options: the usual methods are announced, for introspection without none (RFC 8414 §2)", async () => {
  const metadata = await readMetadata({});
  assert.deepEqual(metadata.token_endpoint_auth_methods_supported, usual);
  assert.deepEqual(metadata.revocation_endpoint_auth_methods_supported, usual);
  assert.deepEqual(metadata.introspection_endpoint_auth_methods_supported, usual.slice(0, 4));
  const algorithms = metadata.token_endpoint_auth_signing_alg_values_supported;
  assert.ok(
    Array.isArray(algorithms) && ["ES256", "RS256", "PS256", "EdDSA", "HS256"].every((alg) => algorithms.includes(alg)),
  );
  assert.ok(!algorithms.includes("none"));
  assert.deepEqual(metadata.introspection_endpoint_auth_signing_alg_values_supported, algorithms);
  assert.deepEqual(metadata.introspection_signing_alg_values_supported, ["RS256", "ES256"]);
  assert.equal(metadata.introspection_endpoint, "https://id.example.com/introspect");
  assert.equal(metadata.revocation_endpoint, "https://id.example.com/revoke");
});

test("client authentication options: certificates are announced where they are used or passed on (RFC 8705 §2)", async () => {
  const tls = [...usual, "tls_client_auth", "self_signed_tls_client_auth"];
  const used = await readMetadata({ clients: [tlsClient] });
  const passedOn = await readMetadata({ clientAuthentication: { certificateHeader: "client-cert" } });
  const elsewhere = await readMetadata({ clientAuthentication: { certificateOrigin: "https://mtls.example.com" } });
  for (const metadata of [used, passedOn, elsewhere])
    assert.equal(metadata.tls_client_certificate_bound_access_tokens, true);
  assert.equal("tls_client_certificate_bound_access_tokens" in (await readMetadata({})), false);
  assert.deepEqual(elsewhere.token_endpoint_auth_methods_supported, tls);
  assert.deepEqual(used.token_endpoint_auth_methods_supported, tls);
  assert.deepEqual(passedOn.token_endpoint_auth_methods_supported, tls);
});

test("client authentication options: without assertions no algorithm is announced", async () => {
  const metadata = await readMetadata({ clientAuthentication: { methods: ["client_secret_post"] } });
  assert.deepEqual(metadata.token_endpoint_auth_methods_supported, ["client_secret_basic", "client_secret_post"]);
  assert.ok(!("token_endpoint_auth_signing_alg_values_supported" in metadata));
  const secretJwt = await readMetadata({ clientAuthentication: { methods: ["client_secret_jwt"] } });
  assert.deepEqual(secretJwt.token_endpoint_auth_signing_alg_values_supported, ["HS256", "HS384", "HS512"]);
});

test("client authentication options: a profile of FAPI 2.0 knows keys and certificates, and no shared secrets (FAPI 2.0 Security Profile §5.3.2.1)", async () => {
  const metadata = await readMetadata({ profile: "fapi2-security" });
  assert.deepEqual(metadata.token_endpoint_auth_methods_supported, ["private_key_jwt"]);
  assert.deepEqual(metadata.introspection_endpoint_auth_methods_supported, ["private_key_jwt"]);
  assert.deepEqual(metadata.token_endpoint_auth_signing_alg_values_supported, ["PS256", "ES256", "EdDSA", "Ed25519"]);
  const withCertificates = await readMetadata({
    profile: "fapi2-security",
    clientAuthentication: { certificateHeader: "client-cert" },
  });
  const tls = ["private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth"];
  assert.deepEqual(withCertificates.token_endpoint_auth_methods_supported, tls);
  assert.throws(
    () =>
      createTestProvider({
        profile: "fapi2-security",
        clientAuthentication: { methods: ["private_key_jwt", "client_secret_jwt"] },
      }),
    { code: "ERR_CONFIGURATION_OPTION", parameter: "clientAuthentication.methods" },
  );
});

test("client authentication options: with such a profile a stored client with a secret is not let in, whatever it sends", async () => {
  const { post, store } = createTestProvider({ profile: "fapi2-security" });
  const secrets = [
    { hash: `sha256 ${createHash("sha256").update("client-secret").digest("base64url")}`, createdAtMs: 0 },
  ];
  const metadata = { grant_types: ["client_credentials"] };
  await store.clients.put({ clientId: "old", metadata, secrets, createdAtMs: 0, version: 1 });
  const form = { grant_type: "client_credentials" };
  const answer = await post({ path: "/token", form, headers: basic("old", "client-secret") });
  assert.deepEqual([answer.status, answer.json.error], [401, "invalid_client"]);
});

const wrong: readonly (readonly [options: object, parameter: string])[] = [
  [{ header: "x" }, "clientAuthentication.header"],
  [{ methods: [] }, "clientAuthentication.methods"],
  [{ methods: "none" }, "clientAuthentication.methods"],
  [{ methods: ["attest_jwt_client_auth"] }, "clientAuthentication.methods"],
  [{ methods: ["private_key_jwt"] }, "clientAuthentication.methods"],
  [{ certificateHeader: "client cert" }, "clientAuthentication.certificateHeader"],
  [{ certificateHeader: "" }, "clientAuthentication.certificateHeader"],
  [{ certificateOrigin: "http://mtls.example.com" }, "clientAuthentication.certificateOrigin"],
  [{ certificateOrigin: "https://mtls.example.com/" }, "clientAuthentication.certificateOrigin"],
  [{ certificateOrigin: "mtls.example.com" }, "clientAuthentication.certificateOrigin"],
  [{ certificateOrigin: 443 }, "clientAuthentication.certificateOrigin"],
  [{ isProxyVerifyingCertificates: true }, "clientAuthentication.isProxyVerifyingCertificates"],
];
for (const [clientAuthentication, parameter] of wrong)
  test(`client authentication options: ${JSON.stringify(clientAuthentication)} is refused`, () => {
    assert.throws(() => createTestProvider({ clients: [publicClient], clientAuthentication }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
  });
