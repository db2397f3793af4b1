import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeTokenDigest } from "../../../src/adapters/node-digest.ts";

test("node digest: is SHA-256 as base64url", () => {
  assert.equal(nodeTokenDigest("abc"), "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
});
