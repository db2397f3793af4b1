import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { authorizationServerMetadataSchema } from "../../generated/messages/authorization-server-metadata.ts";
import { idTokenSchema } from "../../generated/messages/id-token.ts";
import { tokenResponseSchema } from "../../generated/messages/token-response.ts";
import { userinfoResponseSchema } from "../../generated/messages/userinfo-response.ts";
import type { ToleranceName } from "../../generated/tolerances.ts";
import { tolerating } from "../../src/exchange/tolerating.ts";
import { checkMessage } from "../../src/schema/check.ts";

/** Tolerances that only replace what is broken; the others give a valid text another meaning, which is their purpose. */
const mending: readonly ToleranceName[] = [
  "expires-in-string",
  "token-type-missing",
  "scope-array",
  "form-encoded-response",
  "null-members",
  "metadata-member-missing",
  "empty-arrays",
  "boolean-string",
  "iso-8601-date",
  "numeric-date-string",
  "userinfo-content-type",
  "empty-strings",
];
const every: readonly ToleranceName[] = [...mending, "token-type-alias", "scope-comma", "expires-member", "expires-on"];

const schemas = [
  tokenResponseSchema,
  idTokenSchema,
  userinfoResponseSchema,
  authorizationServerMetadataSchema,
] as const;
const names = [...new Set(schemas.flatMap((schema) => Object.keys(schema.members)))];
const odd = fc.constantFrom<unknown>(
  null,
  "",
  [],
  "60",
  "true",
  "2020-01-02T03:04:05Z",
  "a,b",
  ["a", "b"],
  "bearer_token",
  0,
  "https://id.example.com",
  "user-1",
  true,
  {},
);
const message = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.constantFrom("expires", "expires_on", "x")), odd);
const chosen = fc.subarray([...every]);

test("a message that is valid stays what it is, whatever mending is tolerated", () => {
  fc.assert(
    fc.property(fc.constantFrom(...schemas), message, fc.subarray([...mending]), (schema, given, tolerate) => {
      if (!checkMessage<unknown>(schema, given).ok) return;
      const result = checkMessage<unknown>(schema, given, { tolerate: tolerating(tolerate), nowSeconds: 30 });
      assert.ok(result.ok);
      assert.equal(result.message, given);
      assert.deepEqual(result.tolerated, []);
    }),
    { numRuns: 3000 },
  );
});

test("what is accepted under tolerances is valid without them, but for missing metadata", () => {
  fc.assert(
    fc.property(fc.constantFrom(...schemas), message, chosen, (schema, given, tolerate) => {
      const result = checkMessage<unknown>(schema, given, { tolerate: tolerating(tolerate), nowSeconds: 30 });
      if (!result.ok) return;
      const again = checkMessage<unknown>(schema, result.message);
      const left = again.ok ? [] : again.issues.map(({ pointer, keyword }) => `${pointer} ${keyword}`);
      const reported = result.tolerated.map(({ pointer }) => pointer);
      for (const problem of left)
        assert.ok(problem.endsWith(" required") && reported.includes(problem.split(" ")[0] ?? ""));
    }),
    { numRuns: 3000 },
  );
});

test("every change is reported, only named tolerances are, and what was given is not touched", () => {
  fc.assert(
    fc.property(fc.constantFrom(...schemas), message, chosen, (schema, given, tolerate) => {
      const before = JSON.stringify(given);
      const result = checkMessage<Readonly<Record<string, unknown>>>(schema, Object.freeze(given), {
        tolerate: tolerating(tolerate),
        nowSeconds: 30,
      });
      assert.equal(JSON.stringify(given), before);
      if (!result.ok) return;
      for (const { tolerance } of result.tolerated) assert.ok(tolerate.includes(tolerance));
      for (const name of new Set([...Object.keys(given), ...Object.keys(result.message)])) {
        if (Object.is(given[name], result.message[name])) continue;
        assert.ok(
          result.tolerated.some(({ pointer }) => pointer === `/${name}`),
          name,
        );
      }
    }),
    { numRuns: 3000 },
  );
});

test("a member that carries trust comes out as it went in, or the message is refused", () => {
  const trusted = [
    "access_token",
    "iss",
    "sub",
    "aud",
    "azp",
    "exp",
    "iat",
    "nbf",
    "nonce",
    "at_hash",
    "c_hash",
    "s_hash",
    "acr",
    "issuer",
  ];
  fc.assert(
    fc.property(fc.constantFrom(...schemas), message, (schema, given) => {
      const result = checkMessage<Readonly<Record<string, unknown>>>(schema, given, {
        tolerate: tolerating(every),
        nowSeconds: 30,
      });
      if (!result.ok) return;
      for (const name of trusted) {
        if (!Object.hasOwn(schema.members, name) || !Object.hasOwn(given, name)) continue;
        const isEmptied =
          given[name] === null || given[name] === "" || (Array.isArray(given[name]) && given[name].length === 0);
        if (isEmptied && schema !== idTokenSchema) continue;
        assert.equal(result.message[name], given[name], name);
      }
    }),
    { numRuns: 3000 },
  );
});
