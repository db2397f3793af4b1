import assert from "node:assert/strict";
import { test } from "node:test";
import { requireEndpoint } from "../../../src/exchange/context.ts";

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
