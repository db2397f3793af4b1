import assert from "node:assert/strict";
import { it } from "node:test";
import { createProvider } from "../../../../src/provider/create-provider.ts";

const issuer = "https://id.example.com";

it("requirePkce has two values (RFC 9700 §2.1.1)", () => {
  createProvider({ issuer, requirePkce: "always" });
  const never: Record<string, unknown> = { issuer, requirePkce: "never" };
  assert.throws(() => Reflect.apply(createProvider, undefined, [never]), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "requirePkce",
  });
});
