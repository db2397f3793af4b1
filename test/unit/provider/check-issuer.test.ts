import assert from "node:assert/strict";
import { test } from "node:test";
import { checkIssuer } from "../../../src/provider/check-issuer.ts";
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

for (const issuer of [
  "https://id.example.com",
  "https://id.example.com:8443/tenant",
  "http://127.0.0.1:3000",
  "http://localhost",
  "http://[::1]:1",
])
  test(`issuer: ${issuer} can be one (RFC 8414 §2)`, () => assert.doesNotThrow(() => checkIssuer(issuer)));

for (const [issuer, code] of [
  ["", "ERR_CONFIGURATION_OPTION"],
  ["id.example.com", "ERR_CONFIGURATION_OPTION"],
  ["https://id.example.com/", "ERR_CONFIGURATION_OPTION"],
  ["https://id.example.com?", "ERR_CONFIGURATION_OPTION"],
  ["https://id.example.com?a=b", "ERR_CONFIGURATION_OPTION"],
  ["https://id.example.com#", "ERR_CONFIGURATION_OPTION"],
  ["https://id.example.com#a", "ERR_CONFIGURATION_OPTION"],
  ["https://user@id.example.com", "ERR_CONFIGURATION_OPTION"],
  ["https://:password@id.example.com", "ERR_CONFIGURATION_OPTION"],
  ["http://id.example.com", "ERR_CONFIGURATION_INSECURE_URL"],
  ["http://127.0.0.1.example.com", "ERR_CONFIGURATION_INSECURE_URL"],
  ["ftp://127.0.0.1", "ERR_CONFIGURATION_INSECURE_URL"],
] as const)
  test(`issuer: "${issuer}" is refused (RFC 8414 §2)`, () => {
    assert.throws(() => checkIssuer(issuer), { code, parameter: "issuer" });
  });

test("issuer: what is no text is refused (RFC 8414 §2)", () => {
  const none: string = JSON.parse("42");
  assert.throws(() => checkIssuer(none), { code: "ERR_CONFIGURATION_OPTION", parameter: "issuer" });
});
