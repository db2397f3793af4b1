import assert from "node:assert/strict";
import { test } from "node:test";
import type { AuthorizationServerMetadata } from "../../../generated/messages/authorization-server-metadata.ts";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import type { MetadataEvent } from "../../../src/metadata/metadata-event.ts";
import { createStaticMetadataSource } from "../../../src/metadata/static-metadata-source.ts";

const issuer = "https://id.example.com";
const given = {
  issuer,
  response_types_supported: ["code"],
  token_endpoint: "https://id.example.com/token",
  mtls_endpoint_aliases: { token_endpoint: "https://mtls.example.com/token" },
};

/** What a program without types may pass. */
function untyped(value: unknown): AuthorizationServerMetadata {
  return value as AuthorizationServerMetadata;
}

test("createStaticMetadataSource: gives a frozen copy, the same each time", async () => {
  const source = createStaticMetadataSource(issuer, given);
  const { metadata, url, tolerated, maxAgeSeconds } = await source.get();
  assert.deepEqual(metadata, given);
  assert.deepEqual([url, tolerated, maxAgeSeconds], ["", [], undefined]);
  assert.ok(Object.isFrozen(metadata) && Object.isFrozen(metadata.mtls_endpoint_aliases));
  assert.equal(Object.isFrozen(given), false);
  assert.equal((await source.refresh()).metadata, metadata);
  assert.equal(source.peek()?.metadata, metadata);
  assert.equal(source.issuer, issuer);
});

const refused: readonly (readonly [title: string, issuer: string, metadata: unknown, code: string])[] = [
  ["an issuer that is no URL", "id", given, "ERR_CONFIGURATION_OPTION"],
  ["an issuer without TLS", "http://id.example.com", given, "ERR_CONFIGURATION_OPTION"],
  ["metadata of another issuer", issuer, { ...given, issuer: `${issuer}/` }, "ERR_VERIFICATION_ISSUER"],
  ["no metadata", issuer, null, "ERR_VALIDATION_METADATA"],
  ["text", issuer, "{}", "ERR_VALIDATION_METADATA"],
  ["metadata without an issuer", issuer, { response_types_supported: ["code"] }, "ERR_VALIDATION_METADATA"],
  ["a member of a wrong type", issuer, { ...given, scopes_supported: "openid" }, "ERR_VALIDATION_METADATA"],
  ["an endpoint without TLS", issuer, { ...given, token_endpoint: "http://id.example.com" }, "ERR_VALIDATION_METADATA"],
  ["an endpoint with credentials", issuer, { ...given, token_endpoint: "https://a:b@c" }, "ERR_VALIDATION_METADATA"],
  ["a member of null", issuer, { ...given, jwks_uri: null }, "ERR_VALIDATION_METADATA"],
];

for (const [title, expected, metadata, code] of refused) {
  test(`createStaticMetadataSource: refuses ${title}`, () => {
    assert.throws(() => createStaticMetadataSource(expected, untyped(metadata)), { code });
  });
}

test("createStaticMetadataSource: admits what is tolerated, and tells", async () => {
  const odd = untyped({ issuer, jwks_uri: null, mtls_endpoint_aliases: { token_endpoint: null } });
  const tolerate = tolerating(["null-members", "metadata-member-missing"]);
  const { metadata, tolerated } = await createStaticMetadataSource(issuer, odd, { tolerate }).get();
  assert.deepEqual(metadata, { issuer, mtls_endpoint_aliases: {} });
  assert.deepEqual(
    tolerated.map(({ deviation, pointer }) => `${deviation} ${pointer}`),
    ["D11 /jwks_uri", "D11 /mtls_endpoint_aliases/token_endpoint", "D15 /response_types_supported"],
  );
});

test("createStaticMetadataSource: reports what it admits, once", async () => {
  const events: MetadataEvent[] = [];
  const odd = untyped({ ...given, jwks_uri: null, scopes_supported: [] });
  const tolerate = tolerating(["null-members", "empty-arrays"]);
  const source = createStaticMetadataSource(issuer, odd, { tolerate, onEvent: (event) => events.push(event) });
  await source.get();
  const shared = { type: "tolerated", issuer: "https://id.example.com", document: "metadata" };
  const place = { message: "AuthorizationServerMetadata", endpoint: "metadata (given)" };
  assert.deepEqual(events, [
    { ...shared, ...place, deviation: { tolerance: "null-members", deviation: "D11", pointer: "/jwks_uri" } },
    { ...shared, ...place, deviation: { tolerance: "empty-arrays", deviation: "D16", pointer: "/scopes_supported" } },
  ]);
  createStaticMetadataSource(issuer, given, { tolerate, onEvent: () => assert.fail("nothing was tolerated") });
  createStaticMetadataSource(issuer, odd, { tolerate, onEvent: () => assert.fail("has no effect") });
});

const loop: Record<string, unknown> = {};
loop.self = loop;

for (const [title, extra] of [
  ["a function", { hook: () => 1 }],
  ["a symbol", { hook: Symbol("x") }],
  ["itself", { loop }],
] as const) {
  test(`createStaticMetadataSource: refuses metadata that holds ${title}`, () => {
    assert.throws(() => createStaticMetadataSource(issuer, { ...given, ...extra }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "metadata",
    });
  });
}
