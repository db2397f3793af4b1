import assert from "node:assert/strict";
import { test } from "node:test";
import { describeClient } from "../../../../src/provider/clients/registered-client.ts";
import { createProviderContext } from "../../../../src/provider/create-context.ts";
import { createProvider } from "../../../../src/provider/create-provider.ts";
import { signIntrospection } from "../../../../src/provider/endpoints/introspection-response-jwt.ts";

const issuer = "https://id.example.com";
const profile = "fapi2-security";
const keys = { algorithms: ["ES256"] };

test("FAPI: the metadata announce no algorithm that the profile forbids, but for what OpenID Connect Discovery demands (FAPI 2.0 Security Profile §5.4.1)", async () => {
  const response = await createProvider({ issuer, profile, keys }).fetch(`${issuer}/.well-known/openid-configuration`);
  const metadata: Record<string, unknown> = await response.json();
  assert.deepEqual(metadata.id_token_signing_alg_values_supported, ["ES256", "RS256"]);
  for (const name of ["userinfo", "introspection", "authorization"])
    assert.deepEqual(metadata[`${name}_signing_alg_values_supported`], ["ES256"], name);
});

const rs = (metadata: object) =>
  describeClient({ ...metadata }, { clientId: "rs", secrets: [], isDisabled: false, isConfigured: false });

test("FAPI: an introspection answer is signed with an algorithm of the profile, whatever is left out (FAPI 2.0 Security Profile §5.4.1)", async () => {
  const context = createProviderContext({ issuer, profile, keys });
  const response = await signIntrospection(context, rs({}), { active: false });
  const [header = ""] = (await response.text()).split(".");
  assert.equal(JSON.parse(Buffer.from(header, "base64url").toString()).alg, "ES256");
  const old = rs({ introspection_signed_response_alg: "RS256" });
  await assert.rejects(signIntrospection(context, old, { active: false }), { error: "server_error" });
});

const key = { kty: "EC", crv: "P-256", x: "x".repeat(43), y: "y".repeat(43) };
const good = {
  redirect_uris: ["https://app.example.com/callback"],
  token_endpoint_auth_method: "private_key_jwt",
  jwks: { keys: [key] },
  dpop_bound_access_tokens: true,
  id_token_signed_response_alg: "ES256",
};
for (const [title, changes, member] of [
  ["tokens that are bound to nothing", { dpop_bound_access_tokens: false }, "dpop_bound_access_tokens"],
  ["ID tokens with RS256", { id_token_signed_response_alg: "RS256" }, "id_token_signed_response_alg"],
  ["nothing against it", {}, undefined],
] as const)
  test(`FAPI: a registration with ${title} is judged at once (FAPI 2.0 Security Profile §5.3.2.1)`, async () => {
    const provider = createProvider({ issuer, profile, keys, registration: { access: "open" } });
    const response = await provider.fetch(`${issuer}/register`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...good, ...changes }),
    });
    const body: Record<string, unknown> = await response.json();
    assert.equal(response.status, member === undefined ? 201 : 400, JSON.stringify(body));
    if (member !== undefined) assert.ok(String(body.error_description).startsWith(member), JSON.stringify(body));
  });
