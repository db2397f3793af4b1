import assert from "node:assert/strict";
import { test } from "node:test";
import {
  buildClientIdMetadataDocument,
  checkClientIdUrl,
  fetchClientIdMetadataDocument,
  readClientIdMetadataDocument,
} from "../../../src/metadata/client-id-metadata-document.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { answerOf, createWire, ecKey, json, rsaKey } from "./wire.ts";

const clientId = "https://app.example.com/oauth/client.json";
const document = {
  client_id: clientId,
  client_name: "App",
  redirect_uris: ["https://app.example.com/callback"],
  token_endpoint_auth_method: "none",
};

for (const url of [
  clientId,
  "https://app.example.com/",
  "https://app.example.com:8443/client",
  "https://app.example.com/a?tenant=../1",
  "https://app.example.com/a/...b/.c",
  "https://app.example.com/@me",
]) {
  test(`checkClientIdUrl: ${url} may be a client_id (draft)`, () => {
    checkClientIdUrl(url);
  });
}

const urls: readonly (readonly [url: string, problem: RegExp])[] = [
  ["app", /must begin with https/],
  ["http://app.example.com/client", /must begin with https/],
  ["http://127.0.0.1/client", /must begin with https/],
  ["https:///client", /must begin with https/],
  ["https://app.example.com", /must have a path/],
  ["https://app.example.com?x=/", /must have a path/],
  ["https://app.example.com/client#", /fragment/],
  ["https://app.example.com/client#a", /fragment/],
  ["https://user:pass@app.example.com/client", /user name/],
  ["https://@app.example.com/client", /user name/],
  ["https://app.example.com/a/../client", /dot segments/],
  ["https://app.example.com/./client", /dot segments/],
  ["https://app.example.com/a/%2E%2e/client", /dot segments/],
  ["https://app.example.com/a/.%2e", /dot segments/],
  ["https://app.example.com/..", /dot segments/],
  ["https://app.example.com/a b", /white space/],
  ["https://app.example.com\\a/", /backslash/],
  ["https://app.example.com:99999/a", /well-formed/],
];
for (const [url, problem] of urls) {
  test(`checkClientIdUrl: refuses ${url} (draft)`, () => {
    assert.throws(() => checkClientIdUrl(url), { code: "ERR_CONFIGURATION_OPTION", message: problem });
  });
}

test("buildClientIdMetadataDocument: gives the document, frozen, and leaves the caller's alone", () => {
  const given = { ...document, contacts: ["a@example.com"], client_uri: undefined };
  const { client_uri: _absent, ...want } = given;
  const built = buildClientIdMetadataDocument(want);
  assert.deepEqual(built, want);
  assert.ok(Object.isFrozen(built.contacts) && !Object.isFrozen(given.contacts));
});

test("buildClientIdMetadataDocument: the authentication is never the secret that registration would default to (draft)", () => {
  const { token_endpoint_auth_method: _method, ...unsaid } = document;
  assert.equal(buildClientIdMetadataDocument(unsaid).token_endpoint_auth_method, "none");
  const jwks = { keys: [ecKey] };
  assert.equal(buildClientIdMetadataDocument({ ...unsaid, jwks }).token_endpoint_auth_method, "private_key_jwt");
  const jwks_uri = "https://app.example.com/keys";
  assert.equal(buildClientIdMetadataDocument({ ...unsaid, jwks_uri }).token_endpoint_auth_method, "private_key_jwt");
  assert.equal(buildClientIdMetadataDocument({ ...document, jwks }).token_endpoint_auth_method, "none");
});

const secrets: readonly (readonly [title: string, members: object])[] = [
  ["a secret", { client_secret: "client-secret-1" }],
  ["the end of a secret", { client_secret_expires_at: 0 }],
  ["client_secret_basic", { token_endpoint_auth_method: "client_secret_basic" }],
  ["client_secret_post", { token_endpoint_auth_method: "client_secret_post" }],
  ["client_secret_jwt", { token_endpoint_auth_method: "client_secret_jwt" }],
  ["the private part of a key", { jwks: { keys: [{ ...ecKey, d: "client-secret" }] } }],
  ["a factor of an RSA key without its exponent", { jwks: { keys: [{ ...rsaKey, p: "client-secret" }] } }],
  ["a symmetric key", { jwks: { keys: [{ kty: "oct", k: "client-secret" }] } }],
  ["keys twice", { jwks: { keys: [ecKey] }, jwks_uri: "https://app.example.com/keys" }],
  ["a redirect URI that is none", { redirect_uris: ["/callback"] }],
];
for (const [title, members] of secrets) {
  test(`buildClientIdMetadataDocument: refuses ${title} (draft)`, () => {
    assert.throws(() => buildClientIdMetadataDocument({ ...document, ...members }), { code: "ERR_VALIDATION_REQUEST" });
  });
  test(`readClientIdMetadataDocument: refuses ${title} (draft)`, () => {
    assert.throws(() => readClientIdMetadataDocument(answerOf({ ...document, ...members }), clientId), {
      code: "ERR_VALIDATION_METADATA",
    });
  });
}

test("fetchClientIdMetadataDocument: asks the very URL", async () => {
  const wire = createWire(() => json(document, { "cache-control": "max-age=600" }));
  assert.deepEqual(await fetchClientIdMetadataDocument(wire, clientId), { document, maxAgeSeconds: 600 });
  assert.deepEqual(wire.urls(), [clientId]);
});

test("fetchClientIdMetadataDocument: sends nothing to a URL that no document can have", async () => {
  const wire = createWire(() => assert.fail("nothing may be sent"));
  await assertRefused(
    fetchClientIdMetadataDocument(wire, "http://169.254.169.254/latest"),
    "ConfigurationError",
    "ERR_CONFIGURATION_OPTION",
  );
});

const answers: readonly [title: string, respond: () => Response, name: string, code: string][] = [
  [
    "a redirect",
    () => new Response(null, { status: 301, headers: { location: "https://b.example/" } }),
    "ResponseError",
    "ERR_RESPONSE_REDIRECT",
  ],
  [
    "more than 5 kB",
    () => json({ ...document, client_name: "a".repeat(5120) }),
    "ResponseError",
    "ERR_RESPONSE_TOO_LARGE",
  ],
  ["404", () => json(document, {}, 404), "ResponseError", "ERR_RESPONSE_STATUS"],
  ["203", () => json(document, {}, 203), "ResponseError", "ERR_RESPONSE_STATUS"],
  ["text", () => new Response(JSON.stringify(document)), "ResponseError", "ERR_RESPONSE_CONTENT_TYPE"],
  ["a list", () => json([document]), "ResponseError", "ERR_RESPONSE_NOT_JSON"],
  [
    "another client",
    () => json({ ...document, client_id: "https://app.example.com/other" }),
    "VerificationError",
    "ERR_VERIFICATION_CLIENT",
  ],
  [
    "a client_id that differs by case",
    () => json({ ...document, client_id: "https://APP.example.com/oauth/client.json" }),
    "VerificationError",
    "ERR_VERIFICATION_CLIENT",
  ],
  ["no client_id", () => json({ client_name: "App" }), "ValidationError", "ERR_VALIDATION_METADATA"],
];
for (const [title, respond, name, code] of answers) {
  test(`fetchClientIdMetadataDocument: refuses ${title} (draft)`, async () => {
    await assertRefused(fetchClientIdMetadataDocument(createWire(respond), clientId), name, code);
  });
}

test("readClientIdMetadataDocument: takes any JSON media type, keeps unknown members", () => {
  const answer = answerOf({ ...document, "x-tier": 1 }, { "content-type": "application/client+json; charset=utf-8" });
  assert.deepEqual(readClientIdMetadataDocument(answer, clientId), {
    document: { ...document, "x-tier": 1 },
    maxAgeSeconds: undefined,
  });
});
