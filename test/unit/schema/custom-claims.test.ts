import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { jwtAccessTokenSchema } from "../../../generated/messages/jwt-access-token.ts";
import { isConfigurationError } from "../../../src/errors/families.ts";
import { isValidationError, type ValidationIssue } from "../../../src/errors/validation-error.ts";
import { type CustomClaims, checkCustomClaims } from "../../../src/schema/custom-claims.ts";
import type { StandardResult, StandardSchema } from "../../../src/schema/standard-schema.ts";
import { assertRefused } from "../../fixtures/refusals.ts";

const claims = Object.freeze({ sub: "user", tenant: "acme", roles: Object.freeze(["admin"]) });
const name = "access token";

function standard<T>(answer: (value: unknown) => StandardResult<T> | Promise<StandardResult<T>>): StandardSchema<T> {
  return { "~standard": { version: 1, vendor: "test", validate: answer } };
}

async function issuesOf(schema: CustomClaims<unknown>, value = claims): Promise<readonly ValidationIssue[]> {
  const error = await assertRefused(
    checkCustomClaims(value, schema, { name }),
    "ValidationError",
    "ERR_VALIDATION_CLAIMS",
  );
  assert.ok(isValidationError(error));
  assert.equal(error.messageName, "access token");
  return error.issues;
}

/** What no caller of TypeScript may pass. */
async function assertUnusable(schema: unknown): Promise<Error> {
  const call: Promise<unknown> = Reflect.apply(checkCustomClaims, undefined, [claims, schema, { name }]);
  const error = await assertRefused(call, "ConfigurationError", "ERR_CONFIGURATION_OPTION");
  assert.ok(isConfigurationError(error));
  assert.equal(error.parameter, "claims");
  return error;
}

test("custom claims: a message schema gives the claims back as the very object they were", async () => {
  const token = { iss: "https://id.example", exp: 2, aud: "api", sub: "u", client_id: "c", iat: 1, jti: "j" };
  assert.equal(await checkCustomClaims(token, jwtAccessTokenSchema, { name }), token);
});

test("custom claims: a message schema tells every problem with its pointer", async () => {
  const found = await issuesOf(jwtAccessTokenSchema);
  assert.deepEqual(
    found.map(({ pointer, keyword }) => `${pointer} ${keyword}`),
    ["/iss required", "/exp required", "/aud required", "/client_id required", "/iat required", "/jti required"],
  );
});

test("custom claims: the output of a validator is the result, with its type, and frozen where it is plain data", async () => {
  const schema = z.object({ tenant: z.string().toUpperCase(), roles: z.array(z.string()) });
  const result = await checkCustomClaims(claims, schema, { name });
  const tenant: string = result.tenant;
  assert.equal(tenant, "ACME");
  assert.deepEqual(result, { tenant: "ACME", roles: ["admin"] });
  assert.ok(Object.isFrozen(result) && Object.isFrozen(result.roles));
});

test("custom claims: a validator that answers later is awaited", async () => {
  const accepting = standard(async () => ({ value: 7 }));
  assert.equal(await checkCustomClaims(claims, accepting, { name }), 7);
  const refusing = standard(async () => ({ issues: [{ message: "no", path: ["tenant"] }] }));
  assert.deepEqual(
    (await issuesOf(refusing)).map(({ pointer, message }) => [pointer, message]),
    [["/tenant", "no"]],
  );
});

test("custom claims: a validator may be a function, as those of some libraries are", async () => {
  const schema = Object.assign(
    () => undefined,
    standard(() => ({ value: "yes" })),
  );
  assert.equal(await checkCustomClaims(claims, schema, { name }), "yes");
});

test("custom claims: an output that is no plain data is left as it is", async () => {
  const value = { since: new Date(0) };
  assert.equal(
    await checkCustomClaims(
      claims,
      standard(() => ({ value })),
      { name },
    ),
    value,
  );
  assert.ok(!Object.isFrozen(value));
});

test("custom claims: names and positions become a JSON pointer (RFC 6901 §3)", async () => {
  const path = ["https://ex.com/a~b", { key: 0 }, Symbol("s")];
  const [issue] = await issuesOf(standard(() => ({ issues: [{ message: "must be text", path }] })));
  assert.equal(issue?.pointer, "/https:~1~1ex.com~1a~0b/0/Symbol(s)");
  assert.equal(issue?.keyword, "custom");
  assert.equal(issue?.specification, undefined);
});

test("custom claims: zod's problems come with pointers", async () => {
  const schema = z.object({ tenant: z.literal("other"), roles: z.array(z.number()), plan: z.string() });
  const found = await issuesOf(schema);
  assert.deepEqual(
    found.map(({ pointer }) => pointer),
    ["/tenant", "/roles/0", "/plan"],
  );
});

test("custom claims: a refusal without issues refuses all the same, and a hundred issues are enough", async () => {
  assert.deepEqual(
    (await issuesOf(standard(() => ({ issues: [] })))).map(({ pointer, message }) => [pointer, message]),
    [["", "are refused without a reason"]],
  );
  const many = Array.from({ length: 150 }, () => ({ message: "no" }));
  assert.equal((await issuesOf(standard(() => ({ issues: many })))).length, 100);
});

test("custom claims: a validator's words can forge no line, and are cut", async () => {
  const [issue] = await issuesOf(standard(() => ({ issues: [{ message: `a\nb${"c".repeat(300)}` }] })));
  assert.equal(issue?.message, `a\\u000ab${"c".repeat(197)}…`);
});

test("custom claims: a validator that throws, or answers what the standard does not know, lets nothing pass", async () => {
  const cause = new Error("broken");
  const thrown = await assertUnusable(
    standard(() => {
      throw cause;
    }),
  );
  assert.equal(thrown.cause, cause);
  await assertUnusable(standard(() => Promise.reject(cause)));
  for (const answer of [undefined, null, true, {}, { issues: "none" }, { issues: null }, []])
    await assertUnusable({ "~standard": { version: 1, vendor: "test", validate: () => answer } });
});

test("custom claims: what is no validator is refused before it is asked", async () => {
  const { validate } = standard(() => ({ value: 1 }))["~standard"];
  for (const schema of [
    undefined,
    null,
    {},
    () => true,
    { "~standard": undefined },
    { "~standard": { version: 2, vendor: "test", validate } },
    { "~standard": { version: 1, vendor: "test" } },
    { validate },
    { members: {} },
  ])
    await assertUnusable(schema);
});
