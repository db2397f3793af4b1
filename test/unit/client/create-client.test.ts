import assert from "node:assert/strict";
import { test } from "node:test";
import { none } from "../../../src/client-auth/none.ts";
import { clientCredentialsGrant } from "../../../src/endpoints/grants/client-credentials.ts";
import { skipSubjectCheck } from "../../../src/endpoints/userinfo.ts";
import { createFakeClient, logIn } from "../../fixtures/fake-client.ts";
import { createFakeServer, json, metadata, redirectUri } from "../../fixtures/fake-server.ts";

test("createClient: does nothing until it is asked, and is frozen", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  assert.equal(server.requests.length, 0);
  assert.ok(Object.isFrozen(client));
  assert.deepEqual(Object.keys(client).sort(), [
    "checkSessionFrame",
    "clientCredentials",
    "context",
    "exchangeToken",
    "extensionGrant",
    "fetchResource",
    "finishAuthorization",
    "finishImplicitAuthorization",
    "finishLogout",
    "handleBackchannelLogout",
    "introspect",
    "jwtBearer",
    "metadata",
    "pollBackchannelToken",
    "pollDeviceToken",
    "readFrontchannelLogout",
    "receiveBackchannelPing",
    "receiveBackchannelPush",
    "refresh",
    "requestBackchannelToken",
    "requestDeviceToken",
    "revokeAll",
    "revokeToken",
    "saml2Bearer",
    "startAuthorization",
    "startBackchannelAuthentication",
    "startDeviceAuthorization",
    "startLogout",
    "userInfo",
  ]);
});

test("client: gives the context of its calls, for the functions of ts-identity-model/endpoints", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const context = await client.context();
  assert.equal(context.clientId, "client-1");
  assert.equal(context.metadata, await client.metadata());
  const response = await clientCredentialsGrant(context, { scope: "api" });
  assert.equal(typeof response.access_token, "string");
  assert.equal(await client.context(), context);
});

test("client: logs a user in, with verified claims", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const { url, transaction } = await client.startAuthorization({ scope: "openid email", prompt: "login" });
  assert.equal(new URL(url).searchParams.get("prompt"), "login");
  const stored: typeof transaction = JSON.parse(JSON.stringify(transaction));
  const tokens = await client.finishAuthorization(server.callback(stored), stored);
  assert.equal(tokens.claims.sub, "user-1");
  assert.equal(tokens.response.access_token, "access-secret-1");
  assert.equal(tokens.refreshToken, "refresh-secret-1");
  assert.equal(tokens.expiresAt, server.now + 3_600_000);
});

test("client: asks for openid where no scope is named, and passes on extra parameters", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const { url, transaction } = await client.startAuthorization();
  assert.equal(new URL(url).searchParams.get("scope"), "openid");
  assert.equal(transaction.scope, "openid");
  const other = await client.startAuthorization({}, { extra: { hd: "example.com" } });
  assert.equal(new URL(other.url).searchParams.get("hd"), "example.com");
});

test("client: a plain OAuth login has no claims", async () => {
  const server = await createFakeServer({ token: ({ id_token: _none, ...rest }) => rest });
  const client = createFakeClient(server);
  const { transaction } = await client.startAuthorization({ scope: "email" });
  const tokens = await client.finishAuthorization(server.callback(transaction), transaction);
  assert.equal(tokens.claims, undefined);
});

test("client: finishes with what form_post brings", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const { transaction, url } = await client.startAuthorization({ response_mode: "form_post" });
  assert.equal(new URL(url).searchParams.get("response_mode"), "form_post");
  const body = new URL(server.callback(transaction)).searchParams;
  const tokens = await client.finishAuthorization(new Request(redirectUri, { method: "POST", body }), transaction);
  assert.equal(tokens.claims.sub, "user-1");
});

test("client: passes resource and extra parameters on to the token endpoint", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const { transaction } = await client.startAuthorization();
  const options = { resource: ["https://a"], extra: { tenant: "t" } };
  await client.finishAuthorization(server.callback(transaction), transaction, options);
  const form = server.requests.find(({ path }) => path === "/token")?.form;
  assert.deepEqual([form?.get("resource"), form?.get("tenant")], ["https://a", "t"]);
});

test("client: demands auth_time where the client is registered so", async () => {
  const server = await createFakeServer({ claims: ({ auth_time: _none, ...claims }) => claims });
  const registered = { client_id: "client-1", redirect_uris: [redirectUri], require_auth_time: true };
  await assert.rejects(logIn(server, createFakeClient(server, { client: registered })), {
    code: "ERR_VERIFICATION_AUTH_TIME",
  });
});

test("client: an ID token that nobody asked for gives no claims", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const { transaction } = await client.startAuthorization({ scope: "email" });
  const tokens = await client.finishAuthorization(server.callback(transaction), transaction);
  assert.equal(tokens.claims, undefined);
  assert.match(tokens.response.id_token ?? "", /^eyJ/);
});

test("client: lifetimes count from the token response, however long its keys take to come", async () => {
  const server = await createFakeServer({
    token(honest) {
      server.now += 40_000;
      return honest;
    },
    jwks(honest) {
      server.now += 40_000;
      // The keys of before: those of the token come when they are asked for again.
      const isFirst = server.requests.filter(({ path }) => path === "/jwks").length % 2 === 1;
      return isFirst ? { keys: [{ ...server.key.jwk, kid: "old" }] } : honest;
    },
  });
  const client = createFakeClient(server);
  const tokens = await logIn(server, client);
  assert.deepEqual(
    [server.now, tokens.receivedAt, tokens.expiresAt],
    [1_800_000_120_000, 1_800_000_080_000, 1_800_003_680_000],
  );
  const fresh = createFakeClient(server);
  const refreshed = await fresh.refresh(tokens);
  assert.deepEqual(
    [server.now, refreshed.receivedAt, refreshed.expiresAt],
    [1_800_000_240_000, 1_800_000_200_000, 1_800_003_800_000],
  );
});

test("client: a code is not spent while the server's keys cannot be had, and works once they can (OpenID Connect Core §10.1.1)", async () => {
  const server = await createFakeServer({ jwks: () => new Response("busy", { status: 503 }) });
  const client = createFakeClient(server);
  const { transaction } = await client.startAuthorization();
  const callback = server.callback(transaction);
  await assert.rejects(client.finishAuthorization(callback, transaction), { code: "ERR_RESPONSE_STATUS" });
  assert.ok(server.requests.every(({ path }) => path !== "/token"));
  delete server.behaviour.jwks;
  server.now += 60_000;
  assert.equal((await client.finishAuthorization(callback, transaction)).claims.sub, "user-1");
});

test("client: a refresh token is not spent while the server's keys cannot be had", async () => {
  const server = await createFakeServer();
  const tokens = await logIn(server, createFakeClient(server));
  const spent = server.requests.length;
  server.behaviour.jwks = () => new Response("busy", { status: 503 });
  await assert.rejects(createFakeClient(server).refresh(tokens), { code: "ERR_RESPONSE_STATUS" });
  assert.ok(server.requests.slice(spent).every(({ path }) => path !== "/token"));
});

test("client: no keys are asked for where no ID token is due", async () => {
  const server = await createFakeServer({ token: ({ id_token: _none, ...response }) => response });
  const client = createFakeClient(server);
  const { transaction } = await client.startAuthorization({ scope: "email" });
  await client.finishAuthorization(server.callback(transaction), transaction);
  assert.ok(server.requests.every(({ path }) => path !== "/jwks"));
});

test("client: finishes a login whose ID token is what claims asked for (OpenID Connect Core §5.5.1)", async () => {
  const server = await createFakeServer({ claims: (claims) => ({ ...claims, acr: "urn:b" }) });
  const client = createFakeClient(server);
  const acr = { essential: true, values: ["urn:a", "urn:b"] };
  const { url, transaction } = await client.startAuthorization({
    claims: { id_token: { sub: { value: "user-1" }, acr, auth_time: { essential: true } } },
  });
  assert.equal(
    new URL(url).searchParams.get("claims"),
    '{"id_token":{"sub":{"value":"user-1"},"acr":{"essential":true,"values":["urn:a","urn:b"]},"auth_time":{"essential":true}}}',
  );
  const stored: typeof transaction = JSON.parse(JSON.stringify(transaction));
  const { claims } = await client.finishAuthorization(server.callback(stored), stored);
  assert.deepEqual([claims.sub, claims.acr, claims.auth_time], ["user-1", "urn:b", 1_799_999_990]);
});

test("client: gets a token for itself", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const tokens = await client.clientCredentials({ scope: "api" }, { extra: { tenant: "t" } });
  assert.deepEqual(
    [tokens.claims, tokens.refreshToken, tokens.receivedAt, tokens.expiresAt],
    [undefined, undefined, server.now, server.now + 3_600_000],
  );
  const request = server.requests.at(-1);
  assert.equal(request?.form.toString(), "scope=api&grant_type=client_credentials&tenant=t");
  assert.equal(request?.headers.get("authorization"), `Basic ${btoa("client-1:client-secret-1")}`);
});

test("client: refreshes, and keeps claims and refresh token that the server does not repeat (RFC 6749 §6)", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const tokens = await logIn(server, client);
  server.now += 60_000;
  server.behaviour.token = () => ({ access_token: "access-secret-2", token_type: "Bearer" });
  const refreshed = await client.refresh(tokens, { scope: "openid" });
  assert.equal(refreshed.response.access_token, "access-secret-2");
  assert.equal(refreshed.refreshToken, "refresh-secret-1");
  assert.equal(refreshed.claims, tokens.claims);
  assert.equal(refreshed.receivedAt, server.now);
  assert.equal(refreshed.expiresAt, undefined);
  assert.equal(server.requests.at(-1)?.form.get("scope"), "openid");
});

test("client: takes the rotated refresh token and the new claims", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const tokens = await logIn(server, client);
  server.now += 60_000;
  server.behaviour.token = (honest) => ({ ...honest, refresh_token: "refresh-secret-2" });
  const refreshed = await client.refresh(tokens);
  assert.equal(refreshed.refreshToken, "refresh-secret-2");
  assert.equal(refreshed.claims?.iat, 1_800_000_060);
});

test("client: tokens without claims stay without claims when they are refreshed", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const { transaction } = await client.startAuthorization({ scope: "email" });
  const tokens = await client.finishAuthorization(server.callback(transaction), transaction);
  assert.equal((await client.refresh(tokens)).claims, undefined);
});

test("client: refuses to refresh without a refresh token, before any I/O", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const tokens = await client.clientCredentials();
  const before = server.requests.length;
  await assert.rejects(client.refresh(tokens), { code: "ERR_CONFIGURATION_OPTION", parameter: "refreshToken" });
  const nothing: typeof tokens = JSON.parse("null");
  await assert.rejects(client.refresh(nothing), { code: "ERR_CONFIGURATION_OPTION" });
  assert.equal(server.requests.length, before);
});

test("client: a used-up refresh token is the server's own word", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const tokens = await logIn(server, client);
  server.behaviour.token = () => json({ error: "invalid_grant" }, 400);
  await assert.rejects(client.refresh(tokens), { code: "ERR_OAUTH_RESPONSE", error: "invalid_grant", status: 400 });
});

test("client: userInfo compares with the ID token, with what is given, or says what it lacks", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const tokens = await logIn(server, client);
  assert.equal((await client.userInfo(tokens)).email, "user@example.com");
  assert.equal((await client.userInfo(tokens, { expectedSubject: "user-1" })).sub, "user-1");
  await assert.rejects(client.userInfo(tokens, { expectedSubject: "user-2" }), { code: "ERR_VERIFICATION_SUBJECT" });
  const plain = await client.clientCredentials();
  await assert.rejects(client.userInfo(plain), { code: "ERR_CONFIGURATION_OPTION", parameter: "expectedSubject" });
  assert.equal((await client.userInfo(plain, { expectedSubject: "user-1" })).sub, "user-1");
  assert.equal((await client.userInfo(plain, { expectedSubject: skipSubjectCheck })).sub, "user-1");
});

test("client: gives the metadata", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  assert.deepEqual(await client.metadata(), metadata);
  assert.equal(await client.metadata({}), await client.metadata());
  assert.equal(server.requests.length, 1);
});

test("client: a call's signal ends the call", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const tokens = await logIn(server, client);
  const signal = AbortSignal.abort();
  for (const call of [
    () => client.clientCredentials({}, { signal }),
    () => client.refresh(tokens, {}, { signal }),
    () => client.userInfo(tokens, { signal }),
  ])
    await assert.rejects(call(), { code: "ERR_TRANSPORT_ABORTED" });
});

test("client: several logins at once each find their own transaction", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const started = await Promise.all(Array.from({ length: 5 }, () => client.startAuthorization()));
  const callbacks = started.map(({ transaction }) => server.callback(transaction));
  const finished = await Promise.all(
    started.map(({ transaction }, index) => client.finishAuthorization(callbacks[index] ?? "", transaction)),
  );
  assert.equal(new Set(finished.map(({ claims }) => claims.nonce)).size, 5);
  const [first, second] = started;
  assert.ok(first !== undefined && second !== undefined);
  await assert.rejects(client.finishAuthorization(server.callback(second.transaction), first.transaction), {
    code: "ERR_VERIFICATION_STATE",
  });
});

test("client: works with metadata and keys given by hand", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server, { metadata, jwks: { keys: [{ kty: "RSA", ...server.key.jwk }] } });
  assert.equal((await logIn(server, client)).claims?.sub, "user-1");
  assert.deepEqual(
    server.requests.map(({ path }) => path),
    ["/token"],
  );
});

test("client: tokens without an ID token go back only to the server they came from too (RFC 9700 §4.4)", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const tokens = await client.clientCredentials();
  assert.equal(tokens.issuer, "https://id.example.com");
  const foreign = { ...tokens, issuer: "https://other.example", refreshToken: "r" };
  const without: typeof foreign = JSON.parse(JSON.stringify({ ...foreign, issuer: undefined }));
  for (const stranger of [foreign, without]) {
    await assert.rejects(client.refresh(stranger), { code: "ERR_CONFIGURATION_OPTION", parameter: "tokens" });
    await assert.rejects(client.revokeAll(stranger), { code: "ERR_CONFIGURATION_OPTION", parameter: "tokens" });
    await assert.rejects(client.userInfo(stranger, { expectedSubject: "u" }), { code: "ERR_CONFIGURATION_OPTION" });
  }
});

test("client: a client without credentials is told so before it asks for a token of its own (RFC 6749 §4.4)", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server, { client: { client_id: "client-1" } });
  await assert.rejects(client.clientCredentials(), {
    code: "ERR_CONFIGURATION_AUTH_METHOD",
    parameter: "client.client_secret",
  });
  assert.equal(
    server.requests.some(({ path }) => path === "/token"),
    false,
  );
  const meant = createFakeClient(server, { client: { client_id: "client-1" }, auth: none() });
  assert.equal((await meant.clientCredentials()).response.token_type, "Bearer");
});
