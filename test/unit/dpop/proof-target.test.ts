import assert from "node:assert/strict";
import { test } from "node:test";
import { normalizeProofTarget } from "../../../src/dpop/proof-target.ts";

for (const [title, given, want] of [
  ["scheme and host in lower case", "HTTPS://API.Example.COM/A", "https://api.example.com/A"],
  ["no default port", "https://api.example.com:443/a", "https://api.example.com/a"],
  ["another port stays", "http://api.example.com:443/a", "http://api.example.com:443/a"],
  ["an empty path is a slash", "https://api.example.com", "https://api.example.com/"],
  ["no dot segments", "https://api.example.com/a/./b/%2E%2e/c", "https://api.example.com/a/c"],
  ["no query and no fragment", "https://api.example.com/a?b#c", "https://api.example.com/a"],
  ["no needless escapes", "https://api.example.com/%7Ea%2d%41", "https://api.example.com/~a-A"],
  [
    "other escapes in capitals, not resolved",
    "https://api.example.com/a%2fb%c3%a9",
    "https://api.example.com/a%2Fb%C3%A9",
  ],
  ["an escape of an escape stays one", "https://api.example.com/%2541", "https://api.example.com/%2541"],
  ["slashes are not merged", "https://api.example.com//a", "https://api.example.com//a"],
  ["an IPv6 host", "https://[2001:DB8:0::1]/", "https://[2001:db8::1]/"],
  ["no relative URL", "/a", undefined],
  ["no other scheme", "ftp://api.example.com/a", undefined],
  ["no credentials", "https://user:word@api.example.com/a", undefined],
  ["no password without a name", "https://:word@api.example.com/a", undefined],
  ["no backslash", "https://api.example.com\\a", undefined],
  ["no white space", "https://api.example.com/a\tb", undefined],
] as const)
  test(`proof target: ${title} (RFC 9449 §4.3)`, () => {
    assert.equal(normalizeProofTarget(given), want);
  });
