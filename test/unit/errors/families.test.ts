import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import {
  AuthError,
  ConfigurationError,
  errorCodes,
  isAuthError,
  isConfigurationError,
  isOAuthError,
  isResponseError,
  isTransportError,
  isValidationError,
  isVerificationError,
  OAuthError,
  ResponseError,
  TransportError,
  ValidationError,
  VerificationError,
} from "../../../src/errors/index.ts";
import { foreignError } from "./other-copy.ts";

const guards = {
  configuration: isConfigurationError,
  transport: isTransportError,
  response: isResponseError,
  oauth: isOAuthError,
  validation: isValidationError,
  verification: isVerificationError,
};

const errors: readonly (readonly [keyof typeof guards, name: string, AuthError])[] = [
  ["configuration", "ConfigurationError", new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: "a" })],
  ["transport", "TransportError", new TransportError("ERR_TRANSPORT_TIMEOUT", { message: "a" })],
  ["response", "ResponseError", new ResponseError("ERR_RESPONSE_STATUS", { message: "a", status: 500 })],
  ["oauth", "OAuthError", new OAuthError("ERR_OAUTH_RESPONSE", { body: { error: "invalid_grant" } })],
  ["validation", "ValidationError", new ValidationError("ERR_VALIDATION_RESPONSE", { messageName: "M", issues: [] })],
  ["verification", "VerificationError", new VerificationError("ERR_VERIFICATION_NONCE", { message: "a" })],
];

for (const [family, name, error] of errors) {
  test(`${name}: has its name and family, and only its own guard knows it`, () => {
    assert.equal(error.name, name);
    assert.equal(error.family, family);
    assert.ok(error instanceof AuthError && error instanceof Error && isAuthError(error));
    assert.match(String(error), new RegExp(`^${name}: `));
    assert.match(inspect(error), new RegExp(`^${name}: `));
    for (const [other, guard] of Object.entries(guards)) assert.equal(guard(error), other === family);
    for (const guard of Object.values(guards)) {
      assert.equal(guard(new Error(name)), false);
      assert.equal(guard({ family, name }), false);
    }
  });

  test(`${name}: of another copy of the package is known by its guard`, async () => {
    const foreign = await foreignError(family, error.code);
    for (const [other, guard] of Object.entries(guards)) assert.equal(guard(foreign), other === family);
  });
}

test("ResponseError: its status is part of its JSON", () => {
  const error = new ResponseError("ERR_RESPONSE_STATUS", { message: "a", status: 503 });
  assert.equal(error.status, 503);
  assert.deepEqual(error.toJSON(), { name: "ResponseError", code: "ERR_RESPONSE_STATUS", message: "a.", status: 503 });
});

test("error codes: the closed list", () => {
  const counts = Object.fromEntries(Object.entries(errorCodes).map(([family, codes]) => [family, codes.length]));
  assert.deepEqual(Object.keys(counts), Object.keys(guards));
  const all = Object.entries(errorCodes).flatMap(([family, codes]) => codes.map((code) => [family, code] as const));
  assert.equal(new Set(all.map(([, code]) => code)).size, all.length);
  for (const [family, code] of all) assert.match(code, new RegExp(`^ERR_${family.toUpperCase()}_[A-Z_]+$`));
});
