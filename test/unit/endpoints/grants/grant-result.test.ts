import assert from "node:assert/strict";
import { test } from "node:test";
import { verifyResponseIdToken } from "../../../../src/endpoints/grants/grant-result.ts";
import type { ExchangeEvent } from "../../../../src/exchange/exchange-event.ts";
import { tolerating } from "../../../../src/exchange/tolerating.ts";
import { createFakeServer, metadata } from "../../../fixtures/fake-server.ts";
import { contextFor } from "./grants.ts";

const tokens = { access_token: "access-secret-1", token_type: "Bearer" };

test("verifyResponseIdToken: demands an ID token (OpenID Connect Core §3.1.3.3)", async () => {
  const context = contextFor(await createFakeServer());
  await assert.rejects(verifyResponseIdToken(context, tokens, { nonce: undefined }), {
    name: "VerificationError",
    code: "ERR_VERIFICATION_ID_TOKEN_MISSING",
    parameter: "id_token",
    message: /Check that the server is an OpenID provider, or leave openid out of the scope\.$/,
  });
});

test("verifyResponseIdToken: gives the claims, and tells of the token and of what was tolerated", async () => {
  const events: ExchangeEvent[] = [];
  const server = await createFakeServer({ claims: (claims) => ({ ...claims, email_verified: "true" }) });
  const options = { tolerate: tolerating(["boolean-string"]), onEvent: (event: ExchangeEvent) => events.push(event) };
  const id_token = String(await server.makeIdToken({ nonce: "n" }));
  const claims = await verifyResponseIdToken(contextFor(server, options), { ...tokens, id_token }, { nonce: "n" });
  assert.equal(claims.email_verified, true);
  const [verified, tolerated] = events;
  assert.equal(events.length, 2);
  assert.ok(verified?.type === "id-token-verified");
  assert.equal(verified.issuer, "https://id.example.com");
  assert.equal(verified.algorithm, "RS256");
  assert.deepEqual(tolerated, {
    type: "tolerated",
    message: "IdToken",
    endpoint: "token_endpoint",
    deviation: { tolerance: "boolean-string", deviation: "D17", pointer: "/email_verified" },
  });
  await assert.rejects(verifyResponseIdToken(contextFor(server), { ...tokens, id_token }, { nonce: "n" }), {
    code: "ERR_VALIDATION_CLAIMS",
  });
});

test("verifyResponseIdToken: nothing is told where nobody listens", async () => {
  const server = await createFakeServer({ claims: (claims) => ({ ...claims, email_verified: "true" }) });
  const id_token = String(await server.makeIdToken({}));
  const context = contextFor(server, { tolerate: tolerating(["boolean-string"]) });
  assert.equal((await verifyResponseIdToken(context, { ...tokens, id_token }, { nonce: undefined })).sub, "user-1");
});

test("verifyResponseIdToken: binds the token to the access token of its response (OpenID Connect Core §3.1.3.6)", async () => {
  const server = await createFakeServer();
  const id_token = String(await server.makeIdToken({}));
  await assert.rejects(
    verifyResponseIdToken(contextFor(server), { ...tokens, access_token: "other", id_token }, { nonce: undefined }),
    { code: "ERR_VERIFICATION_HASH" },
  );
});

test("verifyResponseIdToken: takes the algorithms that the client accepts and the server announces", async () => {
  const server = await createFakeServer();
  const id_token = String(await server.makeIdToken({}));
  const verify = (options: Parameters<typeof contextFor>[1]): Promise<unknown> =>
    verifyResponseIdToken(contextFor(server, options), { ...tokens, id_token }, { nonce: undefined });
  await verify({ idTokenAlgorithms: ["RS256", "ES256"] });
  const announced = { ...metadata, id_token_signing_alg_values_supported: ["ES256", "RS256"] };
  await assert.rejects(verify({ metadata: announced, idTokenAlgorithms: ["ES256"] }), {
    code: "ERR_VERIFICATION_ALGORITHM",
  });
  await assert.rejects(verify({ idTokenAlgorithms: ["ES256"] }), { code: "ERR_CONFIGURATION_OPTION" });
});

test("verifyResponseIdToken: refuses another user than the one expected, and an acr that was not asked for", async () => {
  const server = await createFakeServer({ claims: (claims) => ({ ...claims, acr: "1" }) });
  const id_token = String(await server.makeIdToken({}));
  const response = { ...tokens, id_token };
  const context = contextFor(server);
  await verifyResponseIdToken(context, response, { nonce: undefined, subject: "user-1", acrValues: ["1"] });
  await assert.rejects(verifyResponseIdToken(context, response, { nonce: undefined, subject: "user-2" }), {
    code: "ERR_VERIFICATION_SUBJECT",
  });
  await assert.rejects(verifyResponseIdToken(context, response, { nonce: undefined, acrValues: ["2"] }), {
    code: "ERR_VERIFICATION_ACR",
  });
});
