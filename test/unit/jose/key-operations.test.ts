import assert from "node:assert/strict";
import { test } from "node:test";
import { findOperationsProblem } from "../../../src/jose/key-operations.ts";

const lack = "its key_ops lack sign";
const contradict = "its key_ops contradict its use or are repeated";

for (const [title, members, wanted, problem] of [
  ["no operations", {}, ["sign"], undefined],
  ["what is wanted", { key_ops: ["sign"] }, ["sign"], undefined],
  ["both halves of an operation", { use: "sig", key_ops: ["sign", "verify"] }, ["sign"], undefined],
  ["unrelated ones without use", { key_ops: ["sign", "decrypt"] }, ["sign"], undefined],
  ["one of two that are wanted", { use: "enc", key_ops: ["unwrapKey"] }, ["decrypt", "unwrapKey"], undefined],
  ["an empty list for the public half of an agreement", { key_ops: [] }, undefined, undefined],
  ["derivation for the public half of an agreement", { key_ops: ["deriveBits"] }, undefined, undefined],
  ["others", { key_ops: ["verify"] }, ["sign"], lack],
  ["an empty list", { key_ops: [] }, ["sign"], lack],
  ["a text", { key_ops: "sign" }, ["sign"], lack],
  ["one twice", { key_ops: ["sign", "sign"] }, ["sign"], contradict],
  ["encryption beside use sig", { use: "sig", key_ops: ["sign", "encrypt"] }, ["sign"], contradict],
  ["key wrapping beside use sig", { use: "sig", key_ops: ["sign", "unwrapKey"] }, ["sign"], contradict],
  ["derivation beside use sig", { use: "sig", key_ops: ["sign", "deriveKey"] }, ["sign"], contradict],
  ["verification beside use enc", { use: "enc", key_ops: ["decrypt", "verify"] }, ["decrypt"], contradict],
  ["verification for the public half of an agreement", { key_ops: ["verify"] }, undefined, contradict],
] as const) {
  test(`says ${problem === undefined ? "nothing" : `"${problem}"`} of ${title} (RFC 7517 §4.3)`, () => {
    const key: { readonly kty: string } = JSON.parse(JSON.stringify({ kty: "RSA", ...members }));
    assert.equal(findOperationsProblem(key, wanted), problem);
  });
}
