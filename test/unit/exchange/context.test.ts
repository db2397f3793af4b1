import assert from "node:assert/strict";
import { test } from "node:test";
import { requireEndpoint, requireSecureEndpoint } from "../../../src/exchange/context.ts";

test("requireEndpoint: gives the URL that the server publishes", () => {
  const metadata = { issuer: "https://a", response_types_supported: ["code"], token_endpoint: "https://a/token" };
  assert.equal(requireEndpoint(metadata, "token_endpoint"), "https://a/token");
});

test("requireEndpoint: says which member is missing, and of whom (RFC 8414 §2)", () => {
  const metadata = { issuer: "https://a", response_types_supported: ["code"] };
  assert.throws(() => requireEndpoint(metadata, "userinfo_endpoint"), {
    name: "ConfigurationError",
    code: "ERR_CONFIGURATION_METADATA_MISSING",
    parameter: "userinfo_endpoint",
    message: /^The metadata of https:\/\/a has no userinfo_endpoint, which this call needs \(RFC 8414 §2\)\. Check/,
  });
});

test("requireSecureEndpoint: gives an https URL, or one of a loopback host, as it is published", () => {
  for (const authorization_endpoint of ["https://a/b?c=d", "http://localhost:3000/b"]) {
    const metadata = { issuer: "https://a", response_types_supported: ["code"], authorization_endpoint };
    assert.equal(requireSecureEndpoint(metadata, "authorization_endpoint"), authorization_endpoint);
  }
});

test("requireSecureEndpoint: refuses what a browser must not be sent to, and says whose it is", () => {
  const base = { issuer: "https://a", response_types_supported: ["code"] };
  for (const authorization_endpoint of ["http://a/b", "javascript:alert(1)", "https://", "b"]) {
    assert.throws(() => requireSecureEndpoint({ ...base, authorization_endpoint }, "authorization_endpoint"), {
      name: "ConfigurationError",
      code: "ERR_CONFIGURATION_INSECURE_URL",
      parameter: "authorization_endpoint",
      message:
        "The authorization_endpoint of https://a is not an https URL (http is allowed on a loopback host only) (RFC 6749 §3.1).",
    });
  }
  assert.throws(() => requireSecureEndpoint(base, "authorization_endpoint"), {
    code: "ERR_CONFIGURATION_METADATA_MISSING",
  });
});
