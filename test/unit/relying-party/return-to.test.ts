import assert from "node:assert/strict";
import { test } from "node:test";
import { isOwnPath, readReturnTo } from "../../../src/relying-party/return-to.ts";
import { createBrowser, createScene } from "../../fixtures/relying-party-scene.ts";

for (const [given, want] of [
  ["/", "/"],
  ["/orders?page=2#top", "/orders?page=2#top"],
  ["/a/../b", "/b"],
  ["/日本?q=ü#é", "/%E6%97%A5%E6%9C%AC?q=%C3%BC#%C3%A9"],
  ["/%2F%2Fevil.example", "/%2F%2Fevil.example"],
  ["/?next=//evil.example", "/?next=//evil.example"],
  ['/"><script>', "/%22%3E%3Cscript%3E"],
] as const) {
  test(`the own path ${given} is kept as ${want}`, () => {
    assert.equal(readReturnTo(given, "/else"), want);
    assert.equal(isOwnPath(given), true);
  });
}

for (const given of [
  "",
  "orders",
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\r\nset-cookie: a=b",
  "/.//evil.example",
  "/a/..//evil.example",
  "/%2e//evil.example",
  "/%2E%2e//evil.example",
  "https://evil.example/",
  "https:/evil.example",
  "javascript:alert(1)",
  " /orders",
  "/a b",
  "/\u00a0",
  "/\u2028",
  "/\u202eevil",
  "/\ud800",
  "/a\u0000",
  "/a\u007f",
  `/${"a".repeat(1024)}`,
  `/${"ü".repeat(300)}`,
]) {
  test(`${JSON.stringify(given.slice(0, 30))} is no own path`, () => {
    assert.equal(readReturnTo(given, "/else"), "/else");
    assert.equal(isOwnPath(given), false);
  });
}

test("what is not there becomes the start page", () => {
  assert.deepEqual([readReturnTo(null), readReturnTo(undefined)], ["/", "/"]);
});

test("a login that is to end at a path with letters beyond ASCII ends there", async () => {
  const browser = createBrowser(createScene());
  const response = await browser.signIn(`?${new URLSearchParams({ returnTo: "/straße/日本" })}`);
  assert.deepEqual([response.status, response.headers.get("location")], [303, "/stra%C3%9Fe/%E6%97%A5%E6%9C%AC"]);
});

test("a logout without a session that is to end there answers, too", async () => {
  const { rp } = createScene();
  const response = await rp.handler(new Request("https://app.example.com/auth/logout?returnTo=/%E6%97%A5"));
  assert.deepEqual([response.status, response.headers.get("location")], [303, "/%E6%97%A5"]);
});
