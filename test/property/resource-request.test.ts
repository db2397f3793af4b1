import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { normalizeProofTarget } from "../../src/dpop/proof-target.ts";
import { isAuthError } from "../../src/errors/auth-error.ts";
import { readPresentedToken } from "../../src/resource-server/read-request.ts";

const url = "https://api.example.com/orders";
const tokenCharacter = fc.constantFrom(..."ABCxyz019-._~+/");
const token68 = fc
  .tuple(fc.string({ unit: tokenCharacter, minLength: 1 }), fc.integer({ min: 0, max: 3 }))
  .map(([text, padding]) => text + "=".repeat(padding));
const schemeOf = (name: string) => fc.mixedCase(fc.constant(name));

test("property: every token of the grammar is read whole, whatever the case of the scheme (RFC 6750 §2.1)", () => {
  fc.assert(
    fc.property(
      fc.oneof(schemeOf("bearer"), schemeOf("dpop")),
      token68,
      fc.integer({ min: 1, max: 3 }),
      (name, token, spaces) => {
        const read = readPresentedToken({ url, headers: { authorization: `${name}${" ".repeat(spaces)}${token}` } });
        assert.deepEqual(read, { scheme: name.toLowerCase() === "dpop" ? "DPoP" : "Bearer", token, proof: undefined });
      },
    ),
  );
});

test("property: whatever else stands there is an error of ours that does not show it, or a token of the grammar", () => {
  const field = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.string().map((text) => `Bearer ${text}`),
  );
  fc.assert(
    fc.property(fc.array(field, { maxLength: 3 }), (authorization) => {
      try {
        const { token } = readPresentedToken({ url, headers: { authorization } });
        assert.equal(authorization.length, 1);
        assert.match(token, /^[A-Za-z0-9._~+/-]+=*$/);
      } catch (error) {
        assert.ok(isAuthError(error), String(error));
        for (const text of authorization) if (text.length > 12) assert.ok(!error.message.includes(text));
      }
    }),
  );
});

test("property: a parameter access_token in the query is always found (RFC 6750 §2.3)", () => {
  const parameter = fc.tuple(fc.string(), fc.string());
  fc.assert(
    fc.property(fc.array(parameter), fc.array(parameter), fc.string(), (before, after, token) => {
      const query = new URLSearchParams([...before, ["access_token", token], ...after]);
      const request = { url: `${url}?${query}`, headers: { authorization: "Bearer a" } };
      assert.throws(() => readPresentedToken(request), { code: "ERR_VALIDATION_RECEIVED_REQUEST" });
    }),
  );
});

test("property: the normal form of a URL is its own, and query, fragment and escapes do not change it (RFC 9449 §4.3)", () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (text) => {
      const normal = normalizeProofTarget(text);
      assert.ok(normal !== undefined);
      assert.equal(normalizeProofTarget(normal), normal);
      assert.equal(normalizeProofTarget(`${normal}?a=b#c`), normal);
    }),
  );
});
