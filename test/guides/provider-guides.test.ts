import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, pbkdf2Sync, sign } from "node:crypto";
import { test } from "node:test";
import * as first from "../../examples/guides/provider.ts";
import * as backup from "../../examples/guides/provider-backup.ts";
import * as keys from "../../examples/guides/provider-keys.ts";
import * as production from "../../examples/guides/provider-production.ts";
import * as testing from "../../examples/guides/provider-testing.ts";
import * as users from "../../examples/guides/provider-users.ts";
import * as quick from "../../examples/provider-quick-start.ts";
import { createClient } from "../../src/index.ts";
import { createMemoryStore, createProvider, type Provider } from "../../src/provider/index.ts";
import { createTestPasswordHasher, signIn as signInAt } from "../../src/provider/testing/index.ts";
import { signDigest } from "../fixtures/provider/sign-digest.ts";

const ada = { username: "ada", password: "correct horse battery" };
const signInOptions = { scope: "openid offline_access", prompt: "consent" } as const;

async function signIn() {
  const { url, transaction } = await testing.application.startAuthorization(signInOptions);
  return testing.application.finishAuthorization(await testing.signIn(url), transaction);
}

async function publishedKeys(provider: Provider): Promise<readonly Readonly<Record<string, string>>[]> {
  const { jwks_uri } = await (await provider.fetch(`${provider.issuer}/.well-known/openid-configuration`)).json();
  return (await (await provider.fetch(jwks_uri)).json()).keys;
}

test("the provider of README.md is served in a few lines", async () => {
  assert.equal(quick.provider.issuer, "http://127.0.0.1:3000");
  const metadata = await quick.provider.fetch("http://127.0.0.1:3000/.well-known/openid-configuration");
  assert.equal((await metadata.json()).issuer, "http://127.0.0.1:3000");
  const authorize = new URL("http://127.0.0.1:3000/authorize");
  authorize.search = String(
    new URLSearchParams({
      client_id: "web",
      response_type: "code",
      scope: "openid",
      redirect_uri: "http://127.0.0.1:8080/callback",
      code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      code_challenge_method: "S256",
    }),
  );
  assert.match(
    (await quick.provider.fetch(authorize)).headers.get("location") ?? "",
    /^http:\/\/127\.0\.0\.1:3000\/login/,
  );
});

test("guide provider: its example gives tokens in memory and listens", async () => {
  const token = await first.getToken();
  const [, claims = ""] = token.split(".");
  assert.equal(JSON.parse(Buffer.from(claims, "base64url").toString()).aud, "https://api.example.com");
  const served = await first.start(0);
  try {
    assert.deepEqual(await (await fetch(`${served.url}/health`)).json(), { status: "up" });
    assert.equal(
      (await (await fetch(`${served.url}/.well-known/openid-configuration`)).json()).issuer,
      first.provider.issuer,
    );
  } finally {
    await served.close();
  }
});

test("guide provider-testing: its example signs a user in by the forms, and lets time pass", async () => {
  const tokens = await signIn();
  assert.equal(tokens.claims?.sub, "ada");
  testing.pass(20 * 86_400);
  await assert.rejects(testing.application.refresh(tokens), { code: "ERR_OAUTH_RESPONSE" });
  const wrong = await testing.application.startAuthorization(signInOptions);
  await assert.rejects(
    testing.signIn(wrong.url, { username: "ada", password: "guessed-by-chance" }),
    /The sign-in ended at .*The name or the password is not right\./,
  );
});

test("guide provider-testing: a provider that is served has the issuer of its port", async () => {
  const { issuer, url, close } = await testing.serve();
  try {
    const metadata = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
    assert.deepEqual([url, metadata.issuer], [issuer, issuer]);
  } finally {
    await close();
  }
});

test("guide provider-production: its example lives without its databases, and says that it is not ready", async () => {
  const nowhere = { postgres: "postgresql://127.0.0.1:1/identity", redis: "redis://127.0.0.1:1" };
  const keyEncryptionKey = Buffer.alloc(32, 1).toString("base64url");
  const { served, metrics, close } = await production.start({
    ...nowhere,
    keyEncryptionKey,
    webSecret: "s".repeat(43),
    port: 0,
  });
  try {
    const origin = `http://127.0.0.1:${served.port}`;
    assert.equal((await fetch(`${origin}/health`)).status, 200);
    assert.equal((await fetch(`${origin}/ready`)).status, 503);
    assert.match(await metrics.render(), /provider_store_errors_total\{verb="[^"]+"\} 1/);
  } finally {
    await close();
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.removeListener(signal, close);
  }
});

test("guide provider-users: an old hash is verified once, and replaced", async () => {
  const salt = Buffer.from("0123456789abcdef");
  const key = pbkdf2Sync(ada.password, salt, 1000, 32, "sha256");
  const hash = `$pbkdf2-sha256$1000$${salt.toString("base64")}$${key.toString("base64")}`;
  await users.takeOver({ id: "7", username: "ada", email: "ada@example.com", hash });
  assert.equal(await users.accounts.verifyPassword("ada", "guessed-by-chance"), undefined);
  assert.equal((await users.accounts.verifyPassword("ada", ada.password))?.id, "7");
  assert.equal(await users.oldHashes.verify(new TextEncoder().encode(ada.password), hash), true);
  assert.equal((await users.accounts.verifyPassword("ADA@example.com", ada.password))?.id, "7");
  assert.equal((await users.directory.verifyPassword?.("ada", ada.password))?.displayName, "Ada");
  assert.equal(await users.directory.verifyPassword?.("ada", "guessed-by-chance"), undefined);
  assert.equal(users.provider.issuer, "https://id.example.com");
});

test("guide provider-keys: a service signs, and a key in foreign hands is gone at once", async () => {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const asked: Uint8Array[] = [];
  const service = {
    publicKey: async () => ({ x, y }),
    signDigest: async (digest: Uint8Array) => {
      asked.push(digest);
      return sign("sha256", digest, { key: privateKey, dsaEncoding: "ieee-p1363" });
    },
  };
  const data = new TextEncoder().encode("data");
  assert.equal((await keys.createSigner(service).sign({ kid: "kms-1", alg: "ES256", data })).length, 64);
  assert.deepEqual(asked, [createHash("sha256").update("data").digest()]);
  const published = await publishedKeys(keys.createWithService(service));
  assert.ok(published.some(({ kid, d }) => kid === "kms-1" && d === undefined));
  const provider = keys.createWithKeys(Buffer.alloc(32, 1).toString("base64url"));
  const [{ kid = "" } = {}] = await publishedKeys(provider);
  const left = await keys.replace(provider, kid);
  assert.equal(left.find((key) => key.kid === kid)?.state, "withdrawn");
  assert.ok((await publishedKeys(provider)).every((key) => key.kid !== kid));
});

for (const [title, encode, want] of [
  ["two numbers of 32 octets, which a client verifies", (signature: Buffer) => signature, "kms-1"],
  [
    "DER, which the guide warns of: no client takes it",
    (rs: Buffer) => Buffer.concat([Buffer.of(0x30, 68, 2, 32), rs.subarray(0, 32), Buffer.of(2, 32), rs.subarray(32)]),
    undefined,
  ],
] as const)
  test(`guide provider-keys: the service signs an ID token as ${title} (RFC 7518 §3.4)`, async () => {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const { x = "", y = "" } = publicKey.export({ format: "jwk" });
    const signer = keys.createSigner({
      publicKey: async () => ({ x, y }),
      signDigest: async (digest) => encode(signDigest(digest, privateKey)),
    });
    const issuer = "https://id.example.com";
    const client = {
      client_id: "web",
      client_secret: "s".repeat(43),
      redirect_uris: ["https://app.example.com/callback"],
      id_token_signed_response_alg: "ES256",
    };
    const provider = createProvider({
      issuer,
      clients: [client],
      firstPartyClients: ["web"],
      accounts: [{ id: "ada", ...ada }],
      accountRules: { hasher: createTestPasswordHasher({ issuer }) },
      keys: { algorithms: ["ES256"], signer },
    });
    const application = createClient({ issuer, client, fetch: provider.fetch });
    const { url, transaction } = await application.startAuthorization({ scope: "openid" });
    const callback = await signInAt(provider, { ...ada, authorizationUrl: url });
    const finishing = application.finishAuthorization(callback, transaction);
    if (want === undefined) return assert.rejects(finishing);
    const [header = ""] = (await finishing).response.id_token?.split(".") ?? [];
    assert.equal(JSON.parse(Buffer.from(header, "base64url").toString()).kid, want);
  });

test("guide provider-backup: after a restore every grant, every session and what was withdrawn are gone", async () => {
  const store = createMemoryStore();
  const provider = createProvider({ issuer: "https://id.example.com", store });
  const kids = (await publishedKeys(provider)).map(({ kid = "" }) => kid);
  const nowMs = Date.now();
  const access = { accountId: "ada", createdAtMs: nowMs, expiresAtMs: nowMs + 60_000 };
  const grant = { ...access, id: "g1", clientId: "web", isOffline: true, scope: ["openid"], details: {} };
  const times = { authTimeMs: nowMs, lastSeenAtMs: nowMs, idleExpiresAtMs: nowMs + 60_000 };
  const session = { ...access, ...times, hash: "h", sid: "s1", amr: [], remember: false, clientIds: [], version: 1 };
  await store.accounts.put({
    id: "ada",
    username: "ada",
    usernameKey: "ada",
    claims: {},
    isActive: true,
    isVerified: true,
    isAdmin: false,
    requiresPasswordChange: false,
    createdAtMs: nowMs,
    version: 1,
  });
  await store.grants.issue({ grant, tokens: [], nowMs });
  await store.sessions.put(session);
  assert.equal(await backup.endAllAccess(store), 2);
  assert.equal(await store.sessions.find("h"), undefined);
  assert.equal((await store.grants.findGrant("g1"))?.revokeReason, "restored");
  await backup.withdrawAgain(provider, kids);
  assert.ok((await publishedKeys(provider)).every(({ kid = "" }) => !kids.includes(kid)));
});
