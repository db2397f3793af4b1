import assert from "node:assert/strict";
import { it } from "node:test";
import { readCode } from "../../../../src/provider/authorization/authorization-code.ts";
import type { JsonObject } from "../../../../src/provider/stores/records.ts";
import { startFlow } from "../../../fixtures/provider/authorize-flow.ts";

const artifact = {
  kind: "authorization_code",
  hash: "h",
  clientId: "spa",
  accountId: "alice",
  grantId: "g",
  expiresAtMs: 2,
  purgeAtMs: 3,
  version: 1,
} as const;
const payload: JsonObject = {
  request: { client_id: "spa", response_type: "code" },
  redirectUri: "https://app.example.com/callback",
  scope: ["openid"],
  details: {},
  sid: "s",
  restsOnConsent: true,
  issuedAtMs: 1,
};

it("a code of the store is read whole, or not at all", () => {
  assert.deepEqual(readCode({ ...artifact, payload }), {
    grantId: "g",
    clientId: "spa",
    accountId: "alice",
    sid: "s",
    redirectUri: "https://app.example.com/callback",
    request: { client_id: "spa", response_type: "code" },
    scope: ["openid"],
    details: {},
    restsOnConsent: true,
    issuedAtMs: 1,
  });
  for (const name of ["request", "redirectUri", "sid", "issuedAtMs"]) {
    const { [name]: _, ...rest } = payload;
    assert.throws(() => readCode({ ...artifact, payload: rest }), /holds an authorization code that is none/);
  }
  const { grantId: _, ...without } = artifact;
  assert.throws(() => readCode({ ...without, payload }), /holds an authorization code that is none/);
  assert.deepEqual(readCode({ ...artifact, payload: { ...payload, scope: "openid" } }).scope, []);
});

it("a generator that gives the same twice gives no second code, and no second request_uri", async () => {
  const flow = startFlow({ random: (length) => new Uint8Array(length).fill(7) });
  await flow.signIn();
  assert.equal((await flow.authorize()).status, 303);
  const again = await flow.authorize();
  assert.deepEqual([again.status, again.headers.get("location")], [500, null]);
  const form = {
    client_id: "spa",
    redirect_uri: "https://app.example.com/callback",
    response_type: "code",
    scope: "openid",
  };
  const pkce = { code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", code_challenge_method: "S256" };
  assert.equal((await flow.post("/par", { ...form, ...pkce })).status, 201);
  assert.equal((await flow.post("/par", { ...form, ...pkce })).status, 500);
});
