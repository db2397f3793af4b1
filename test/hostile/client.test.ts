import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import type { AuthorizationParameters } from "../../src/endpoints/authorization-parameters.ts";
import { skipSubjectCheck } from "../../src/endpoints/userinfo.ts";
import { createFakeClient, logIn } from "../fixtures/fake-client.ts";
import {
  clientId,
  createFakeServer,
  issuer,
  json,
  type Members,
  metadata,
  redirectUri,
} from "../fixtures/fake-server.ts";
import { assertRefused } from "../fixtures/refusals.ts";

const formType = "application/x-www-form-urlencoded";

const metadataTwins: readonly (readonly [title: string, evil: Members, name: string, code: string])[] = [
  [
    "a token endpoint that is a list",
    { token_endpoint: [`${issuer}/token`] },
    "ValidationError",
    "ERR_VALIDATION_METADATA",
  ],
  [
    "a flag as text",
    { authorization_response_iss_parameter_supported: "true" },
    "ValidationError",
    "ERR_VALIDATION_METADATA",
  ],
  [
    "algorithms as text",
    { id_token_signing_alg_values_supported: "RS256" },
    "ValidationError",
    "ERR_VALIDATION_METADATA",
  ],
  [
    "a token endpoint without TLS",
    { token_endpoint: "http://id.example.com/token" },
    "ValidationError",
    "ERR_VALIDATION_METADATA",
  ],
  [
    "an endpoint that is a script",
    { authorization_endpoint: "javascript:alert(1)" },
    "ValidationError",
    "ERR_VALIDATION_METADATA",
  ],
  [
    "an endpoint with credentials",
    { token_endpoint: "https://a:b@evil.example/t" },
    "ValidationError",
    "ERR_VALIDATION_METADATA",
  ],
  ["the issuer of somebody else", { issuer: "https://evil.example" }, "VerificationError", "ERR_VERIFICATION_ISSUER"],
  ["an issuer of null", { issuer: null }, "ValidationError", "ERR_VALIDATION_METADATA"],
];

for (const [title, evil, name, code] of metadataTwins) {
  test(`refuses metadata with ${title}, fetched or given by hand, whatever is tolerated`, async () => {
    const honest = await createFakeServer();
    await logIn(honest, createFakeClient(honest));
    const tolerate = [
      "null-members",
      "empty-strings",
      "empty-arrays",
      "metadata-member-missing",
      "boolean-string",
    ] as const;
    const server = await createFakeServer({ metadata: (document) => ({ ...document, ...evil }) });
    await assertRefused(createFakeClient(server, { tolerate }).startAuthorization(), name, code);
    const given: typeof metadata = JSON.parse(JSON.stringify({ ...metadata, ...evil }));
    assert.throws(() => createFakeClient(server, { metadata: given, tolerate }), { name, code });
  });
}

test("keeps members that no specification names in metadata (RFC 8414 §3.2)", async () => {
  const server = await createFakeServer({ metadata: (document) => ({ ...document, claims: null, "x-y": [1] }) });
  assert.deepEqual((await createFakeClient(server).metadata())["x-y"], [1]);
});

test("refuses to finish an authorization that another client or server started (mix-up, RFC 9700 §4.4)", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const { transaction } = await client.startAuthorization();
  for (const foreign of [
    { ...transaction, issuer: "https://other.example" },
    { ...transaction, clientId: "client-2" },
  ]) {
    await assertRefused(
      client.finishAuthorization(server.callback(transaction), foreign),
      "VerificationError",
      "ERR_VERIFICATION_TRANSACTION",
    );
  }
  await client.finishAuthorization(server.callback(transaction), transaction);
});

test("refuses to finish an authorization after its lifetime, and accepts it at the end of it", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server, { transactionLifetimeSeconds: 60 });
  const { transaction } = await client.startAuthorization();
  server.now += 60_000;
  await client.finishAuthorization(server.callback(transaction), transaction);
  server.now += 1000;
  await assertRefused(
    client.finishAuthorization(server.callback(transaction), transaction),
    "VerificationError",
    "ERR_VERIFICATION_TRANSACTION",
  );
});

for (const [title, change] of [
  ["nothing", () => null],
  ["text", () => "state"],
  ["an empty object", () => ({})],
  ["one whose nonce got lost", ({ nonce: _lost, ...rest }: Members) => rest],
  ["one whose openid got lost", (honest: Members) => ({ ...honest, scope: "email" })],
  ["one whose max_age has become text", (honest: Members) => ({ ...honest, maxAgeSeconds: "60" })],
  ["one whose subject has become a number", (honest: Members) => ({ ...honest, subject: 1 })],
  ["one whose contexts have become text", (honest: Members) => ({ ...honest, acrValues: "urn:a" })],
  ["one without a state", (honest: Members) => ({ ...honest, state: "" })],
  ["one without a verifier", (honest: Members) => ({ ...honest, codeVerifier: undefined })],
  ["one without a scope", (honest: Members) => ({ ...honest, scope: 1 })],
  ["one without a date", (honest: Members) => ({ ...honest, createdAt: "now" })],
  ["one with an endless date", (honest: Members) => ({ ...honest, createdAt: Number.POSITIVE_INFINITY })],
] as const) {
  test(`refuses ${title} as transaction`, async () => {
    const server = await createFakeServer();
    const client = createFakeClient(server);
    const { transaction } = await client.startAuthorization();
    const broken: typeof transaction = JSON.parse(JSON.stringify(change({ ...transaction })));
    const callback = server.callback(transaction);
    await assertRefused(client.finishAuthorization(callback, broken), "ConfigurationError", "ERR_CONFIGURATION_OPTION");
    assert.ok(server.requests.every(({ path }) => path !== "/token"));
  });
}

test("refuses to finish an authorization that was started in the future, and accepts what the clocks may differ", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server, { clockToleranceSeconds: 5 });
  const { transaction } = await client.startAuthorization();
  const callback = server.callback(transaction);
  server.now -= 5001;
  await assertRefused(
    client.finishAuthorization(callback, transaction),
    "VerificationError",
    "ERR_VERIFICATION_TRANSACTION",
  );
  server.now += 1;
  await client.finishAuthorization(callback, transaction);
});

const requested: readonly (readonly [
  title: string,
  claims: NonNullable<AuthorizationParameters["claims"]>,
  Members,
  string,
])[] = [
  ["another user", { id_token: { sub: { value: "user-1" } } }, { sub: "user-2" }, "ERR_VERIFICATION_SUBJECT"],
  [
    "another authentication context",
    { id_token: { acr: { essential: true, values: ["urn:high", "urn:higher"] } } },
    { acr: "urn:low" },
    "ERR_VERIFICATION_ACR",
  ],
  [
    "no authentication context",
    { id_token: { acr: { essential: true, value: "urn:high" } } },
    { acr: undefined },
    "ERR_VERIFICATION_ACR",
  ],
  [
    "no auth_time",
    { id_token: { auth_time: { essential: true } } },
    { auth_time: undefined },
    "ERR_VERIFICATION_AUTH_TIME",
  ],
];

for (const [title, claims, evil, code] of requested) {
  test(`refuses an ID token with ${title} than claims asked for, and accepts its honest twin (OpenID Connect Core §5.5.1)`, async () => {
    const server = await createFakeServer({ claims: (honest) => ({ ...honest, acr: "urn:high" }) });
    const client = createFakeClient(server);
    const { transaction } = await client.startAuthorization({ claims });
    const stored: typeof transaction = JSON.parse(JSON.stringify(transaction));
    assert.equal((await client.finishAuthorization(server.callback(stored), stored)).claims.acr, "urn:high");
    server.behaviour.claims = (honest) => ({ ...honest, acr: "urn:high", ...evil });
    await assertRefused(client.finishAuthorization(server.callback(stored), stored), "VerificationError", code);
  });
}

test("what claims asks for as voluntary binds nobody", async () => {
  const server = await createFakeServer({ claims: ({ auth_time: _none, ...honest }) => honest });
  const client = createFakeClient(server);
  const { transaction } = await client.startAuthorization({
    claims: { id_token: { sub: null, acr: { values: ["urn:high"] }, auth_time: null } },
  });
  assert.equal((await client.finishAuthorization(server.callback(transaction), transaction)).claims.sub, "user-1");
});

test("refuses an unsigned ID token that nobody asked for, and accepts the response with a signed one or none", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const { transaction } = await client.startAuthorization({ scope: "email" });
  const finish = () => client.finishAuthorization(server.callback(transaction), transaction);
  assert.equal((await finish()).claims, undefined);
  server.behaviour.token = ({ id_token: _none, ...honest }) => honest;
  assert.equal((await finish()).claims, undefined);
  server.behaviour.token = (honest) => honest;
  server.behaviour.header = () => ({ alg: "none" });
  server.behaviour.sign = () => "";
  await assertRefused(finish(), "VerificationError", "ERR_VERIFICATION_ALGORITHM");
});

test("sends tokens of another server nowhere (RFC 9700 §4.4)", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const tokens = await logIn(server, client);
  const foreign = { ...tokens, claims: tokens.claims && { ...tokens.claims, iss: "https://other.example" } };
  const before = server.requests.length;
  for (const call of [
    () => client.refresh(foreign),
    () => client.userInfo(foreign),
    () => client.userInfo(foreign, { expectedSubject: "user-1" }),
    () => client.userInfo(foreign, { expectedSubject: skipSubjectCheck }),
  ])
    await assertRefused(call(), "ConfigurationError", "ERR_CONFIGURATION_OPTION");
  assert.equal(server.requests.length, before, "nothing is sent");
  const unused = await createFakeServer();
  await assertRefused(createFakeClient(unused).refresh(foreign), "ConfigurationError", "ERR_CONFIGURATION_OPTION");
  assert.deepEqual(
    unused.requests.filter(({ method }) => method === "POST"),
    [],
  );
  await client.userInfo(tokens);
  await client.refresh(tokens);
  assert.equal(server.requests.length, before + 2);
});

for (const forced of [
  { request: "a.b.c" },
  { request_uri: "https://evil.example/request" },
  { state: "fixed" },
  { nonce: "fixed" },
  { client_id: "client-2" },
  { code_challenge_method: "plain" },
]) {
  test(`starts no authorization with ${JSON.stringify(forced)} of a caller without types`, async () => {
    const client = createFakeClient(await createFakeServer());
    const parameters: AuthorizationParameters = JSON.parse(JSON.stringify({ scope: "openid", ...forced }));
    await assertRefused(
      client.startAuthorization(parameters),
      "ConfigurationError",
      "ERR_CONFIGURATION_PARAMETER_RESERVED",
    );
  });
}

function endlessForm(): Request {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode("code=c")),
  });
  const init: RequestInit & { readonly duplex: "half" } = {
    method: "POST",
    body,
    headers: { "content-type": formType },
    duplex: "half",
  };
  return new Request(redirectUri, init);
}

test("gives up a form post that never ends, at the client's deadline or the caller's word, and sends no code", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server, { timeoutMs: 50 });
  const { transaction } = await client.startAuthorization({ response_mode: "form_post" });
  const late = await assertRefused(
    client.finishAuthorization(endlessForm(), transaction),
    "TransportError",
    "ERR_TRANSPORT_TIMEOUT",
  );
  assert.match(late.message, /within 50 ms/);
  const signal = AbortSignal.timeout(10);
  await assertRefused(
    createFakeClient(server).finishAuthorization(endlessForm(), transaction, { signal }),
    "TransportError",
    "ERR_TRANSPORT_ABORTED",
  );
  assert.ok(server.requests.every(({ path }) => path !== "/token"));
});

test("takes the redirect_uri from the transaction, whatever the callback's URL says", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const { transaction } = await client.startAuthorization();
  const { search } = new URL(server.callback(transaction));
  await client.finishAuthorization(`http://internal.example:3000/proxied${search}`, transaction);
  const request = server.requests.find(({ path }) => path === "/token");
  assert.equal(request?.form.get("redirect_uri"), redirectUri);
});

test("refuses a form post larger than its cap without reading all of it", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const { transaction } = await client.startAuthorization({ response_mode: "form_post" });
  let produced = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      produced += 1;
      controller.enqueue(new Uint8Array(16_384).fill(0x61));
    },
  });
  const init: RequestInit & { readonly duplex: "half" } = {
    method: "POST",
    body: endless,
    headers: { "content-type": formType },
    duplex: "half",
  };
  const request = new Request(redirectUri, init);
  await assertRefused(
    client.finishAuthorization(request, transaction),
    "ConfigurationError",
    "ERR_CONFIGURATION_OPTION",
  );
  assert.ok(produced < 10, `${produced} pieces`);
});

test("reads a form of 30000 repeated parameters in little time, and refuses it", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const { transaction } = await client.startAuthorization();
  const body = "a&".repeat(30_000);
  const request = new Request(redirectUri, { method: "POST", body, headers: { "content-type": formType } });
  const started = performance.now();
  await assertRefused(
    client.finishAuthorization(request, transaction),
    "VerificationError",
    "ERR_VERIFICATION_PARAMETER_REPEATED",
  );
  assert.ok(performance.now() - started < 1000);
});

test("no event holds a secret", async () => {
  const events: unknown[] = [];
  const server = await createFakeServer({ token: (honest) => ({ ...honest, expires_in: "60" }) });
  const client = createFakeClient(server, {
    onEvent: (event) => events.push(event),
    tolerate: ["expires-in-string"],
  });
  const tokens = await logIn(server, client);
  await client.userInfo(tokens);
  await client.refresh(tokens);
  assert.ok(events.length >= 8);
  for (const event of events)
    assert.doesNotMatch(`${JSON.stringify(event)}${inspect(event, { depth: 9 })}`, /-secret-|eyJ/);
});

test("a listener that throws or rejects breaks no login", async () => {
  const server = await createFakeServer();
  for (const onEvent of [
    () => {
      throw new Error("log is full");
    },
    () => Promise.reject(new Error("log is far")),
  ]) {
    const client = createFakeClient(server, { onEvent });
    assert.equal((await logIn(server, client)).claims?.sub, "user-1");
  }
});

test("an error of the token endpoint holds none of what was sent", async () => {
  const server = await createFakeServer({ token: () => json({ error: "invalid_client" }, 401) });
  const client = createFakeClient(server, {
    client: { client_id: clientId, client_secret: "client-secret-1", redirect_uris: [redirectUri] },
  });
  const error = await assertRefused(logIn(server, client), "OAuthError", "ERR_OAUTH_RESPONSE");
  assert.doesNotMatch(inspect(error, { depth: 9, showHidden: false }), /-secret-|Basic /);
});

test("inspecting a client shows no secret", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  await client.metadata();
  assert.doesNotMatch(inspect(client, { depth: 9, showHidden: true }), /-secret-/);
});
