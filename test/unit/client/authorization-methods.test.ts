import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import type { AuthorizationTransaction } from "../../../src/endpoints/authorization-transaction.ts";
import { createFakeClient } from "../../fixtures/fake-client.ts";
import { accessToken, createFakeServer, type FakeServer, issuer, type Members } from "../../fixtures/fake-server.ts";

function half(text: string): string {
  return createHash("sha256").update(text).digest().subarray(0, 16).toString("base64url");
}

/** What the browser brings back in the fragment. */
async function fragment(
  server: FakeServer,
  transaction: AuthorizationTransaction,
  claims: Members = {},
): Promise<string> {
  const query = new URL(server.callback(transaction)).searchParams;
  const code = query.get("code") ?? "";
  const idToken = await server.makeIdToken({
    nonce: transaction.nonce,
    at_hash: undefined,
    c_hash: half(code),
    ...claims,
  });
  query.set("id_token", String(idToken));
  return `${transaction.redirectUri}#${query}`;
}

test("finishAuthorization: a hybrid login, both ID tokens verified (OpenID Connect Core §3.3)", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const { url, transaction } = await client.startAuthorization({ response_type: "code id_token" });
  assert.equal(new URL(url).searchParams.get("response_type"), "code id_token");
  const tokens = await client.finishAuthorization(await fragment(server, transaction), transaction);
  assert.equal(tokens.claims.sub, "user-1");
  assert.equal(tokens.response.access_token, accessToken);
});

test("finishAuthorization: refuses a hybrid response whose ID token is about another user, after the exchange (§3.3.3.6)", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const { transaction } = await client.startAuthorization({ response_type: "code id_token" });
  const callback = await fragment(server, transaction, { sub: "user-2" });
  await assert.rejects(client.finishAuthorization(callback, transaction), {
    code: "ERR_VERIFICATION_CONTINUITY",
    parameter: "sub",
  });
});

test("finishAuthorization: never redeems a code whose c_hash differs", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const { transaction } = await client.startAuthorization({ response_type: "code id_token" });
  const callback = await fragment(server, transaction, { c_hash: half("another") });
  await assert.rejects(client.finishAuthorization(callback, transaction), { code: "ERR_VERIFICATION_HASH" });
  assert.equal(
    server.requests.some(({ path }) => path === "/token"),
    false,
  );
});

test("finishImplicitAuthorization: gives the response and the verified claims", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const { transaction } = await client.startAuthorization({
    response_type: "id_token token",
    response_mode: "form_post",
  });
  const idToken = String(await server.makeIdToken({ nonce: transaction.nonce, at_hash: half("at") }));
  const body = { iss: issuer, state: transaction.state, id_token: idToken, access_token: "at", token_type: "Bearer" };
  const callback = new URLSearchParams(body);
  const { response, claims } = await client.finishImplicitAuthorization(callback, transaction);
  assert.equal(response.access_token, "at");
  assert.equal(claims?.sub, "user-1");
});

test("each way to finish refuses the transaction of the other", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const code = (await client.startAuthorization()).transaction;
  const implicit = (await client.startAuthorization({ response_type: "id_token" })).transaction;
  await assert.rejects(client.finishImplicitAuthorization("?code=c", code), {
    code: "ERR_CONFIGURATION_OPTION",
    remedy: /finishAuthorization/,
  });
  await assert.rejects(client.finishAuthorization("#id_token=a.b.c", implicit), {
    code: "ERR_CONFIGURATION_OPTION",
    remedy: /finishImplicitAuthorization/,
  });
});
