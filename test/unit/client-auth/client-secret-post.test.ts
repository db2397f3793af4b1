import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { clientSecretPost } from "../../../src/client-auth/client-secret-post.ts";

test("sends id and secret in the body and no header (RFC 6749 §2.3.1)", async () => {
  const authentication = clientSecretPost("7Fjfp0ZBr1KtDRbnfVdmIw");
  assert.equal(authentication.method, "client_secret_post");
  const context = { clientId: "s6BhdRkqt3", issuer: "https://id.example.com" };
  assert.deepEqual(await authentication.authenticate(context), {
    headers: {},
    body: { client_id: "s6BhdRkqt3", client_secret: "7Fjfp0ZBr1KtDRbnfVdmIw" },
  });
});

test("refuses an empty secret and shows none", () => {
  assert.throws(() => clientSecretPost(""), { code: "ERR_CONFIGURATION_KEY" });
  assert.doesNotMatch(inspect(clientSecretPost("top-secret"), { depth: 9, showHidden: true }), /top-secret/);
});
