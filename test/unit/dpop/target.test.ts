import assert from "node:assert/strict";
import { test } from "node:test";
import { readDPoPTarget } from "../../../src/dpop/target.ts";

for (const [url, htu, origin] of [
  ["https://id.example.com/token", "https://id.example.com/token", "https://id.example.com"],
  ["https://id.example.com/token?a=b#c", "https://id.example.com/token", "https://id.example.com"],
  ["HTTPS://ID.Example.COM:443/Token", "https://id.example.com/Token", "https://id.example.com"],
  ["http://127.0.0.1:80/a", "http://127.0.0.1/a", "http://127.0.0.1"],
  ["https://id.example.com:8443/a", "https://id.example.com:8443/a", "https://id.example.com:8443"],
  ["https://id.example.com", "https://id.example.com/", "https://id.example.com"],
  ["https://id.example.com?x", "https://id.example.com/", "https://id.example.com"],
  ["https://id.example.com/a/../b/./c", "https://id.example.com/b/c", "https://id.example.com"],
  ["https://id.example.com/a%2fb%7Ec", "https://id.example.com/a%2fb%7Ec", "https://id.example.com"],
  ["https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC", "https://xn--bcher-kva.example"],
  ["http://[::1]:3000/", "http://[::1]:3000/", "http://[::1]:3000"],
] as const) {
  test(`target: ${url} (RFC 9449 §4.2, §4.3)`, () => assert.deepEqual(readDPoPTarget(url), { origin, htu }));
}

for (const url of [
  "",
  "/token",
  "ftp://a.example/",
  "https://u:secret@a.example/",
  "https://u@a.example/",
  "data:,a",
]) {
  test(`target: no proof is made for ${JSON.stringify(url)}`, () => {
    assert.throws(
      () => readDPoPTarget(url),
      (error) =>
        error instanceof Error &&
        "code" in error &&
        error.code === "ERR_CONFIGURATION_OPTION" &&
        !error.message.includes("secret"),
    );
  });
}
