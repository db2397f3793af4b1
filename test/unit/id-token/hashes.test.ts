import assert from "node:assert/strict";
import { test } from "node:test";
import { calculateHashes, type HashExpectations, verifyHashes } from "../../../src/id-token/hashes.ts";
import { findJwsAlgorithm } from "../../../src/jose/algorithms.ts";

const accessToken = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
const at_hash = "77QmUPtjPfzWtF2AnpK9RQ";
const code = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk";
const c_hash = "LDktKdoQak3Pk0cnXxCltA";
const state = "af0ifjsldkj";
const s_hash = "bOhtX8F73IMjSPeVAqxyTQ";
const wrong = "AAAAAAAAAAAAAAAAAAAAAA";
const claims = { iss: "https://id.example.com", sub: "user", aud: "web", exp: 2, iat: 1 };

async function check(change: object, expectations: HashExpectations): Promise<void> {
  const algorithm = findJwsAlgorithm("RS256");
  assert.ok(algorithm);
  const token = { ...claims, ...change };
  verifyHashes(token, expectations, await calculateHashes(token, expectations, algorithm));
}

const code_flow = { receivedFrom: "token_endpoint", accessToken, code, state } as const;
const hybrid = { ...code_flow, receivedFrom: "authorization_endpoint" } as const;

const accepted: readonly (readonly [string, object, HashExpectations])[] = [
  ["no hash from the token endpoint", {}, code_flow],
  ["right hashes from the token endpoint", { at_hash, c_hash, s_hash }, code_flow],
  ["right hashes from the authorization endpoint", { at_hash, c_hash, s_hash }, hybrid],
  ["no s_hash from the authorization endpoint", { at_hash, c_hash }, hybrid],
  ["no hash where nothing came along", {}, { receivedFrom: "authorization_endpoint" }],
  [
    "hashes of what is not at hand",
    { at_hash: wrong, c_hash: wrong, s_hash: wrong },
    { receivedFrom: "token_endpoint" },
  ],
];

for (const [title, change, expectations] of accepted) {
  test(`accepts ${title} (OpenID Connect Core §3.1.3.6)`, () => check(change, expectations));
}

const refused: readonly (readonly [string, object, HashExpectations, string, RegExp])[] = [
  [
    "a wrong at_hash from the token endpoint",
    { at_hash: wrong },
    code_flow,
    "at_hash",
    /does not match the accessToken.*§3\.1\.3\.6/,
  ],
  [
    "a wrong c_hash from the token endpoint",
    { c_hash: wrong },
    code_flow,
    "c_hash",
    /does not match the code.*§3\.3\.2\.11/,
  ],
  ["a wrong s_hash from the token endpoint", { s_hash: wrong }, code_flow, "s_hash", /does not match the state/],
  ["a wrong at_hash from the authorization endpoint", { at_hash: wrong, c_hash }, hybrid, "at_hash", /does not match/],
  ["an at_hash that is cut short", { at_hash: at_hash.slice(0, -2) }, code_flow, "at_hash", /does not match/],
  ["no at_hash beside an access token", { c_hash }, hybrid, "at_hash", /is missing, although the accessToken/],
  ["no c_hash beside a code", { at_hash }, hybrid, "c_hash", /is missing, although the code/],
  ["at_hash and c_hash swapped", { at_hash: c_hash, c_hash: at_hash }, hybrid, "at_hash", /does not match/],
];

for (const [title, change, expectations, parameter, message] of refused) {
  test(`refuses ${title} (OpenID Connect Core §3.3.2.11)`, async () => {
    await assert.rejects(check(change, expectations), { code: "ERR_VERIFICATION_HASH", parameter, message });
  });
}
