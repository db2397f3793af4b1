import assert from "node:assert/strict";
import { test } from "node:test";
import * as example from "../../../examples/guides/helpers.ts";

test("the example of the helpers does what it says", async () => {
  assert.match(
    example.url,
    /^https:\/\/id\.example\.com\/authorize\?tenant=7&scope=openid\+profile&resource=https%3A%2F%2Fa\.example&resource=https%3A%2F%2Fb\.example&prompt=login&state=[\w-]{43}$/,
  );
  assert.deepEqual(example.missing, ["profile"]);
  assert.deepEqual([example.mayRead, example.mayWrite, example.isEditor], [true, true, true]);
  assert.equal(example.problem, "must use https, or http on the loopback interface of a native application");
  assert.deepEqual(example.parsed, { ok: false, reason: "duplicate-member", pointer: "/sub" });
  assert.deepEqual({ ...example.wanted }, { error: "insufficient_scope", scope: "write" });
  assert.equal(example.meaning?.actor, "program");
  assert.equal(example.expiresAt, 1_893_456_000);
  assert.deepEqual(await example.nameKeys("MAP77/8="), [
    "urn:ietf:params:oauth:jwk-thumbprint:sha-256:kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
    "BfIt0JuKb3i9Se61dO76IA1whaqFTafckPpWUZVNIwQ",
  ]);
});
