import assert from "node:assert/strict";
import { test } from "node:test";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import {
  fetchProtectedResourceMetadata,
  protectedResourceMetadataUrl,
  readProtectedResourceMetadata,
} from "../../../src/metadata/protected-resource-metadata.ts";
import { sharedKey, signJws } from "../../fixtures/fake-server.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { answerOf, createWire, json } from "./wire.ts";

const resource = "https://api.example.com/v1";
const document = {
  resource,
  authorization_servers: ["https://id.example.com"],
  scopes_supported: ["read"],
  bearer_methods_supported: ["header"],
  resource_name: "API",
  "resource_name#fr": "API",
};

const urls: readonly (readonly [resource: string, url: string])[] = [
  ["https://api.example.com", "https://api.example.com/.well-known/oauth-protected-resource"],
  ["https://api.example.com/", "https://api.example.com/.well-known/oauth-protected-resource"],
  ["https://api.example.com/v1", "https://api.example.com/.well-known/oauth-protected-resource/v1"],
  ["https://api.example.com/v1/", "https://api.example.com/.well-known/oauth-protected-resource/v1/"],
  ["https://api.example.com:8443/a/b", "https://api.example.com:8443/.well-known/oauth-protected-resource/a/b"],
  ["https://api.example.com/v1?tenant=7", "https://api.example.com/.well-known/oauth-protected-resource/v1?tenant=7"],
  ["https://api.example.com?tenant=/7", "https://api.example.com/.well-known/oauth-protected-resource?tenant=/7"],
  ["http://127.0.0.1:80/v1", "http://127.0.0.1:80/.well-known/oauth-protected-resource/v1"],
];
for (const [given, want] of urls) {
  test(`protectedResourceMetadataUrl: ${given} (RFC 9728 §3.1)`, () => {
    assert.equal(protectedResourceMetadataUrl(given), want);
  });
}

for (const given of [
  "",
  "api.example.com",
  "http://api.example.com/v1",
  "https://",
  "https:///v1",
  "https://user:pass@api.example.com/v1",
  "https://@api.example.com/v1",
  "https://api.example.com/v1#",
  "https://api.example.com\\v1",
  " https://api.example.com",
  "https://api.example.com/\n",
  "urn:example:api",
]) {
  test(`protectedResourceMetadataUrl: refuses ${JSON.stringify(given)} (RFC 9728 §1.2)`, () => {
    assert.throws(() => protectedResourceMetadataUrl(given), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "resource",
    });
  });
}

test("protectedResourceMetadataUrl: refuses what is no text", () => {
  const given: string = JSON.parse("null");
  assert.throws(() => protectedResourceMetadataUrl(given), { code: "ERR_CONFIGURATION_OPTION" });
});

test("readProtectedResourceMetadata: an endpoint that cannot be parsed is told beside other problems", async () => {
  const answer = answerOf({ resource, jwks_uri: "https://api.example.com:99999/", scopes_supported: 1 });
  await assert.rejects(readProtectedResourceMetadata(answer, resource), /2 problems/);
});

test("protectedResourceMetadataUrl: an @ in the path is no credential", () => {
  assert.equal(
    protectedResourceMetadataUrl("https://api.example.com/@me"),
    "https://api.example.com/.well-known/oauth-protected-resource/@me",
  );
});

test("fetchProtectedResourceMetadata: asks the well-known URL and gives the document, frozen (RFC 9728 §3.2)", async () => {
  const wire = createWire(() => json(document, { "cache-control": "max-age=60" }));
  const found = await fetchProtectedResourceMetadata(wire, resource);
  assert.deepEqual(wire.urls(), ["https://api.example.com/.well-known/oauth-protected-resource/v1"]);
  assert.deepEqual(found, {
    metadata: document,
    signed: false,
    tolerated: [],
    maxAgeSeconds: 60,
    url: "https://api.example.com/.well-known/oauth-protected-resource/v1",
  });
  assert.ok(Object.isFrozen(found.metadata.authorization_servers));
});

for (const other of [
  "https://api.example.com/v1/",
  "https://api.example.com/",
  "https://api.example.com",
  "https://API.example.com/v1",
  "https://api.example.com:443/v1",
  "https://evil.example/v1",
  "https://api.example.com/v1?x=1",
]) {
  test(`readProtectedResourceMetadata: refuses metadata of ${other} (RFC 9728 §3.3)`, async () => {
    await assertRefused(
      readProtectedResourceMetadata(answerOf({ ...document, resource: other }), resource),
      "VerificationError",
      "ERR_VERIFICATION_RESOURCE",
    );
  });
}

const parents: readonly (readonly [parent: string, child: string, accepted: boolean])[] = [
  ["https://a.example/mcp", "https://a.example/mcp/tools", true],
  ["https://a.example/mcp/", "https://a.example/mcp", true],
  ["https://a.example", "https://a.example/mcp", true],
  ["https://a.example/mcp", "https://a.example/mcp?x=1", true],
  ["https://a.example/mcp", "https://a.example/mcpx", false],
  ["https://a.example/mcp/tools", "https://a.example/mcp", false],
  ["https://b.example/mcp", "https://a.example/mcp/tools", false],
  ["https://a.example:8443/", "https://a.example/mcp", false],
  ["https://a.example/?x=1", "https://a.example/mcp", false],
];
for (const [parent, child, accepted] of parents) {
  test(`readProtectedResourceMetadata: acceptParentResource ${accepted ? "admits" : "refuses"} ${parent} for ${child}`, async () => {
    const answer = answerOf({ resource: parent });
    const read = readProtectedResourceMetadata(answer, child, { acceptParentResource: true });
    if (accepted) assert.equal((await read).metadata.resource, parent);
    else await assertRefused(read, "VerificationError", "ERR_VERIFICATION_RESOURCE");
    const strict = readProtectedResourceMetadata(answer, child);
    await assertRefused(strict, "VerificationError", "ERR_VERIFICATION_RESOURCE");
  });
}

const refusals: readonly [title: string, answer: ReturnType<typeof answerOf>, name: string, code: string][] = [
  ["404", answerOf("", {}, 404), "ResponseError", "ERR_RESPONSE_STATUS"],
  ["201", answerOf(document, {}, 201), "ResponseError", "ERR_RESPONSE_STATUS"],
  ["HTML", answerOf("<p>", { "content-type": "text/html" }), "ResponseError", "ERR_RESPONSE_CONTENT_TYPE"],
  ["a list", answerOf([document]), "ResponseError", "ERR_RESPONSE_NOT_JSON"],
  ["a member twice", answerOf('{"resource":"a","resource":"b"}'), "ResponseError", "ERR_RESPONSE_DUPLICATE_MEMBER"],
  ["no resource", answerOf({ ...document, resource: undefined }), "ValidationError", "ERR_VALIDATION_METADATA"],
  [
    "an issuer over http",
    answerOf({ ...document, authorization_servers: ["http://id.example.com"] }),
    "ValidationError",
    "ERR_VALIDATION_METADATA",
  ],
  [
    "an issuer with a query",
    answerOf({ ...document, authorization_servers: ["https://id.example.com?x"] }),
    "ValidationError",
    "ERR_VALIDATION_METADATA",
  ],
  [
    "issuers that are text",
    answerOf({ ...document, authorization_servers: "https://id.example.com" }),
    "ValidationError",
    "ERR_VALIDATION_METADATA",
  ],
  [
    "keys over http",
    answerOf({ ...document, jwks_uri: "http://api.example.com/keys" }),
    "ValidationError",
    "ERR_VALIDATION_METADATA",
  ],
  [
    "keys at no URL",
    answerOf({ ...document, jwks_uri: "https://api.example.com:99999/" }),
    "ValidationError",
    "ERR_VALIDATION_METADATA",
  ],
  [
    "the algorithm none",
    answerOf({ ...document, resource_signing_alg_values_supported: ["none"] }),
    "ValidationError",
    "ERR_VALIDATION_METADATA",
  ],
];
for (const [title, answer, name, code] of refusals) {
  test(`readProtectedResourceMetadata: refuses ${title}`, async () => {
    await assertRefused(readProtectedResourceMetadata(answer, resource), name, code);
  });
}

async function trust(clock: () => number = () => 1_000_000) {
  const { jwk } = await sharedKey("main");
  const keys = createStaticKeySource({ keys: [{ ...jwk, kty: "RSA" }] });
  return { clock, signedMetadata: { issuer: "https://registry.example.com", keys } };
}
const signedClaims = { iss: "https://registry.example.com", exp: 2_000, resource, scopes_supported: ["write"] };

test("readProtectedResourceMetadata: signed values go before plain ones, and the JWT's own claims stay out (RFC 9728 §2.2)", async () => {
  const signed_metadata = await signJws({ alg: "RS256" }, signedClaims, await sharedKey("main"));
  const { metadata, signed } = await readProtectedResourceMetadata(
    answerOf({ ...document, resource: "https://evil.example", signed_metadata }),
    resource,
    await trust(),
  );
  assert.equal(signed, true);
  assert.deepEqual(metadata, { ...document, scopes_supported: ["write"], signed_metadata });
});

test("readProtectedResourceMetadata: without trust the signed part is ignored (RFC 9728 §2.2)", async () => {
  const signed_metadata = await signJws({ alg: "RS256" }, signedClaims, await sharedKey("other"));
  const { metadata, signed } = await readProtectedResourceMetadata(
    answerOf({ ...document, signed_metadata }),
    resource,
  );
  assert.deepEqual(metadata.scopes_supported, ["read"]);
  assert.equal(signed, false);
});

const untrusted: readonly [title: string, claims: object, key: string, name: string, code: string][] = [
  ["another key", signedClaims, "other", "VerificationError", "ERR_VERIFICATION_SIGNATURE"],
  [
    "another issuer",
    { ...signedClaims, iss: "https://evil.example" },
    "main",
    "VerificationError",
    "ERR_VERIFICATION_ISSUER",
  ],
  ["one that has expired", { ...signedClaims, exp: 900 }, "main", "VerificationError", "ERR_VERIFICATION_EXPIRED"],
  [
    "a signed part of its own",
    { ...signedClaims, signed_metadata: "a.b.c" },
    "main",
    "VerificationError",
    "ERR_VERIFICATION_SIGNATURE",
  ],
  [
    "another resource",
    { ...signedClaims, resource: "https://evil.example" },
    "main",
    "VerificationError",
    "ERR_VERIFICATION_RESOURCE",
  ],
  [
    "no resource, as an ID token of the same issuer has none",
    { iss: "https://registry.example.com", aud: "client-9", sub: "user-1", exp: 2_000 },
    "main",
    "VerificationError",
    "ERR_VERIFICATION_RESOURCE",
  ],
  [
    "a member of the wrong type",
    { ...signedClaims, scopes_supported: 1 },
    "main",
    "ValidationError",
    "ERR_VALIDATION_METADATA",
  ],
];
for (const [title, claims, key, name, code] of untrusted) {
  test(`readProtectedResourceMetadata: refuses signed metadata with ${title} (RFC 9728 §3.3)`, async () => {
    const signed_metadata = await signJws({ alg: "RS256" }, claims, await sharedKey(key));
    const answer = answerOf({ ...document, signed_metadata });
    await assertRefused(readProtectedResourceMetadata(answer, resource, await trust()), name, code);
  });
}

test("readProtectedResourceMetadata: where signed metadata is expected, metadata without it is refused", async () => {
  await assertRefused(
    readProtectedResourceMetadata(answerOf(document), resource, await trust()),
    "VerificationError",
    "ERR_VERIFICATION_SIGNATURE",
  );
});

test("readProtectedResourceMetadata: a tolerance is told, none repairs the resource", async () => {
  const options = { tolerate: tolerating(["null-members"]) };
  const found = await readProtectedResourceMetadata(answerOf({ ...document, resource_name: null }), resource, options);
  assert.deepEqual(found.tolerated, [{ tolerance: "null-members", deviation: "D11", pointer: "/resource_name" }]);
  await assertRefused(
    readProtectedResourceMetadata(answerOf({ ...document, resource: null }), resource, options),
    "ValidationError",
    "ERR_VALIDATION_METADATA",
  );
});
