import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { hasCode, readAuthorizationResponse } from "../../../../src/endpoints/authorization-response.ts";
import type { AuthorizationTransaction } from "../../../../src/endpoints/authorization-transaction.ts";
import { readFrontChannelResponse } from "../../../../src/endpoints/front-channel-response.ts";
import {
  type AuthorizationCodeGrantOptions,
  authorizationCodeGrant,
} from "../../../../src/endpoints/grants/authorization-code.ts";
import type { GrantResult } from "../../../../src/endpoints/grants/grant-result.ts";
import {
  createFakeServer,
  type FakeServer,
  type FakeServerBehaviour,
  metadata,
} from "../../../fixtures/fake-server.ts";
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

test("authorizationCodeGrant: narrows the token to authorization details, sent as JSON (RFC 9396 §6)", async () => {
  const authorizationDetails = [{ type: "payment", amount: 5 }];
  const server = await createFakeServer();
  await grant(server, {}, { authorizationDetails });
  assert.equal(server.requests[0]?.form.get("authorization_details"), '[{"type":"payment","amount":5}]');
});

const { nonce: _unused, ...withoutNonce } = transaction;
const plain = { ...withoutNonce, scope: "email" };

async function grantPlain(server: FakeServer): Promise<GrantResult> {
  const context = contextFor(server);
  const authorization = readAuthorizationResponse(context, new URL(server.callback(plain)).searchParams, plain);
  return authorizationCodeGrant(context, { authorization, transaction: plain });
}

test("authorizationCodeGrant: an ID token that nobody asked for gives no claims, and is verified all the same", async () => {
  const server = await createFakeServer();
  const { response, claims } = await grantPlain(server);
  assert.equal(claims, undefined);
  assert.match(response.id_token ?? "", /^eyJ/);
  server.behaviour.token = ({ id_token: _none, ...rest }) => rest;
  assert.deepEqual((await grantPlain(server)).claims, undefined);
});

const unsolicited: readonly (readonly [title: string, FakeServerBehaviour, code: string])[] = [
  ["alg none", { header: () => ({ alg: "none" }), sign: () => "" }, "ERR_VERIFICATION_ALGORITHM"],
  ["a broken signature", { sign: () => "AAAA" }, "ERR_VERIFICATION_SIGNATURE"],
  ["another audience", { claims: (claims) => ({ ...claims, aud: "client-2" }) }, "ERR_VERIFICATION_AUDIENCE"],
  ["another issuer", { claims: (claims) => ({ ...claims, iss: "https://evil.example" }) }, "ERR_VERIFICATION_ISSUER"],
  ["a nonce", { claims: (claims) => ({ ...claims, nonce: "n" }) }, "ERR_VERIFICATION_NONCE"],
  ["no JWT in it", { idToken: () => "AA.AA.AA" }, "ERR_VALIDATION_JWT"],
];

for (const [title, behaviour, code] of unsolicited) {
  test(`authorizationCodeGrant: refuses an ID token that nobody asked for with ${title}`, async () => {
    const server = await createFakeServer(behaviour);
    await assert.rejects(grantPlain(server), { code });
  });
}

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

test("authorizationCodeGrant: sends no code to another server or for another client than the one it came to (RFC 9700 §4.4)", async () => {
  const server = await createFakeServer();
  const honest = contextFor(server);
  const authorization = readAuthorizationResponse(
    honest,
    new URL(server.callback(transaction)).searchParams,
    transaction,
  );
  for (const changes of [{ metadata: { ...metadata, issuer: "https://other.example" } }, { clientId: "client-2" }]) {
    await assert.rejects(authorizationCodeGrant(contextFor(server, changes), { authorization, transaction }), {
      name: "VerificationError",
      code: "ERR_VERIFICATION_TRANSACTION",
    });
  }
  assert.equal(server.requests.length, 0);
  await authorizationCodeGrant(honest, { authorization, transaction });
  assert.equal(server.requests.length, 1);
});

const asked: readonly (readonly [Partial<AuthorizationTransaction>, claims: object, code: string])[] = [
  [{ subject: "user-1" }, { sub: "user-2" }, "ERR_VERIFICATION_SUBJECT"],
  [{ acrValues: ["urn:a", "urn:b"] }, { acr: "urn:c" }, "ERR_VERIFICATION_ACR"],
  [{ acrValues: ["urn:a", "urn:b"] }, { acr: undefined }, "ERR_VERIFICATION_ACR"],
  [{ requireAuthTime: true }, { auth_time: undefined }, "ERR_VERIFICATION_AUTH_TIME"],
];

for (const [changes, evil, code] of asked) {
  test(`authorizationCodeGrant: holds the ID token to ${JSON.stringify(changes)}, and refuses ${Object.keys(evil).join()} ${Object.values(evil).join()}`, async () => {
    const server = await createFakeServer({ claims: (claims) => ({ ...claims, acr: "urn:b" }) });
    assert.equal((await grant(server, changes)).claims?.acr, "urn:b");
    server.behaviour.claims = (claims) => ({ ...claims, acr: "urn:b", ...evil });
    await assert.rejects(grant(server, changes), { name: "VerificationError", code });
  });
}

test("authorizationCodeGrant: the response was received when it came, not when its keys had come", async () => {
  const server = await createFakeServer();
  let asked = 0;
  const keys = {
    // Asked before the code is sent, and for the key of the token.
    async find() {
      asked += 1;
      if (asked === 2) server.now += 5000;
      return [{ kty: "RSA", ...server.key.jwk }];
    },
  };
  const context = contextFor(server, { keys });
  const query = new URL(server.callback(transaction)).searchParams;
  const authorization = readAuthorizationResponse(context, query, transaction);
  assert.equal((await authorizationCodeGrant(context, { authorization, transaction })).receivedAt, 1_800_000_000_000);
  assert.equal(server.now, 1_800_000_005_000);
});

test("authorizationCodeGrant: sends nothing for a transaction that lost its nonce after the response was read", async () => {
  const server = await createFakeServer();
  const context = contextFor(server);
  const authorization = readAuthorizationResponse(
    context,
    new URL(server.callback(transaction)).searchParams,
    transaction,
  );
  await assert.rejects(authorizationCodeGrant(context, { authorization, transaction: withoutNonce }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "transaction",
  });
  assert.equal(server.requests.length, 0);
});

test("authorizationCodeGrant: an ID token beside the code must have been verified (OpenID Connect Core §3.3.2.8)", async () => {
  const server = await createFakeServer();
  const context = contextFor(server);
  const hybrid = { ...transaction, responseType: "code id_token" };
  const query = new URL(server.callback(hybrid)).searchParams;
  const c_hash = createHash("sha256").update("code-secret-1").digest().subarray(0, 16).toString("base64url");
  query.set("id_token", String(await server.makeIdToken({ nonce: "nonce-1", at_hash: undefined, c_hash })));
  const { response, claims } = await readFrontChannelResponse(context, query, hybrid);
  assert.ok(hasCode(response));
  const answered = { authorization: response, transaction: hybrid };
  await assert.rejects(authorizationCodeGrant(context, answered), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "frontChannelClaims",
  });
  assert.equal(
    server.requests.some(({ path }) => path === "/token"),
    false,
  );
  const granted = await authorizationCodeGrant(context, answered, { frontChannelClaims: claims });
  assert.equal(granted.claims?.sub, "user-1");
});

test("authorizationCodeGrant: a key that the server made for this very token is looked for once (OpenID Connect Core §10.1.1)", async () => {
  const server = await createFakeServer();
  const known = { kty: "RSA", ...server.key.jwk };
  let reloads = 0;
  const source = (made: boolean) => ({
    find: async () => (reloads > 0 && made ? [known] : []),
    async reload() {
      reloads += 1;
    },
  });
  for (const made of [true, false]) {
    reloads = 0;
    const context = contextFor(server, { keys: source(made) });
    const query = new URL(server.callback(transaction)).searchParams;
    const authorization = readAuthorizationResponse(context, query, transaction);
    const granted = authorizationCodeGrant(context, { authorization, transaction });
    if (made) assert.equal((await granted).claims?.sub, "user-1");
    else await assert.rejects(granted, { code: "ERR_VERIFICATION_KEY_NOT_FOUND" });
    assert.equal(reloads, 1);
  }
});
