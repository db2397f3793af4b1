import assert from "node:assert/strict";
import { it } from "node:test";
import { createProvider } from "../../../../src/provider/create-provider.ts";

const issuer = "https://id.example.com";

it("a code lives ten minutes at most (RFC 6749 §4.1.2)", () => {
  createProvider({ issuer, lifetimes: { authorizationCodeSeconds: 600 } });
  for (const authorizationCodeSeconds of [601, 0, -1, Number.NaN]) {
    assert.throws(() => createProvider({ issuer, lifetimes: { authorizationCodeSeconds } }), {
      name: "ConfigurationError",
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "lifetimes.authorizationCodeSeconds",
      message: /lifetimes\.authorizationCodeSeconds must be more than 0, and 600 at most \(RFC 6749 §4\.1\.2\)\./,
    });
  }
});

it("requirePkce has two values (RFC 9700 §2.1.1)", () => {
  createProvider({ issuer, requirePkce: "always" });
  const never: Record<string, unknown> = { issuer, requirePkce: "never" };
  assert.throws(() => Reflect.apply(createProvider, undefined, [never]), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "requirePkce",
  });
});
