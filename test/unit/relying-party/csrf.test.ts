import assert from "node:assert/strict";
import { test } from "node:test";
import { isForeign, isNavigation, isPrefetch, isSameOrigin } from "../../../src/relying-party/csrf.ts";

const settings = { baseUrl: "https://app.example.com", csrfHeader: "x-csrf" };

function ask(headers: Readonly<Record<string, string>>, method = "POST"): Request {
  return new Request("https://app.example.com/auth/logout", { method, headers });
}

for (const [headers, isOwn, isOther] of [
  [{}, false, false],
  [{ "x-csrf": "1" }, true, false],
  [{ "x-csrf": "true" }, false, false],
  [{ origin: "https://app.example.com" }, true, false],
  [{ "sec-fetch-site": "same-origin" }, true, false],
  // A form of a page with `Referrer-Policy: no-referrer`.
  [{ "sec-fetch-site": "same-origin", origin: "null" }, true, false],
  [{ "sec-fetch-site": "none" }, false, false],
  [{ "sec-fetch-site": "none", "x-csrf": "1" }, true, false],
  [{ origin: "null" }, false, true],
  [{ origin: "null", "x-csrf": "1" }, false, true],
  [{ origin: "null", "sec-fetch-site": "none" }, false, true],
  [{ origin: "null", "sec-fetch-site": "cross-site" }, false, true],
  [{ "sec-fetch-site": "same-site", "x-csrf": "1" }, false, true],
  [{ "sec-fetch-site": "cross-site", origin: "https://app.example.com" }, false, true],
  [{ "sec-fetch-site": "same-origin", origin: "https://evil.example" }, false, true],
  [{ origin: "https://sub.app.example.com" }, false, true],
  [{ origin: "http://app.example.com" }, false, true],
  [{ origin: "https://app.example.com:8443" }, false, true],
] as const) {
  test(`a request with ${JSON.stringify(headers)} is ${isOwn ? "" : "not "}proved to be this origin's, ${isOther ? "" : "not "}another's`, () => {
    assert.equal(isSameOrigin(ask(headers), settings), isOwn);
    assert.equal(isForeign(ask(headers), settings), isOther);
  });
}

for (const [method, headers, want] of [
  ["GET", { "sec-fetch-mode": "navigate" }, true],
  ["GET", { "sec-fetch-mode": "cors", accept: "text/html" }, false],
  ["GET", { accept: "text/html,*/*" }, true],
  ["HEAD", { accept: "text/html" }, true],
  ["GET", {}, false],
  ["POST", { "sec-fetch-mode": "navigate" }, false],
] as const) {
  test(`${method} with ${JSON.stringify(headers)} is ${want ? "" : "not "}shown as a page`, () => {
    assert.equal(isNavigation(ask(headers, method)), want);
  });
}

for (const [headers, want] of [
  [{ "sec-purpose": "prefetch" }, true],
  [{ "sec-purpose": "prefetch;prerender" }, true],
  [{ purpose: "prefetch" }, true],
  [{ "x-moz": "prefetch" }, true],
  [{ "sec-purpose": "other" }, false],
  [{}, false],
] as const) {
  test(`${JSON.stringify(headers)} is ${want ? "" : "not "}asked for before a click`, () => {
    assert.equal(isPrefetch(ask(headers, "GET")), want);
  });
}
