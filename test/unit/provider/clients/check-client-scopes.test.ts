import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider } from "../../../../src/provider/create-provider.ts";
import type { ProviderOptions } from "../../../../src/provider/options.ts";

const issuer = "https://id.example.com";
const create = (scope: string, options: Partial<ProviderOptions> = {}): unknown =>
  createProvider({
    issuer,
    clients: [{ client_id: "report", client_secret: "report-secret", grant_types: ["client_credentials"], scope }],
    ...options,
  });

test("configured clients: a scope that nobody offers is refused, with the client, the scope and those that there are (RFC 7591 §2)", () => {
  const options = { scopes: ["openid"], tokens: { resources: { "https://api.example.com": { scopes: ["orders"] } } } };
  assert.throws(() => create("openid order ship orders", options), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "clients",
    message:
      'The scope of the client "report" has "order", "ship", which neither the provider nor a resource offers (RFC 7591 §2). There are: openid, orders. Name others in the scopes of a resource (tokens.resources), or in scopes, which replaces the list by default.',
  });
});

for (const [title, scope, options] of [
  ["of the provider by default", "openid profile email address phone offline_access", {}],
  ["of the option scopes", "orders", { scopes: ["orders"] }],
  ["of a resource", "orders", { tokens: { resources: { "https://api.example.com": { scopes: ["orders"] } } } }],
  [
    "of any name, where no list of them is written",
    "orders",
    { tokens: { resources: { "https://api.example.com": {} } } },
  ],
  ["of the administration, where there is one", "admin:read admin:write", { admin: { clients: ["report"] } }],
] as const)
  test(`configured clients: scopes ${title} are taken`, () => {
    create(scope, options);
  });

for (const [title, scope, options] of [
  ["that the option scopes leaves out", "profile", { scopes: ["openid"] }],
  ["of an administration that there is not", "admin:read", { scopes: ["openid"] }],
  [
    "that no resource lists",
    "orders",
    { tokens: { resources: { "https://api.example.com": {}, "https://other.example.com": { scopes: ["order"] } } } },
  ],
  ["in another case", "OpenID", { scopes: ["openid"] }],
] as const)
  test(`configured clients: a scope ${title} is refused`, () => {
    assert.throws(() => create(scope, options), { code: "ERR_CONFIGURATION_OPTION", parameter: "clients" });
  });
