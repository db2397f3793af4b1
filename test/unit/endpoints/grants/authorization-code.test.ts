import assert from "node:assert/strict";
import { test } from "node:test";
import { readAuthorizationResponse } from "../../../../src/endpoints/authorization-response.ts";
import type { AuthorizationTransaction } from "../../../../src/endpoints/authorization-transaction.ts";
import {
  type AuthorizationCodeGrantOptions,
  authorizationCodeGrant,
} from "../../../../src/endpoints/grants/authorization-code.ts";
import type { GrantResult } from "../../../../src/endpoints/grants/grant-result.ts";
import { createFakeServer, type FakeServer } from "../../../fixtures/fake-server.ts";
import { contextFor, transaction } from "./grants.ts";

async function grant(
  server: FakeServer,
  changes: Partial<AuthorizationTransaction> = {},
  options?: AuthorizationCodeGrantOptions,
): Promise<GrantResult> {
  const context = contextFor(server);
  const changed = { ...transaction, ...changes };
  const query = new URL(server.callback(changed)).searchParams;
  const authorization = readAuthorizationResponse(context, query, changed);
  return authorizationCodeGrant(context, { authorization, transaction: changed }, options);
}

test("authorizationCodeGrant: sends code, redirect_uri and verifier of the transaction (RFC 6749 §4.1.3, RFC 7636 §4.5)", async () => {
  const server = await createFakeServer();
  const { response, claims } = await grant(server);
  assert.equal(response.access_token, "access-secret-1");
  assert.equal(claims?.nonce, "nonce-1");
  assert.deepEqual(Object.fromEntries(server.requests[0]?.form ?? []), {
    grant_type: "authorization_code",
    code: "code-secret-1",
    redirect_uri: "https://app.example.com/callback",
    code_verifier: "v".repeat(43),
    client_id: "client-1",
  });
});

test("authorizationCodeGrant: sends resource and extra parameters", async () => {
  const server = await createFakeServer();
  await grant(server, {}, { resource: ["https://a", "https://b"], extra: { tenant: "t" } });
  const form = server.requests[0]?.form;
  assert.deepEqual(form?.getAll("resource"), ["https://a", "https://b"]);
  assert.equal(form?.get("tenant"), "t");
});

test("authorizationCodeGrant: looks at no ID token where none was asked for", async () => {
  const server = await createFakeServer({ idToken: () => "AA.AA.AA" });
  const { nonce: _none, ...plain } = transaction;
  const { response, claims } = await grant(server, { ...plain, scope: "email" });
  assert.equal(claims, undefined);
  assert.equal(response.id_token, "AA.AA.AA");
});

test("authorizationCodeGrant: demands auth_time where max_age or the registration does (OpenID Connect Core §3.1.3.7)", async () => {
  const server = await createFakeServer();
  await grant(server, { maxAgeSeconds: 60 }, { requireAuthTime: true });
  server.behaviour.claims = ({ auth_time: _gone, ...claims }) => claims;
  await grant(server);
  for (const [changes, options] of [
    [{ maxAgeSeconds: 60 }, {}],
    [{}, { requireAuthTime: true }],
  ] as const)
    await assert.rejects(grant(server, changes, options), { code: "ERR_VERIFICATION_AUTH_TIME" });
  server.behaviour.claims = (claims) => ({ ...claims, auth_time: 1_799_999_900 });
  await assert.rejects(grant(server, { maxAgeSeconds: 60 }), { code: "ERR_VERIFICATION_AUTH_TIME" });
  await grant(server, { maxAgeSeconds: 100 });
});

test("authorizationCodeGrant: sends no code of a response that was not checked against the transaction", async () => {
  const server = await createFakeServer();
  const context = contextFor(server);
  const authorization = { code: "c", state: "state-1" };
  await assert.rejects(authorizationCodeGrant(context, { authorization, transaction }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "authorization",
  });
  assert.equal(server.requests.length, 0);
});
