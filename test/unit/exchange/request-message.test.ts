import assert from "node:assert/strict";
import { test } from "node:test";
import { authorizationRequestSchema } from "../../../generated/messages/authorization-request.ts";
import { tokenRequestRefreshTokenSchema } from "../../../generated/messages/token-request-refresh-token.ts";
import { isConfigurationError } from "../../../src/errors/families.ts";
import { isValidationError } from "../../../src/errors/validation-error.ts";
import { encodeRequest } from "../../../src/exchange/request-message.ts";
import { thrownBy } from "./answers.ts";

const endpoint = "token_endpoint";
const message = { grant_type: "refresh_token", refresh_token: "refresh-secret-1" } as const;

test("encodeRequest: gives the message's parameters, then the extra ones", () => {
  assert.deepEqual(encodeRequest(tokenRequestRefreshTokenSchema, message, { endpoint }), [
    ["grant_type", "refresh_token"],
    ["refresh_token", "refresh-secret-1"],
  ]);
  const extra = { tenant: "t", aud: ["a", "b"], toString: "x" };
  assert.deepEqual(encodeRequest(tokenRequestRefreshTokenSchema, message, { endpoint, extra }).slice(2), [
    ["tenant", "t"],
    ["aud", "a"],
    ["aud", "b"],
    ["toString", "x"],
  ]);
  assert.equal(encodeRequest(tokenRequestRefreshTokenSchema, message, { endpoint, extra: {} }).length, 2);
});

test("encodeRequest: drops members that are undefined", () => {
  // An option left undefined is no unknown parameter.
  const given = { ...message, scope: undefined, optionLeftOut: undefined };
  const parameters = encodeRequest<object>(tokenRequestRefreshTokenSchema, given, { endpoint });
  assert.deepEqual(
    parameters.map(([name]) => name),
    ["grant_type", "refresh_token"],
  );
});

test("encodeRequest: leaves what it is given alone", () => {
  const given = Object.freeze({ ...message });
  encodeRequest(tokenRequestRefreshTokenSchema, given, { endpoint, extra: Object.freeze({ tenant: "t" }) });
});

test("encodeRequest: refuses a message with all its problems, and shows no value", () => {
  const broken: typeof message = JSON.parse('{"grant_type":"password","scope":"a  b","usernmae":"client-secret-1"}');
  const error = thrownBy(() => encodeRequest(tokenRequestRefreshTokenSchema, broken, { endpoint }));
  assert.ok(isValidationError(error));
  assert.equal(error.code, "ERR_VALIDATION_REQUEST");
  assert.deepEqual(
    error.issues.map(({ pointer, keyword }) => `${pointer} ${keyword}`),
    ["/refresh_token required", "/grant_type const", "/scope format", "/usernmae additionalProperties"],
  );
  assert.doesNotMatch(error.message, /-secret-/);
});

const reservedNames: readonly (readonly [string, string])[] = [
  ["grant_type", "Pass it as a member of the request."],
  ["refresh_token", "Pass it as a member of the request."],
  ["scope", "Pass it as a member of the request."],
  ["client_secret", "The client authentication sets it."],
  ["client_assertion", "The client authentication sets it."],
  ["client_assertion_type", "The client authentication sets it."],
];

for (const [name, remedy] of reservedNames) {
  test(`encodeRequest: refuses ${name} as an extra parameter`, () => {
    const options = { endpoint, extra: { tenant: "t", [name]: "client-secret-1" } };
    const error = thrownBy(() => encodeRequest(tokenRequestRefreshTokenSchema, message, options));
    assert.ok("code" in error && "remedy" in error && "parameter" in error);
    assert.deepEqual(
      [error.code, error.parameter, error.remedy],
      ["ERR_CONFIGURATION_PARAMETER_RESERVED", name, remedy],
    );
    assert.doesNotMatch(error.message, /-secret-/);
  });
}

test("encodeRequest: refuses extra parameters that would change what was checked", () => {
  const request = { response_type: "code", client_id: "client-1" } as const;
  for (const name of ["state", "nonce", "code_challenge", "redirect_uri", "request", "request_uri", "client_id"]) {
    const error = thrownBy(() =>
      encodeRequest(authorizationRequestSchema, request, { endpoint, extra: { [name]: "x" } }),
    );
    assert.ok("code" in error && error.code === "ERR_CONFIGURATION_PARAMETER_RESERVED", name);
  }
});

test("encodeRequest: names what to pass to a caller who passes a token or nothing, and not the token", () => {
  for (const given of ["refresh-secret-1", undefined, null, ["refresh-secret-1"]]) {
    const wrong: object = JSON.parse(JSON.stringify({ given }))?.given;
    const error = thrownBy(() => encodeRequest<object>(tokenRequestRefreshTokenSchema, wrong, { endpoint }));
    assert.equal(isConfigurationError(error) && error.code, "ERR_CONFIGURATION_OPTION");
    assert.match(String(error), /TokenRequestRefreshToken must be an object/);
    assert.doesNotMatch(String(error), /refresh-secret-1/);
  }
});

test("encodeRequest: a member that is only spelt differently is named", () => {
  const given = { ...message, refreshToken: "refresh-secret-1", tenant: "t" };
  const error = thrownBy(() => encodeRequest<object>(tokenRequestRefreshTokenSchema, given, { endpoint }));
  assert.ok(isValidationError(error));
  assert.deepEqual(
    error.issues.map(({ pointer, message: sentence }) => [pointer, sentence]),
    [
      ["/refreshToken", "is not a member; did you mean refresh_token?"],
      ["/tenant", "is not a member of this message; pass other parameters as extra"],
    ],
  );
});
