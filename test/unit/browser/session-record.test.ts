import assert from "node:assert/strict";
import { test } from "node:test";
import { isCurrent, parseSession, readMarker, type SessionRecord } from "../../../src/browser/session-record.ts";
import { isTabMessage } from "../../../src/browser/tab-channel.ts";

const issuer = "https://id.example.com";
const session = {
  id: "s",
  generation: 1,
  signedInAt: 5,
  scope: "openid",
  tokens: {
    issuer,
    receivedAt: 5,
    response: { access_token: "a", token_type: "Bearer" },
    claims: { sub: "ada" },
  },
};

const broken: readonly (readonly [string, unknown])[] = [
  ["nothing", null],
  ["text", "session"],
  ["no tokens", { ...session, tokens: undefined }],
  ["another issuer", { ...session, tokens: { ...session.tokens, issuer: "https://evil.example" } }],
  ["no id", { ...session, id: "" }],
  ["half a generation", { ...session, generation: 0.5 }],
  ["no time", { ...session, signedInAt: "now" }],
  ["no scope", { ...session, scope: 1 }],
  ["no arrival", { ...session, tokens: { ...session.tokens, receivedAt: null } }],
  ["no response", { ...session, tokens: { ...session.tokens, response: 1 } }],
  ["no access token", { ...session, tokens: { ...session.tokens, response: { token_type: "Bearer" } } }],
  ["no token type", { ...session, tokens: { ...session.tokens, response: { access_token: "a" } } }],
  ["an end that is no time", { ...session, tokens: { ...session.tokens, expiresAt: "soon" } }],
  ["a refresh token that is no text", { ...session, tokens: { ...session.tokens, refreshToken: {} } }],
  ["a key that is no text", { ...session, tokens: { ...session.tokens, jkt: 1 } }],
  ["an ID token that is no text", { ...session, idToken: "" }],
  ["no claims", { ...session, tokens: { ...session.tokens, claims: undefined } }],
  ["no subject", { ...session, tokens: { ...session.tokens, claims: {} } }],
];

for (const [title, value] of broken) {
  test(`a stored session with ${title} is none`, () => {
    assert.equal(parseSession(JSON.stringify(value), issuer), undefined);
  });
}

test("a stored session is read back frozen; what is no JSON is none", () => {
  const read = parseSession(JSON.stringify(session), issuer);
  assert.deepEqual(read, session);
  assert.ok(Object.isFrozen(read?.tokens.response));
  assert.equal(parseSession("{", issuer), undefined);
  assert.equal(parseSession(undefined, issuer), undefined);
});

test("a session is current where the marker names it, has not ended, and is no newer", () => {
  const record: unknown = session;
  const of = (marker: object): boolean => isCurrent(record as SessionRecord, readMarker(marker));
  assert.equal(of({ id: "s", generation: 1 }), true);
  assert.equal(of({ id: "s", generation: 0 }), true);
  assert.equal(of({ id: "s", generation: 2 }), false);
  assert.equal(of({ id: "s", generation: 1, ended: true }), false);
  assert.equal(of({ id: "t", generation: 1 }), false);
  assert.equal(of({ id: "s" }), false);
  assert.equal(readMarker(undefined), undefined);
});

test("messages of other tabs are looked at before they are believed", () => {
  assert.ok(isTabMessage({ type: "ask" }));
  assert.ok(isTabMessage({ type: "callback", state: "s", query: "code=c" }));
  for (const data of [
    undefined,
    "ask",
    {},
    { type: "other" },
    { type: "callback", state: "s" },
    { type: "ended", id: 1, reason: "x" },
  ])
    assert.equal(isTabMessage(data), false);
});
