import assert from "node:assert/strict";
import { test } from "node:test";
import { createDPoP, createDPoPNonceStore, createDPoPNonces } from "../../../src/dpop/index.ts";
import { createFapiHttpSignatures, verifyRequestSignature } from "../../../src/http-signatures/index.ts";
import { createIdTokenVerifier } from "../../../src/id-token/index.ts";
import { createClient } from "../../../src/index.ts";
import { createClientKeys, createStaticKeySource } from "../../../src/jose/index.ts";
import { createIssuerTemplate } from "../../../src/jwt-profiles/index.ts";
import { createAccessTokenVerifier, createVerifiedTokenCache } from "../../../src/resource-server/index.ts";
import { microsoftEntraTolerances, tolerating } from "../../../src/tolerances.ts";
import { checkOptionNames } from "../../../src/util/check-option-names.ts";

const issuer = "https://id.example.com";
const keys = createStaticKeySource({ keys: [] });
const resource = { issuer, audience: "api" };
const provider = { issuer, clientId: "web", keys };
const tenants = { template: "https://id.example.com/{tenantid}", tenants: ["a"] };
const tenantClient = { issuer, client: { client_id: "web" }, issuerTemplate: tenants };
const responses = { keys, algorithms: ["ES256"] };
const { privateKey: key } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, [
  "sign",
  "verify",
]);

/** Calls a function as code without types does. */
async function call(make: unknown, ...given: readonly unknown[]): Promise<unknown> {
  assert.ok(typeof make === "function");
  return Reflect.apply(make, undefined, given);
}

const verifier = createAccessTokenVerifier;
const signatures = createFapiHttpSignatures;

/** Options that are good, and the same with one that is not. */
const cases: readonly (readonly [make: unknown, good: unknown, bad: unknown, parameter: string, words: RegExp])[] = [
  [
    verifier,
    { ...resource, clockToleranceSeconds: 5 },
    { ...resource, clockTolerance: 5 },
    "clockTolerance",
    /Did you mean clockToleranceSeconds\?/,
  ],
  [
    verifier,
    { ...resource, algorithms: ["ES256"] },
    { ...resource, algorithm: ["ES256"] },
    "algorithm",
    /Did you mean algorithms\?/,
  ],
  [
    verifier,
    { ...resource, dpop: { maxAgeSeconds: 5 } },
    { ...resource, dpop: { maxAge: 5 } },
    "dpop.maxAge",
    /Did you mean dpop\.maxAgeSeconds\?/,
  ],
  [
    verifier,
    { ...resource, cache: { freshMs: 5 } },
    { ...resource, cache: { fresh_ms: 5 } },
    "cache.fresh_ms",
    /Did you mean cache\.freshMs\?/,
  ],
  [verifier, { ...resource, dpop: false }, { ...resource, dpop: true }, "dpop", /must be an object/],
  [
    verifier,
    { issuers: [resource] },
    { issuers: [resource, { issuer, aud: "api" }] },
    "issuers[1].aud",
    /Did you mean issuers\[1\]\.audience\?/,
  ],
  [
    verifier,
    { issuers: [resource] },
    { issuers: [resource], algorithms: ["ES256"] },
    "algorithms",
    /in each entry of issuers/,
  ],
  [verifier, { issuers: [resource] }, { issuers: [null] }, "issuers[0]", /must be an object/],
  [createDPoP, { extractable: true }, { extractible: true }, "extractible", /There are: key, algorithm, extractable/],
  [
    createDPoP,
    { acceptBearerTokens: true },
    { acceptBearerToken: true },
    "acceptBearerToken",
    /Did you mean acceptBearerTokens\?/,
  ],
  [createDPoPNonceStore, { maxOrigins: 5 }, { max_origins: 5 }, "max_origins", /Did you mean maxOrigins\?/],
  [createDPoPNonces, { lifetimeSeconds: 5 }, { lifetime: 5 }, "lifetime", /Did you mean lifetimeSeconds\?/],
  [
    createClientKeys,
    { algorithm: "ES256" },
    { algorithm: "ES256", rotateAfter: 5 },
    "rotateAfter",
    /Did you mean rotateAfterSeconds\?/,
  ],
  [createVerifiedTokenCache, { maxEntries: 5 }, { maxentries: 5 }, "maxentries", /Did you mean maxEntries\?/],
  [
    createIssuerTemplate,
    tenants,
    { ...tenants, tenant: ["a"] },
    "issuerTemplate.tenant",
    /Did you mean issuerTemplate\.tenants\?/,
  ],
  [
    createClient,
    tenantClient,
    { ...tenantClient, issuerTemplate: { ...tenants, 1: 1 } },
    "issuerTemplate.1",
    /There are: template, tenants\./,
  ],
  [
    createIdTokenVerifier,
    { issuers: [provider] },
    { issuers: [provider], maxIssuedAge: 5 },
    "maxIssuedAge",
    /Did you mean maxIssuedAgeSeconds\?/,
  ],
  [
    createIdTokenVerifier,
    { issuers: [provider] },
    { issuers: [{ ...provider, trusted_audiences: ["b"] }] },
    "issuers[0].trusted_audiences",
    /Did you mean issuers\[0\]\.trustedAudiences\?/,
  ],
  [
    createIdTokenVerifier,
    { issuers: [provider] },
    { issuers: [{ ...provider, keys: { keys: [] } }] },
    "issuers",
    /createStaticKeySource/,
  ],
  [
    signatures,
    { key, endpoints: ["resource"] },
    { key, endpoint: ["resource"] },
    "endpoint",
    /Did you mean endpoints\?/,
  ],
  [signatures, { key, endpoints: ["resource"] }, { key, endpoints: "resource" }, "endpoints", /must name one endpoint/],
  [
    signatures,
    { key, responses },
    { key, responses: { ...responses, alg: 1 } },
    "responses.alg",
    /Did you mean responses\.algorithms\?/,
  ],
  [
    signatures,
    { key, responses },
    { key, responses: { ...responses, keys: { keys: [] } } },
    "keys",
    /createStaticKeySource/,
  ],
  [signatures, { key, responses }, { key, responses: { keys } }, "algorithms", /must be asymmetric/],
];

for (const [make, good, bad, parameter, words] of cases) {
  test(`options: ${parameter} is refused, and what was meant passes`, async () => {
    await assert.rejects(call(make, bad), { code: "ERR_CONFIGURATION_OPTION", parameter, message: words });
    assert.ok(await call(make, good));
  });
}

for (const [name, make, mayBeLeftOut] of [
  ["createAccessTokenVerifier", verifier, false],
  ["createDPoP", createDPoP, true],
  ["createDPoPNonceStore", createDPoPNonceStore, true],
  ["createDPoPNonces", createDPoPNonces, true],
  ["createClientKeys", createClientKeys, false],
  ["createVerifiedTokenCache", createVerifiedTokenCache, true],
  ["createIssuerTemplate", createIssuerTemplate, false],
  ["createIdTokenVerifier", createIdTokenVerifier, false],
  ["createFapiHttpSignatures", createFapiHttpSignatures, false],
  ["createClient", createClient, false],
] as const) {
  test(`options: ${name} refuses what is no object with a typed error`, async () => {
    for (const given of [null, "text", 1, [], ...(mayBeLeftOut ? [] : [undefined])])
      await assert.rejects(call(make, given), { name: "ConfigurationError", code: "ERR_CONFIGURATION_OPTION" });
    if (mayBeLeftOut) assert.ok(await call(make));
  });
}

test("options: a name without letters has no likeness, and text of others is made printable", () => {
  const owner = { of: "createX", at: undefined };
  assert.throws(() => checkOptionNames({ "": 1 }, { timeoutMs: true }, owner), { message: /There are: timeoutMs/ });
  assert.throws(() => checkOptionNames({ timeoutMsLong: 1 }, { timeoutMs: true }, owner), {
    message: /Did you mean timeoutMs\?/,
  });
  checkOptionNames({}, { timeoutMs: true }, owner);
});

test("access token verifier: tolerances are taken by name, or as tolerating makes them, and checked at once", async () => {
  for (const tolerate of [microsoftEntraTolerances, [], tolerating(["empty-strings"]), undefined])
    assert.ok(await call(verifier, { ...resource, tolerate }));
  for (const tolerate of [["empty-string"], "empty-strings", null, {}, { judge: 1, readBody: 1 }])
    await assert.rejects(call(verifier, { ...resource, tolerate }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "tolerate",
    });
});

test("access token verifier: what is no request is refused with a typed error", async () => {
  const { verifyRequest } = verifier(resource);
  for (const given of [undefined, null, "text", {}, { url: "/" }, { url: "/", headers: null }, { headers: {} }])
    await assert.rejects(call(verifyRequest, given), { code: "ERR_CONFIGURATION_OPTION", parameter: "request" });
});

test("HTTP signatures: what is no policy or no message is refused with a typed error", async () => {
  const message = { method: "GET", url: "https://api.example.com/", headers: {} };
  const policy = { ...responses, components: ["@method"] };
  for (const [given, rules, parameter] of [
    [message, undefined, "policy"],
    [message, { ...policy, tags: "x" }, "policy.tags"],
    [message, { keys, components: [] }, "algorithms"],
    [message, { ...responses }, "components"],
    [message, { ...policy, components: [1] }, "components"],
    [message, { ...policy, keys: { keys: [] } }, "keys"],
    [message, { ...policy, keys: [] }, "keys"],
    [message, { ...policy, keys: undefined }, "keys"],
    [undefined, policy, "request"],
    [{ ...message, headers: undefined }, policy, "request"],
  ] as const)
    await assert.rejects(call(verifyRequestSignature, given, rules), { code: "ERR_CONFIGURATION_OPTION", parameter });
  await assert.rejects(call(verifyRequestSignature, message, policy), { code: "ERR_VERIFICATION_SIGNATURE_INPUT" });
});
