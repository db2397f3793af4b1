import assert from "node:assert/strict";
import { test } from "node:test";
import {
  claimsOf,
  readRecord,
  renewRecord,
  type SessionRecord,
  type SessionTokens,
  writeRecord,
} from "../../../src/relying-party/session-record.ts";

const claims = { iss: "https://id.example.com", sub: "ada", aud: "web", exp: 600, iat: 0 };
const tokens: SessionTokens = {
  response: { access_token: "at-1", token_type: "Bearer", id_token: "id-1", refresh_token: "rt-1" },
  claims,
  issuer: "https://id.example.com",
  refreshToken: "rt-1",
  jkt: undefined,
  receivedAt: 0,
  expiresAt: 600_000,
};
const record: SessionRecord = {
  id: "one",
  createdAt: 1,
  seenAt: 2,
  logoutKey: "key",
  login: { state: "state", returnTo: "/" },
  tokens,
};

test("a record comes back as it was written, frozen, and holds what is long once", () => {
  const text = writeRecord(record);
  const read = readRecord(text);
  assert.deepEqual(read, record);
  assert.ok(Object.isFrozen(read?.tokens.response));
  for (const long of ["id-1", "rt-1"]) assert.equal(text.split(long).length, 2, long);
});

test("a record without ID token, refresh token and end comes back so", () => {
  const response = { access_token: "at-1", token_type: "Bearer" };
  const bare = { ...record, tokens: { ...tokens, response, refreshToken: undefined, expiresAt: undefined } };
  assert.deepEqual(readRecord(writeRecord(bare)), bare);
});

test("claims of the userinfo endpoint come back with it", () => {
  const more = { ...record, userinfo: { name: "Ada" } };
  const read = readRecord(writeRecord(more));
  assert.deepEqual(read?.userinfo, { name: "Ada" });
});

for (const [title, change] of [
  ["id", { id: 1 }],
  ["createdAt", { createdAt: "1" }],
  ["seenAt", { seenAt: null }],
  ["logoutKey", { logoutKey: undefined }],
  ["login", { login: undefined }],
  ["state", { login: { returnTo: "/" } }],
  ["returnTo", { login: { state: "state" } }],
  ["tokens", { tokens: undefined }],
  ["issuer", { tokens: { ...tokens, issuer: undefined } }],
  ["claims", { tokens: { ...tokens, claims: undefined } }],
  ["sub", { tokens: { ...tokens, claims: { iss: "i" } } }],
  ["receivedAt", { tokens: { ...tokens, receivedAt: undefined } }],
  ["response", { tokens: { ...tokens, response: undefined } }],
  ["access token", { tokens: { ...tokens, response: { token_type: "Bearer" } } }],
  ["userinfo", { userinfo: "Ada" }],
] as const) {
  test(`a record of another shape is no session: ${title}`, () => {
    assert.equal(readRecord(JSON.stringify({ ...record, ...change })), undefined);
  });
}

for (const text of ["", "{", "null", "[]", '"text"', "1"]) {
  test(`${JSON.stringify(text)} is no record`, () => assert.equal(readRecord(text), undefined));
}

test("a renewal keeps the ID token of the login where no new one came, and nothing that need not be JSON", () => {
  const response = { access_token: "at-2", token_type: "Bearer" };
  const custom = { amount: 1n };
  const renewed = renewRecord(record, Object.assign({ custom }, tokens, { response, refreshToken: "rt-2" }));
  assert.deepEqual(renewed.tokens.response, { id_token: "id-1", ...response });
  assert.equal("custom" in renewed.tokens, false);
  assert.equal(readRecord(writeRecord(renewed))?.tokens.refreshToken, "rt-2");
});

test("a renewal takes the new ID token, and does without where there never was one", () => {
  const response = { access_token: "at-2", token_type: "Bearer", id_token: "id-2" };
  assert.equal(renewRecord(record, { ...tokens, response }).tokens.response.id_token, "id-2");
  const bare = { access_token: "at-1", token_type: "Bearer" };
  const before = { ...record, tokens: { ...tokens, response: bare } };
  assert.equal("id_token" in renewRecord(before, { ...tokens, response: bare }).tokens.response, false);
});

test("what the ID token says goes before what the userinfo endpoint says", () => {
  assert.equal(claimsOf(record), claims);
  const merged = claimsOf({ tokens, userinfo: { sub: "eve", name: "Ada" } });
  assert.deepEqual(merged, { ...claims, name: "Ada" });
  assert.ok(Object.isFrozen(merged));
});
