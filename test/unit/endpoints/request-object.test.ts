import assert from "node:assert/strict";
import { test } from "node:test";
import { createRequestObject, type RequestObjectMessage } from "../../../src/endpoints/request-object.ts";
import type { ExchangeContextOptions } from "../../../src/exchange/create-context.ts";
import { decryptJwe } from "../../../src/jose/decrypt-jwe.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import { contextOf } from "../exchange/answers.ts";
import { generateEncryptionKey } from "../jose/encrypted-tokens.ts";
import { generateTestKey } from "../jose/signed-tokens.ts";

const key = await generateTestKey("ES256", { kid: "k1" });
const rsa = await generateTestKey("RS256", { kid: "r1" });
const message: RequestObjectMessage = {
  client_id: "client-1",
  response_type: "code",
  redirect_uri: "https://app.example.com/cb",
  scope: "openid email",
  state: "state-1",
  nonce: "nonce-1",
};

function part(jwt: string, index: number): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt.split(".")[index] ?? "", "base64url").toString());
}

function contextWith(metadata: object = {}, options: Partial<ExchangeContextOptions> = {}) {
  const plain = contextOf(options);
  return { ...plain, metadata: { ...plain.metadata, ...metadata } };
}

test("createRequestObject: the request as claims, for this server and a short time (RFC 9101 §4)", async () => {
  const jwt = await createRequestObject(contextWith(), message, { key: key.privateJwk });
  assert.deepEqual(part(jwt, 0), { alg: "ES256", typ: "oauth-authz-req+jwt", kid: "k1" });
  const { jti, ...claims } = part(jwt, 1);
  assert.deepEqual(claims, {
    ...message,
    iss: "client-1",
    aud: "https://id.example.com",
    iat: 1000,
    nbf: 970,
    exp: 1300,
  });
  assert.match(String(jti), /^[A-Za-z0-9_-]{43}$/);
  const [header = "", payload = "", signature = ""] = jwt.split(".");
  const { subtle } = globalThis.crypto;
  const { kty, crv, x, y } = key.publicJwk;
  const jwk: JsonWebKey = JSON.parse(JSON.stringify({ kty, crv, x, y }));
  const verifier = await subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  const octets = Buffer.from(signature, "base64url");
  assert.equal(await subtle.verify(algorithm, verifier, octets, Buffer.from(`${header}.${payload}`)), true);
});

test("createRequestObject: numbers, objects and lists are those of JSON; one resource is a text (RFC 9101 §4)", async () => {
  const rich = {
    ...message,
    max_age: 60,
    claims: { id_token: { acr: { essential: true } } },
    authorization_details: [{ type: "payment", amount: 5 }],
    resource: ["https://a"],
  };
  const options = { key: key.privateJwk, extra: { tenant: "t", tag: ["a", "b"], one: ["a"] } };
  const claims = part(await createRequestObject(contextWith(), rich, options), 1);
  assert.equal(claims.max_age, 60);
  assert.deepEqual(claims.claims, { id_token: { acr: { essential: true } } });
  assert.deepEqual(claims.authorization_details, [{ type: "payment", amount: 5 }]);
  assert.equal(claims.resource, "https://a");
  assert.deepEqual([claims.tenant, claims.tag, claims.one], ["t", ["a", "b"], "a"]);
  const several = await createRequestObject(
    contextWith(),
    { ...message, resource: ["https://a", "https://b"] },
    options,
  );
  assert.deepEqual(part(several, 1).resource, ["https://a", "https://b"]);
});

test("createRequestObject: each object is another, and none says sub (RFC 9101 §10.8)", async () => {
  const [one, other] = await Promise.all(
    [1, 2].map(() => createRequestObject(contextWith(), message, { key: key.privateJwk, lifetimeSeconds: 60 })),
  );
  assert.notEqual(part(one ?? "", 1).jti, part(other ?? "", 1).jti);
  assert.equal("sub" in part(one ?? "", 1), false);
  assert.equal(part(one ?? "", 1).exp, 1060);
});

for (const [title, changes] of [
  ["request", { request: "a.b.c" }],
  ["request_uri", { request_uri: "urn:a:b" }],
  ["sub", { sub: "client-1" }],
  ["a broken scope", { scope: "openid  email" }],
] as const) {
  test(`createRequestObject: refuses ${title} in the message (RFC 9101 §4)`, async () => {
    const forced: RequestObjectMessage = JSON.parse(JSON.stringify({ ...message, ...changes }));
    await assert.rejects(createRequestObject(contextWith(), forced, { key: key.privateJwk }), {
      code: "ERR_VALIDATION_REQUEST",
    });
  });
}

for (const name of [
  "iss",
  "aud",
  "exp",
  "nbf",
  "iat",
  "jti",
  "sub",
  "request",
  "request_uri",
  "client_id",
  "client_secret",
  "scope",
]) {
  test(`createRequestObject: refuses ${name} as an extra parameter`, async () => {
    const options = { key: key.privateJwk, extra: { [name]: "x" } };
    await assert.rejects(createRequestObject(contextWith(), message, options), {
      code: "ERR_CONFIGURATION_PARAMETER_RESERVED",
      parameter: name,
    });
  });
}

test("createRequestObject: the client_id is the context's (RFC 9101 §5)", async () => {
  const other = { ...message, client_id: "client-2" };
  await assert.rejects(createRequestObject(contextWith(), other, { key: key.privateJwk }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "client_id",
  });
});

for (const lifetimeSeconds of [0, -1, 1.5, 3601, Number.NaN]) {
  test(`createRequestObject: refuses lifetimeSeconds ${lifetimeSeconds} (FAPI 2.0 Message Signing §5.3.1)`, async () => {
    await assert.rejects(createRequestObject(contextWith(), message, { key: key.privateJwk, lifetimeSeconds }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "lifetimeSeconds",
    });
  });
}

const algorithms: readonly (readonly [asked: string | undefined, announced: string[] | undefined, want: string])[] = [
  [undefined, undefined, "RS256"],
  [undefined, ["none", "ES256", "RS256", "PS256"], "PS256"],
  ["RS512", ["RS256", "RS512"], "RS512"],
  ["RS512", ["RS256"], ""],
  [undefined, ["none"], ""],
  ["none", undefined, ""],
  ["HS256", undefined, ""],
  ["ES256", undefined, ""],
];

for (const [algorithm, announced, want] of algorithms) {
  test(`createRequestObject: alg ${algorithm} of ${announced} is ${want || "refused"} (OpenID Connect Discovery §3)`, async () => {
    const { kid: _kid, ...jwk } = rsa.privateJwk;
    const context = contextWith({ request_object_signing_alg_values_supported: announced });
    const made = createRequestObject(context, message, { key: { key: jwk, kid: "mine" }, algorithm });
    if (want === "") await assert.rejects(made, { code: "ERR_CONFIGURATION_KEY" });
    else assert.deepEqual(part(await made, 0), { alg: want, typ: "oauth-authz-req+jwt", kid: "mine" });
  });
}

test("createRequestObject: refuses a public key, and text", async () => {
  await assert.rejects(createRequestObject(contextWith(), message, { key: key.publicJwk }), {
    code: "ERR_CONFIGURATION_KEY",
  });
  await assert.rejects(createRequestObject(contextWith(), message, JSON.parse('{"key":"-----BEGIN"}')), {
    code: "ERR_CONFIGURATION_KEY",
  });
});

test("createRequestObject: encrypted for the server's key of that use, signed inside (OpenID Connect Core §10.2)", async () => {
  const recipient = await generateEncryptionKey("ECDH-ES", "P-256");
  const keys = createStaticKeySource({
    keys: [rsa.publicJwk, { ...key.publicJwk, use: "sig" }, { ...recipient.publicJwk, kid: "e1", use: "enc" }],
  });
  const options = { key: key.privateJwk, encryption: { algorithm: "ECDH-ES" } };
  const jwe = await createRequestObject(contextWith({}, { keys }), message, options);
  const { epk: _epk, ...header } = part(jwe, 0);
  assert.deepEqual(header, { alg: "ECDH-ES", enc: "A128CBC-HS256", kid: "e1", cty: "JWT" });
  const opened = await decryptJwe(jwe, {
    keys: [recipient.privateJwk],
    algorithms: ["ECDH-ES"],
    encryptions: ["A128CBC-HS256"],
    name: "request object",
  });
  assert.equal(part(new TextDecoder().decode(opened.plaintext), 1).state, "state-1");
});

test("createRequestObject: asks a server once for newer keys, and says when none fits", async () => {
  const recipient = await generateEncryptionKey("ECDH-ES", "P-256");
  let refreshed = 0;
  const keys = {
    find: async () => [],
    refresh: async () => {
      refreshed += 1;
      return refreshed === 1 ? [recipient.publicJwk] : [];
    },
  };
  const options = { key: key.privateJwk, encryption: { algorithm: "ECDH-ES", encryption: "A256GCM" } };
  assert.equal((await createRequestObject(contextWith({}, { keys }), message, options)).split(".").length, 5);
  await assert.rejects(createRequestObject(contextWith({}, { keys }), message, options), {
    code: "ERR_CONFIGURATION_KEY",
    parameter: "keys",
  });
  assert.equal(refreshed, 2);
  const none = contextWith({}, { keys: createStaticKeySource({ keys: [] }) });
  await assert.rejects(createRequestObject(none, message, options), { code: "ERR_CONFIGURATION_KEY" });
});

test("createRequestObject: a symmetric algorithm takes the key that is given", async () => {
  const encryption = { algorithm: "dir", encryption: "A256GCM", key: { clientSecret: "s".repeat(32) } };
  const jwe = await createRequestObject(contextWith(), message, { key: key.privateJwk, encryption });
  assert.equal(part(jwe, 0).alg, "dir");
});

for (const [member, algorithm, encryption] of [
  ["request_object_encryption_alg_values_supported", "RSA-OAEP-256", "A128CBC-HS256"],
  ["request_object_encryption_enc_values_supported", "ECDH-ES", "A256GCM"],
] as const) {
  test(`createRequestObject: only encrypts as ${member} announce`, async () => {
    const context = contextWith({
      request_object_encryption_alg_values_supported: ["ECDH-ES"],
      request_object_encryption_enc_values_supported: ["A128CBC-HS256"],
    });
    const options = { key: key.privateJwk, encryption: { algorithm, encryption } };
    await assert.rejects(createRequestObject(context, message, options), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: member,
    });
  });
}

test("createRequestObject: RSA1_5 is not offered", async () => {
  const context = contextWith({}, { keys: createStaticKeySource({ keys: [rsa.publicJwk] }) });
  const options = { key: key.privateJwk, encryption: { algorithm: "RSA1_5" } };
  await assert.rejects(createRequestObject(context, message, options), { code: "ERR_CONFIGURATION_OPTION" });
});
