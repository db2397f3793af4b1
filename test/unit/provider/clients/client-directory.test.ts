import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider } from "../../../../src/provider/create-provider.ts";

const issuer = "https://id.example.com";
const open = { client_id: "spa", token_endpoint_auth_method: "none" };

for (const [title, client, remedy] of [
  [
    "a name in another spelling",
    { ...open, redirectUris: ["https://app.example.com"] },
    /Did you mean redirect_uris\?/,
  ],
  ["a singular", { ...open, redirect_uri: ["https://app.example.com"] }, /Did you mean redirect_uris\?/],
  [
    "a rule that would not be kept",
    { ...open, dpop_bound_access_token: true },
    /Did you mean dpop_bound_access_tokens\?/,
  ],
  ["a secret in another spelling", { ...open, clientSecret: "x" }, /Did you mean client_secret\?/],
  [
    "a method that nobody knows",
    { ...open, token_endpoint_auth_method: "nonse" },
    /Correct token_endpoint_auth_method/,
  ],
  ["a grant that nobody knows", { ...open, grant_types: ["authorisation_code"] }, /Correct grant_types/],
  ["a redirect URI that is code", { ...open, redirect_uris: ["javascript:alert(1)"] }, /Correct redirect_uris/],
  [
    "a page after logout that is code",
    { ...open, post_logout_redirect_uris: ["data:text/html,x"] },
    /Correct post_logout/,
  ],
  ["no keys for its method", { client_id: "web", token_endpoint_auth_method: "private_key_jwt" }, /Correct jwks/],
  ["an identifier that no form can carry", { ...open, client_id: "caf\u00e9" }, /RFC 6749/],
  ["no identifier", { token_endpoint_auth_method: "none" }, /RFC 6749/],
] as const)
  test(`configured clients: ${title} is refused, and what to do is said (RFC 7591 §2)`, () => {
    const clients = JSON.parse(JSON.stringify([client]));
    assert.throws(() => createProvider({ issuer, clients }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "clients",
      message: remedy,
    });
  });

test("configured clients: members of other documents, and names in several languages, are taken", () => {
  const clients = JSON.parse(JSON.stringify([{ ...open, "client_name#de": "Rechnungen", department: "billing" }]));
  assert.equal(createProvider({ issuer, clients }).issuer, "https://id.example.com");
});

test("configured clients: two of one id are refused", () => {
  const clients = [{ ...open }, { ...open }];
  assert.throws(() => createProvider({ issuer, clients }), { parameter: "clients", message: /is there twice/ });
});
