import assert from "node:assert/strict";
import { test } from "node:test";
import { prepareIdTokenHint } from "../../../src/endpoints/id-token-hint.ts";
import { decryptJwe } from "../../../src/jose/decrypt-jwe.ts";
import { encryptJwe } from "../../../src/jose/encrypt-jwe.ts";
import { createDecryption } from "../../../src/jose/jwt-decryption.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import { contextOf } from "../exchange/answers.ts";
import { generateEncryptionKey } from "../jose/encrypted-tokens.ts";

const idToken = "eyJhbGciOiJFUzI1NiJ9.e30.c2ln";
const client = await generateEncryptionKey("ECDH-ES", "P-256");
const provider = await generateEncryptionKey("RSA-OAEP-256");
const forClient = { key: client.publicJwk, algorithm: "ECDH-ES", encryption: "A128GCM", contentType: "JWT" };

test("prepareIdTokenHint: a signed token goes as it is", async () => {
  assert.equal(await prepareIdTokenHint(contextOf(), idToken), idToken);
});

test("prepareIdTokenHint: decrypts what was encrypted for the client (OpenID Connect RP-Initiated Logout §2)", async () => {
  const encrypted = await encryptJwe(idToken, forClient);
  const context = contextOf({ decryption: createDecryption([client.privateJwk]) });
  assert.equal(await prepareIdTokenHint(context, encrypted), idToken);
  const registered = contextOf({
    decryption: createDecryption([client.privateJwk]),
    idTokenEncryption: { algorithm: "ECDH-ES", encryption: "A128GCM" },
  });
  assert.equal(await prepareIdTokenHint(registered, encrypted), idToken);
});

test("prepareIdTokenHint: an encrypted token without a key is the caller's to mend", async () => {
  await assert.rejects(prepareIdTokenHint(contextOf(), await encryptJwe(idToken, forClient)), {
    code: "ERR_CONFIGURATION_DECRYPTION_KEY",
  });
  const other = await generateEncryptionKey("ECDH-ES", "P-256");
  const context = contextOf({ decryption: createDecryption([other.privateJwk]) });
  await assert.rejects(prepareIdTokenHint(context, await encryptJwe(idToken, forClient)), {
    code: "ERR_VERIFICATION_DECRYPTION",
  });
});

test("prepareIdTokenHint: encrypts the signed token with a key of the provider (OpenID Connect RP-Initiated Logout §2)", async () => {
  const keys = createStaticKeySource({ keys: [{ ...provider.publicJwk, use: "enc", kid: "e1" }] });
  const context = contextOf({ keys, decryption: createDecryption([client.privateJwk]) });
  const encryption = { algorithm: "RSA-OAEP-256", encryption: "A256GCM" };
  for (const given of [idToken, await encryptJwe(idToken, forClient)]) {
    const hint = await prepareIdTokenHint(context, given, { encryption });
    const policy = { keys: [provider.privateJwk], algorithms: ["RSA-OAEP-256"], encryptions: ["A256GCM"] };
    const { header, plaintext } = await decryptJwe(hint, policy);
    assert.deepEqual(header, { alg: "RSA-OAEP-256", enc: "A256GCM", kid: "e1", cty: "JWT" });
    assert.equal(new TextDecoder().decode(plaintext), idToken);
  }
  await assert.rejects(
    prepareIdTokenHint(contextOf({ keys: createStaticKeySource({ keys: [] }) }), idToken, { encryption }),
    { code: "ERR_CONFIGURATION_KEY" },
  );
});
