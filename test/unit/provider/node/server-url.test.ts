import assert from "node:assert/strict";
import { test } from "node:test";
import { serverUrl } from "../../../../src/provider/node/server-url.ts";

for (const [hostname, url] of [
  ["127.0.0.1", "http://127.0.0.1:8080"],
  ["localhost", "http://localhost:8080"],
  ["::1", "http://[::1]:8080"],
  ["::", "http://[::]:8080"],
  ["fe80::1%eth0", "http://[fe80::1%eth0]:8080"],
] as const)
  test(`server URL: ${hostname} is ${url}, with brackets where it has colons (RFC 3986 §3.2.2)`, () => {
    assert.equal(serverUrl({ hostname, tls: undefined }, 8080), url);
  });

test("server URL: https with TLS", () => {
  assert.equal(serverUrl({ hostname: "::1", tls: { key: "", cert: "" } }, 443), "https://[::1]:443");
});
