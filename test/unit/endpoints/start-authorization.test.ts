import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import type { AuthorizationParameters } from "../../../src/endpoints/authorization-parameters.ts";
import type { AuthorizationRegistration } from "../../../src/endpoints/authorization-registration.ts";
import { startAuthorization } from "../../../src/endpoints/start-authorization.ts";
import { contextOf } from "../exchange/answers.ts";

const registration = { redirect_uris: ["https://app.example.com/cb"] };

async function start(
  parameters: AuthorizationParameters = {},
  {
    registered = registration,
    extra = {},
    metadata = {},
  }: {
    readonly registered?: AuthorizationRegistration;
    readonly extra?: Readonly<Record<string, string>>;
    readonly metadata?: object;
  } = {},
) {
  const honest = contextOf();
  const context = { ...honest, metadata: { ...honest.metadata, ...metadata } };
  const started = await startAuthorization(context, parameters, { registration: registered, extra });
  return { ...started, query: new URL(started.url).searchParams };
}

test("startAuthorization: asks for a code with state, nonce and PKCE S256, and remembers them", async () => {
  const { url, query, transaction } = await start({ scope: "openid email" });
  assert.ok(url.startsWith("https://id.example.com/authorize?"));
  assert.deepEqual([...query.keys()].sort(), [
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "nonce",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
  ]);
  assert.equal(query.get("response_type"), "code");
  assert.equal(query.get("client_id"), "client-1");
  assert.equal(query.get("redirect_uri"), "https://app.example.com/cb");
  assert.equal(query.get("code_challenge_method"), "S256");
  assert.equal(query.get("code_challenge"), createHash("sha256").update(transaction.codeVerifier).digest("base64url"));
  assert.equal(query.get("state"), transaction.state);
  assert.equal(query.get("nonce"), transaction.nonce);
  const { state, nonce, codeVerifier, ...rest } = transaction;
  for (const secret of [state, nonce ?? "", codeVerifier]) assert.match(secret, /^[A-Za-z0-9_-]{43}$/);
  assert.equal(new Set([state, nonce, codeVerifier]).size, 3);
  assert.deepEqual(rest, {
    issuer: "https://id.example.com",
    clientId: "client-1",
    redirectUri: "https://app.example.com/cb",
    scope: "openid email",
    createdAt: 1_000_000,
  });
  assert.ok(!url.includes(codeVerifier), "the verifier stays here");
});

test("startAuthorization: makes everything anew each time, frozen and plain JSON", async () => {
  const [one, other] = [await start(), await start()];
  assert.notEqual(one.transaction.state, other.transaction.state);
  assert.notEqual(one.transaction.nonce, other.transaction.nonce);
  assert.notEqual(one.transaction.codeVerifier, other.transaction.codeVerifier);
  assert.ok(Object.isFrozen(one.transaction));
  assert.deepEqual(JSON.parse(JSON.stringify(one.transaction)), one.transaction);
});

test("startAuthorization: without openid there is no nonce (OpenID Connect Core §3.1.2.1)", async () => {
  const { query, transaction } = await start({ scope: "email" });
  assert.equal(query.has("nonce"), false);
  assert.equal("nonce" in transaction, false);
});

test("startAuthorization: passes on what may be asked for", async () => {
  const { query } = await start(
    {
      prompt: "login consent",
      login_hint: "a@example.com",
      response_mode: "form_post",
      resource: ["https://a", "https://b"],
      claims: { userinfo: { email: null } },
    },
    { extra: { hd: "example.com" } },
  );
  assert.equal(query.get("prompt"), "login consent");
  assert.equal(query.get("login_hint"), "a@example.com");
  assert.equal(query.get("response_mode"), "form_post");
  assert.deepEqual(query.getAll("resource"), ["https://a", "https://b"]);
  assert.equal(query.get("claims"), '{"userinfo":{"email":null}}');
  assert.equal(query.get("hd"), "example.com");
});

for (const [name, value] of [
  ["client_id", "x"],
  ["state", "s"],
  ["nonce", "n"],
  ["code_challenge", "c"],
  ["code_challenge_method", "plain"],
  ["request", "a.b.c"],
  ["request_uri", "https://evil.example/request"],
] as const) {
  test(`startAuthorization: a caller without types cannot give ${name} ${JSON.stringify(value)}`, async () => {
    const forced: AuthorizationParameters = JSON.parse(JSON.stringify({ prompt: "login", [name]: value }));
    await assert.rejects(start(forced), {
      name: "ConfigurationError",
      code: "ERR_CONFIGURATION_PARAMETER_RESERVED",
      parameter: name,
      message: `The client makes ${name} itself (RFC 6749 §4.1.1).`,
    });
    await assert.rejects(start({}, { extra: { [name]: "x" } }), { code: "ERR_CONFIGURATION_PARAMETER_RESERVED" });
  });
}

for (const response_mode of ["query", "form_post", undefined] as const) {
  test(`startAuthorization: response_mode ${response_mode} can be read`, async () => {
    assert.equal((await start({ response_mode })).query.get("response_mode"), response_mode ?? null);
  });
}

test("startAuthorization: a caller cannot replace redirect_uri or scope by an extra parameter", async () => {
  for (const name of ["redirect_uri", "scope"])
    await assert.rejects(start({}, { extra: { [name]: "x" } }), { code: "ERR_CONFIGURATION_PARAMETER_RESERVED" });
});

test("startAuthorization: remembers what claims make binding for the ID token (OpenID Connect Core §5.5.1)", async () => {
  const acr = { essential: true, values: ["urn:a", "urn:b"] };
  const asked = await start({
    claims: { id_token: { sub: { value: "user-1" }, acr, auth_time: { essential: true } } },
  });
  const { subject, acrValues, requireAuthTime } = asked.transaction;
  assert.deepEqual([subject, acrValues, requireAuthTime], ["user-1", ["urn:a", "urn:b"], true]);
  const voluntary = await start({ claims: { id_token: { sub: null, acr: { values: ["urn:a"] }, auth_time: null } } });
  for (const name of ["subject", "acrValues", "requireAuthTime"]) assert.equal(name in voluntary.transaction, false);
});

const ages: readonly (readonly [number | undefined, number | undefined, string | null])[] = [
  [undefined, undefined, null],
  [0, undefined, "0"],
  [undefined, 60, "60"],
  [5, 60, "5"],
  [0, 60, "0"],
];

for (const [max_age, default_max_age, sent] of ages) {
  test(`startAuthorization: max_age ${max_age} with default_max_age ${default_max_age} sends ${sent}`, async () => {
    const registered = { ...registration, default_max_age };
    const { query, transaction } = await start(max_age === undefined ? {} : { max_age }, { registered });
    assert.equal(query.get("max_age"), sent);
    assert.equal(transaction.maxAgeSeconds ?? null, sent === null ? null : Number(sent));
  });
}

const uris: readonly (readonly [
  title: string,
  AuthorizationRegistration,
  wanted: string | undefined,
  string | undefined,
])[] = [
  ["the only one registered", registration, undefined, "https://app.example.com/cb"],
  ["the one that is wanted", registration, "https://app.example.com/cb", "https://app.example.com/cb"],
  ["one of several", { redirect_uris: ["https://a/1", "https://a/2"] }, "https://a/2", "https://a/2"],
  ["one that is given where none is registered", {}, "https://a/1", "https://a/1"],
  ["none: several, and none wanted", { redirect_uris: ["https://a/1", "https://a/2"] }, undefined, undefined],
  ["none: no list, and none wanted", {}, undefined, undefined],
  ["none: an empty list", { redirect_uris: [] }, undefined, undefined],
  ["none: one that is not registered", registration, "https://app.example.com/cb/", undefined],
  ["none: one with a query more", registration, "https://app.example.com/cb?x=1", undefined],
];

for (const [title, registered, wanted, chosen] of uris) {
  test(`startAuthorization: redirect_uri is ${title} (RFC 6749 §3.1.2)`, async () => {
    const started = start(wanted === undefined ? {} : { redirect_uri: wanted }, { registered });
    if (chosen === undefined) {
      await assert.rejects(started, { code: "ERR_CONFIGURATION_OPTION", parameter: "redirect_uri" });
      return;
    }
    const { query, transaction } = await started;
    assert.deepEqual([query.get("redirect_uri"), transaction.redirectUri], [chosen, chosen]);
  });
}

for (const [metadata, parameter] of [
  [{ require_signed_request_object: true }, "requestObject"],
  [{ id_token_signing_alg_values_supported: ["HS256"] }, "id_token_signing_alg_values_supported"],
] as const) {
  test(`startAuthorization: says before the user leaves that it cannot serve ${JSON.stringify(metadata)}`, async () => {
    await assert.rejects(start({}, { metadata }), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}

for (const authorization_endpoint of ["http://id.example.com/authorize", "javascript:alert(1)//"]) {
  test(`startAuthorization: sends nobody to ${authorization_endpoint}`, async () => {
    await assert.rejects(start({}, { metadata: { authorization_endpoint } }), {
      code: "ERR_CONFIGURATION_INSECURE_URL",
    });
  });
}

test("startAuthorization: does not mind what it does not need", async () => {
  await start({ scope: "email" }, { metadata: { id_token_signing_alg_values_supported: ["HS256"] } });
  await start({}, { metadata: { require_pushed_authorization_requests: false, require_signed_request_object: false } });
  await assert.rejects(start({}, { metadata: { authorization_endpoint: undefined } }), {
    code: "ERR_CONFIGURATION_METADATA_MISSING",
  });
});

test("startAuthorization: refuses a broken request with all its problems", async () => {
  await assert.rejects(start({ scope: "openid  email", prompt: "none login" }), { code: "ERR_VALIDATION_REQUEST" });
});

for (const [name, value] of [
  ["response_mode", "cookie"],
  ["response_mode", ""],
  ["response_mode", null],
  ["response_mode", ["query"]],
  ["response_type", "none"],
  ["response_type", "code code"],
  ["response_type", null],
  ["response_type", ["code", "token"]],
] as const) {
  test(`startAuthorization: refuses ${name} ${JSON.stringify(value)} before the browser goes anywhere`, async () => {
    const forced: AuthorizationParameters = JSON.parse(JSON.stringify({ [name]: value }));
    await assert.rejects(start(forced), { code: "ERR_CONFIGURATION_OPTION", parameter: name });
  });
}

test("startAuthorization: a hybrid request has PKCE, and its transaction remembers what was asked for", async () => {
  const { query, transaction } = await start({ response_type: "code id_token", response_mode: "form_post" });
  assert.equal(query.get("response_type"), "code id_token");
  assert.equal(query.get("response_mode"), "form_post");
  assert.equal(query.get("code_challenge_method"), "S256");
  assert.equal(transaction.responseType, "code id_token");
  assert.equal(transaction.responseMode, "form_post");
});

test("startAuthorization: an implicit request has a nonce and no PKCE", async () => {
  const { query, transaction } = await start({ response_type: "id_token" });
  assert.equal(query.get("response_type"), "id_token");
  assert.equal(query.get("nonce"), transaction.nonce);
  assert.equal(query.has("code_challenge"), false);
  assert.equal(query.has("code_challenge_method"), false);
  assert.equal(transaction.responseMode, undefined);
});

test("startAuthorization: an ID token is only asked for with the scope openid (OpenID Connect Core §3.2.2.1)", async () => {
  await assert.rejects(start({ response_type: "id_token", scope: "email" }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "scope",
  });
});

test("startAuthorization: tokens are never asked for in the query (OAuth 2.0 Multiple Response Types §5)", async () => {
  await assert.rejects(start({ response_type: "code id_token", response_mode: "query" }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "response_mode",
    message: /Tokens must not be returned in the query/,
  });
});

for (const response_mode of ["jwt", "query.jwt", "fragment.jwt", "form_post.jwt"] as const) {
  test(`startAuthorization: response_mode ${response_mode} can be read (JARM §2.3)`, async () => {
    const { query, transaction } = await start({ response_mode });
    assert.deepEqual([query.get("response_mode"), transaction.responseMode], [response_mode, response_mode]);
  });
}

test("startAuthorization: no JWT is asked for that could not be accepted (JARM §3)", async () => {
  const metadata = { authorization_signing_alg_values_supported: ["HS256"] };
  await assert.rejects(start({ response_mode: "jwt" }, { metadata }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "authorization_signing_alg_values_supported",
  });
  await start({}, { metadata });
});

test("startAuthorization: asks only for authorization details that the server knows (RFC 9396 §5)", async () => {
  const authorization_details = [{ type: "payment" }, { type: "account" }];
  const metadata = { authorization_details_types_supported: ["account"] };
  await assert.rejects(start({ authorization_details }, { metadata }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "authorization_details",
    message: /type payment; it announces account/,
  });
  for (const announced of [undefined, ["payment", "account"]]) {
    const { query } = await start(
      { authorization_details },
      { metadata: { authorization_details_types_supported: announced } },
    );
    assert.equal(query.get("authorization_details"), '[{"type":"payment"},{"type":"account"}]');
  }
  for (const broken of ["{}", "[null]", '[{"type":5}]', '"payment"']) {
    const forced: AuthorizationParameters = JSON.parse(`{"authorization_details":${broken}}`);
    await assert.rejects(start(forced, { metadata }), { code: "ERR_VALIDATION_REQUEST" });
  }
});

test("startAuthorization: appState comes back with the transaction and is never sent", async () => {
  const context = contextOf();
  const { url, transaction, expiresAt } = await startAuthorization(
    context,
    { redirect_uri: "https://a/cb" },
    { appState: "/orders?id=5" },
  );
  assert.equal(transaction.appState, "/orders?id=5");
  assert.equal(expiresAt, undefined);
  assert.ok(!url.includes("orders"));
  const appState: string = JSON.parse("[]");
  await assert.rejects(startAuthorization(context, { redirect_uri: "https://a/cb" }, { appState }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "appState",
  });
});
