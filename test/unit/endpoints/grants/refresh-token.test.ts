import assert from "node:assert/strict";
import { test } from "node:test";
import { refreshTokenGrant } from "../../../../src/endpoints/grants/refresh-token.ts";
import { createFakeServer } from "../../../fixtures/fake-server.ts";
import { contextFor } from "./grants.ts";

const previousClaims = {
  iss: "https://id.example.com",
  sub: "user-1",
  aud: "client-1",
  exp: 1_800_000_300,
  iat: 1_800_000_000,
  nonce: "nonce-1",
};
const message = { refresh_token: "refresh-secret-1" };

test("refreshTokenGrant: sends the refresh token once, and verifies the new ID token (OpenID Connect Core §12)", async () => {
  const server = await createFakeServer();
  const { claims } = await refreshTokenGrant(contextFor(server), { ...message, scope: "a" }, { previousClaims });
  assert.equal(claims?.sub, "user-1");
  assert.equal(
    server.requests[0]?.form.toString(),
    "refresh_token=refresh-secret-1&scope=a&grant_type=refresh_token&client_id=client-1",
  );
  assert.equal(server.requests.length, 1);
});

test("refreshTokenGrant: is content without an ID token (OpenID Connect Core §12.2)", async () => {
  const server = await createFakeServer({ token: ({ id_token: _none, ...rest }) => rest });
  const { claims, response } = await refreshTokenGrant(contextFor(server), message, { previousClaims });
  assert.equal(claims, undefined);
  assert.equal(response.access_token, "access-secret-1");
});

for (const [title, nonce, accepted] of [
  ["the login's nonce", "nonce-1", true],
  ["no nonce", undefined, true],
  ["another nonce", "nonce-2", false],
] as const) {
  test(`refreshTokenGrant: ${accepted ? "accepts" : "refuses"} an ID token with ${title} (OpenID Connect Core §12.2)`, async () => {
    const server = await createFakeServer({ claims: (claims) => ({ ...claims, nonce }) });
    const refreshed = refreshTokenGrant(contextFor(server), message, { previousClaims });
    if (accepted) assert.equal((await refreshed).claims?.nonce, nonce);
    else await assert.rejects(refreshed, { code: "ERR_VERIFICATION_CONTINUITY" });
  });
}

test("refreshTokenGrant: without the login's claims it verifies all that can be", async () => {
  const server = await createFakeServer({ claims: (claims) => ({ ...claims, nonce: "any" }) });
  assert.equal((await refreshTokenGrant(contextFor(server), message)).claims?.nonce, "any");
  server.behaviour.claims = (claims) => ({ ...claims, aud: "client-2" });
  await assert.rejects(refreshTokenGrant(contextFor(server), message), { code: "ERR_VERIFICATION_AUDIENCE" });
});

test("refreshTokenGrant: refuses a nonce where the login had none", async () => {
  const { nonce: _none, ...plain } = previousClaims;
  const server = await createFakeServer({ claims: (claims) => ({ ...claims, nonce: "new" }) });
  await assert.rejects(refreshTokenGrant(contextFor(server), message, { previousClaims: plain }), {
    code: "ERR_VERIFICATION_CONTINUITY",
  });
});

test("refreshTokenGrant: the response was received when it came, not when its keys had come", async () => {
  const server = await createFakeServer();
  const keys = {
    async find() {
      server.now += 5000;
      return [{ kty: "RSA", ...server.key.jwk }];
    },
  };
  const { receivedAt } = await refreshTokenGrant(contextFor(server, { keys }), message);
  assert.deepEqual([receivedAt, server.now], [1_800_000_000_000, 1_800_000_005_000]);
  server.behaviour.token = ({ id_token: _none, ...rest }) => rest;
  assert.equal((await refreshTokenGrant(contextFor(server), message)).receivedAt, 1_800_000_005_000);
});
