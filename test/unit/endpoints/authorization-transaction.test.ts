import assert from "node:assert/strict";
import { test } from "node:test";
import { hasOpenidScope } from "../../../src/endpoints/authorization-transaction.ts";

test("hasOpenidScope: finds openid as a whole value, in its own case (OpenID Connect Core §3.1.2.1)", () => {
  assert.deepEqual(["openid", "profile openid", "openid email", "a openid b"].map(hasOpenidScope), [
    true,
    true,
    true,
    true,
  ]);
  assert.deepEqual(["", "openid2", "OpenID", "profile", "my.openid", "openid,email"].map(hasOpenidScope), [
    false,
    false,
    false,
    false,
    false,
    false,
  ]);
});
