import assert from "node:assert/strict";
import { test } from "node:test";
import { checkIssuerMatch } from "../../../src/metadata/check-issuer-match.ts";

const endpoint = "openid-configuration https://id.example.com/.well-known/openid-configuration";

test("accepts the very string that was asked for (RFC 8414 §3.3)", () => {
  checkIssuerMatch("https://id.example.com/a", "https://id.example.com/a", endpoint);
  checkIssuerMatch("https://id.example.com/", "https://id.example.com/", endpoint);
});

const refused: readonly (readonly [title: string, expected: string, actual: string, text: RegExp])[] = [
  ["a trailing slash more", "https://a.example", "https://a.example/", /differ only by a trailing slash/],
  ["a trailing slash less", "https://a.example/t/", "https://a.example/t", /differ only by a trailing slash/],
  ["another host", "https://a.example", "https://b.example", /first differ at character 9, "b" instead of "a"/],
  ["another case of the host", "https://a.example", "https://A.example", /at character 9, "A" instead of "a"/],
  ["a default port", "https://a.example", "https://a.example:443", /at character 18, ":" instead of the end/],
  ["a missing path", "https://a.example/t1", "https://a.example", /at character 18, the end instead of "\/"/],
  ["another code point of the same look", "https://a.example/\u00e9", "https://a.example/e\u0301", /at character 19/],
  ["a code point beyond the BMP", "https://a.example/😀x", "https://a.example/😀y", /character 20, "y" instead of "x"/],
  ["percent-encoding", "https://a.example/~a", "https://a.example/%7Ea", /at character 19, "%" instead of "~"/],
];

for (const [title, expected, actual, text] of refused) {
  test(`refuses ${title} (RFC 8414 §3.3)`, () => {
    assert.throws(
      () => checkIssuerMatch(expected, actual, endpoint),
      (error: Error & { code?: string; parameter?: string; endpoint?: string; remedy?: string }) => {
        assert.equal(error.name, "VerificationError");
        assert.equal(error.code, "ERR_VERIFICATION_ISSUER");
        assert.equal(error.parameter, "issuer");
        assert.equal(error.endpoint, endpoint);
        assert.match(error.message, text);
        assert.ok(error.message.includes(JSON.stringify(expected)), "names the expected issuer");
        assert.ok(error.message.includes(JSON.stringify(actual)), "names the issuer found");
        assert.match(error.message, /RFC 8414 §3\.3/);
        assert.ok(error.remedy);
        return true;
      },
    );
  });
}

test("an issuer that is a template: the remedy is issuerTemplate (RFC 8414 §3.3)", () => {
  const login = "https://login.example.com";
  assert.throws(() => checkIssuerMatch(`${login}/common/v2.0`, `${login}/{tenantid}/v2.0`, endpoint), {
    code: "ERR_VERIFICATION_ISSUER",
    remedy: "Give the template as issuerTemplate, with the tenants to accept.",
  });
});

test("shows a hostile issuer escaped and cut", () => {
  assert.throws(
    () => checkIssuerMatch("https://a.example", `https://a.example/\n\u001b[31m${"x".repeat(10_000)}`, endpoint),
    (error: Error) => !error.message.includes("\n") && !error.message.includes("\u001b") && error.message.length < 2000,
  );
});
