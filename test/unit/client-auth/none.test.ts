import assert from "node:assert/strict";
import { test } from "node:test";
import { none } from "../../../src/client-auth/none.ts";

test("names the client and nothing else (RFC 6749 §3.2.1)", async () => {
  const authentication = none();
  assert.equal(authentication.method, "none");
  assert.deepEqual(await authentication.authenticate({ clientId: "spa", issuer: "https://id.example.com" }), {
    headers: {},
    body: { client_id: "spa" },
  });
  assert.ok(Object.isFrozen(authentication));
});
