import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { type JwtClaims, jwtClaimsSchema } from "../../../generated/messages/jwt-claims.ts";
import { VerificationError } from "../../../src/errors/families.ts";
import { decryptJwt } from "../../../src/jose/decrypt-jwt.ts";
import { encryptJwe } from "../../../src/jose/encrypt-jwe.ts";
import { createJwtDecryption } from "../../../src/jose/jwt-decryption.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import { openJwt, readSignedJwt, type SignedJwtExpectations } from "../../../src/jose/read-signed-jwt.ts";
import { changeHeader, generateEncryptionKey, replacePart } from "./encrypted-tokens.ts";
import { base64url, generateTestKey, signClaims, signText } from "./signed-tokens.ts";

const signer = await generateTestKey("ES256", { kid: "s1" });
const recipient = await generateEncryptionKey("ECDH-ES", "P-256");
const kind = { name: "logout token", types: ["logout+jwt", "jwt"], mayOmitType: true };
const claims = { iss: "https://id.example.com", sub: "user-1", aud: ["web"], "https://example.com/x": [1] };
const policy = { keys: [recipient.privateJwk] };
const decryption = createJwtDecryption(policy);
const expectations: SignedJwtExpectations<JwtClaims> = {
  kind,
  schema: jwtClaimsSchema,
  algorithms: ["ES256"],
  keys: createStaticKeySource({ keys: [signer.publicJwk] }),
  decryption,
};
const signed = await signClaims(claims, signer, { kid: "s1", typ: "logout+jwt" });

async function encrypt(text: string, contentType: string | undefined = "JWT", type?: string): Promise<string> {
  return encryptJwe(text, { key: recipient.publicJwk, algorithm: "ECDH-ES", encryption: "A128GCM", contentType, type });
}

test("reads a signed JWT: header, claims as object and as text (RFC 7519 §7.2)", async () => {
  const read = await readSignedJwt(signed, expectations);
  assert.deepEqual(read.header, { alg: "ES256", kid: "s1", typ: "logout+jwt" });
  assert.deepEqual(read.claims, claims);
  assert.equal(read.claimsText, JSON.stringify(claims));
  assert.equal(read.encryption, undefined);
  assert.deepEqual(read.tolerated, []);
});

test("reads a JWT that was signed and then encrypted (RFC 7519 §5.2)", async () => {
  for (const [cty, typ] of [
    ["JWT", undefined],
    ["jwt", "JWT"],
    ["application/jwt", "logout+jwt"],
  ] as const) {
    const read = await readSignedJwt(await encrypt(signed, cty, typ), expectations);
    assert.deepEqual(read.claims, claims);
    assert.equal(read.encryption?.alg, "ECDH-ES");
    assert.equal(read.encryption?.cty, cty);
  }
});

test("gives the signed JWT inside, not verified", async () => {
  const { jwt, header } = await decryptJwt(await encrypt(signed), kind, policy);
  assert.equal(jwt, signed);
  assert.equal(header.enc, "A128GCM");
  const { jwt: opened } = await openJwt(await encrypt(replacePart(signed, 2, () => "AAAA")), kind, decryption);
  assert.equal(opened.verified, false);
});

test("always verifies the signature inside (RFC 8725 §3.3)", async () => {
  const other = await generateTestKey("ES256");
  const hmac = `${base64url('{"alg":"HS256"}')}.${base64url(JSON.stringify(claims))}`;
  for (const [inner, code] of [
    [replacePart(signed, 2, () => "A".repeat(86)), "ERR_VERIFICATION_SIGNATURE"],
    [await signClaims(claims, other), "ERR_VERIFICATION_SIGNATURE"],
    [`${base64url('{"alg":"none"}')}.${base64url(JSON.stringify(claims))}.`, "ERR_VERIFICATION_ALGORITHM"],
    [`${hmac}.${createHmac("sha256", "s").update(hmac).digest("base64url")}`, "ERR_VERIFICATION_ALGORITHM"],
    [await signText('{"alg":"ES256","crit":["x"],"x":1}', "{}", signer), "ERR_VERIFICATION_CRITICAL_HEADER"],
    [await signClaims(claims, signer, { typ: "at+jwt" }), "ERR_VERIFICATION_JWT_TYPE"],
    [await signClaims({ exp: "soon" }, signer), "ERR_VALIDATION_CLAIMS"],
    [JSON.stringify(claims), "ERR_VALIDATION_JWT"],
    ["", "ERR_VALIDATION_JWT"],
  ] as const) {
    for (const text of [inner, await encrypt(inner)]) {
      await assert.rejects(readSignedJwt(text, { ...expectations, algorithms: ["ES256", "none", "HS256"] }), { code });
    }
  }
});

test("fetches no key for a JWT that its own checks refuse", async () => {
  let fetched = 0;
  const keys = {
    find: async () => {
      fetched += 1;
      return [signer.publicJwk];
    },
  };
  const verifyClaims = ({ iss }: JwtClaims): void => {
    if (iss !== "https://other.example") {
      throw new VerificationError("ERR_VERIFICATION_ISSUER", { message: "The issuer is another." });
    }
  };
  const asked = { ...expectations, keys, verifyClaims };
  await assert.rejects(readSignedJwt(await encrypt(signed), asked), { code: "ERR_VERIFICATION_ISSUER" });
  assert.equal(fetched, 0);
  await readSignedJwt(await signClaims({ iss: "https://other.example" }, signer), asked);
  assert.equal(fetched, 1);
});

test("refuses an encrypted JWT without a key, as something that the caller can mend", async () => {
  for (const given of [undefined, createJwtDecryption({ keys: [] })]) {
    await assert.rejects(openJwt(await encrypt(signed), kind, given), {
      name: "ConfigurationError",
      code: "ERR_CONFIGURATION_DECRYPTION_KEY",
      parameter: "decryptionKeys",
      message: /^The logout token is encrypted, and there is no key to decrypt it with/,
    });
  }
});

test("refuses a JWT in the open where encryption is required", async () => {
  await assert.rejects(openJwt(signed, kind, { ...decryption, required: true }), {
    name: "VerificationError",
    code: "ERR_VERIFICATION_JWT_NOT_ENCRYPTED",
    message: /^The logout token is not encrypted/,
  });
  await openJwt(await encrypt(signed), kind, { ...decryption, required: true });
});

test("refuses a JWT that is encrypted twice (RFC 7519 §5.2)", async () => {
  await assert.rejects(openJwt(await encrypt(await encrypt(signed)), kind, decryption), {
    name: "VerificationError",
    code: "ERR_VERIFICATION_JWT_ENCRYPTED",
    message: /encrypted twice/,
  });
});

test("refuses content that is not declared to be a JWT, and a typ of another kind (RFC 7519 §5.2)", async () => {
  const bare = await encryptJwe(signed, { key: recipient.publicJwk, algorithm: "ECDH-ES", encryption: "A128GCM" });
  for (const [text, parameter] of [
    [bare, "cty"],
    [await encrypt(signed, "jwk+json"), "cty"],
    [await encrypt(signed, "text/jwt"), "cty"],
    [await encrypt(signed, "JWT", "at+jwt"), "typ"],
  ] as const) {
    await assert.rejects(openJwt(text, kind, decryption), { code: "ERR_VERIFICATION_JWT_TYPE", parameter });
  }
});

test("accepts only the algorithms that are listed; by default every one with a public key, none with a shared one", async () => {
  const oct = { kty: "oct", k: Buffer.alloc(16, 1).toString("base64url") };
  const direct = await encryptJwe(signed, { key: oct, algorithm: "dir", encryption: "A128GCM", contentType: "JWT" });
  await assert.rejects(openJwt(direct, kind, createJwtDecryption({ keys: [oct] })), {
    code: "ERR_VERIFICATION_DECRYPTION",
  });
  await openJwt(direct, kind, createJwtDecryption({ keys: [oct], algorithms: ["dir"] }));
  const compact = await encrypt(signed);
  for (const change of [{ algorithms: ["ECDH-ES+A128KW"] }, { encryptions: ["A256GCM"] }]) {
    await assert.rejects(openJwt(compact, kind, createJwtDecryption({ ...policy, ...change })), {
      code: "ERR_VERIFICATION_DECRYPTION",
    });
  }
  await assert.rejects(openJwt(changeHeader(compact, { kid: "x" }), kind, decryption), {
    code: "ERR_VERIFICATION_DECRYPTION",
  });
});

test("compares the claims that the header of the encryption repeats (RFC 7519 §5.3)", async () => {
  const { CompactEncrypt } = await import("jose/jwe/compact/encrypt");
  const key = { kty: "oct", k: Buffer.alloc(16, 1).toString("base64url") };
  const repeat = (members: object): Promise<string> =>
    new CompactEncrypt(new TextEncoder().encode(signed))
      .setProtectedHeader({ alg: "dir", enc: "A128GCM", cty: "JWT", ...members })
      .encrypt(new Uint8Array(16).fill(1));
  const direct = createJwtDecryption({ keys: [key], algorithms: ["dir"] });
  await openJwt(await repeat({ iss: "https://id.example.com", sub: "user-1", aud: ["web"] }), kind, direct);
  for (const [parameter, value] of [
    ["iss", "https://other.example"],
    ["sub", "user-2"],
    ["aud", ["web", "other"]],
  ] as const) {
    await assert.rejects(openJwt(await repeat({ [parameter]: value }), kind, direct), {
      code: "ERR_VERIFICATION_DECRYPTION",
      parameter,
    });
  }
});
