import assert from "node:assert/strict";
import { test } from "node:test";
import { tokenResponseSchema } from "../../../generated/messages/token-response.ts";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import { checkMessage } from "../../../src/schema/check.ts";

test("tolerating: keeps a copy of the names", () => {
  const names: "null-members"[] = [];
  const toleration = tolerating(names);
  names.push("null-members");
  assert.deepEqual(toleration.names, []);
  assert.ok(Object.isFrozen(toleration) && Object.isFrozen(toleration.names));
});

test("tolerating: judges messages and reads bodies by the names", () => {
  const tolerate = tolerating(["expires-in-string", "form-encoded-response"]);
  const result = checkMessage(
    tokenResponseSchema,
    { access_token: "a", token_type: "Bearer", expires_in: "60" },
    { tolerate },
  );
  assert.ok(result.ok);
  assert.equal(result.message.expires_in, 60);
  const body = { text: "access_token=a", contentType: "text/plain", endpoint: "token_endpoint" };
  assert.deepEqual(tolerate.readBody(tokenResponseSchema, body)?.value, { access_token: "a" });
  assert.equal(tolerating([]).readBody(tokenResponseSchema, body), undefined);
});

for (const names of ['["expires-in-strings"]', '["null-members", "constructor"]', '"null-members"', "null", "[null]"]) {
  test(`tolerating: refuses ${names}`, () => {
    assert.throws(() => tolerating(JSON.parse(names)), { code: "ERR_CONFIGURATION_OPTION", parameter: "tolerate" });
  });
}

for (const [given, words] of [
  ['"all"', /"all" is no list; there are /],
  ['["all"]', /"all" is none; there are .*expires-in-string/],
  ['["expires-in-string","expires-in-sting"]', /"expires-in-sting" is none/],
  ["null", /null is no list/],
  ["[1]", /number is none/],
] as const) {
  test(`tolerating: names what is wrong about ${given}`, () => {
    assert.throws(() => tolerating(JSON.parse(given)), { message: words });
  });
}
