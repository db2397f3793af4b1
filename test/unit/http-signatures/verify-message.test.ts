import assert from "node:assert/strict";
import { test } from "node:test";
import type { VerificationError } from "../../../src/errors/families.ts";
import type { RequestMessage } from "../../../src/http-signatures/http-message.ts";
import { type SignatureOptions, signRequest, signResponse } from "../../../src/http-signatures/sign-message.ts";
import {
  type SignaturePolicy,
  type VerifiedSignature,
  verifyRequestSignature,
  verifyResponseSignature,
} from "../../../src/http-signatures/verify-message.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import { messageKey } from "../../fixtures/message-keys.ts";

const now = 1_700_000_000;
const plain: RequestMessage = {
  method: "POST",
  url: "https://api.example.com/pay",
  headers: { authorization: "Bearer abc" },
  body: '{"amount":1}',
};

async function sign(changes: Partial<SignatureOptions> = {}, request: RequestMessage = plain): Promise<RequestMessage> {
  const { privateJwk } = await messageKey("ES256");
  const components = ["@method", "@target-uri", "authorization", "content-digest"];
  const options = { key: privateJwk, components, clock: () => now * 1000, ...changes };
  return { ...request, headers: { ...request.headers, ...(await signRequest(request, options)) } };
}

async function verify(request: RequestMessage, changes: Partial<SignaturePolicy> = {}): Promise<VerifiedSignature> {
  const { publicJwk } = await messageKey("ES256");
  return verifyRequestSignature(request, {
    keys: createStaticKeySource({ keys: [publicJwk] }),
    algorithms: ["ES256"],
    components: ["@method", "@target-uri"],
    clock: () => now * 1000,
    ...changes,
  });
}

function withHeaders(request: RequestMessage, change: (name: string, value: string) => string): RequestMessage {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, change(name, String(value))] as const);
  return { ...request, headers: Object.fromEntries(headers) };
}

test("says what has been verified (RFC 9421 §3.2)", async () => {
  const signed = await sign({ nonce: "n1", tag: "pay", lifetimeSeconds: 60, includeAlgorithm: true });
  assert.deepEqual(await verify(signed, { nonce: "n1", tag: "pay" }), {
    label: "sig1",
    keyId: "key-ES256",
    algorithm: "ES256",
    components: ["@method", "@target-uri", "authorization", "content-digest"],
    created: 1_700_000_000,
    expires: 1_700_000_060,
    nonce: "n1",
    tag: "pay",
  });
});

for (const alg of ["ES384", "Ed25519", "EdDSA", "PS512", "PS256", "RS256"]) {
  test(`verifies what was signed with ${alg}`, async () => {
    const { privateJwk, publicJwk } = await messageKey(alg);
    const signed = await sign({ key: privateJwk, algorithm: alg });
    const keys = createStaticKeySource({ keys: [publicJwk] });
    assert.equal((await verify(signed, { keys, algorithms: ["ES256", alg] })).algorithm, alg);
  });
}

test("takes EdDSA and Ed25519 for one algorithm (RFC 9421 §3.3)", async () => {
  const { privateJwk, publicJwk } = await messageKey("Ed25519");
  const keys = createStaticKeySource({ keys: [publicJwk] });
  const signed = await sign({ key: privateJwk, includeAlgorithm: true });
  assert.equal((await verify(signed, { keys, algorithms: ["EdDSA", "Ed25519"] })).algorithm, "EdDSA");
});

test("does not let the message choose between the algorithms that fit a key (RFC 9421 §3.2)", async () => {
  const { privateJwk, publicJwk } = await messageKey("PS512");
  const keys = createStaticKeySource({ keys: [publicJwk] });
  const silent = await sign({ key: privateJwk, algorithm: "PS512" });
  await assert.rejects(verify(silent, { keys, algorithms: ["PS512", "RS256"] }), {
    code: "ERR_VERIFICATION_ALGORITHM",
  });
  const named = createStaticKeySource({ keys: [{ ...publicJwk, alg: "PS512" }] });
  assert.equal((await verify(silent, { keys: named, algorithms: ["PS512", "RS256"] })).algorithm, "PS512");
  const weaker = await sign({ key: privateJwk, algorithm: "RS256", includeAlgorithm: true });
  await assert.rejects(verify(weaker, { keys, algorithms: ["PS512"] }), { code: "ERR_VERIFICATION_ALGORITHM" });
  await assert.rejects(verify(weaker, { keys: named, algorithms: ["PS512", "RS256"] }), {
    code: "ERR_VERIFICATION_KEY_NOT_FOUND",
  });
});

test("asks the source once more when no key verifies the signature", async () => {
  const [{ publicJwk }, other] = await Promise.all([messageKey("ES256"), makeOther()]);
  const keys = { find: async () => [{ ...other, kid: "key-ES256" }], refresh: async () => [publicJwk] };
  assert.equal((await verify(await sign(), { keys })).keyId, "key-ES256");
});

async function makeOther(): ReturnType<typeof messageKey> extends Promise<{ publicJwk: infer K }> ? Promise<K> : never {
  return {
    kty: "EC",
    crv: "P-256",
    x: "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",
    y: "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU",
  };
}

const tampered: readonly (readonly [
  title: string,
  change: (request: RequestMessage) => RequestMessage,
  code: string,
])[] = [
  ["another method", (signed) => ({ ...signed, method: "PUT" }), "ERR_VERIFICATION_SIGNATURE"],
  ["another target", (signed) => ({ ...signed, url: `${signed.url}?admin` }), "ERR_VERIFICATION_SIGNATURE"],
  ["another host", (signed) => ({ ...signed, url: "https://evil.example/pay" }), "ERR_VERIFICATION_SIGNATURE"],
  [
    "another token",
    (signed) => ({ ...signed, headers: { ...signed.headers, authorization: "Bearer x" } }),
    "ERR_VERIFICATION_SIGNATURE",
  ],
  ["another body", (signed) => ({ ...signed, body: '{"amount":1000}' }), "ERR_VERIFICATION_CONTENT_DIGEST"],
  ["no body", (signed) => ({ ...signed, body: undefined }), "ERR_VERIFICATION_CONTENT_DIGEST"],
  [
    "a later creation",
    (signed) => withHeaders(signed, (_name, value) => value.replace("created=1700000000", "created=1700000001")),
    "ERR_VERIFICATION_SIGNATURE",
  ],
  [
    "a component taken away",
    (signed) => withHeaders(signed, (_name, value) => value.replace(' "authorization"', "")),
    "ERR_VERIFICATION_SIGNATURE",
  ],
  [
    "a signature of another length",
    (signed) => withHeaders(signed, (name, value) => (name === "signature" ? "sig1=:AQ==:" : value)),
    "ERR_VERIFICATION_SIGNATURE",
  ],
  [
    "an unknown key",
    (signed) => withHeaders(signed, (_name, value) => value.replace("key-ES256", "key-x")),
    "ERR_VERIFICATION_KEY_NOT_FOUND",
  ],
  [
    "an algorithm that contradicts the key",
    (signed) => withHeaders(signed, (_name, value) => value.replace(";keyid", ';alg="ed25519";keyid')),
    "ERR_VERIFICATION_ALGORITHM",
  ],
  [
    "an algorithm that is a secret's",
    (signed) => withHeaders(signed, (_name, value) => value.replace(";keyid", ';alg="hmac-sha256";keyid')),
    "ERR_VERIFICATION_ALGORITHM",
  ],
];

for (const [title, change, code] of tampered) {
  test(`refuses ${title} (RFC 9421 §3.2)`, async () => {
    await assert.rejects(verify(change(await sign())), { name: "VerificationError", code });
  });
}

const fields: readonly (readonly [title: string, headers: Record<string, string>])[] = [
  ["no Signature-Input", { "signature-input": "" }],
  ["Signature-Input that is no dictionary", { "signature-input": "sig1=(" }],
  ["Signature that is no dictionary", { signature: ":" }],
  ["no signature of that name", { signature: "sig2=:AQ==:" }],
  ["a signature that is no octets", { signature: "sig1=abc" }],
  ["a list in place of the signature", { signature: "sig1=()" }],
  ["a member that is no list", { "signature-input": "sig1=abc" }],
  ["several signatures", { "signature-input": 'sig1=("@method");created=1, sig2=("@method");created=1' }],
  ["no created", { "signature-input": 'sig1=("@method" "@target-uri" "content-digest")' }],
  ["created that is text", { "signature-input": 'sig1=("@method" "@target-uri" "content-digest");created="1"' }],
  ["keyid that is no text", { "signature-input": 'sig1=("@method" "@target-uri" "content-digest");created=1;keyid=a' }],
];

for (const [title, headers] of fields) {
  test(`refuses ${title} (RFC 9421 §4.1)`, async () => {
    const signed = await sign();
    const attempt = verify({ ...signed, headers: { ...signed.headers, ...headers } });
    await assert.rejects(attempt, { name: "VerificationError", code: "ERR_VERIFICATION_SIGNATURE_INPUT" });
  });
}

test("refuses a request without signature", () =>
  assert.rejects(verify(plain), { code: "ERR_VERIFICATION_SIGNATURE_INPUT" }));

test("refuses what does not cover a required component, or the body (RFC 9421 §1.4)", async () => {
  const coverage = { code: "ERR_VERIFICATION_SIGNATURE_COVERAGE" };
  await assert.rejects(verify(await sign(), { components: ["@method", "dpop"] }), coverage);
  await assert.rejects(verify(await sign({ components: ["@method", "@target-uri"] })), coverage);
  await verify(await sign({ components: ["@method", "@target-uri"] }, { ...plain, body: undefined }));
});

const times: readonly (readonly [title: string, seconds: number, changes: Partial<SignaturePolicy>, code?: string])[] =
  [
    ["as old as it may be", 70, {}],
    ["older", 71, {}, "ERR_VERIFICATION_ISSUED_AT"],
    ["older than the policy's age", 16, { maxAgeSeconds: 5 }, "ERR_VERIFICATION_ISSUED_AT"],
    ["a little ahead", -10, {}],
    ["further ahead", -11, {}, "ERR_VERIFICATION_ISSUED_AT"],
    ["ahead without tolerance", -1, { clockToleranceSeconds: 0 }, "ERR_VERIFICATION_ISSUED_AT"],
    ["before its end", 29, { clockToleranceSeconds: 0 }],
    ["at its end", 30, { clockToleranceSeconds: 0 }, "ERR_VERIFICATION_EXPIRED"],
  ];

for (const [title, seconds, changes, code] of times) {
  test(`${code === undefined ? "accepts" : "refuses"} a signature ${title} (RFC 9421 §2.3)`, async () => {
    const signed = await sign({ lifetimeSeconds: code?.endsWith("EXPIRED") || title.includes("end") ? 30 : 3600 });
    const attempt = verify(signed, { clock: () => (now + seconds) * 1000, ...changes });
    if (code === undefined) await attempt;
    else await assert.rejects(attempt, { code });
  });
}

test("compares the nonce and finds the signature by label or tag (RFC 9421 §2.3)", async () => {
  const one = await sign({ tag: "a", nonce: "n1" });
  const both = await sign({ tag: "b", label: "sig2" }, one);
  await assert.rejects(verify(one, { nonce: "n2" }), { code: "ERR_VERIFICATION_NONCE" });
  await assert.rejects(verify(await sign(), { nonce: "n1" }), { code: "ERR_VERIFICATION_NONCE" });
  assert.equal((await verify(both, { tag: "a" })).label, "sig1");
  assert.equal((await verify(both, { label: "sig2" })).tag, "b");
  for (const choice of [{}, { tag: "c" }, { label: "sig3" }, { label: "sig1", tag: "b" }])
    await assert.rejects(verify(both, choice), { code: "ERR_VERIFICATION_SIGNATURE_INPUT" });
});

test("binds a response to its request (RFC 9421 §2.4)", async () => {
  const { privateJwk: key, publicJwk } = await messageKey("ES256");
  const request = await sign();
  const response = { status: 200, headers: new Headers({ "x-id": "1" }), body: "{}" };
  const components = ["@status", "content-digest", "@method;req", "signature;req"];
  const added = await signResponse(response, request, { key, components, clock: () => now * 1000 });
  const signed = { ...response, headers: new Headers({ ...added }) };
  const keys = createStaticKeySource({ keys: [publicJwk] });
  const policy = { keys, algorithms: ["ES256"], components, clock: () => now * 1000 };
  assert.equal((await verifyResponseSignature(signed, request, policy)).components.length, 4);
  await assert.rejects(verifyResponseSignature({ ...signed, status: 201 }, request, policy), {
    code: "ERR_VERIFICATION_SIGNATURE",
  });
  await assert.rejects(verifyResponseSignature(signed, await sign({ nonce: "other" }), policy), {
    code: "ERR_VERIFICATION_SIGNATURE",
  });
  await assert.rejects(verifyResponseSignature({ ...signed, body: "[]" }, request, policy), {
    code: "ERR_VERIFICATION_CONTENT_DIGEST",
  });
});

const misuse: readonly Partial<SignaturePolicy>[] = [
  { algorithms: [] },
  { algorithms: ["HS256"] },
  { algorithms: ["none"] },
  { algorithms: ["ecdsa-p256-sha256"] },
  { components: ["a b"] },
  { components: ["@foo"] },
  { maxAgeSeconds: Number.NaN },
  { clockToleranceSeconds: -1 },
];

for (const changes of misuse) {
  test(`refuses the policy ${JSON.stringify(changes)}`, async () => {
    await assert.rejects(verify(await sign(), changes), { code: "ERR_CONFIGURATION_OPTION" });
  });
}

test("says that the message or the key is another, in the terms of HTTP signatures (RFC 9421 §3.2)", async () => {
  const signed = await sign();
  for (const [changed, code, parameter] of [
    [{ ...signed, method: "PUT" }, "ERR_VERIFICATION_SIGNATURE", "signature"],
    [
      withHeaders(signed, (_name, value) => value.replace("key-ES256", "key-x")),
      "ERR_VERIFICATION_KEY_NOT_FOUND",
      "keyid",
    ],
    [
      withHeaders(await sign({ algorithm: "ES256" }), (_name, value) => value.replace(';keyid="key-ES256"', "")),
      "ERR_VERIFICATION_SIGNATURE",
      "signature",
    ],
  ] as const) {
    await assert.rejects(verify(changed), (error: VerificationError) => {
      assert.deepEqual([error.code, error.parameter], [code, parameter]);
      const text = JSON.stringify(error) + error.message;
      assert.match(text, /RFC 9421/);
      assert.doesNotMatch(error.message, /issuer|7515/);
      return true;
    });
  }
  await assert.rejects(verify({ ...signed, method: "PUT" }), { message: /changed on the way/ });
  const none = createStaticKeySource({ keys: [] });
  const nameless = withHeaders(signed, (_name, value) => value.replace(';keyid="key-ES256"', ""));
  await assert.rejects(verify(nameless, { keys: none }), { message: /without keyid/ });
});

test("hands on what the source of keys throws", async () => {
  const keys = {
    find: async () => {
      throw new RangeError("away");
    },
  };
  await assert.rejects(verify(await sign(), { keys }), { name: "RangeError" });
});
