import assert from "node:assert/strict";
import { test } from "node:test";
import { createHttp } from "../../../src/http/openapi-client.ts";
import { createMetadataSource } from "../../../src/metadata/metadata-source.ts";
import { createResourceServer } from "../../../src/resource-server/create-resource-server.ts";
import {
  createIntrospectionScene,
  introspectionOf,
  requestWith,
  serverOf,
} from "../../fixtures/resource-server-scene.ts";

const introspection = introspectionOf();
const one = { issuer: "https://id.example.com", audience: "https://api.example.com" };
const two = { issuer: "https://other.example.com", audience: "https://api.example.com" };
const source = createMetadataSource({ http: createHttp() }, one.issuer, {});

const wrong: readonly (readonly [what: string, options: unknown, parameter: string])[] = [
  ["an option that does not exist", { ...one, audiences: [] }, "audiences"],
  [
    "an option of the verifier that is named otherwise here",
    { issuers: [{ ...one, metadata: {} }] },
    "issuers[0].metadata",
  ],
  ["an option of DPoP that does not exist", { ...one, dpop: { nonce: true } }, "dpop.nonce"],
  ["a demand that does not exist", { ...one, demands: { scopes: "a" } }, "demands.scopes"],
  ["no issuer", { audience: one.audience }, "issuer"],
  ["no audience", { issuer: one.issuer }, "audience"],
  ["no audience for one of several", { issuers: [one, { issuer: two.issuer }] }, "audience"],
  ["an empty list of issuers", { issuers: [], audience: one.audience }, "issuers"],
  ["what belongs to an issuer beside several", { issuers: [one], tokens: "jwt" }, "tokens"],
  ["an issuer twice", { issuers: [one, one] }, "issuer"],
  ["another form of tokens", { ...one, tokens: "reference" }, "tokens"],
  ["opaque tokens without introspection", { ...one, tokens: "opaque" }, "introspection"],
  ["introspection of another make", { ...one, introspection: { client_id: "api" } }, "introspection"],
  ["introspection without effect", { ...one, tokens: "jwt", introspection }, "introspection"],
  ["several issuers to ask, and nothing that tells which", { issuers: [one, two], introspection }, "issuerFor"],
  ["what tells it by another thing than a function", { ...one, issuerFor: one.issuer }, "issuerFor"],
  ["clients that are no list", { ...one, clients: "app" }, "clients"],
  ["a client without name", { ...one, clients: [""] }, "clients"],
  [
    "an endpoint without TLS",
    { ...one, introspection, introspectionEndpoint: "http://id.example.com/i" },
    "introspectionEndpoint",
  ],
  [
    "one endpoint for all tenants",
    {
      ...one,
      issuer: "https://id.example.com/{tenantid}",
      tenants: ["a"],
      introspection,
      introspectionEndpoint: "https://id.example.com/i",
    },
    "introspectionEndpoint",
  ],
  ["metadata of another issuer", { ...two, issuerMetadata: source }, "issuerMetadata"],
  ["a cache of another make", { ...one, tokenCache: {} }, "tokenCache"],
  ["a cache turned on by true", { ...one, tokenCache: true }, "tokenCache"],
  ["a symmetric algorithm", { ...one, algorithms: ["HS256"] }, "algorithms"],
  ["a base that is no URL", { ...one, baseUrl: "api" }, "baseUrl"],
  ["a demand for no scope", { ...one, demands: { scope: [] } }, "scope"],
  ["a demand for the empty scope", { ...one, demands: { scope: "" } }, "scope"],
  ["a demand for no scope of several", { ...one, demands: { anyScope: [] } }, "anyScope"],
  ["a demand that is no text", { ...one, demands: { scope: 5 } }, "scope"],
  ["a demand for no class", { ...one, demands: { acrValues: [] } }, "acrValues"],
  ["a demand for half a second", { ...one, demands: { maxAgeSeconds: 0.5 } }, "maxAgeSeconds"],
];

for (const [what, options, parameter] of wrong) {
  test(`resource server options: ${what} is refused`, () => {
    assert.throws(() => createResourceServer(options as never), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}

test("resource server options: demands of a route and of a request are checked like those of the server", async () => {
  const server = serverOf(createIntrospectionScene());
  assert.throws(() => server.demanding({ scopes: "a" } as never), { parameter: "scopes" });
  assert.throws(() => server.demanding({ scope: 'a"b' }), { parameter: "scope" });
  await assert.rejects(server.authenticate(requestWith("opaque-1"), { acr: [] } as never), { parameter: "acr" });
  await assert.rejects(server.authenticate(requestWith("opaque-1"), { scope: [] }), { parameter: "scope" });
  await assert.rejects(server.authenticate(requestWith("opaque-1"), { anyScope: ["a b"] }), {
    code: "ERR_CONFIGURATION_OPTION",
  });
});

test("resource server options: metadata of the issuer is shared, whatever the form of its tokens", async () => {
  const scene = createIntrospectionScene();
  const shared = createMetadataSource({ http: createHttp({ fetch: scene.fetch }) }, one.issuer, {});
  await shared.get();
  const server = serverOf(scene, { issuerMetadata: shared });
  await server.authenticate(requestWith("opaque-1"));
  assert.equal(scene.fetched.filter((url) => url.includes("well-known")).length, 1);
});
