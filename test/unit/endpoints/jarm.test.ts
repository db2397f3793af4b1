import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { test } from "node:test";
import { readAuthorizationResponse } from "../../../src/endpoints/authorization-response.ts";
import type { AuthorizationTransaction } from "../../../src/endpoints/authorization-transaction.ts";
import { readFrontChannelResponse } from "../../../src/endpoints/front-channel-response.ts";
import { readJwtAuthorizationResponse } from "../../../src/endpoints/jarm.ts";
import type { ExchangeContext } from "../../../src/exchange/context.ts";
import type { ExchangeContextOptions } from "../../../src/exchange/create-context.ts";
import type { ExchangeEvent } from "../../../src/exchange/exchange-event.ts";
import { encryptJwe } from "../../../src/jose/encrypt-jwe.ts";
import { createDecryption } from "../../../src/jose/jwt-decryption.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { contextOf } from "../exchange/answers.ts";
import { generateEncryptionKey } from "../jose/encrypted-tokens.ts";
import { base64url, generateTestKey, signClaims, signText } from "../jose/signed-tokens.ts";

type Members = Readonly<Record<string, unknown>>;

const key = await generateTestKey("RS256", { kid: "k1" });
const stranger = await generateTestKey("RS256", { kid: "k1" });
const recipient = await generateEncryptionKey("ECDH-ES", "P-256");
const transaction: AuthorizationTransaction = {
  issuer: "https://id.example.com",
  clientId: "client-1",
  redirectUri: "https://app.example.com/cb?tenant=1",
  scope: "openid",
  state: "state-1",
  nonce: "nonce-1",
  codeVerifier: "v",
  responseMode: "jwt",
  createdAt: 1_000_000,
};
const good: Members = {
  iss: "https://id.example.com",
  aud: "client-1",
  exp: 1300,
  code: "code-secret-1",
  state: "state-1",
};

function contextWith(options: Partial<ExchangeContextOptions> = {}, metadata: object = {}): ExchangeContext {
  const context = contextOf({ keys: createStaticKeySource({ keys: [key.publicJwk] }), ...options });
  return { ...context, metadata: { ...context.metadata, ...metadata } };
}

async function read(
  response: string,
  {
    context = contextWith(),
    more = [],
    changes = {},
  }: {
    readonly context?: ExchangeContext;
    readonly more?: readonly [string, string][];
    readonly changes?: object;
  } = {},
) {
  const parameters = new URLSearchParams([["tenant", "1"], ["response", response], ...more]);
  return readJwtAuthorizationResponse(context, parameters, { ...transaction, ...changes });
}

test("readJwtAuthorizationResponse: the claims are the parameters, frozen (JARM §2.1)", async () => {
  const events: ExchangeEvent[] = [];
  const context = contextWith({ onEvent: (event) => events.push(event) });
  const response = await read(await signClaims({ ...good, iat: 1000, nbf: 990, jti: "1", session_state: "s" }, key), {
    context,
  });
  assert.deepEqual(response, {
    iss: "https://id.example.com",
    code: "code-secret-1",
    state: "state-1",
    session_state: "s",
  });
  assert.ok(Object.isFrozen(response));
  assert.deepEqual(
    events.map((event) => (event.type === "exchange" ? event.message : event.type)),
    ["AuthorizationResponseJwt", "AuthorizationResponse"],
  );
});

for (const header of [{ typ: "JWT" }, { kid: "k1" }]) {
  test(`readJwtAuthorizationResponse: takes a header with ${JSON.stringify(header)}`, async () => {
    assert.equal((await read(await signClaims(good, key, header))).code, "code-secret-1");
  });
}

test("readJwtAuthorizationResponse: an audience in a list of one is the client's", async () => {
  assert.equal((await read(await signClaims({ ...good, aud: ["client-1"] }, key))).code, "code-secret-1");
});

test("readJwtAuthorizationResponse: what the server said no with is in the JWT too (JARM §2.1)", async () => {
  const { code: _code, ...rest } = good;
  const denied = { ...rest, error: "access_denied", error_description: "no" };
  const error = await assertRefused(read(await signClaims(denied, key)), "OAuthError", "ERR_OAUTH_AUTHORIZATION");
  assert.ok("body" in error);
  assert.deepEqual(error.body, {
    iss: "https://id.example.com",
    state: "state-1",
    error: "access_denied",
    error_description: "no",
  });
});

const hostileClaims: readonly (readonly [title: string, changes: Members, name: string, code: string])[] = [
  ["another issuer", { iss: "https://evil.example" }, "VerificationError", "ERR_VERIFICATION_ISSUER"],
  ["an issuer with a slash more", { iss: "https://id.example.com/" }, "VerificationError", "ERR_VERIFICATION_ISSUER"],
  ["no issuer", { iss: undefined }, "ValidationError", "ERR_VALIDATION_CLAIMS"],
  ["another audience", { aud: "client-2" }, "VerificationError", "ERR_VERIFICATION_AUDIENCE"],
  ["an audience besides", { aud: ["client-1", "client-2"] }, "VerificationError", "ERR_VERIFICATION_AUDIENCE"],
  ["no audience", { aud: undefined }, "ValidationError", "ERR_VALIDATION_CLAIMS"],
  ["expiry", { exp: 970 }, "VerificationError", "ERR_VERIFICATION_EXPIRED"],
  ["no expiry", { exp: undefined }, "ValidationError", "ERR_VALIDATION_CLAIMS"],
  ["expiry as text", { exp: "1300" }, "ValidationError", "ERR_VALIDATION_CLAIMS"],
  ["a time that has not come", { nbf: 1031 }, "VerificationError", "ERR_VERIFICATION_NOT_YET_VALID"],
  ["a date in the future", { iat: 1031 }, "VerificationError", "ERR_VERIFICATION_ISSUED_AT"],
  ["another state", { state: "state-2" }, "VerificationError", "ERR_VERIFICATION_STATE"],
  ["no state", { state: undefined }, "VerificationError", "ERR_VERIFICATION_STATE"],
  ["a state that is no text", { state: ["state-1"] }, "VerificationError", "ERR_VERIFICATION_STATE"],
  ["no code", { code: undefined }, "ValidationError", "ERR_VALIDATION_RESPONSE"],
  ["a code that is no text", { code: 1 }, "ValidationError", "ERR_VALIDATION_RESPONSE"],
  ["an access token", { access_token: "a", token_type: "Bearer" }, "ValidationError", "ERR_VALIDATION_RESPONSE"],
  ["a JWT inside", { response: "eyJh.e30.AA" }, "ValidationError", "ERR_VALIDATION_RESPONSE"],
];

for (const [title, changes, name, code] of hostileClaims) {
  test(`readJwtAuthorizationResponse: refuses ${title} (JARM §2.4)`, async () => {
    await assertRefused(read(await signClaims({ ...good, ...changes }, key)), name, code);
  });
}

test("readJwtAuthorizationResponse: a JWT that is not meant causes no fetch of keys (JARM §2.4)", async () => {
  const keys = {
    find: async () => {
      throw new Error("The keys were asked for.");
    },
  };
  const context = contextWith({ keys });
  for (const [changes, code] of [
    [{ iss: "https://evil.example" }, "ERR_VERIFICATION_ISSUER"],
    [{ aud: "client-2" }, "ERR_VERIFICATION_AUDIENCE"],
    [{ exp: 1 }, "ERR_VERIFICATION_EXPIRED"],
  ] as const)
    await assertRefused(read(await signClaims({ ...good, ...changes }, key), { context }), "VerificationError", code);
});

test("readJwtAuthorizationResponse: within the clock tolerance all times hold", async () => {
  await read(await signClaims({ ...good, exp: 971, nbf: 1030, iat: 1030 }, key));
});

const hostileJwts: readonly (readonly [title: string, make: () => Promise<string>, name: string, code: string])[] = [
  [
    "alg none",
    async () => `${base64url('{"alg":"none"}')}.${base64url(JSON.stringify(good))}.`,
    "VerificationError",
    "ERR_VERIFICATION_ALGORITHM",
  ],
  [
    "HS256 with the public key as secret",
    async () => {
      const input = `${base64url('{"alg":"HS256","kid":"k1"}')}.${base64url(JSON.stringify(good))}`;
      return `${input}.${createHmac("sha256", JSON.stringify(key.publicJwk)).update(input).digest("base64url")}`;
    },
    "VerificationError",
    "ERR_VERIFICATION_ALGORITHM",
  ],
  ["a stranger's signature", () => signClaims(good, stranger), "VerificationError", "ERR_VERIFICATION_SIGNATURE"],
  [
    "a key in the header",
    () => signClaims(good, stranger, { jwk: stranger.publicJwk }),
    "VerificationError",
    "ERR_VERIFICATION_SIGNATURE",
  ],
  [
    "an extension that must be understood",
    () => signClaims(good, key, { crit: ["x"], x: 1 }),
    "VerificationError",
    "ERR_VERIFICATION_CRITICAL_HEADER",
  ],
  [
    "an access token (RFC 8725 §3.11)",
    () => signClaims(good, key, { typ: "at+jwt" }),
    "VerificationError",
    "ERR_VERIFICATION_JWT_TYPE",
  ],
  [
    "a logout token",
    () => signClaims(good, key, { typ: "logout+jwt" }),
    "VerificationError",
    "ERR_VERIFICATION_JWT_TYPE",
  ],
  [
    "an ID token",
    () => signClaims({ iss: good.iss, aud: good.aud, exp: 1300, iat: 1000, sub: "user-1", nonce: "nonce-1" }, key),
    "VerificationError",
    "ERR_VERIFICATION_JWT_TYPE",
  ],
  [
    "a member twice",
    () =>
      signText(
        '{"alg":"RS256"}',
        '{"iss":"https://id.example.com","aud":"client-1","exp":1300,"code":"a","code":"b"}',
        key,
      ),
    "ValidationError",
    "ERR_VALIDATION_JWT",
  ],
  ["text", async () => "nonsense", "ValidationError", "ERR_VALIDATION_JWT"],
  ["two parts", async () => "a.b", "ValidationError", "ERR_VALIDATION_JWT"],
];

for (const [title, make, name, code] of hostileJwts) {
  test(`readJwtAuthorizationResponse: refuses ${title}`, async () => {
    await assertRefused(read(await make()), name, code);
  });
}

for (const [title, more, name, code] of [
  [
    "a repeated response (RFC 6749 §3.1)",
    ["response", "a.b.c"],
    "VerificationError",
    "ERR_VERIFICATION_PARAMETER_REPEATED",
  ],
  ["a state beside the JWT (JARM §2.3)", ["state", "state-1"], "ValidationError", "ERR_VALIDATION_RESPONSE"],
  ["a code beside the JWT", ["code", "code-secret-2"], "ValidationError", "ERR_VALIDATION_RESPONSE"],
  ["an issuer beside the JWT", ["iss", "https://id.example.com"], "ValidationError", "ERR_VALIDATION_RESPONSE"],
  ["an error beside the JWT", ["error", "access_denied"], "ValidationError", "ERR_VALIDATION_RESPONSE"],
] as const) {
  test(`readJwtAuthorizationResponse: refuses ${title}`, async () => {
    await assertRefused(read(await signClaims(good, key), { more: [[more[0], more[1]]] }), name, code);
  });
}

test("readJwtAuthorizationResponse: refuses a response in the open, and tells the error it names (JARM §2.3)", async () => {
  const code = "ERR_VERIFICATION_RESPONSE_MODE";
  const plain = new URLSearchParams({ code: "c", state: "state-1", iss: "https://id.example.com" });
  await assertRefused(readJwtAuthorizationResponse(contextWith(), plain, transaction), "VerificationError", code);
  const failed = new URLSearchParams({ error: "unsupported_response_mode\n", state: "state-1" });
  const call = readJwtAuthorizationResponse(contextWith(), failed, transaction);
  const error = await assertRefused(call, "VerificationError", code);
  assert.match(error.message, /It says error="unsupported_response_mode\\n", which anybody can write/);
});

test("each reader refuses the transaction of the other (JARM §2.3)", async () => {
  const { responseMode: _mode, ...plain } = transaction;
  const jwt = await signClaims(good, key);
  const expected = { code: "ERR_CONFIGURATION_OPTION", parameter: "transaction" };
  const parameters = new URLSearchParams({ response: jwt });
  await assert.rejects(readJwtAuthorizationResponse(contextWith(), parameters, plain), expected);
  assert.throws(() => readAuthorizationResponse(contextWith(), parameters, transaction), expected);
  assert.throws(() => readAuthorizationResponse(contextWith(), parameters, plain), {
    code: "ERR_VERIFICATION_RESPONSE_MODE",
    parameter: "response",
  });
  await assert.rejects(readFrontChannelResponse(contextWith(), parameters, plain), {
    code: "ERR_VERIFICATION_RESPONSE_MODE",
  });
});

test("readJwtAuthorizationResponse: refuses a transaction of another server or client, before it looks at the JWT", async () => {
  for (const changes of [{ issuer: "https://other.example" }, { clientId: "client-2" }])
    await assertRefused(read("nonsense", { changes }), "VerificationError", "ERR_VERIFICATION_TRANSACTION");
});

const algorithms: readonly (readonly [
  registered: string[] | undefined,
  announced: string[] | undefined,
  ok: boolean,
])[] = [
  [undefined, undefined, true],
  [["RS256"], undefined, true],
  [["RS256"], ["ES256", "RS256"], true],
  [undefined, ["ES256", "RS256"], true],
  [["ES256"], undefined, false],
  [["ES256"], ["ES256", "RS256"], false],
  [undefined, ["ES256"], false],
];

for (const [registered, announced, ok] of algorithms) {
  test(`readJwtAuthorizationResponse: RS256 with ${registered} registered and ${announced} announced is ${ok ? "taken" : "refused"} (JARM §3)`, async () => {
    const context = contextWith(
      { authorizationResponseAlgorithms: registered },
      { authorization_signing_alg_values_supported: announced },
    );
    const call = read(await signClaims(good, key), { context });
    if (ok) await call;
    else await assertRefused(call, "VerificationError", "ERR_VERIFICATION_ALGORITHM");
  });
}

for (const [registered, announced] of [
  [["RS256"], ["ES256"]],
  [undefined, ["none", "HS256"]],
] as const) {
  test(`readJwtAuthorizationResponse: without a common algorithm (${registered}, ${announced}) nothing is read`, async () => {
    const context = contextWith(
      { authorizationResponseAlgorithms: registered },
      { authorization_signing_alg_values_supported: announced },
    );
    await assert.rejects(read(await signClaims(good, key), { context }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "authorization_signing_alg_values_supported",
    });
  });
}

const encryption = { algorithm: "ECDH-ES", encryption: "A256GCM" };
const asJwe = { ...encryption, key: recipient.publicJwk, contentType: "JWT" };

test("readJwtAuthorizationResponse: decrypts, and refuses one in the open where encryption is registered (JARM §2.2)", async () => {
  const context = contextWith({
    decryption: createDecryption([recipient.privateJwk]),
    authorizationResponseEncryption: encryption,
  });
  const signed = await signClaims(good, key);
  assert.equal((await read(await encryptJwe(signed, asJwe), { context })).code, "code-secret-1");
  await assertRefused(read(signed, { context }), "VerificationError", "ERR_VERIFICATION_JWT_NOT_ENCRYPTED");
  const twice = await encryptJwe(await encryptJwe(signed, asJwe), asJwe);
  await assertRefused(read(twice, { context }), "VerificationError", "ERR_VERIFICATION_JWT_ENCRYPTED");
  const other = await encryptJwe(signed, { ...asJwe, encryption: "A128GCM" });
  await assertRefused(read(other, { context }), "VerificationError", "ERR_VERIFICATION_DECRYPTION");
  const unsigned = await encryptJwe(JSON.stringify(good), asJwe);
  await assertRefused(read(unsigned, { context }), "ValidationError", "ERR_VALIDATION_JWT");
});

test("readJwtAuthorizationResponse: an encrypted one without a key is the caller's to mend", async () => {
  const jwe = await encryptJwe(await signClaims(good, key), asJwe);
  await assertRefused(read(jwe), "ConfigurationError", "ERR_CONFIGURATION_DECRYPTION_KEY");
});

test("readFrontChannelResponse: a hybrid response inside a JWT has its ID token verified", async () => {
  const half = createHash("sha256").update("code-secret-1").digest().subarray(0, 16).toString("base64url");
  const idToken = (claims: Members) =>
    signClaims(
      {
        iss: good.iss,
        aud: "client-1",
        sub: "user-1",
        iat: 1000,
        exp: 1300,
        nonce: "nonce-1",
        c_hash: half,
        ...claims,
      },
      key,
    );
  const hybrid = { ...transaction, responseType: "code id_token" };
  const readHybrid = async (claims: Members) => {
    const response = await signClaims({ ...good, id_token: await idToken(claims) }, key);
    return readFrontChannelResponse(contextWith(), new URLSearchParams({ response }), hybrid);
  };
  const { response, claims } = await readHybrid({});
  assert.deepEqual([response.code, claims?.sub], ["code-secret-1", "user-1"]);
  await assertRefused(readHybrid({ nonce: "nonce-2" }), "VerificationError", "ERR_VERIFICATION_NONCE");
  await assertRefused(readHybrid({ c_hash: "x".repeat(22) }), "VerificationError", "ERR_VERIFICATION_HASH");
  const jwt = await signClaims({ ...good, id_token: await idToken({}) }, key);
  await assert.rejects(readJwtAuthorizationResponse(contextWith(), new URLSearchParams({ response: jwt }), hybrid), {
    code: "ERR_CONFIGURATION_OPTION",
    remedy: /readFrontChannelResponse/,
  });
});

test("readFrontChannelResponse: numbers are numbers inside a JWT", async () => {
  const implicit = { ...transaction, responseType: "token", scope: "api" };
  const { nonce: _nonce, ...withoutNonce } = implicit;
  const { code: _code, ...rest } = good;
  const readToken = async (expires_in: unknown) => {
    const claims = { ...rest, access_token: "a", token_type: "Bearer", expires_in };
    const parameters = new URLSearchParams({ response: await signClaims(claims, key) });
    return readFrontChannelResponse(contextWith(), parameters, withoutNonce);
  };
  assert.equal((await readToken(60)).response.expires_in, 60);
  await assertRefused(readToken("60"), "ValidationError", "ERR_VALIDATION_RESPONSE");
});
