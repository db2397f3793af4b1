import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider } from "../../../src/provider/create-provider.ts";

for (const [issuer, remedy] of [
  [" https://id.example.com", /Write https:\/\/id\.example\.com\.$/],
  ["https://ID.example.com", /Write https:\/\/id\.example\.com\.$/],
  ["https://id.example.com:443", /Write https:\/\/id\.example\.com\.$/],
  ["https://id.example.com/a/../b", /Write https:\/\/id\.example\.com\/b\.$/],
  ["https://id.example.com/:realm", /letters, digits/],
  ["https://id.example.com/*", /letters, digits/],
  ["https://id.example.com/a//b", /letters, digits/],
  ["https://id.example.com/a%20b", /letters, digits/],
  ["http://[0:0::1]:3000", /Write http:\/\/\[::1\]:3000\.$/],
] as const)
  test(`issuer: ${issuer} is refused, because clients compare it as text (RFC 8414 §3.3)`, () => {
    assert.throws(() => createProvider({ issuer }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "issuer",
      message: remedy,
    });
  });

for (const [issuer, wellKnown] of [
  ["https://id.example.com", ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"]],
  [
    "https://id.example.com:8443/realms/a.b_c~d@e",
    ["/.well-known/oauth-authorization-server/realms/a.b_c~d@e", "/realms/a.b_c~d@e/.well-known/openid-configuration"],
  ],
  [
    "http://[::1]:3000/tenant",
    ["/.well-known/oauth-authorization-server/tenant", "/tenant/.well-known/openid-configuration"],
  ],
] as const)
  test(`issuer: ${issuer} has its metadata where clients look, and every URL of them below it (RFC 8414 §3.1)`, async () => {
    const provider = createProvider({ issuer });
    for (const path of wellKnown) {
      const response = await provider.fetch(new URL(path, issuer));
      assert.equal(response.status, 200, path);
      const metadata: Record<string, unknown> = await response.json();
      assert.equal(metadata.issuer, issuer);
      for (const [name, value] of Object.entries(metadata))
        if (name.endsWith("_endpoint") || name === "jwks_uri") {
          assert.ok(String(value).startsWith(`${issuer}/`), name);
          assert.notEqual((await provider.fetch(String(value))).status, 404, name);
        }
    }
  });
