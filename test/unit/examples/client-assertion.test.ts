import assert from "node:assert/strict";
import { test } from "node:test";
import { authenticate, clients, readRequest } from "../../../examples/guides/client-assertion.ts";
import { privateKeyJwt } from "../../../src/client-auth/private-key-jwt.ts";
import { signJwt } from "../../../src/jose/sign-jwt.ts";
import { generateTestKey } from "../jose/signed-tokens.ts";

test("guide client-assertion: a client of this library is authenticated once, and its request read", async () => {
  const key = await generateTestKey("ES256", { kid: "k1" });
  clients.set("web", { keys: [key.publicJwk] });
  const issuer = "https://id.example.com";
  const { body } = await privateKeyJwt(key.privateJwk).authenticate({
    clientId: "web",
    issuer,
    tokenEndpoint: undefined,
  });
  const form = new URLSearchParams({ client_assertion: body.client_assertion ?? "" });
  assert.equal(await authenticate(form), "web");
  await assert.rejects(authenticate(form), { code: "ERR_VERIFICATION_REPLAY" });
  const claims = { iss: "web", client_id: "web", aud: issuer, redirect_uri: "https://app.example.com/callback" };
  const request = await signJwt({ alg: "ES256", typ: "oauth-authz-req+jwt", kid: "k1" }, claims, key.privateJwk);
  assert.equal(await readRequest("web", request), "https://app.example.com/callback");
  await assert.rejects(readRequest("other", request), { code: "ERR_VERIFICATION_ISSUER" });
});
