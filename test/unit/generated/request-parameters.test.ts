import assert from "node:assert/strict";
import { test } from "node:test";
import { authorizationRequestSchema } from "../../../generated/messages/authorization-request.ts";
import { pushedAuthorizationRequestSchema } from "../../../generated/messages/pushed-authorization-request.ts";
import { requestObjectSchema } from "../../../generated/messages/request-object.ts";
import { checkMessage } from "../../../src/schema/check.ts";

/** The three forms of an authorization request have the same parameters; one that is added to the first must reach the others. */

const parameters = Object.keys(authorizationRequestSchema.members);
const references = ["request", "request_uri"];

test("every parameter of an authorization request is a claim of a request object, but those that refer to one (RFC 9101 §4)", () => {
  assert.ok(parameters.length >= 23, `${parameters.length} parameters`);
  const missing = parameters.filter((name) => !(name in requestObjectSchema.members));
  assert.deepEqual(missing, []);
  for (const name of references) {
    const result = checkMessage(requestObjectSchema, { client_id: "c", [name]: "e30.e30.e30" });
    assert.ok(!result.ok);
    assert.deepEqual(
      result.issues.map(({ pointer, keyword }) => `${pointer} ${keyword}`),
      [`/${name} forbidden`],
    );
  }
});

test("a request object keeps the secrets of an authorization request", () => {
  const secrets = (authorizationRequestSchema.sensitive ?? []).filter((name) => !references.includes(name));
  assert.deepEqual([...(requestObjectSchema.sensitive ?? [])].sort(), secrets.sort());
});

for (const name of parameters.filter((each) => each !== "client_id" && !references.includes(each))) {
  test(`${name} is not pushed beside a request object (RFC 9126 §3)`, () => {
    const result = checkMessage(pushedAuthorizationRequestSchema, {
      client_id: "c",
      request: "e30.e30.e30",
      [name]: "x",
    });
    assert.ok(!result.ok);
    assert.ok(result.issues.some(({ keyword, specification }) => keyword === "rule" && specification?.section === "3"));
  });
}
