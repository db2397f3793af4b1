import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import type { Jwk } from "../../generated/messages/jwk.ts";
import { decryptJwe } from "../../src/jose/decrypt-jwe.ts";
import { encryptJwe } from "../../src/jose/encrypt-jwe.ts";
import { createJwtDecryption } from "../../src/jose/jwt-decryption.ts";
import { openJwt } from "../../src/jose/read-signed-jwt.ts";

type Pair = { readonly publicJwk: Jwk; readonly privateJwk: Jwk };

const rsa = pairOf(generateKeyPairSync("rsa", { modulusLength: 2048 }));
const ec = pairOf(generateKeyPairSync("ec", { namedCurve: "P-256" }));
const otherEc = pairOf(generateKeyPairSync("ec", { namedCurve: "P-256" }));
const x25519 = pairOf(generateKeyPairSync("x25519"));
const secret: Pair = both({ kty: "oct", k: Buffer.alloc(32, 7).toString("base64url") });

function both(key: Jwk): Pair {
  return { publicJwk: key, privateJwk: key };
}

function pairOf({ publicKey, privateKey }: ReturnType<typeof generateKeyPairSync>): Pair {
  const [publicJwk, privateJwk] = [publicKey, privateKey].map((key): Jwk => {
    const { kty, ...members }: Record<string, unknown> = { ...Object(key).export({ format: "jwk" }) };
    return { ...members, kty: String(kty) };
  });
  assert.ok(publicJwk && privateJwk);
  return { publicJwk, privateJwk };
}

async function encrypt(pair: Pair, algorithm: string, encryption = "A128CBC-HS256"): Promise<string> {
  return encryptJwe("attack at dawn", { key: pair.publicJwk, algorithm, encryption });
}

async function decrypt(jwe: string, pair: Pair, algorithm: string): Promise<string> {
  const encryptions = ["A128CBC-HS256", "A256CBC-HS512", "A128GCM", "A256GCM"];
  const { plaintext } = await decryptJwe(jwe, { keys: [pair.privateJwk], algorithms: [algorithm], encryptions });
  return new TextDecoder().decode(plaintext);
}

/** Code, message, parameter, cause: all that an attacker could be told, by whatever way the error gets out. */
async function toldOf(jwe: string, pair: Pair, algorithm: string): Promise<string> {
  const error: unknown = await decrypt(jwe, pair, algorithm).then(
    () => assert.fail("was decrypted"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Error);
  return JSON.stringify([error.message, Object(error).code, Object(error).parameter, String(error.cause), error]);
}

function flip(jwe: string, part: number, octet = 0, bit = 1): string {
  return jwe
    .split(".")
    .map((text, index) => {
      if (index !== part) return text;
      const octets = Buffer.from(text, "base64url");
      const at = octet < 0 ? octets.length + octet : octet;
      octets[at] = (octets[at] ?? 0) ^ bit;
      return octets.toString("base64url");
    })
    .join(".");
}

function cut(jwe: string, part: number, length: number): string {
  const change = (text: string): string => Buffer.from(text, "base64url").subarray(0, length).toString("base64url");
  return jwe
    .split(".")
    .map((text, index) => (index === part ? change(text) : text))
    .join(".");
}

function withHeader(jwe: string, change: object): string {
  const [header = "", ...rest] = jwe.split(".");
  const members: object = JSON.parse(Buffer.from(header, "base64url").toString());
  return [Buffer.from(JSON.stringify({ ...members, ...change })).toString("base64url"), ...rest].join(".");
}

for (const [pair, algorithm, encryption] of [
  [rsa, "RSA-OAEP-256", "A128CBC-HS256"],
  [rsa, "RSA-OAEP", "A128GCM"],
  [ec, "ECDH-ES", "A128CBC-HS256"],
  [ec, "ECDH-ES+A128KW", "A256GCM"],
  [secret, "A256KW", "A256CBC-HS512"],
  [secret, "A256GCMKW", "A128GCM"],
  [secret, "dir", "A256GCM"],
] as const) {
  test(`tells one and the same of every failure with ${algorithm} and ${encryption}: no oracle (RFC 7516 §11.5)`, async () => {
    const jwe = await encrypt(pair, algorithm, encryption);
    assert.equal(await decrypt(jwe, pair, algorithm), "attack at dawn");
    const broken = [
      flip(jwe, 2),
      flip(jwe, 3),
      flip(jwe, 3, -1, 0x80),
      flip(jwe, 4),
      flip(jwe, 4, -1),
      cut(jwe, 2, 8),
      cut(jwe, 2, 0),
      cut(jwe, 3, 3),
      cut(jwe, 3, 0),
      cut(jwe, 4, 8),
      cut(jwe, 4, 0),
      withHeader(jwe, { jti: "changed" }),
      ...(jwe.includes("..")
        ? [jwe.replace("..", ".AAAA.")]
        : [flip(jwe, 1), flip(jwe, 1, -1), cut(jwe, 1, 8), cut(jwe, 1, 0)]),
    ];
    const told = await Promise.all(broken.map((text) => toldOf(text, pair, algorithm)));
    assert.equal(new Set(told).size, 1, [...new Set(told)].join("\n"));
  });
}

const [x, y] = [String(otherEc.publicJwk.x), String(otherEc.publicJwk.y)];
for (const [title, epk] of [
  ["a point that is not on its curve (CVE-2017-16007)", { kty: "EC", crv: "P-256", x, y: x }],
  ["the point 0, 0", { kty: "EC", crv: "P-256", x: "A".repeat(43), y: "A".repeat(43) }],
  ["another curve than the key's", { kty: "EC", crv: "P-384", x, y }],
  ["no curve", { kty: "EC", x, y }],
  ["no y", { kty: "EC", crv: "P-256", x }],
  ["a coordinate that is too long", { kty: "EC", crv: "P-256", x: `AAAA${x}`, y }],
  ["a coordinate that is a number", { kty: "EC", crv: "P-256", x: 1, y }],
  ["another type", { kty: "RSA", n: rsa.publicJwk.n, e: "AQAB" }],
  ["a secret", { kty: "oct", k: "AAAA" }],
  ["an empty object", {}],
] as const) {
  test(`refuses an ephemeral key with ${title} (RFC 7518 §4.6.1.1)`, async () => {
    for (const algorithm of ["ECDH-ES", "ECDH-ES+A256KW"]) {
      const jwe = await encrypt(ec, algorithm);
      assert.equal(await decrypt(jwe, ec, algorithm), "attack at dawn");
      await assert.rejects(decrypt(withHeader(jwe, { epk }), ec, algorithm), { code: "ERR_VERIFICATION_DECRYPTION" });
    }
  });
}

for (const [title, x] of [
  ["0", "A".repeat(43)],
  ["1", `AQ${"A".repeat(41)}`],
  ["of order 8", "4Ot6fDtBuK4WVuP68Z_EatoJjeucMrH9hmIFFl9JuAA"],
  ["of order 8, the other", "X5yVvKNQjCSx0LFVnIPvWwREXMRYHI6G2CJO3dCfEVc"],
] as const) {
  test(`refuses the X25519 point ${title} as ephemeral key: anybody knows what is agreed (RFC 7748 §6.1)`, async () => {
    const jwe = await encrypt(x25519, "ECDH-ES");
    assert.equal(await decrypt(jwe, x25519, "ECDH-ES"), "attack at dawn");
    const forged = withHeader(jwe, { epk: { kty: "OKP", crv: "X25519", x } });
    await assert.rejects(decrypt(forged, x25519, "ECDH-ES"), { code: "ERR_VERIFICATION_DECRYPTION" });
  });
}

for (const [title, change] of [
  ["RSA1_5", { alg: "RSA1_5" }],
  ["another algorithm of the same key", { alg: "RSA-OAEP" }],
  ["an algorithm of other keys", { alg: "dir" }],
  ["none", { alg: "none" }],
  ["a signature algorithm", { alg: "HS256" }],
  ["an unknown enc", { enc: "A128CBC" }],
  ["compression", { zip: "DEF" }],
  ["unknown compression", { zip: "GZIP" }],
  ["an extension that must be understood", { crit: ["exp"], exp: 1 }],
  ["password rounds without end", { alg: "PBES2-HS256+A128KW", p2c: 2_147_483_647, p2s: "AAAAAAAAAAA" }],
] as const) {
  test(`refuses a header with ${title} before anything is decrypted (RFC 8725 §3.1)`, async () => {
    const jwe = withHeader(await encrypt(rsa, "RSA-OAEP-256"), change);
    await assert.rejects(decrypt(jwe, rsa, "RSA-OAEP-256"), {
      code: "ERR_VERIFICATION_DECRYPTION",
      parameter: Object.keys(change)[0],
    });
  });
}

test("refuses JSON serialisation and other numbers of parts (RFC 7516 §7.1)", async () => {
  const jwe = await encrypt(rsa, "RSA-OAEP-256");
  const [header, encrypted_key, iv, ciphertext, tag] = jwe.split(".");
  for (const text of [
    JSON.stringify({ protected: header, encrypted_key, iv, ciphertext, tag }),
    JSON.stringify({ protected: header, recipients: [{ encrypted_key }], iv, ciphertext, tag }),
    `${jwe}.`,
    `${jwe}==`,
    jwe.slice(0, jwe.lastIndexOf(".")),
    ` ${jwe}`,
    jwe.replace(".", "\n."),
  ]) {
    await assert.rejects(decrypt(text, rsa, "RSA-OAEP-256"), { code: "ERR_VALIDATION_JWT" });
  }
});

const kind = { name: "ID token", types: ["jwt"], mayOmitType: true };
const decryption = createJwtDecryption({ keys: [ec.privateJwk], required: true });
const inner = `${Buffer.from('{"alg":"RS256"}').toString("base64url")}.e30.AA`;

async function open(text: string, options: { readonly contentType?: string | undefined } = {}): Promise<unknown> {
  const { contentType = "JWT" } = options;
  const choice = { key: ec.publicJwk, algorithm: "ECDH-ES", encryption: "A128GCM" };
  return (
    await openJwt(
      await encryptJwe(text, { ...choice, ...(contentType === "" ? {} : { contentType }) }),
      kind,
      decryption,
    )
  ).jwt.unverifiedClaims;
}

test("opens a JWT that was signed and then encrypted, and only that (RFC 7519 §5.2)", async () => {
  assert.deepEqual(await open(inner), {});
  assert.deepEqual(await open(inner, { contentType: "jwt" }), {});
  assert.deepEqual(await open(inner, { contentType: "application/JWT" }), {});
  await assert.rejects(open(inner, { contentType: "" }), { code: "ERR_VERIFICATION_JWT_TYPE", parameter: "cty" });
  await assert.rejects(open(inner, { contentType: "json" }), { code: "ERR_VERIFICATION_JWT_TYPE" });
  await assert.rejects(open('{"sub":"admin"}'), { code: "ERR_VALIDATION_JWT" });
  await assert.rejects(open(await encrypt(ec, "ECDH-ES")), { code: "ERR_VERIFICATION_JWT_ENCRYPTED" });
  await assert.rejects(openJwt(inner, kind, decryption), { code: "ERR_VERIFICATION_JWT_NOT_ENCRYPTED" });
});
