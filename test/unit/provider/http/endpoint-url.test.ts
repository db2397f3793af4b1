import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createDPoP } from "../../../../src/dpop/index.ts";
import { createTestProvider } from "../../../fixtures/provider/clientauth-provider.ts";

const machine = {
  client_id: "machine",
  client_secret: "the-secret-of-the-machine",
  grant_types: ["client_credentials"],
  dpop_bound_access_tokens: true,
  scope: "api",
};
const issuer = "https://id.example.com/tenant";
const certificateOrigin = "https://mtls.example.com";

describe("endpoints under the origin that asks for client certificates", () => {
  it("are announced, those that applications call (RFC 8705 §5)", async () => {
    const { provider } = createTestProvider({ issuer, clientAuthentication: { certificateOrigin } });
    const metadata = await (await provider.fetch(`${issuer}/.well-known/openid-configuration`)).json();
    assert.equal(metadata.token_endpoint, "https://id.example.com/tenant/token");
    assert.deepEqual(metadata.mtls_endpoint_aliases, {
      pushed_authorization_request_endpoint: "https://mtls.example.com/tenant/par",
      token_endpoint: "https://mtls.example.com/tenant/token",
      introspection_endpoint: "https://mtls.example.com/tenant/introspect",
      revocation_endpoint: "https://mtls.example.com/tenant/revoke",
      userinfo_endpoint: "https://mtls.example.com/tenant/userinfo",
      device_authorization_endpoint: "https://mtls.example.com/tenant/device_authorization",
    });
  });

  it("are not announced where there is none", async () => {
    const { provider } = createTestProvider({ issuer });
    const metadata = await (await provider.fetch(`${issuer}/.well-known/openid-configuration`)).json();
    assert.equal("mtls_endpoint_aliases" in metadata, false);
  });

  for (const [called, proved, expected] of [
    ["https://mtls.example.com", "https://mtls.example.com", "DPoP"],
    // A proxy that ends TLS hands the request on over HTTP.
    ["http://mtls.example.com", "https://mtls.example.com", "DPoP"],
    ["https://id.example.com", "https://id.example.com", "DPoP"],
    ["https://id.example.com", "https://mtls.example.com", "invalid_dpop_proof"],
    ["https://mtls.example.com", "https://id.example.com", "invalid_dpop_proof"],
    ["https://other.example.com", "https://other.example.com", "invalid_dpop_proof"],
  ] as const)
    it(`a proof for ${proved} at ${called}: ${expected} (RFC 9449 §4.3)`, async () => {
      const { provider, time } = createTestProvider({
        issuer,
        clients: [machine],
        scopes: ["openid", "api"],
        clientAuthentication: { certificateOrigin },
      });
      const dpop = await createDPoP();
      const send = async (nonce?: string): Promise<Response> => {
        const target = { method: "POST", url: `${proved}/tenant/token`, nonce, clock: () => time.nowMs };
        const proof = await dpop.createProof(target);
        const body = new URLSearchParams({ grant_type: "client_credentials", scope: "api" });
        const authorization = `Basic ${btoa("machine:the-secret-of-the-machine")}`;
        return provider.fetch(`${called}/tenant/token`, {
          method: "POST",
          headers: { authorization, dpop: proof },
          body,
        });
      };
      const first = await send();
      const nonce = first.headers.get("dpop-nonce");
      const answer = await (nonce === null ? first : await send(nonce)).json();
      assert.equal(answer.token_type ?? answer.error, expected);
    });
});
