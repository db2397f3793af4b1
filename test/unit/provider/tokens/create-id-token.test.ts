import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { compactDecrypt, createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify } from "jose";
import { verifyIdToken } from "../../../../src/id-token/verify-id-token.ts";
import type { RegisteredClient } from "../../../../src/provider/clients/registered-client.ts";
import type { Grant } from "../../../../src/provider/stores/records.ts";
import { createIdToken, type IdTokenFacts } from "../../../../src/provider/tokens/create-id-token.ts";
import { type ProviderSetup, setUpProvider, webClient } from "../../../fixtures/provider/idtoken-setup.ts";

const grant: Grant = {
  id: "g",
  clientId: "web",
  accountId: "alice",
  isOffline: false,
  scope: ["openid", "profile"],
  details: {},
  createdAtMs: 1_800_000_000_000,
  expiresAtMs: 1_800_086_400_000,
};

test("ID token: header and claims are those of OpenID Connect Core §2, and nothing else", async () => {
  const { header, claims } = await make();
  assert.deepEqual(Object.keys(header).sort(), ["alg", "kid"]);
  assert.equal(header["alg"], "RS256");
  assert.deepEqual(claims, {
    iss: "https://id.example.com",
    sub: "alice",
    aud: "web",
    iat: 1_800_000_000,
    exp: 1_800_003_600,
  });
});

test("ID token: passes the verification of the client (OpenID Connect Core §3.1.3.7)", async () => {
  const setup = await setUpProvider();
  const accessToken = "access-secret-1";
  const idToken = await createIdToken(setup.context, { ...(await facts(setup)), nonce: "n-1", accessToken });
  const claims = await verifyIdToken(idToken, {
    issuer: "https://id.example.com",
    clientId: "web",
    keys: setup.context.keys.source,
    nonce: "n-1",
    accessToken,
    receivedFrom: "token_endpoint",
    clock: setup.context.clock,
  });
  assert.equal(claims.sub, "alice");
});

test("ID token: the nonce of the request comes back as it was", async () => {
  assert.equal((await make({ nonce: "n-0S6_WzA2Mj ß" })).claims["nonce"], "n-0S6_WzA2Mj ß");
  assert.equal("nonce" in (await make()).claims, false);
});

test("ID token: what comes along is hashed by the digest of its alg (OpenID Connect Core §3.1.3.6)", async () => {
  const half = (digest: string, text: string): string => {
    const octets = createHash(digest).update(text).digest();
    return octets.subarray(0, octets.length / 2).toString("base64url");
  };
  const { claims } = await make({ accessToken: "at", code: "c", state: "s" });
  assert.deepEqual(
    [claims["at_hash"], claims["c_hash"], claims["s_hash"]],
    [half("sha256", "at"), half("sha256", "c"), half("sha256", "s")],
  );
  const edwards = await make({ accessToken: "at" }, { id_token_signed_response_alg: "EdDSA" }, ["RS256", "EdDSA"]);
  assert.equal(edwards.claims["at_hash"], half("sha512", "at"));
  assert.equal("at_hash" in (await make()).claims, false);
});

test("ID token: says when, how and in which session the person signed in, not when it was made", async () => {
  const { claims } = await make({ authTimeSeconds: 1_799_999_000.9, acr: "gold", amr: ["pwd", "otp"], sid: "s1" });
  const { auth_time, acr, amr, sid } = claims;
  assert.deepEqual(
    { auth_time, acr, amr, sid },
    { auth_time: 1_799_999_000, acr: "gold", amr: ["pwd", "otp"], sid: "s1" },
  );
});

test("ID token: of a refresh says the same of the login as the first (OpenID Connect Core §12.2)", async () => {
  const remembered = { ...grant, sid: "s2", details: { auth_time: 1_799_000_000, acr: "silver", amr: ["hwk"] } };
  const { auth_time, acr, amr, sid, nonce } = (await make({ grant: remembered })).claims;
  assert.deepEqual([auth_time, acr, amr, sid, nonce], [1_799_000_000, "silver", ["hwk"], "s2", undefined]);
});

test("ID token: several audiences make azp necessary, one makes it wrong", async () => {
  const { claims } = await make({ audience: ["https://api.example.com", "web"] });
  assert.deepEqual([claims["aud"], claims["azp"]], [["web", "https://api.example.com"], "web"]);
  assert.equal("azp" in (await make({ audience: ["web"] })).claims, false);
});

test("ID token: without openid none is made", async () => {
  await assert.rejects(make({ scope: ["profile"] }), { error: "server_error", status: 500 });
  await assert.rejects(make({ grant: { ...grant, scope: ["profile"] } }), { error: "server_error" });
});

test("ID token: claims of scopes stand in it only where the configuration says so (OpenID Connect Core §5.4)", async () => {
  assert.equal("name" in (await make()).claims, false);
  const setup = await setUpProvider({ idTokens: { claims: "id_token" } });
  assert.equal((await read(setup, await createIdToken(setup.context, await facts(setup)))).claims["name"], "Alice A.");
});

test("ID token: has the claims that the parameter claims asks for there (OpenID Connect Core §5.5)", async () => {
  const details = { claims: { id_token: { email: { essential: true } }, userinfo: { name: null } } };
  const { claims } = await make({ grant: { ...grant, details } });
  assert.deepEqual([claims["email"], "name" in claims], ["alice@example.com", false]);
});

test("ID token: a claim of the account never replaces one of the protocol", async () => {
  const setup = await setUpProvider({ idTokens: { claims: "id_token" } });
  const account = {
    id: "alice",
    displayName: "Alice",
    isActive: true,
    claims: { sub: "bob", iss: "x", aud: "y", exp: 1, nonce: "z" },
  };
  const { claims } = await read(setup, await createIdToken(setup.context, { ...(await facts(setup)), account }));
  assert.deepEqual(
    [claims["sub"], claims["aud"], claims["exp"], claims["nonce"]],
    ["alice", "web", 1_800_003_600, undefined],
  );
});

test("ID token: lives as long as the configuration says, of the provider and of the client", async () => {
  const short = await setUpProvider({ lifetimes: { idTokenSeconds: 300 } });
  const own = await setUpProvider({ idTokens: { secondsByClient: { web: 120 } } });
  for (const [setup, seconds] of [
    [short, 300],
    [own, 120],
  ] as const) {
    const { claims } = await read(setup, await createIdToken(setup.context, await facts(setup)));
    assert.equal(Number(claims["exp"]) - Number(claims["iat"]), seconds);
  }
});

test("ID token: is signed with the algorithm that the client registered", async () => {
  assert.equal((await make({}, { id_token_signed_response_alg: "ES256" })).header["alg"], "ES256");
  const setup = await setUpProvider({ clients: [{ ...webClient, id_token_signed_response_alg: "HS256" }] });
  const token = await createIdToken(setup.context, await facts(setup));
  const { protectedHeader } = await jwtVerify(token, Buffer.from("web-secret-of-at-least-32-octets-here"), {
    currentDate: new Date(1_800_000_000_000),
  });
  assert.deepEqual(protectedHeader, { alg: "HS256" });
});

test("ID token: is encrypted for the client that registered for that, signed inside (OpenID Connect Core §10.2)", async () => {
  const { publicKey, privateKey } = await generateKeyPair("ECDH-ES+A256KW");
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kty: "EC", use: "enc", kid: "enc-1" }] };
  const client = { ...webClient, jwks, id_token_encrypted_response_alg: "ECDH-ES+A256KW" };
  const setup = await setUpProvider({ clients: [client] });
  const token = await createIdToken(setup.context, await facts(setup));
  const { plaintext, protectedHeader } = await compactDecrypt(token, privateKey);
  assert.deepEqual([protectedHeader.enc, protectedHeader.cty, protectedHeader.kid], ["A128CBC-HS256", "JWT", "enc-1"]);
  assert.equal((await read(setup, new TextDecoder().decode(plaintext))).claims["sub"], "alice");
});

test("ID token: is encrypted with a key from the client's secret where that was registered (OpenID Connect Core §10.2)", async () => {
  const client = { ...webClient, id_token_encrypted_response_alg: "dir", id_token_encrypted_response_enc: "A256GCM" };
  const setup = await setUpProvider({ clients: [client] });
  const token = await createIdToken(setup.context, await facts(setup));
  const key = createHash("sha256").update("web-secret-of-at-least-32-octets-here").digest();
  const { plaintext } = await compactDecrypt(token, key);
  assert.equal((await read(setup, new TextDecoder().decode(plaintext))).claims["sub"], "alice");
});

test("ID token: fails, and is not left out, where it can't be signed or encrypted", async () => {
  const setup = await setUpProvider();
  const base = await facts(setup);
  const withMetadata = (metadata: RegisteredClient["metadata"]): RegisteredClient => ({ ...base.client, metadata });
  const unsigned = withMetadata({ ...base.client.metadata, id_token_signed_response_alg: "none" });
  await assert.rejects(createIdToken(setup.context, { ...base, client: unsigned }), /There is no key for none/);
  const keyless = withMetadata({ ...base.client.metadata, id_token_encrypted_response_alg: "RSA-OAEP-256" });
  await assert.rejects(createIdToken(setup.context, { ...base, client: keyless }), { code: "ERR_CONFIGURATION_KEY" });
  const secretless = {
    ...withMetadata({ id_token_signed_response_alg: "HS256" }),
    clientId: "nobody",
    clearSecret: undefined,
    secrets: [],
  };
  await assert.rejects(createIdToken(setup.context, { ...base, client: secretless }), /secret of the client nobody/);
});

async function make(
  changes: Partial<IdTokenFacts> = {},
  metadata: object = {},
  algorithms: readonly string[] = ["RS256", "ES256"],
): ReturnType<typeof read> {
  const setup = await setUpProvider({ clients: [{ ...webClient, ...metadata }], keys: { algorithms } });
  return read(setup, await createIdToken(setup.context, { ...(await facts(setup)), ...changes }));
}

async function facts({ context }: ProviderSetup): Promise<IdTokenFacts> {
  const [client, account] = [await context.clients.find("web"), await context.accounts.find("alice")];
  assert.ok(client !== undefined && account !== undefined);
  return { client, account, grant };
}

async function read({ context }: ProviderSetup, token: string) {
  const keys = createLocalJWKSet(JSON.parse(JSON.stringify(await context.keys.jwks())));
  const { protectedHeader, payload } = await jwtVerify(token, keys, { currentDate: new Date(1_800_000_000_000) });
  const header: Readonly<Record<string, unknown>> = { ...protectedHeader };
  return { header, claims: payload };
}
