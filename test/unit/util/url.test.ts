import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigurationError } from "../../../src/errors/families.ts";
import {
  appendQuery,
  hasRewrittenCharacters,
  isLoopbackHost,
  isSecureUrl,
  parseUrl,
  urlForMessage,
} from "../../../src/util/url.ts";

test("parses an absolute URL, and a relative one with its base", () => {
  assert.equal(parseUrl("https://id.example.com/a")?.href, "https://id.example.com/a");
  assert.equal(parseUrl("/b?c", "https://id.example.com/a")?.href, "https://id.example.com/b?c");
});

for (const text of ["", "/relative", "id.example.com", "https://", "http://a b/"]) {
  test(`gives nothing for "${text}"`, () => assert.equal(parseUrl(text), undefined));
}

for (const host of ["localhost", "127.0.0.1", "127.255.255.254", "127.0.0.0", "[::1]"]) {
  test(`${host} is loopback (RFC 8252 §8.3)`, () => assert.equal(isLoopbackHost(host), true));
}

for (const host of [
  "app.localhost",
  "localhost.example.com",
  "localhost.",
  "127.0.0.1.example.com",
  "128.0.0.1",
  "127.0.0.256",
  "127.0.0",
  "1127.0.0.1",
  "[::2]",
  "::1",
  "[::ffff:7f00:1]",
  "0.0.0.0",
  "",
]) {
  test(`"${host}" is not loopback`, () => assert.equal(isLoopbackHost(host), false));
}

const protectedUrls: readonly (readonly [url: string, expected: boolean])[] = [
  ["https://id.example.com/", true],
  ["http://localhost:8080/", true],
  ["http://127.1/", true],
  ["http://[::1]:1/", true],
  ["http://id.example.com/", false],
  ["http://10.0.0.1/", false],
  ["ftp://localhost/", false],
  ["data:text/plain,a", false],
];

for (const [url, expected] of protectedUrls) {
  test(`${url} ${expected ? "is" : "is not"} protected`, () => assert.equal(isSecureUrl(new URL(url)), expected));
}

const appended: readonly (readonly [endpoint: string, expected: string])[] = [
  ["https://a.example/authorize", "https://a.example/authorize?scope=a+b%26c&x=%C3%A9"],
  ["https://a.example/authorize?t=%7e", "https://a.example/authorize?t=%7e&scope=a+b%26c&x=%C3%A9"],
  ["https://a.example/authorize?", "https://a.example/authorize?scope=a+b%26c&x=%C3%A9"],
  ["https://a.example/authorize?t=1&", "https://a.example/authorize?t=1&scope=a+b%26c&x=%C3%A9"],
];

for (const [endpoint, expected] of appended) {
  test(`adds parameters to ${endpoint} and keeps its own query (RFC 6749 §3.1)`, () => {
    assert.equal(
      appendQuery(endpoint, [
        ["scope", "a b&c"],
        ["x", "é"],
      ]),
      expected,
    );
  });
}

test("adds nothing when there are no parameters", () => {
  assert.equal(appendQuery("https://a.example/authorize", []), "https://a.example/authorize");
});

test("refuses an endpoint with a fragment instead of dropping it (RFC 6749 §3.1)", () => {
  assert.throws(
    () => appendQuery("https://a.example/authorize?s=1#f", [["x", "y"]]),
    (error: unknown) =>
      error instanceof ConfigurationError &&
      error.code === "ERR_CONFIGURATION_OPTION" &&
      error.specification?.label === "RFC 6749 §3.1" &&
      error.message.includes("https://a.example/authorize") &&
      !error.message.includes("s=1"),
  );
});

const shown: readonly (readonly [url: string, expected: string])[] = [
  ["https://user:secret@id.example.com:8443/token?code=1#f", "https://id.example.com:8443/token"],
  ["com.example.app:/callback?code=1", "com.example.app:/callback"],
  ["nowhere", "(not an absolute URL)"],
];

for (const [url, expected] of shown) {
  test(`shows ${url} as ${expected}`, () => assert.equal(urlForMessage(url), expected));
}

test("shows a parsed URL in the same way", () => {
  assert.equal(urlForMessage(new URL("https://id.example.com/a?b")), "https://id.example.com/a");
});

for (const text of ["a b", "a\tb", "a\nb", "\u0000", "\u001f", "\u007f", "a\\b", " "]) {
  test(`hasRewrittenCharacters: finds ${JSON.stringify(text)}`, () => assert.equal(hasRewrittenCharacters(text), true));
}

test("hasRewrittenCharacters: leaves every visible character, also beyond ASCII", () => {
  for (const text of ["", "https://bücher.example/~a!?b=%20#c", "\u0080", "\ud83d\ude00"]) {
    assert.equal(hasRewrittenCharacters(text), false);
  }
});
