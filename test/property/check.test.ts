import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { authorizationServerMetadataSchema } from "../../generated/messages/authorization-server-metadata.ts";
import { idTokenSchema } from "../../generated/messages/id-token.ts";
import { tokenRequestAuthorizationCodeSchema } from "../../generated/messages/token-request-authorization-code.ts";
import { tokenResponseSchema } from "../../generated/messages/token-response.ts";
import { userinfoResponseSchema } from "../../generated/messages/userinfo-response.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import { checkMessage } from "../../src/schema/check.ts";

const schemas = [
  tokenResponseSchema,
  idTokenSchema,
  userinfoResponseSchema,
  authorizationServerMetadataSchema,
  tokenRequestAuthorizationCodeSchema,
] as const;

const secret = "s3cr3t-value";
const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(secret, [secret], { [secret]: secret }, `${secret}\n`, null, "", []),
);
const names = [...new Set(schemas.flatMap((schema) => Object.keys(schema.members)))];
const message = fc.dictionary(
  fc.oneof(fc.constantFrom(...names), fc.constantFrom("__proto__", "constructor", "x/y~z")),
  value,
);

test("never throws, changes nothing, and says for each problem where, what and which section", () => {
  fc.assert(
    fc.property(fc.constantFrom(...schemas), fc.oneof(message, value), (schema, given) => {
      const before = JSON.stringify(given);
      const result = checkMessage<unknown>(schema, given);
      assert.equal(JSON.stringify(given), before);
      if (result.ok) return assert.equal(result.message, given);
      assert.ok(result.issues.length > 0);
      for (const issue of result.issues) {
        assert.match(issue.pointer, /^(?:\/(?:[^~/]|~[01])*)*$/);
        assert.ok(issue.message.length > 5 && !issue.message.includes("undefined"), issue.message);
        assert.ok(issue.specification !== undefined && issue.specification.section !== "");
      }
    }),
    { numRuns: 2000 },
  );
});

test("no problem is told with the value that has it", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...schemas),
      fc.dictionary(fc.constantFrom(...names), fc.constant(secret)),
      (schema, given) => {
        const result = checkMessage<unknown>(schema, given);
        if (result.ok) return;
        const error = new ValidationError("ERR_VALIDATION_RESPONSE", {
          messageName: schema.name,
          issues: result.issues,
        });
        assert.ok(!`${error.message}${JSON.stringify(error)}`.includes(secret));
      },
    ),
    { numRuns: 1000 },
  );
});

test("whatever a message holds, its error has a bounded text of one line per problem", () => {
  fc.assert(
    fc.property(fc.constantFrom(...schemas), message, (schema, given) => {
      const result = checkMessage<unknown>(schema, given);
      if (result.ok) return;
      const { message: text } = new ValidationError("ERR_VALIDATION_RESPONSE", {
        messageName: schema.name,
        issues: result.issues,
      });
      assert.ok(text.split("\n").length <= 22);
    }),
  );
});
