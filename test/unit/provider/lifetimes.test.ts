import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConfigurationError } from "../../../src/index.ts";
import type { Lifetimes } from "../../../src/provider/index.ts";
import { createProvider } from "../../../src/provider/index.ts";

const issuer = "http://localhost:9000";

function refusalOf(lifetimes: object): { code: string; parameter: string | undefined; message: string } {
  try {
    createProvider({ issuer, lifetimes: lifetimes as Lifetimes });
  } catch (error) {
    assert.ok(error instanceof ConfigurationError);
    return { code: error.code, parameter: error.parameter, message: error.message };
  }
  throw new assert.AssertionError({ message: "was accepted" });
}

describe("lifetimes of a provider", () => {
  it("takes what is in range, and undefined as the default", () => {
    createProvider({
      issuer,
      lifetimes: {
        authorizationCodeSeconds: 600,
        accessTokenSeconds: 86_400,
        pushedRequestSeconds: 600,
        idTokenSeconds: undefined,
        grantSeconds: 315_360_000,
        deviceCodeSeconds: 1,
      },
    });
  });

  for (const [name, value, message] of [
    [
      "authorizationCodeSeconds",
      601,
      "lifetimes.authorizationCodeSeconds must be 1 to 600 whole seconds (RFC 6749 §4.1.2).",
    ],
    ["pushedRequestSeconds", 601, "lifetimes.pushedRequestSeconds must be 1 to 600 whole seconds (RFC 9126 §2.2)."],
    ["accessTokenSeconds", 86_401, "lifetimes.accessTokenSeconds must be 1 to 86400 whole seconds (RFC 9700 §4.14)."],
    ["grantSeconds", 315_360_001, "lifetimes.grantSeconds must be 1 to 315360000 whole seconds."],
    ["idTokenSeconds", Number.NaN, "lifetimes.idTokenSeconds must be 1 to 315360000 whole seconds."],
    ["refreshTokenSeconds", 0, "lifetimes.refreshTokenSeconds must be 1 to 315360000 whole seconds."],
    ["deviceCodeSeconds", -1, "lifetimes.deviceCodeSeconds must be 1 to 315360000 whole seconds."],
    ["interactionSeconds", 1.5, "lifetimes.interactionSeconds must be 1 to 315360000 whole seconds."],
    ["sessionSeconds", "60", "lifetimes.sessionSeconds must be 1 to 315360000 whole seconds."],
    [
      "sessionIdleSeconds",
      Number.POSITIVE_INFINITY,
      "lifetimes.sessionIdleSeconds must be 1 to 315360000 whole seconds.",
    ],
  ] as const)
    it(`refuses ${name} of ${value}`, () => {
      assert.deepEqual(refusalOf({ [name]: value }), {
        code: "ERR_CONFIGURATION_OPTION",
        parameter: `lifetimes.${name}`,
        message,
      });
    });

  it("refuses a name that is misspelt", () => {
    const { code, message } = refusalOf({ accessTokenSecond: 60 });
    assert.equal(code, "ERR_CONFIGURATION_OPTION");
    assert.match(message, /accessTokenSeconds/u);
  });
});
