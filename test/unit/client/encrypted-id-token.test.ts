import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClientOptions } from "../../../src/client/options.ts";
import { encryptJwe } from "../../../src/jose/encrypt-jwe.ts";
import { createFakeClient, logIn } from "../../fixtures/fake-client.ts";
import { clientId, createFakeServer, type FakeServer, redirectUri } from "../../fixtures/fake-server.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { generateEncryptionKey } from "../jose/encrypted-tokens.ts";

const registration = { client_id: clientId, client_secret: "client-secret-1", redirect_uris: [redirectUri] };
const recipient = await generateEncryptionKey("ECDH-ES", "P-256");
const algorithms = { algorithm: "ECDH-ES", encryption: "A128CBC-HS256" };
const registered: ClientOptions["client"] = { ...registration, id_token_encrypted_response_alg: "ECDH-ES" };

/** A server that encrypts its ID tokens. */
async function createServer(options: Parameters<typeof encryptJwe>[1]): Promise<FakeServer> {
  return createFakeServer({ idToken: (token) => encryptJwe(String(token), { contentType: "JWT", ...options }) });
}

test("client: reads encrypted ID tokens with its decryption keys (OpenID Connect Core §3.1.3.7)", async () => {
  const server = await createServer({ key: recipient.publicJwk, ...algorithms });
  for (const client of [registered, registration]) {
    const options = { client, decryptionKeys: [{ key: recipient.privateJwk, kid: "e1" }] };
    const fake = createFakeClient(server, options);
    const tokens = await logIn(server, fake);
    assert.equal(tokens.claims?.sub, "user-1");
    assert.equal((await fake.refresh(tokens)).claims?.sub, "user-1");
  }
});

test("client: derives the key from its secret where a symmetric algorithm is registered (OpenID Connect Core §10.2)", async () => {
  const key = { clientSecret: "client-secret-1" };
  const server = await createServer({ key, algorithm: "dir", encryption: "A256CBC-HS512" });
  const client = {
    ...registration,
    id_token_encrypted_response_alg: "dir",
    id_token_encrypted_response_enc: "A256CBC-HS512",
  };
  assert.equal((await logIn(server, createFakeClient(server, { client }))).claims?.sub, "user-1");
});

test("client: refuses an ID token in the open where encryption is registered, and takes it where not", async () => {
  const server = await createFakeServer();
  const decryptionKeys = [recipient.privateJwk];
  await assertRefused(
    logIn(server, createFakeClient(server, { client: registered, decryptionKeys })),
    "VerificationError",
    "ERR_VERIFICATION_JWT_NOT_ENCRYPTED",
  );
  assert.equal((await logIn(server, createFakeClient(server, { decryptionKeys }))).claims?.sub, "user-1");
});

for (const [title, algorithm, encryption] of [
  ["another alg", "ECDH-ES+A128KW", "A128CBC-HS256"],
  ["another enc", "ECDH-ES", "A256GCM"],
] as const) {
  test(`client: refuses ${title} than registered; without a registration every one with a public key is read`, async () => {
    const server = await createServer({ key: recipient.publicJwk, algorithm, encryption });
    const decryptionKeys = [recipient.privateJwk];
    await assertRefused(
      logIn(server, createFakeClient(server, { client: registered, decryptionKeys })),
      "VerificationError",
      "ERR_VERIFICATION_DECRYPTION",
    );
    assert.equal((await logIn(server, createFakeClient(server, { decryptionKeys }))).claims?.sub, "user-1");
  });
}

test("client: an encrypted ID token without keys is the caller's to mend", async () => {
  const server = await createServer({ key: recipient.publicJwk, ...algorithms });
  await assertRefused(
    logIn(server, createFakeClient(server)),
    "ConfigurationError",
    "ERR_CONFIGURATION_DECRYPTION_KEY",
  );
});

test("client: an ID token for another recipient is refused without a word why", async () => {
  const other = await generateEncryptionKey("ECDH-ES", "P-256");
  const server = await createServer({ key: other.publicJwk, ...algorithms });
  const client = createFakeClient(server, { client: registered, decryptionKeys: [recipient.privateJwk] });
  const error = await assertRefused(logIn(server, client), "VerificationError", "ERR_VERIFICATION_DECRYPTION");
  assert.equal(error.cause, undefined);
});
