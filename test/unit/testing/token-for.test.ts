import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestProvider, type TokenForOptions } from "../../../src/testing/index.ts";

const refused: readonly (readonly [title: string, options: object, parameter: string])[] = [
  ["a lie about another kind of token", { mutation: "id-token-wrong-aud" }, "mutation"],
  ["a lie about an access token in an ID token", { kind: "id_token", mutation: "access-token-expired" }, "mutation"],
  ["a lie in a handle, which says nothing", { kind: "opaque", mutation: "access-token-expired" }, "mutation"],
  ["a lie about answers", { mutation: "token-response-html" }, "mutation"],
  ["a lie about the way back", { mutation: "wrong-state" }, "mutation"],
  ["a lie that there is not", { mutation: "expired" }, "name"],
  ["a kind that there is not", { kind: "refresh_token" }, "kind"],
  ["a lifetime that is no number", { expiresInSeconds: Number.NaN }, "expiresInSeconds"],
  ["a binding of an ID token", { kind: "id_token", confirmation: { jkt: "x" } }, "confirmation"],
  ["an option that is misspelt", { subject: "ada" }, "subject"],
];

for (const [title, options, parameter] of refused)
  test(`tokenFor: refuses ${title}`, async () => {
    const provider = createTestProvider({ keys: { algorithms: ["ES256"] } });
    const given: TokenForOptions = options;
    await assert.rejects(provider.tokenFor(given), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });

test("lie: a lie in access tokens is refused, because nobody tells it to a client", () => {
  const provider = createTestProvider({ keys: { algorithms: ["ES256"] } });
  assert.throws(() => provider.lie("access-token-expired"), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "name",
    remedy: "Change a token with mutate, or make one with the option mutation of tokenFor.",
  });
});
