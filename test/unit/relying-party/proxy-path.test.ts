import assert from "node:assert/strict";
import { test } from "node:test";
import { findTarget } from "../../../src/relying-party/proxy-path.ts";

const place = { base: new URL("https://api.example.com/v1/"), prefix: "/api", paths: ["/orders", "/files/"] };

for (const [path, want] of [
  ["/api/orders", "/v1/orders"],
  ["/api/orders/7?a=1&b=%2F..#x", "/v1/orders/7?a=1&b=%2F.."],
  ["/api/orders/a%20b", "/v1/orders/a%20b"],
  ["/api/orders/%C3%BC", "/v1/orders/%C3%BC"],
  ["/api/orders/7;version=1", "/v1/orders/7;version=1"],
  ["/api/orders/.hidden", "/v1/orders/.hidden"],
  ["/api/orders/a..b", "/v1/orders/a..b"],
  ["/api/orders/", "/v1/orders/"],
  ["/api/files/a", "/v1/files/a"],
  ["/api/files/", "/v1/files/"],
] as const) {
  test(`${path} goes to ${want}`, () => {
    assert.equal(findTarget(`https://app.example.com${path}`, place), `https://api.example.com${want}`);
  });
}

for (const path of [
  // Servers of Java cut the parameters of a segment off before they resolve it.
  "/api/orders/..;/admin",
  "/api/orders/..;x=1/admin",
  "/api/orders/.;/admin",
  "/api/orders/..%3b/admin",
  // Others trim.
  "/api/orders/..%20/admin",
  "/api/orders/.../admin",
  "/api/orders/%20../admin",
  // Longer spellings in UTF-8, and octets that are none.
  "/api/orders/%c0%ae%c0%ae/admin",
  "/api/orders/%c0%af",
  "/api/orders/%ff",
  "/api/orders/%u002e%u002e/admin",
  // Characters that fold into dots and slashes.
  "/api/orders/%EF%BC%8E%EF%BC%8E/admin",
  "/api/orders/..%EF%BC%8Fadmin",
  "/api/orders/a%E2%84%80",
  "/api/orders/%E2%80%A5/admin",
  // What is not seen, and what ends a line.
  "/api/orders/%7f",
  "/api/orders/%1b",
  "/api/orders/%C2%85",
  "/api/orders/%E2%80%AE",
  "/api/orders/%09",
  // Twice encoded, and slashes in disguise.
  "/api/orders/%25",
  "/api/orders/%2f",
  "/api/orders/%5C",
  "/api/files",
  "/api/",
  "/api",
  "/apix/orders",
]) {
  test(`${path} goes nowhere`, () => {
    assert.equal(findTarget(`https://app.example.com${path}`, place), undefined);
  });
}

test("a base without a path, and all paths", () => {
  const root = { base: new URL("https://api.example.com"), prefix: "/api", paths: undefined };
  assert.equal(findTarget("https://app.example.com/api/x/y", root), "https://api.example.com/x/y");
  assert.equal(findTarget("https://app.example.com/api/x", { ...root, paths: ["/"] }), "https://api.example.com/x");
  assert.equal(findTarget("https://app.example.com/api/x", { ...root, paths: [] }), undefined);
});

test("what is no URL goes nowhere", () => {
  assert.equal(findTarget("/api/orders", place), undefined);
});
