import assert from "node:assert/strict";
import { test } from "node:test";
import { findRedirectUriProblem } from "../../../src/util/redirect-uri.ts";

for (const [uri, applicationType] of [
  ["https://app.example.com/callback", "web"],
  ["https://app.example.com", "web"],
  ["https://app.example.com/callback?tenant=1&a=%20", "web"],
  ["https://app.example.com:8443/callback", "web"],
  ["https://[2001:db8::1]/callback", "web"],
  ["https://app.example.com/callback", "native"],
  ["http://127.0.0.1:51004/callback", "native"],
  ["http://[::1]/callback", "native"],
  ["http://localhost:3000/", "native"],
  ["com.example.app:/callback", "native"],
  ["com.example.app://callback", "native"],
] as const) {
  test(`a ${applicationType} client may redirect to ${uri} (RFC 6749 §3.1.2)`, () => {
    assert.equal(findRedirectUriProblem(uri, { applicationType }), undefined);
  });
}

for (const [title, uri, applicationType, rule] of [
  ["a relative reference", "/callback", "web", "RFC 6749 §3.1.2"],
  ["nothing", "", "web", "RFC 6749 §3.1.2"],
  ["a scheme alone", "https:", "web", "RFC 6749 §3.1.2"],
  ["no host", "https:///callback", "web", "RFC 6749 §3.1.2"],
  ["no authority", "https:app.example.com", "web", "RFC 6749 §3.1.2"],
  ["a space", "https://app.example.com/call back", "web", "RFC 6749 §3.1.2"],
  ["a line break", "https://app.example.com/\n", "web", "RFC 6749 §3.1.2"],
  ["a backslash", "https://app.example.com\\@evil.example", "web", "RFC 6749 §3.1.2"],
  ["half an escape", "https://app.example.com/%2", "web", "RFC 6749 §3.1.2"],
  ["letters beyond ASCII", "https://äpp.example.com/", "web", "RFC 6749 §3.1.2"],
  ["a port that is none", "https://app.example.com:99999/", "web", "RFC 6749 §3.1.2"],
  ["a fragment", "https://app.example.com/#a", "web", "RFC 6749 §3.1.2"],
  ["an empty fragment", "https://app.example.com/#", "web", "RFC 6749 §3.1.2"],
  ["user information", "https://app.example.com@evil.example/", "web", "RFC 9110 §4.2.4"],
  ["a password", "https://:secret@app.example.com/", "web", "RFC 9110 §4.2.4"],
  ["a wildcard", "https://*.example.com/", "web", "RFC 9700 §2.1"],
  ["http", "http://app.example.com/", "web", "RFC 9700 §2.6"],
  ["http on the loopback interface for a web client", "http://127.0.0.1/", "web", "RFC 9700 §2.6"],
  ["http without authority", "http:127.0.0.1/callback", "native", "RFC 9700 §2.6"],
  ["http elsewhere for a native application", "http://app.example.com/", "native", "RFC 9700 §2.6"],
  ["http on a host that looks like loopback", "http://127.0.0.1.evil.example/", "native", "RFC 9700 §2.6"],
  ["a private scheme for a web client", "com.example.app:/callback", "web", "RFC 9700 §2.6"],
  ["a scheme without domain name", "myapp://callback", "native", "RFC 8252 §7.1"],
  ["a scheme that runs code", "javascript:alert(1)", "native", "RFC 8252 §7.1"],
  ["a scheme that is a document", "data:text/html,a", "native", "RFC 8252 §7.1"],
] as const) {
  test(`refuses a redirect URI with ${title} (${rule})`, () => {
    const problem = findRedirectUriProblem(uri, { applicationType });
    assert.equal(problem?.specification.label, rule);
    assert.match(problem?.message ?? "", /^must /);
    assert.doesNotMatch(problem?.message ?? "", /example|secret/);
  });
}

test("takes a client for a web client where nothing is said", () => {
  assert.equal(findRedirectUriProblem("http://127.0.0.1/")?.specification.label, "RFC 9700 §2.6");
});
