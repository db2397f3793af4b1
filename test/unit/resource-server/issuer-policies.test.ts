import assert from "node:assert/strict";
import { test } from "node:test";
import { createStaticMetadataSource } from "../../../src/metadata/static-metadata-source.ts";
import { createAccessTokenVerifier } from "../../../src/resource-server/create-verifier.ts";
import { tolerating } from "../../../src/tolerances.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { audience, clock, createKey, issuer, makeToken, otherIssuer, setOf } from "./access-tokens.ts";

const keys = createKey();
const template = "https://login.example.com/{tenantid}/v2.0";

/** A server that publishes documents by URL, and tells what was asked of it. */
function publish(documents: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const fetch = async (url: string): Promise<Response> => {
    asked.push(url);
    return Object.hasOwn(documents, url) ? Response.json(documents[url]) : new Response(null, { status: 404 });
  };
  return { asked, fetch };
}

function metadataOf(name: string, jwks_uri: string): Readonly<Record<string, unknown>> {
  return {
    issuer: name,
    jwks_uri,
    authorization_endpoint: `${name}/authorize`,
    token_endpoint: `${name}/token`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  };
}

test("issuers: keys come from discovery, a jwks_uri, metadata, or by hand", async () => {
  const key = await keys;
  const jwksUri = `${issuer}/jwks`;
  const server = publish({
    [`${issuer}/.well-known/openid-configuration`]: metadataOf(issuer, jwksUri),
    [jwksUri]: setOf(key),
  });
  const token = await makeToken(key);
  const metadata = createStaticMetadataSource(issuer, {
    issuer,
    jwks_uri: jwksUri,
    response_types_supported: ["code"],
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
  });
  for (const source of [{}, { jwksUri }, { metadata }, { keys: setOf(key) }]) {
    const verifier = createAccessTokenVerifier({ issuer, audience, clock, fetch: server.fetch, ...source });
    assert.equal((await verifier.verify(token)).claims.iss, issuer);
  }
  assert.deepEqual(server.asked, [`${issuer}/.well-known/openid-configuration`, jwksUri, jwksUri, jwksUri]);
});

test("issuers: metadata that deviate are accepted with the tolerance named, and refused without", async () => {
  const key = await keys;
  const jwksUri = `${issuer}/keys`;
  const metadata = { ...metadataOf(issuer, jwksUri), token_endpoint_auth_methods_supported: ["private_key_jwt"] };
  const server = publish({ [`${issuer}/.well-known/openid-configuration`]: metadata, [jwksUri]: setOf(key) });
  const options = { issuer, audience, clock, fetch: server.fetch };
  const token = await makeToken(key);
  for (const tolerate of [["metadata-member-missing"], tolerating(["metadata-member-missing"])] as const)
    assert.equal((await createAccessTokenVerifier({ ...options, tolerate }).verify(token)).claims.iss, issuer);
  await assert.rejects(createAccessTokenVerifier({ ...options, tolerate: [] }).verify(token), {
    message: /private_key_jwt|token_endpoint_auth_signing_alg_values_supported/,
  });
});

test("issuers: the iss of a token is never fetched", async () => {
  const server = publish({});
  const verifier = createAccessTokenVerifier({ issuer, audience, clock, fetch: server.fetch });
  const token = await makeToken(await keys, { iss: "https://evil.example.com" });
  await assertRefused(verifier.verify(token), "VerificationError", "ERR_VERIFICATION_ISSUER");
  assert.deepEqual(server.asked, []);
});

test("templates: a listed tenant is accepted where tid is the one in iss, each with its own metadata", async () => {
  const [a, b] = [await createKey("ES256", "a"), await createKey("ES256", "b")];
  const [issuerA, issuerB] = ["https://login.example.com/a/v2.0", "https://login.example.com/b/v2.0"];
  const server = publish({
    [`${issuerA}/.well-known/openid-configuration`]: metadataOf(issuerA, `${issuerA}/keys`),
    [`${issuerB}/.well-known/openid-configuration`]: metadataOf(issuerB, `${issuerB}/keys`),
    [`${issuerA}/keys`]: setOf(a),
    [`${issuerB}/keys`]: setOf(b),
  });
  const verifier = createAccessTokenVerifier({
    issuer: template,
    tenants: ["a", "b"],
    audience,
    clock,
    fetch: server.fetch,
  });
  const good = await verifier.verify(await makeToken(a, { iss: issuerA, tid: "a" }));
  assert.equal(good.tenant, "a");
  await verifier.verify(await makeToken(b, { iss: issuerB, tid: "b" }));
  for (const claims of [
    { iss: issuerA, tid: "b" },
    { iss: issuerA },
    { iss: "https://login.example.com/c/v2.0", tid: "c" },
    { iss: template, tid: "{tenantid}" },
    { iss: "https://login.example.com/a/b/v2.0", tid: "a/b" },
  ])
    await assertRefused(verifier.verify(await makeToken(a, claims)), "VerificationError", "ERR_VERIFICATION_ISSUER");
  const stolen = verifier.verify(await makeToken(a, { iss: issuerB, tid: "b" }));
  await assertRefused(stolen, "VerificationError", "ERR_VERIFICATION_KEY_NOT_FOUND");
});

test("templates: of shared keys, one that names another issuer does not sign", async () => {
  const key = await keys;
  const iss = "https://login.example.com/a/v2.0";
  const token = await makeToken(key, { iss, tid: "a" });
  for (const [name, isAccepted] of [
    [undefined, true],
    [template, true],
    [iss, true],
    ["https://login.example.com/b/v2.0", false],
  ] as const) {
    const jwk = { ...key.publicJwk, ...(name === undefined ? {} : { issuer: name }) };
    const shared = { keys: [jwk] };
    const source = { find: async () => shared.keys, refresh: async () => shared.keys };
    for (const given of [shared, source]) {
      const verifier = createAccessTokenVerifier({ issuer: template, tenants: ["a"], audience, clock, keys: given });
      if (isAccepted) await verifier.verify(token);
      else await assertRefused(verifier.verify(token), "VerificationError", "ERR_VERIFICATION_KEY_NOT_FOUND");
    }
  }
});

test("issuers: options that would trust too much are refused before any token comes", async () => {
  const key = await keys;
  const good = { issuer, audience, keys: setOf(key) };
  createAccessTokenVerifier(good);
  const metadata = createStaticMetadataSource(otherIssuer, {
    issuer: otherIssuer,
    response_types_supported: ["code"],
    authorization_endpoint: `${otherIssuer}/authorize`,
    token_endpoint: `${otherIssuer}/token`,
  });
  const cases: readonly (readonly [parameter: string, options: unknown])[] = [
    ["issuers", { issuers: [] }],
    ["issuers", { issuers: issuer }],
    ["issuers", { ...good, issuers: [good] }],
    ["issuer", { issuers: [good, good] }],
    ["issuer", { ...good, issuer: "http://id.example.com" }],
    ["issuer", { ...good, issuer: undefined }],
    ["audience", { ...good, audience: undefined }],
    ["audience", { ...good, audience: "" }],
    ["audience", { ...good, audience: [] }],
    ["algorithms", { ...good, algorithms: ["RS256", "HS256"] }],
    ["algorithms", { ...good, algorithms: [] }],
    ["algorithms", { ...good, algorithms: ["none"] }],
    ["profile", { ...good, profile: "lenient" }],
    ["keys", { ...good, jwksUri: `${issuer}/jwks` }],
    ["keys", { ...good, keys: {} }],
    ["jwksUri", { ...good, keys: undefined, jwksUri: "http://id.example.com/jwks" }],
    ["jwksUri", { ...good, keys: undefined, jwksUri: "/jwks" }],
    ["metadata", { ...good, keys: undefined, metadata }],
    ["metadata", { ...good, keys: undefined, metadata, issuer: template, tenants: ["a"] }],
    ["tenants", { ...good, issuer: template }],
    ["tenants", { ...good, issuer: template, tenants: [] }],
    ["tenants", { ...good, issuer: template, tenants: ["a/b"] }],
    ["tenants", { ...good, issuer: template, tenants: [".."] }],
    ["tenants", { ...good, issuer: template, tenants: "a" }],
    ["issuer", { ...good, tenants: ["a"] }],
    ["issuer", { ...good, issuer: "https://{tenantid}/v2.0", tenants: ["a"] }],
    ["issuer", { ...good, issuer: "https://login.example.com/x{tenantid}/v2.0", tenants: ["a"] }],
    ["issuer", { ...good, issuer: template, tenants: ["a", "a"] }],
    ["clockToleranceSeconds", { ...good, clockToleranceSeconds: Number.NaN }],
    ["clockToleranceSeconds", { ...good, clockToleranceSeconds: 601 }],
    ["claims", { ...good, claims: {} }],
    ["baseUrl", { ...good, baseUrl: "/api" }],
    ["baseUrl", { ...good, baseUrl: "https://api.example.com " }],
    ["baseUrl", { ...good, baseUrl: "https://user@api.example.com" }],
    ["baseUrl", { ...good, baseUrl: "https://api.example.com?x" }],
    ["realm", { ...good, realm: "a\nb" }],
    ["resource_metadata", { ...good, resourceMetadata: "not a URL" }],
    ["maxAgeSeconds", { ...good, dpop: { maxAgeSeconds: 0 } }],
    ["replayStore", { ...good, dpop: { replayStore: {} } }],
    ["timeoutMs", { ...good, timeoutMs: 0 }],
  ];
  for (const [parameter, options] of cases)
    assert.throws(
      () => Reflect.apply(createAccessTokenVerifier, undefined, [options]),
      { code: "ERR_CONFIGURATION_OPTION", parameter },
      `${parameter} ${JSON.stringify(options)}`,
    );
});
