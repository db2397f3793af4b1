import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createCookieJar } from "../../../examples/demo/cookie-jar.ts";

describe("cookie jar", () => {
  const cases: readonly (readonly [title: string, field: string, url: string, sent: string | undefined])[] = [
    ["sends a cookie back to its host", "a=1; path=/", "http://id.example/x", "a=1"],
    ["keeps it from another host", "a=1; path=/", "http://other.example/x", undefined],
    ["sends it below its path", "a=1; path=/auth", "http://id.example/auth/uid", "a=1"],
    [
      "keeps it from a path that only begins alike (RFC 6265 §5.1.4)",
      "a=1; path=/auth",
      "http://id.example/authz",
      undefined,
    ],
    ["takes the directory of the request as path (RFC 6265 §5.1.4)", "a=1", "http://id.example/login/other", "a=1"],
    ["keeps a cookie without path from other directories", "a=1", "http://id.example/elsewhere", undefined],
    ["keeps a secure cookie from http (RFC 6265 §5.4)", "a=1; path=/; Secure", "http://id.example/x", undefined],
    ["sends a secure cookie over https", "a=1; path=/; secure", "https://id.example/x", "a=1"],
    ["drops a cookie with Max-Age 0", "a=1; path=/; max-age=0", "http://id.example/x", undefined],
    [
      "drops a cookie that has expired",
      "a=1; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT",
      "http://id.example/x",
      undefined,
    ],
    ["keeps equals signs of a value", "a=b=c==; path=/", "http://id.example/x", "a=b=c=="],
  ];
  test("sends a secure cookie to this machine over http, as browsers do", () => {
    const jar = createCookieJar();
    const url = new URL("http://127.0.0.1:8080/");
    jar.store(url, answer("a=1; path=/; Secure"));
    assert.equal(jar.header(url), "a=1");
  });

  for (const [title, field, url, sent] of cases) {
    test(title, () => {
      const jar = createCookieJar();
      jar.store(new URL("http://id.example/login/form"), answer(field));
      assert.equal(jar.header(new URL(url)), sent);
    });
  }

  test("sends several cookies in one field, the latest value of each", () => {
    const jar = createCookieJar();
    const url = new URL("http://id.example/");
    jar.store(url, answer("a=1; path=/", "b=2; path=/"));
    jar.store(url, answer("a=3; path=/"));
    assert.equal(jar.header(url), "a=3; b=2");
  });

  test("forgets a cookie that is deleted later", () => {
    const jar = createCookieJar();
    const url = new URL("http://id.example/");
    jar.store(url, answer("a=1; path=/"));
    jar.store(url, answer("a=; path=/; max-age=0"));
    assert.equal(jar.header(url), undefined);
  });
});

function answer(...fields: readonly string[]): Response {
  return new Response(null, { headers: fields.map((field): [string, string] => ["set-cookie", field]) });
}
