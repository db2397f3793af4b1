import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { createFakeClient, logIn } from "../fixtures/fake-client.ts";
import {
  clientId,
  createFakeServer,
  type FakeServerBehaviour,
  issuer,
  type Members,
  sharedKey,
  signJws,
} from "../fixtures/fake-server.ts";
import { assertRefused } from "../fixtures/refusals.ts";

const now = 1_800_000_000;

function claims(changes: Members): FakeServerBehaviour {
  return { claims: (honest) => ({ ...honest, ...changes }) };
}

function without(name: string): FakeServerBehaviour {
  return { claims: (honest) => Object.fromEntries(Object.entries(honest).filter(([member]) => member !== name)) };
}

function header(changes: Members): FakeServerBehaviour {
  return { header: (honest) => ({ ...honest, ...changes }) };
}

const verification = "VerificationError";
const validation = "ValidationError";

/** Each evil trait, the same thing done honestly, and the error. */
const twins: readonly (readonly [
  title: string,
  honest: FakeServerBehaviour,
  evil: FakeServerBehaviour,
  name: string,
  code: string,
])[] = [
  [
    "an at_hash of another access token (OpenID Connect Core §3.1.3.6)",
    without("at_hash"),
    claims({ at_hash: "AAAAAAAAAAAAAAAAAAAAAA" }),
    verification,
    "ERR_VERIFICATION_HASH",
  ],
  [
    "alg none, announced or not (RFC 8725 §3.1)",
    {},
    {
      ...header({ alg: "none" }),
      sign: () => "",
      metadata: (honest) => ({ ...honest, id_token_signing_alg_values_supported: ["RS256", "none"] }),
    },
    verification,
    "ERR_VERIFICATION_ALGORITHM",
  ],
  ["alg nOnE", {}, { ...header({ alg: "nOnE" }), sign: () => "" }, verification, "ERR_VERIFICATION_ALGORITHM"],
  [
    "HS256 with the public key as secret (RFC 8725 §2.1)",
    {},
    {
      ...header({ alg: "HS256" }),
      metadata: (honest) => ({ ...honest, id_token_signing_alg_values_supported: ["RS256", "HS256"] }),
      sign: async (input) =>
        createHmac("sha256", JSON.stringify((await sharedKey("main")).jwk))
          .update(input)
          .digest("base64url"),
    },
    verification,
    "ERR_VERIFICATION_ALGORITHM",
  ],
  [
    "HS256 with the client secret",
    {},
    {
      ...header({ alg: "HS256" }),
      metadata: (honest) => ({ ...honest, id_token_signing_alg_values_supported: ["RS256", "HS256"] }),
      sign: (input) => createHmac("sha256", "client-secret-1").update(input).digest("base64url"),
    },
    verification,
    "ERR_VERIFICATION_ALGORITHM",
  ],
  ["an alg that was not announced", {}, header({ alg: "RS384" }), verification, "ERR_VERIFICATION_ALGORITHM"],
  [
    "the typ of an access token (RFC 8725 §3.11)",
    header({ typ: "JWT" }),
    header({ typ: "at+jwt" }),
    verification,
    "ERR_VERIFICATION_JWT_TYPE",
  ],
  [
    "the typ of a logout token",
    header({ typ: "application/jwt" }),
    header({ typ: "logout+jwt" }),
    verification,
    "ERR_VERIFICATION_JWT_TYPE",
  ],
  [
    "a crit header (RFC 7515 §4.1.11)",
    header({ "x-unknown": 1 }),
    header({ crit: ["x-unknown"], "x-unknown": 1 }),
    verification,
    "ERR_VERIFICATION_CRITICAL_HEADER",
  ],
  [
    "an unencoded payload (RFC 7797 §7)",
    {},
    header({ b64: false, crit: ["b64"] }),
    verification,
    "ERR_VERIFICATION_CRITICAL_HEADER",
  ],
  [
    "an azp of another client beside a single aud (OpenID Connect Core §3.1.3.7)",
    claims({ azp: clientId }),
    claims({ azp: "client-2" }),
    verification,
    "ERR_VERIFICATION_AUTHORIZED_PARTY",
  ],
  [
    "an audience that nobody trusts and no azp",
    claims({ aud: [clientId, "client-2"], azp: clientId }),
    claims({ aud: [clientId, "client-2"] }),
    verification,
    "ERR_VERIFICATION_AUDIENCE",
  ],
  [
    "another audience",
    claims({ aud: [clientId] }),
    claims({ aud: "client-2" }),
    verification,
    "ERR_VERIFICATION_AUDIENCE",
  ],
  [
    "an audience that only begins like the client",
    claims({ aud: clientId }),
    claims({ aud: `${clientId}0` }),
    verification,
    "ERR_VERIFICATION_AUDIENCE",
  ],
  [
    "aud with numbers",
    claims({ aud: [clientId] }),
    claims({ aud: [clientId, 1] }),
    validation,
    "ERR_VALIDATION_CLAIMS",
  ],
  ["no aud", {}, without("aud"), validation, "ERR_VALIDATION_CLAIMS"],
  ["an empty aud", {}, claims({ aud: [] }), validation, "ERR_VALIDATION_CLAIMS"],
  ["another issuer", {}, claims({ iss: "https://evil.example" }), verification, "ERR_VERIFICATION_ISSUER"],
  ["an issuer with a slash more", {}, claims({ iss: `${issuer}/` }), verification, "ERR_VERIFICATION_ISSUER"],
  ["no iss", {}, without("iss"), validation, "ERR_VALIDATION_CLAIMS"],
  [
    "an empty sub (OpenID Connect Core §2)",
    claims({ sub: "u" }),
    claims({ sub: "" }),
    validation,
    "ERR_VALIDATION_CLAIMS",
  ],
  [
    "a sub of 256 characters",
    claims({ sub: "u".repeat(255) }),
    claims({ sub: "u".repeat(256) }),
    validation,
    "ERR_VALIDATION_CLAIMS",
  ],
  ["a sub that is a number", claims({ sub: "1" }), claims({ sub: 1 }), validation, "ERR_VALIDATION_CLAIMS"],
  ["no sub", {}, without("sub"), validation, "ERR_VALIDATION_CLAIMS"],
  [
    "a date of issue in the future",
    claims({ iat: now + 30 }),
    claims({ iat: now + 31 }),
    verification,
    "ERR_VERIFICATION_ISSUED_AT",
  ],
  [
    "a date of issue ten years ago",
    claims({ iat: now - 86_400 }),
    claims({ iat: now - 315_360_000 }),
    verification,
    "ERR_VERIFICATION_ISSUED_AT",
  ],
  ["no iat", {}, without("iat"), validation, "ERR_VALIDATION_CLAIMS"],
  [
    "an expiry beyond the tolerance",
    claims({ exp: now - 29 }),
    claims({ exp: now - 30 }),
    verification,
    "ERR_VERIFICATION_EXPIRED",
  ],
  ["an expiry as text", {}, claims({ exp: String(now + 300) }), validation, "ERR_VALIDATION_CLAIMS"],
  ["no exp", {}, without("exp"), validation, "ERR_VALIDATION_CLAIMS"],
  [
    "a beginning in the future (RFC 7519 §4.1.5)",
    claims({ nbf: now + 30 }),
    claims({ nbf: now + 31 }),
    verification,
    "ERR_VERIFICATION_NOT_YET_VALID",
  ],
  ["no nonce", {}, without("nonce"), verification, "ERR_VERIFICATION_NONCE"],
  ["another nonce", {}, claims({ nonce: "n-other" }), verification, "ERR_VERIFICATION_NONCE"],
  ["a nonce that is an array", {}, claims({ nonce: ["n"] }), validation, "ERR_VALIDATION_CLAIMS"],
  [
    "no part but its own",
    { idToken: (token) => token },
    { idToken: (token) => `${token}.${"A"}` },
    validation,
    "ERR_VALIDATION_RESPONSE",
  ],
  [
    "the form of an encrypted token",
    {},
    { idToken: () => "AA.AA.AA.AA.AA" },
    "ConfigurationError",
    "ERR_CONFIGURATION_DECRYPTION_KEY",
  ],
  [
    "a payload that is no object",
    {},
    { idToken: () => "eyJhbGciOiJSUzI1NiJ9.W10.AA" },
    validation,
    "ERR_VALIDATION_JWT",
  ],
  [
    "a claim twice",
    {},
    { idToken: async () => signJws({ alg: "RS256", kid: "main" }, '{"sub":"a","sub":"b"}', await sharedKey("main")) },
    validation,
    "ERR_VALIDATION_JWT",
  ],
  ["a signature that is missing", {}, { sign: () => "" }, verification, "ERR_VERIFICATION_SIGNATURE"],
];

for (const [title, honest, evil, name, code] of twins) {
  test(`refuses an ID token with ${title}, and accepts its honest twin`, async () => {
    const good = await createFakeServer(honest);
    assert.equal((await logIn(good, createFakeClient(good))).response.token_type, "Bearer");
    const bad = await createFakeServer(evil);
    await assertRefused(logIn(bad, createFakeClient(bad)), name, code);
  });
}

test("refuses an ID token whose signature was made by a key of another issuer with the same kid", async () => {
  const other = await sharedKey("other");
  const server = await createFakeServer();
  const client = createFakeClient(server);
  await logIn(server, client);
  server.behaviour.idToken = async (token) => {
    const [, payload = ""] = String(token).split(".");
    return signJws({ alg: "RS256", kid: "main" }, Buffer.from(payload, "base64url").toString(), other);
  };
  await assertRefused(logIn(server, client), "VerificationError", "ERR_VERIFICATION_SIGNATURE");
});

test("refuses an ID token whose payload was changed after it was signed", async () => {
  const server = await createFakeServer({
    idToken(token) {
      const [head, payload = "", signature] = token.split(".");
      const changed = Buffer.from(payload, "base64url").toString().replace("user-1", "user-2");
      return `${head}.${Buffer.from(changed).toString("base64url")}.${signature}`;
    },
  });
  await assertRefused(logIn(server, createFakeClient(server)), "VerificationError", "ERR_VERIFICATION_SIGNATURE");
});

test("never uses a key that the token brings along (RFC 7515 §4.1.3)", async () => {
  const mine = await sharedKey("mine");
  const server = await createFakeServer({ header: (honest) => ({ ...honest, jwk: mine.jwk }) });
  server.behaviour.sign = (input) => signatureOf(input, mine);
  await assertRefused(logIn(server, createFakeClient(server)), "VerificationError", "ERR_VERIFICATION_SIGNATURE");
});

for (const [title, kid] of [
  ["without kid", undefined],
  ["under the same kid", "main"],
] as const) {
  test(`finds the new key after it was replaced ${title} (OpenID Connect Core §10.1.1)`, async () => {
    const next = await sharedKey("next");
    const server = await createFakeServer({ header: () => ({ alg: "RS256", kid }) });
    const client = createFakeClient(server);
    await logIn(server, client);
    server.behaviour.jwks = () => ({ keys: [{ ...next.jwk, kid }] });
    server.behaviour.sign = (input) => signatureOf(input, next);
    server.now += 60_000;
    assert.equal((await logIn(server, client)).claims?.sub, "user-1");
    assert.equal(server.requests.filter(({ path }) => path === "/jwks").length, 2);
  });
}

test("refuses a kid that the key set does not have, after one look at a new set", async () => {
  const server = await createFakeServer({ header: (honest) => ({ ...honest, kid: "unknown" }) });
  await assertRefused(logIn(server, createFakeClient(server)), "VerificationError", "ERR_VERIFICATION_KEY_NOT_FOUND");
  assert.ok(server.requests.filter(({ path }) => path === "/jwks").length <= 2);
});

test("finds the new key after the key set was rotated (OpenID Connect Core §10.1.1)", async () => {
  const next = await sharedKey("next");
  const server = await createFakeServer();
  const client = createFakeClient(server);
  await logIn(server, client);
  server.behaviour.jwks = () => ({ keys: [next.jwk] });
  server.behaviour.header = () => ({ alg: "RS256", kid: "next" });
  server.behaviour.sign = (input) => signatureOf(input, next);
  server.now += 60_000;
  const tokens = await logIn(server, client);
  assert.equal(tokens.claims?.sub, "user-1");
});

test("passes over a private, an unknown and a broken key next to the good one (RFC 7517 §5)", async () => {
  const server = await createFakeServer({
    jwks: (set) => ({
      keys: [
        { kty: "XYZ", kid: "main" },
        { kty: "RSA", kid: "main" },
        { kty: "oct", kid: "main", k: "AAAA" },
        ...(Array.isArray(set.keys) ? set.keys : []),
      ],
    }),
  });
  const tokens = await logIn(server, createFakeClient(server));
  assert.equal(tokens.claims?.sub, "user-1");
});

test("refuses a key that is published with its private part, though it would verify (RFC 7517 §9.2)", async () => {
  const server = await createFakeServer();
  server.behaviour.jwks = () => ({ keys: [{ ...server.key.jwk, d: "AQAB" }] });
  await assertRefused(logIn(server, createFakeClient(server)), "VerificationError", "ERR_VERIFICATION_KEY_NOT_FOUND");
});

test("refuses an ID token larger than the cap, and accepts a large one below it", async () => {
  const server = await createFakeServer({ claims: (honest) => ({ ...honest, padding: "x".repeat(40_000) }) });
  assert.equal((await logIn(server, createFakeClient(server))).claims?.sub, "user-1");
  server.behaviour.claims = (honest) => ({ ...honest, padding: "x".repeat(60_000) });
  await assertRefused(logIn(server, createFakeClient(server)), "ValidationError", "ERR_VALIDATION_JWT");
  server.behaviour.claims = (honest) => ({ ...honest, padding: "x".repeat(1_100_000) });
  await assertRefused(logIn(server, createFakeClient(server)), "ResponseError", "ERR_RESPONSE_TOO_LARGE");
});

test("accepts claims that no specification names, and keeps them (OpenID Connect Core §2)", async () => {
  const server = await createFakeServer({
    claims: (honest) => ({ ...honest, "https://app.example.com/role": ["admin"], ver: 1, nothing: null }),
  });
  const tokens = await logIn(server, createFakeClient(server));
  assert.deepEqual(tokens.claims?.["https://app.example.com/role"], ["admin"]);
  assert.equal(tokens.claims?.nothing, null);
});

test("no tolerance repairs a claim that carries trust", async () => {
  for (const changes of [
    { iss: null },
    { iss: "" },
    { sub: null },
    { sub: 1 },
    { aud: [] },
    { aud: null },
    { nonce: null },
    { nonce: "" },
    { exp: String(now + 300) },
    { iat: String(now) },
    { at_hash: "" },
    { azp: "" },
  ]) {
    const server = await createFakeServer(claims(changes));
    const client = createFakeClient(server, { tolerate: allTolerances });
    await assertRefused(logIn(server, client), "ValidationError", "ERR_VALIDATION_CLAIMS");
  }
});

test("refuses an ID token where the key set is empty", async () => {
  const server = await createFakeServer({ jwks: () => ({ keys: [] }) });
  await assertRefused(logIn(server, createFakeClient(server)), "VerificationError", "ERR_VERIFICATION_KEY_NOT_FOUND");
});

async function signatureOf(input: string, key: Awaited<ReturnType<typeof sharedKey>>): Promise<string> {
  const signature = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", key.privateKey, Buffer.from(input));
  return Buffer.from(signature).toString("base64url");
}

const allTolerances = [
  "expires-in-string",
  "token-type-missing",
  "token-type-alias",
  "scope-array",
  "scope-comma",
  "form-encoded-response",
  "expires-member",
  "expires-on",
  "null-members",
  "metadata-member-missing",
  "empty-arrays",
  "boolean-string",
  "iso-8601-date",
  "numeric-date-string",
  "userinfo-content-type",
  "empty-strings",
] as const;
