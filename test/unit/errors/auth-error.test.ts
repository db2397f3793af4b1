import assert from "node:assert/strict";
import { test } from "node:test";
import { isAuthError } from "../../../src/errors/auth-error.ts";
import { ConfigurationError } from "../../../src/errors/families.ts";
import { specification } from "../../../src/errors/specification.ts";
import { foreignError } from "./other-copy.ts";

const messages: readonly (readonly [ConstructorParameters<typeof ConfigurationError>[1], string])[] = [
  [{ message: "It is wrong." }, "It is wrong."],
  [{ message: "It is wrong" }, "It is wrong."],
  [{ message: "It is wrong.", specification: specification("rfc6749", "5.1") }, "It is wrong (RFC 6749 §5.1)."],
  [{ message: "It is wrong.", endpoint: "token_endpoint https://a" }, "It is wrong [token_endpoint https://a]."],
  [{ message: "It is wrong.", remedy: "Mend it." }, "It is wrong. Mend it."],
  [
    {
      message: "It is wrong.",
      specification: specification("oidc-core", "3.1.3.7"),
      endpoint: "e",
      remedy: "Mend it.",
      parameter: "nonce",
    },
    "It is wrong (OpenID Connect Core §3.1.3.7) [e]. Mend it.",
  ],
  [
    { message: "Two things are wrong\n/a is\n/b is", endpoint: "e", remedy: "Mend them." },
    "Two things are wrong [e].\n  /a is\n  /b is\nMend them.",
  ],
  [{ message: "Two things are wrong\n/a is" }, "Two things are wrong.\n  /a is"],
  [{ message: "" }, "."],
];

for (const [details, text] of messages) {
  test(`AuthError: the message reads ${JSON.stringify(text)}`, () => {
    assert.equal(new ConfigurationError("ERR_CONFIGURATION_OPTION", details).message, text);
  });
}

test("AuthError: keeps its cause, and has none where none was given", () => {
  const cause = new TypeError("x");
  assert.equal(new ConfigurationError("ERR_CONFIGURATION_KEY", { message: "a", cause }).cause, cause);
  assert.equal("cause" in new ConfigurationError("ERR_CONFIGURATION_KEY", { message: "a" }), false);
});

test("AuthError: as JSON it has what is known, and neither stack nor cause", () => {
  const full = new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "It is wrong.",
    specification: specification("rfc6749", "5.1"),
    endpoint: "e",
    parameter: "p",
    remedy: "Mend it.",
    cause: new Error("access-secret-1"),
  });
  assert.deepEqual(JSON.parse(JSON.stringify(full)), {
    name: "ConfigurationError",
    code: "ERR_CONFIGURATION_OPTION",
    message: "It is wrong (RFC 6749 §5.1) [e]. Mend it.",
    specification: "RFC 6749 §5.1",
    endpoint: "e",
    parameter: "p",
    remedy: "Mend it.",
  });
  assert.deepEqual(JSON.parse(JSON.stringify(new ConfigurationError("ERR_CONFIGURATION_KEY", { message: "a." }))), {
    name: "ConfigurationError",
    code: "ERR_CONFIGURATION_KEY",
    message: "a.",
  });
});

test("isAuthError: knows errors of this library, and of another copy of it", async () => {
  const here = new ConfigurationError("ERR_CONFIGURATION_KEY", { message: "a" });
  const there = await foreignError("configuration", "ERR_CONFIGURATION_KEY");
  assert.deepEqual([here, there].map(isAuthError), [true, true]);
});

test("isAuthError: takes nothing else", () => {
  const brand = Symbol.for("ts-identity-model.AuthError");
  const lookalike = { name: "ConfigurationError", code: "ERR_CONFIGURATION_KEY", message: "a", [brand]: true };
  for (const value of [undefined, null, "x", {}, lookalike, new Error("ERR_CONFIGURATION_KEY")])
    assert.equal(isAuthError(value), false);
});
