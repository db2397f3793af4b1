import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readAuthorizationResponse } from "../../src/endpoints/authorization-response.ts";
import { isAuthError } from "../../src/errors/auth-error.ts";

const transaction = {
  issuer: "https://id.example.com",
  clientId: "client-1",
  redirectUri: "https://app.example.com/callback",
  scope: "openid",
  state: "state-1",
  nonce: "nonce-1",
  codeVerifier: "v".repeat(43),
  createdAt: 0,
};
const context = {
  metadata: {
    issuer: "https://id.example.com",
    response_types_supported: ["code"],
    authorization_response_iss_parameter_supported: true,
  },
  clientId: "client-1",
  report: undefined,
};

const name = fc.constantFrom(
  "code",
  "state",
  "iss",
  "error",
  "error_description",
  "id_token",
  "access_token",
  "response",
  "x",
);
const value = fc.oneof(
  fc.constantFrom("state-1", "https://id.example.com", "access_denied", "", "a", "eyJ.e30.AA"),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const parameters = fc.array(fc.tuple(name, value), { maxLength: 8 });

test("accepts a response only with one code, one right state, one right issuer, and neither error nor tokens", () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.oneof(parameters, parameters.map(withHonest)), (given) => {
      const query = new URLSearchParams(given);
      let response: { readonly code: string };
      try {
        response = readAuthorizationResponse(context, query, transaction);
      } catch (error) {
        assert.ok(isAuthError(error), String(error));
        // The lines of a ValidationError are its problems; a line break of the response would not be at a line's end.
        const text = error.name === "ValidationError" ? error.message.replaceAll(/\n(?= {2}[/(])/g, "") : error.message;
        assert.doesNotMatch(text, /[\p{Cc}\u2028\u2029\u202E]/u);
        return;
      }
      accepted += 1;
      assert.deepEqual(query.getAll("state"), ["state-1"]);
      assert.deepEqual(query.getAll("iss"), ["https://id.example.com"]);
      assert.deepEqual(query.getAll("code"), [response.code]);
      assert.match(response.code, /^[\x20-\x7e]+$/);
      for (const forbidden of ["error", "id_token", "access_token", "response"])
        assert.equal(query.get(forbidden) || "", "");
      assert.equal(new Set(query.keys()).size, [...query.keys()].length);
      assert.ok(Object.isFrozen(response));
    }),
    { numRuns: 5000 },
  );
  assert.ok(accepted > 0, "some were accepted");
});

function withHonest(given: [string, string][]): [string, string][] {
  const honest: [string, string][] = [
    ["code", "code-1"],
    ["state", "state-1"],
    ["iss", "https://id.example.com"],
  ];
  return [...honest, ...given.filter(([key]) => !honest.some(([own]) => own === key)).slice(0, 1)];
}
