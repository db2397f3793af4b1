import assert from "node:assert/strict";
import { test } from "node:test";
import { requestHeaders, responseHeaders } from "../../../src/relying-party/proxy-headers.ts";

function answer(
  fields: readonly (readonly [string, string])[],
  more: Partial<Parameters<typeof responseHeaders>[1]> = {},
): Headers {
  const headers = new Headers();
  for (const [name, value] of fields) headers.append(name, value);
  return responseHeaders(headers, { keepSetCookie: false, setCookies: [], ownCookies: "__Host-rp.auth~", ...more });
}

for (const name of ["accept", "content-type", "idempotency-key", "if-match", "range", "x-request-id", "traceparent"]) {
  test(`${name} goes on to the API`, () => {
    assert.equal(requestHeaders(new Headers({ [name]: "1" }), "x-csrf").get(name), "1");
  });
}

for (const name of [
  ...["authorization", "cookie", "cookie2", "dpop", "host", "origin", "referer", "forwarded", "expect", "x-csrf"],
  ...["connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "http2-settings", "content-length"],
  ...["x-forwarded-for", "x-forwarded-host", "x-forwarded", "x-real-ip", "true-client-ip", "cf-connecting-ip"],
  ...["x-http-method-override", "x-http-method", "x-method-override", "x-original-url", "x-rewrite-url"],
  ...["client-cert", "client-cert-chain", "x-client-cert", "x-ssl-client-s-dn", "ssl-client-verify", "remote-user"],
  ...["x-ms-client-principal", "x-amzn-oidc-identity", "x-goog-authenticated-user-email", "proxy-authorization"],
  ...["sec-fetch-site", "access-control-request-method"],
  ...["x_forwarded_for", "x_http_method_override", "remote_user", "x_csrf", "content_length"],
]) {
  test(`${name} of the browser does not reach the API`, () => {
    assert.equal(requestHeaders(new Headers({ [name]: "1" }), "X-CSRF").get(name), null);
  });
}

test("what the browser names as being for its connection does not reach the API", () => {
  const headers = requestHeaders(new Headers({ connection: "close, X-Hop", "x-hop": "1", "x-stays": "1" }), "x-csrf");
  assert.deepEqual([...headers], [["x-stays", "1"]]);
});

for (const name of [
  ...["alt-svc", "clear-site-data", "strict-transport-security", "nel", "report-to", "reporting-endpoints"],
  ...[
    "service-worker-allowed",
    "refresh",
    "set-cookie2",
    "proxy-authenticate",
    "authorization",
    "cookie",
    "dpop-nonce",
  ],
  ...["access-control-allow-origin", "access-control-allow-credentials", "cdn-cache-control", "x-cdn-cache-control"],
  ...["surrogate-control", "edge-control", "x-accel-redirect", "x-accel-expires", "x-sendfile", "x-lighttpd-send-file"],
]) {
  test(`${name} of the API does not reach the browser`, () => {
    assert.equal(answer([[name, "1"]]).get(name), null);
  });
}

for (const [given, want] of [
  [undefined, "no-store"],
  ["public, max-age=60", "no-store"],
  ["max-age=60", "no-store"],
  ['private="x-field", max-age=60', "no-store"],
  ["x-private", "no-store"],
  ["private, max-age=60", "private, max-age=60"],
  ["max-age=60,PRIVATE", "max-age=60,PRIVATE"],
  ["no-store", "no-store"],
] as const) {
  test(`an answer with cache-control ${given} is kept by nobody else: ${want}`, () => {
    assert.equal(answer(given === undefined ? [] : [["cache-control", given]]).get("cache-control"), want);
  });
}

test("an answer with new cookies of the session is kept by nobody at all", () => {
  const headers = answer([["cache-control", "private, max-age=60"]], { setCookies: ["a=b"] });
  assert.deepEqual([headers.get("cache-control"), headers.getSetCookie()], ["no-store", ["a=b"]]);
});

test("cookies of the API come through where that is wanted, but never one of a session of the application", () => {
  const fields = [
    ["set-cookie", "api=1; Path=/"],
    ["set-cookie", "__Host-rp.auth~session=fixed; Path=/; Secure"],
    ["set-cookie", " __Host-rp.auth~session.1=fixed"],
  ] as const;
  assert.deepEqual(answer(fields).getSetCookie(), []);
  const kept = answer(fields, { keepSetCookie: true, setCookies: ["__Host-rp.auth~session=own"] });
  assert.deepEqual(kept.getSetCookie(), ["api=1; Path=/", "__Host-rp.auth~session=own"]);
});

for (const [challenge, want] of [
  ['Bearer error="insufficient_scope"', 'Bearer error="insufficient_scope"'],
  ['DPoP algs="ES256", Bearer', 'DPoP algs="ES256", Bearer'],
  ['Basic realm="api"', null],
  ['Bearer, Basic realm="api"', null],
  ["Negotiate", null],
] as const) {
  test(`the challenge ${challenge} ${want === null ? "does not make the browser ask for a password" : "is told"}`, () => {
    assert.equal(answer([["www-authenticate", challenge]]).get("www-authenticate"), want);
  });
}

for (const [type, isRunnable] of [
  ["text/html; charset=utf-8", true],
  ["TEXT/HTML", true],
  ["image/svg+xml", true],
  ["application/xhtml+xml", true],
  ["application/xml", true],
  ["application/json", false],
  ["application/problem+json; profile=a+xml", false],
  ["application/pdf", false],
] as const) {
  test(`${type} of the API is ${isRunnable ? "not run as a page of the application" : "left as it is"}`, () => {
    const headers = answer([["content-type", type]]);
    assert.equal(headers.get("content-security-policy"), isRunnable ? "sandbox" : null);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
  });
}

test("a policy of the API stays beside it", () => {
  const fields = [
    ["content-type", "text/html"],
    ["content-security-policy", "default-src 'none'"],
  ] as const;
  assert.equal(answer(fields).get("content-security-policy"), "default-src 'none', sandbox");
});
