import assert from "node:assert/strict";
import { test } from "node:test";
import { clientSecretPost } from "../../../src/client-auth/client-secret-post.ts";
import type { AuthorizationDelivery } from "../../../src/endpoints/deliver-authorization.ts";
import { createRequestObjectHost } from "../../../src/endpoints/request-object-host.ts";
import { startAuthorization } from "../../../src/endpoints/start-authorization.ts";
import { createHttp } from "../../../src/http/openapi-client.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import { contextOf } from "../exchange/answers.ts";
import { generateEncryptionKey } from "../jose/encrypted-tokens.ts";
import { generateTestKey } from "../jose/signed-tokens.ts";

const key = (await generateTestKey("ES256")).privateJwk;
const endpoint = { pushed_authorization_request_endpoint: "https://id.example.com/par" };
const required = { ...endpoint, require_pushed_authorization_requests: true };
const signed = { require_signed_request_object: true };
const secret = clientSecretPost("client-secret-1");

async function deliver({
  metadata = {},
  auth = secret,
  extra,
  keys,
  scope = "openid email",
  ...delivery
}: AuthorizationDelivery & {
  readonly metadata?: object;
  readonly auth?: typeof secret | undefined;
  readonly keys?: ReturnType<typeof createStaticKeySource>;
  readonly scope?: string;
}) {
  const forms: URLSearchParams[] = [];
  const http = createHttp({
    fetch: async (_url, init) => {
      forms.push(new URLSearchParams(String(init.body)));
      return Response.json({ request_uri: "urn:example:1", expires_in: 90 }, { status: 201 });
    },
  });
  const plain = contextOf({ http, auth, keys });
  const context = { ...plain, metadata: { ...plain.metadata, ...metadata } };
  const registration = { redirect_uris: ["https://app.example.com/cb"], ...delivery.registration };
  const started = await startAuthorization(context, { scope }, { ...delivery, registration, extra });
  return { ...started, query: new URL(started.url).searchParams, forms };
}

function claimsOf(jwt: string | null | undefined): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt?.split(".")[1] ?? "", "base64url").toString());
}

type Pushing = AuthorizationDelivery["pushedAuthorizationRequests"];
const pushing: readonly (readonly [title: string, Parameters<typeof deliver>[0], isPushed: boolean])[] = [
  ["auto, no endpoint", {}, false],
  ["auto, an endpoint, a client that authenticates", { metadata: endpoint }, true],
  ["auto, an endpoint, a public client", { metadata: endpoint, auth: undefined }, false],
  ["auto, required by the server of a public client", { metadata: required, auth: undefined }, true],
  [
    "auto, required by the registration of a public client",
    { metadata: endpoint, auth: undefined, registration: { require_pushed_authorization_requests: true } },
    true,
  ],
  ["always, a public client", { metadata: endpoint, auth: undefined, pushedAuthorizationRequests: "always" }, true],
  ["never, an endpoint", { metadata: endpoint, pushedAuthorizationRequests: "never" }, false],
];

for (const [title, options, isPushed] of pushing) {
  test(`startAuthorization: ${isPushed ? "pushes" : "does not push"}: ${title} (RFC 9126 §5)`, async () => {
    const auth = "auth" in options ? contextOf().auth : secret;
    const { query, forms, expiresAt, transaction } = await deliver({ ...options, auth });
    assert.equal(forms.length, isPushed ? 1 : 0);
    assert.equal(expiresAt, isPushed ? 1_090_000 : undefined);
    if (!isPushed) return assert.equal(query.get("state"), transaction.state);
    assert.deepEqual(
      [...query],
      [
        ["client_id", "client-1"],
        ["request_uri", "urn:example:1"],
      ],
    );
    const [form] = forms;
    assert.equal(form?.get("state"), transaction.state);
    assert.equal(form?.get("nonce"), transaction.nonce);
    assert.equal(form?.get("code_challenge_method"), "S256");
    assert.deepEqual(form?.getAll("client_id"), ["client-1"]);
  });
}

for (const [title, options, expected] of [
  [
    "never, though the server requires it",
    { metadata: required, pushedAuthorizationRequests: "never" as Pushing },
    { code: "ERR_CONFIGURATION_OPTION", parameter: "pushedAuthorizationRequests" },
  ],
  [
    "always, and there is no endpoint",
    { pushedAuthorizationRequests: "always" as Pushing },
    { code: "ERR_CONFIGURATION_METADATA_MISSING", parameter: "pushed_authorization_request_endpoint" },
  ],
  [
    "required, and there is no endpoint",
    { metadata: { require_pushed_authorization_requests: true } },
    { code: "ERR_CONFIGURATION_METADATA_MISSING" },
  ],
] as const) {
  test(`startAuthorization: refuses to push: ${title}`, async () => {
    await assert.rejects(deliver(options), expected);
  });
}

test("startAuthorization: every authorization is pushed anew (RFC 9126 §7.3)", async () => {
  const [one, other] = [await deliver({ metadata: endpoint }), await deliver({ metadata: endpoint })];
  assert.notEqual(one.forms[0]?.get("state"), other.forms[0]?.get("state"));
});

test("startAuthorization: extra parameters are pushed, not put into the URL", async () => {
  const { query, forms } = await deliver({ metadata: endpoint, extra: { tenant: "t" } });
  assert.equal(forms[0]?.get("tenant"), "t");
  assert.equal(query.has("tenant"), false);
});

const signing: readonly (readonly [title: string, Parameters<typeof deliver>[0]])[] = [
  ["the option requestObject", { requestObject: { key } }],
  ["the option requestObject and the client's key", { requestObject: {}, key }],
  ["metadata that require it", { metadata: signed, key }],
  ["a registration that requires it", { registration: { require_signed_request_object: true }, key }],
  ["a registered algorithm", { registration: { request_object_signing_alg: "ES256" }, key }],
];

for (const [title, options] of signing) {
  test(`startAuthorization: signs the request by ${title} (RFC 9101 §5)`, async () => {
    const { query, transaction, expiresAt } = await deliver({ ...options, extra: { tenant: "t" } });
    assert.deepEqual([...query.keys()].sort(), ["client_id", "request", "response_type", "scope"]);
    assert.deepEqual([query.get("response_type"), query.get("scope")], ["code", "openid"]);
    const { state, nonce, scope, tenant, response_type, redirect_uri, aud, iss } = claimsOf(query.get("request"));
    assert.deepEqual([state, nonce, scope], [transaction.state, transaction.nonce, "openid email"]);
    assert.deepEqual([tenant, response_type, redirect_uri], ["t", "code", "https://app.example.com/cb"]);
    assert.deepEqual([aud, iss], ["https://id.example.com", "client-1"]);
    assert.equal(expiresAt, 1_300_000);
  });
}

test("startAuthorization: a key alone signs nothing", async () => {
  assert.equal((await deliver({ key })).query.has("request"), false);
});

test("startAuthorization: beside a request object of plain OAuth stands client_id alone (RFC 9101 §5)", async () => {
  const { query } = await deliver({ requestObject: { key, lifetimeSeconds: 60 }, scope: "api" });
  assert.deepEqual([...query.keys()], ["client_id", "request"]);
});

for (const [title, options] of [
  ["the server", { metadata: signed }],
  ["the registration", { registration: { require_signed_request_object: true } }],
  ["a registered algorithm", { registration: { request_object_signing_alg: "ES256" } }],
  ["a registered encryption", { registration: { request_object_encryption_alg: "ECDH-ES" } }],
  ["an option without a key", { requestObject: {} }],
] as const) {
  test(`startAuthorization: says that there is no key for what ${title} requires (RFC 9101 §10.5)`, async () => {
    await assert.rejects(deliver(options), { code: "ERR_CONFIGURATION_OPTION", parameter: "requestObject" });
  });
}

test("startAuthorization: the registered algorithm is the only one", async () => {
  await assert.rejects(deliver({ key, registration: { request_object_signing_alg: "PS256" } }), {
    code: "ERR_CONFIGURATION_KEY",
  });
});

test("startAuthorization: a request object is pushed alone (RFC 9126 §3)", async () => {
  const { query, forms, transaction, expiresAt } = await deliver({
    metadata: { ...endpoint, request_parameter_supported: false },
    requestObject: { key },
    extra: { tenant: "t" },
  });
  assert.deepEqual([...query.keys()], ["client_id", "request_uri"]);
  assert.deepEqual([...(forms[0]?.keys() ?? [])].sort(), ["client_id", "client_secret", "request"]);
  const { state, tenant } = claimsOf(forms[0]?.get("request"));
  assert.deepEqual([state, tenant, expiresAt], [transaction.state, "t", 1_090_000]);
});

test("startAuthorization: by reference, the server fetches the object from its host (RFC 9101 §5.2)", async () => {
  const host = createRequestObjectHost({ baseUrl: "https://app.example.com/requests" });
  const { query, transaction } = await deliver({ requestObject: { key, host } });
  assert.deepEqual([...query.keys()].sort(), ["client_id", "request_uri", "response_type", "scope"]);
  const response = host.respond({ method: "GET", url: query.get("request_uri") ?? "" });
  assert.equal(claimsOf(await response.text()).state, transaction.state);
});

test("startAuthorization: the registered encryption is applied with the server's key (OpenID Connect Core §10.2)", async () => {
  const recipient = await generateEncryptionKey("ECDH-ES", "P-256");
  const keys = createStaticKeySource({ keys: [recipient.publicJwk] });
  const registration = { request_object_encryption_alg: "ECDH-ES", request_object_encryption_enc: "A256GCM" };
  const { query } = await deliver({ key, keys, registration });
  const [header = ""] = query.get("request")?.split(".") ?? [];
  const { alg, enc, cty } = JSON.parse(Buffer.from(header, "base64url").toString());
  assert.deepEqual([alg, enc, cty], ["ECDH-ES", "A256GCM", "JWT"]);
});

for (const [parameter, host] of [
  ["request_parameter_supported", undefined],
  ["request_uri_parameter_supported", { put: async () => "https://app.example.com/r/1" }],
] as const) {
  test(`startAuthorization: heeds a server that denies ${parameter} (OpenID Connect Discovery §3)`, async () => {
    await assert.rejects(deliver({ metadata: { [parameter]: false }, requestObject: { key, host } }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
  });
}

for (const name of ["request", "request_uri", "state", "client_assertion"]) {
  test(`startAuthorization: ${name} is no extra parameter, however the request travels`, async () => {
    for (const options of [{}, { metadata: endpoint }, { requestObject: { key } }])
      await assert.rejects(deliver({ ...options, extra: { [name]: "x" } }), {
        code: "ERR_CONFIGURATION_PARAMETER_RESERVED",
        parameter: name,
      });
  });
}
