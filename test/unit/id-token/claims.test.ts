import assert from "node:assert/strict";
import { test } from "node:test";
import { type ClaimExpectations, verifyClaims } from "../../../src/id-token/claims.ts";

const claims = { iss: "https://id.example.com", sub: "user", aud: "web", exp: 2, iat: 1, nonce: "n-1" };
const expected: ClaimExpectations = { issuer: "https://id.example.com", clientId: "web", nonce: "n-1" };

const accepted: readonly (readonly [string, object, object])[] = [
  ["the plain token", {}, {}],
  ["an audience list with the client alone", { aud: ["web"] }, {}],
  ["the client twice in the audience", { aud: ["web", "web"] }, {}],
  ["a foreign audience with azp naming the client", { aud: ["web", "api"], azp: "web" }, {}],
  ["a trusted audience without azp", { aud: ["api", "web"] }, { trustedAudiences: ["api"] }],
  ["azp naming the client in a token for it alone", { azp: "web" }, {}],
  ["the expected user", {}, { subject: "user" }],
  ["no nonce where none was sent", { nonce: undefined }, { nonce: undefined }],
  ["any nonce where it is compared elsewhere", { nonce: "n-2" }, { nonce: undefined, acceptAnyNonce: true }],
  ["no nonce where it is compared elsewhere", { nonce: undefined }, { acceptAnyNonce: true }],
  ["one of the requested contexts", { acr: "high" }, { acrValues: ["higher", "high"] }],
  ["any context where none was requested", { acr: "low" }, {}],
];

for (const [title, change, expectation] of accepted) {
  test(`accepts ${title} (OpenID Connect Core §3.1.3.7)`, () => {
    verifyClaims({ ...claims, ...change }, { ...expected, ...expectation });
  });
}

const refused: readonly (readonly [string, object, object, string, string])[] = [
  ["another issuer", { iss: "https://evil.example" }, {}, "ERR_VERIFICATION_ISSUER", "iss"],
  ["an issuer with a slash more", { iss: "https://id.example.com/" }, {}, "ERR_VERIFICATION_ISSUER", "iss"],
  ["an issuer in another case", { iss: "https://ID.example.com" }, {}, "ERR_VERIFICATION_ISSUER", "iss"],
  ["another audience", { aud: "other" }, {}, "ERR_VERIFICATION_AUDIENCE", "aud"],
  ["an audience list without the client", { aud: ["a", "b"], azp: "web" }, {}, "ERR_VERIFICATION_AUDIENCE", "aud"],
  ["an audience that only starts like the client", { aud: "web2" }, {}, "ERR_VERIFICATION_AUDIENCE", "aud"],
  ["a foreign audience without azp", { aud: ["web", "api"] }, {}, "ERR_VERIFICATION_AUDIENCE", "aud"],
  [
    "one foreign audience of two",
    { aud: ["web", "a", "b"] },
    { trustedAudiences: ["a"] },
    "ERR_VERIFICATION_AUDIENCE",
    "aud",
  ],
  ["azp of another client, audience alone", { azp: "other" }, {}, "ERR_VERIFICATION_AUTHORIZED_PARTY", "azp"],
  [
    "azp of another client, audience list",
    { aud: ["web", "other"], azp: "other" },
    { trustedAudiences: ["other"] },
    "ERR_VERIFICATION_AUTHORIZED_PARTY",
    "azp",
  ],
  ["another user", {}, { subject: "somebody" }, "ERR_VERIFICATION_SUBJECT", "sub"],
  ["another nonce", { nonce: "n-2" }, {}, "ERR_VERIFICATION_NONCE", "nonce"],
  ["a nonce that starts right", { nonce: "n-12" }, {}, "ERR_VERIFICATION_NONCE", "nonce"],
  ["no nonce", { nonce: undefined }, {}, "ERR_VERIFICATION_NONCE", "nonce"],
  ["a nonce where none was sent", {}, { nonce: undefined }, "ERR_VERIFICATION_NONCE", "nonce"],
  ["another context", { acr: "low" }, { acrValues: ["high"] }, "ERR_VERIFICATION_ACR", "acr"],
  ["no context", {}, { acrValues: ["high"] }, "ERR_VERIFICATION_ACR", "acr"],
];

for (const [title, change, expectation, code, parameter] of refused) {
  test(`refuses ${title} (OpenID Connect Core §3.1.3.7)`, () => {
    assert.throws(() => verifyClaims({ ...claims, ...change }, { ...expected, ...expectation }), { code, parameter });
  });
}

test("names both issuers, quoted and cut", () => {
  const iss = `https://id.example.com/\n${"x".repeat(300)}`;
  assert.throws(
    () => verifyClaims({ ...claims, iss }, expected),
    (error: Error) => {
      assert.match(error.message, /"https:\/\/id\.example\.com\/\\nx+…", expected "https:\/\/id\.example\.com"/);
      assert.ok(error.message.length < 400);
      return true;
    },
  );
});

test("does not show a nonce in the error", () => {
  assert.throws(
    () => verifyClaims({ ...claims, nonce: "secret-a" }, { ...expected, nonce: "secret-b" }),
    (error: Error) => !/secret/.test(error.message + JSON.stringify(error)),
  );
});
