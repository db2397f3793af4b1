import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { startFlow } from "../../../fixtures/provider/authorize-flow.ts";

async function readMetadata(options: Parameters<typeof startFlow>[0] = {}): Promise<Record<string, unknown>> {
  const { fetch } = startFlow(options);
  return (await fetch("https://id.example.com/.well-known/openid-configuration")).json();
}

describe("what the metadata say about authorization", () => {
  it("without options", async () => {
    const metadata = await readMetadata();
    const members = [
      "authorization_endpoint",
      "pushed_authorization_request_endpoint",
      "response_types_supported",
      "response_modes_supported",
      "code_challenge_methods_supported",
      "authorization_response_iss_parameter_supported",
      "claims_parameter_supported",
      "prompt_values_supported",
      "request_parameter_supported",
      "request_uri_parameter_supported",
      "require_pushed_authorization_requests",
      "require_signed_request_object",
      "authorization_details_types_supported",
      "acr_values_supported",
      "require_pkce",
    ];
    assert.deepEqual(
      Object.fromEntries(members.flatMap((name) => (name in metadata ? [[name, metadata[name]]] : []))),
      {
        authorization_endpoint: "https://id.example.com/authorize",
        pushed_authorization_request_endpoint: "https://id.example.com/par",
        response_types_supported: ["code"],
        response_modes_supported: [
          "query",
          "fragment",
          "form_post",
          "jwt",
          "query.jwt",
          "fragment.jwt",
          "form_post.jwt",
        ],
        code_challenge_methods_supported: ["S256"],
        authorization_response_iss_parameter_supported: true,
        claims_parameter_supported: true,
        prompt_values_supported: ["none", "login", "consent", "select_account"],
        request_parameter_supported: true,
        request_uri_parameter_supported: false,
      },
    );
    assert.ok(Array.isArray(metadata.request_object_signing_alg_values_supported));
    assert.ok(!metadata.request_object_signing_alg_values_supported.includes("none"));
    assert.ok(Array.isArray(metadata.dpop_signing_alg_values_supported));
    assert.ok(metadata.dpop_signing_alg_values_supported.includes("ES256"));
  });

  it("how answers can be signed and encrypted (JARM §4)", async () => {
    const metadata = await readMetadata();
    assert.deepEqual(metadata.authorization_signing_alg_values_supported, ["ES256", "RS256"]);
    const algorithms = metadata.authorization_encryption_alg_values_supported;
    assert.ok(Array.isArray(algorithms) && algorithms.includes("ECDH-ES") && !algorithms.includes("dir"));
    const encryptions = metadata.authorization_encryption_enc_values_supported;
    assert.ok(Array.isArray(encryptions) && encryptions.includes("A128CBC-HS256"));
  });

  it("types of authorization details and classes that are configured", async () => {
    const metadata = await readMetadata({ authorizationDetails: { payment: () => undefined }, acrValues: ["high"] });
    assert.deepEqual(
      [metadata.authorization_details_types_supported, metadata.acr_values_supported],
      [["payment"], ["high"]],
    );
  });

  it("what FAPI 2.0 Message Signing leaves", async () => {
    const metadata = await readMetadata({ profile: "fapi2-message-signing", clients: [] });
    assert.deepEqual(
      [
        metadata.require_pushed_authorization_requests,
        metadata.require_signed_request_object,
        metadata.response_modes_supported,
        metadata.request_object_signing_alg_values_supported,
        metadata.dpop_signing_alg_values_supported,
        metadata.authorization_signing_alg_values_supported,
      ],
      [
        true,
        true,
        ["jwt", "query.jwt", "fragment.jwt", "form_post.jwt"],
        ["PS256", "ES256", "EdDSA", "Ed25519"],
        ["PS256", "ES256", "EdDSA", "Ed25519"],
        ["ES256"],
      ],
    );
  });
});
