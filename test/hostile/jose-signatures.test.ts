import assert from "node:assert/strict";
import { createHash, createHmac, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { test } from "node:test";
import type { Jwk } from "../../generated/messages/jwk.ts";
import { decodeJwt } from "../../src/jose/jwt.ts";
import { verifyJwt } from "../../src/jose/verify-signature.ts";

const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ecPair = generateKeyPairSync("ec", { namedCurve: "P-256" });
const edPair = generateKeyPairSync("ed25519");
const attacker = generateKeyPairSync("rsa", { modulusLength: 2048 });
const rsa = jwkOf(pair.publicKey, "rsa");
const ec = jwkOf(ecPair.publicKey, "ec");
const ed = jwkOf(edPair.publicKey, "ed");

function jwkOf(key: ReturnType<typeof createPublicKey>, kid: string): Jwk {
  const { kty, ...members }: Record<string, unknown> = { ...key.export({ format: "jwk" }) };
  return { ...members, kty: String(kty), kid };
}

function encode(value: unknown): string {
  return Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
}

/** A token whose signature an attacker or, with no other key, the issuer made. */
function signed(header: unknown, key = pair.privateKey, payload: unknown = { sub: "admin" }): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${sign("sha256", Buffer.from(input), key).toString("base64url")}`;
}

const everything = [
  ...["RS256", "PS256", "ES256", "EdDSA", "Ed25519"],
  ...["HS256", "HS384", "HS512", "none", "None", "NONE", "nOnE", ""],
];

/** Judges a token as a careless caller would who lists every algorithm there is. */
async function judge(token: string, keys: readonly Jwk[] = [rsa, ec, ed]): Promise<unknown> {
  const jwt = decodeJwt(token, { name: "token", types: ["jwt"], mayOmitType: true });
  return (await verifyJwt(jwt, { algorithms: everything, keys: { find: async () => keys } })).claims;
}

test("the twin of all attacks: an honest token is accepted", async () => {
  assert.deepEqual(await judge(signed({ alg: "RS256", kid: "rsa" })), { sub: "admin" });
});

for (const alg of ["none", "None", "NONE", "nOnE", "", " none", "none\u0000"]) {
  for (const signature of ["", "AA", encode("signature")]) {
    test(`refuses alg ${JSON.stringify(alg)} with the signature "${signature}", also where it is listed (RFC 8725 §3.1)`, async () => {
      await assert.rejects(judge(`${encode({ alg })}.${encode({ sub: "admin" })}.${signature}`), {
        code: /^ERR_(?:VERIFICATION_ALGORITHM|VALIDATION_JWT)$/,
      });
    });
  }
}

const pem = createPublicKey({ key: pair.publicKey.export({ type: "spki", format: "pem" }), format: "pem" });
for (const [title, secret] of [
  ["the PEM of the public key", pem.export({ type: "spki", format: "pem" })],
  ["the PEM without its last line break", String(pem.export({ type: "spki", format: "pem" })).trimEnd()],
  ["the PKCS #1 PEM of it", pem.export({ type: "pkcs1", format: "pem" })],
  ["the DER of it", pem.export({ type: "spki", format: "der" })],
  ["its modulus", Buffer.from(String(rsa.n), "base64url")],
  ["its JWK", JSON.stringify(rsa)],
  ["nothing", ""],
] as const) {
  test(`refuses a MAC whose secret is ${title} (RFC 8725 §2.1)`, async () => {
    for (const [alg, hash] of [
      ["HS256", "sha256"],
      ["HS384", "sha384"],
      ["HS512", "sha512"],
    ] as const) {
      const input = `${encode({ alg, kid: "rsa" })}.${encode({ sub: "admin" })}`;
      const mac = createHmac(hash, secret).update(input).digest("base64url");
      await assert.rejects(judge(`${input}.${mac}`), { code: "ERR_VERIFICATION_ALGORITHM" });
      await assert.rejects(judge(`${input}.${mac}`, [{ kty: "oct", k: encode(String(secret)), kid: "rsa" }]), {
        code: "ERR_VERIFICATION_ALGORITHM",
      });
    }
  });
}

const order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
const number = { zero: "00".repeat(32), one: `${"00".repeat(31)}01`, order, all: "ff".repeat(32) } as const;
for (const r of Object.keys(number)) {
  for (const s of Object.keys(number)) {
    test(`refuses the ECDSA signature r = ${r}, s = ${s} (CVE-2022-21449)`, async () => {
      const hex = Object.entries(number).reduce(
        (text, [name, value]) => text.replaceAll(`<${name}>`, value),
        `<${r}><${s}>`,
      );
      const token = `${encode({ alg: "ES256" })}.${encode({ sub: "admin" })}.${Buffer.from(hex, "hex").toString("base64url")}`;
      await assert.rejects(judge(token), { code: "ERR_VERIFICATION_SIGNATURE" });
    });
  }
}

test("refuses an ECDSA signature in DER, though it is the issuer's (RFC 7518 §3.4)", async () => {
  const input = `${encode({ alg: "ES256" })}.${encode({ sub: "admin" })}`;
  const [raw, der] = (["ieee-p1363", "der"] as const).map((dsaEncoding) =>
    sign("sha256", Buffer.from(input), { key: ecPair.privateKey, dsaEncoding }).toString("base64url"),
  );
  assert.deepEqual(await judge(`${input}.${raw}`), { sub: "admin" });
  await assert.rejects(judge(`${input}.${der}`), { code: "ERR_VERIFICATION_SIGNATURE" });
});

test("refuses what anybody signs for an Ed25519 key of small order (RFC 8037 §2)", async () => {
  const x = Buffer.concat([Buffer.of(1), Buffer.alloc(31)]);
  const forged = Buffer.concat([x, Buffer.alloc(32)]).toString("base64url");
  const token = `${encode({ alg: "EdDSA" })}.${encode({ sub: "admin" })}.${forged}`;
  const weak = { kty: "OKP", crv: "Ed25519", x: x.toString("base64url") };
  await assert.rejects(judge(token, [weak]), { code: "ERR_VERIFICATION_KEY_WEAK", message: /small order/ });
  await assert.rejects(judge(token), { code: "ERR_VERIFICATION_SIGNATURE" });
});

test("refuses what anybody signs for an RSA key with the exponent 1 (RFC 7518 §6.3.1.2)", async () => {
  const input = `${encode({ alg: "RS256" })}.${encode({ sub: "admin" })}`;
  const digest = createHash("sha256").update(input).digest();
  const info = Buffer.concat([Buffer.from("3031300d060960864801650304020105000420", "hex"), digest]);
  const padding = Buffer.alloc(256 - 3 - info.length, 0xff);
  const forged = Buffer.concat([Buffer.of(0, 1), padding, Buffer.of(0), info]);
  const token = `${input}.${forged.toString("base64url")}`;
  await assert.rejects(judge(token, [{ ...rsa, e: "AQ" }]), { code: "ERR_VERIFICATION_KEY_WEAK" });
});

const attackerJwk = jwkOf(attacker.publicKey, "mine");
for (const [title, members] of [
  ["the key itself (CVE-2018-0114)", { jwk: attackerJwk }],
  ["the key under the issuer's kid", { jwk: { ...attackerJwk, kid: "rsa" } }],
  ["a URL of a set", { jku: "https://attacker.example/jwks" }],
  [
    "a URL of a set at the issuer, by way of its redirector",
    { jku: "https://id.example.com/redirect?to=https://attacker.example/jwks" },
  ],
  ["a URL of a certificate", { x5u: "https://attacker.example/cert.pem" }],
  ["a certificate", { x5c: [attacker.publicKey.export({ type: "spki", format: "der" }).toString("base64")] }],
  ["the thumbprint of a certificate", { "x5t#S256": "A".repeat(43) }],
  [
    "all of them",
    { jwk: attackerJwk, jku: "https://attacker.example/jwks", x5u: "https://attacker.example/cert.pem", x5c: ["MII="] },
  ],
] as const) {
  test(`ignores ${title} in the header, and asks nobody for it (RFC 8725 §3.10)`, async () => {
    const fetchOfRuntime = globalThis.fetch;
    let asked = 0;
    globalThis.fetch = async () => {
      asked += 1;
      return new Response(JSON.stringify({ keys: [attackerJwk] }));
    };
    try {
      const header = { alg: "RS256", kid: "rsa", ...members };
      await assert.rejects(judge(signed(header, attacker.privateKey)), { code: "ERR_VERIFICATION_SIGNATURE" });
      assert.deepEqual(await judge(signed(header)), { sub: "admin" });
      assert.equal(asked, 0);
    } finally {
      globalThis.fetch = fetchOfRuntime;
    }
  });
}

for (const kid of [
  "../../../../dev/null",
  "/proc/sys/kernel/randomize_va_space",
  "rsa' UNION SELECT 'secret' --",
  "rsa\u0000",
  "RSA",
  " rsa",
  "rsa|/usr/bin/id",
  "https://attacker.example/jwks#rsa",
  "__proto__",
  "constructor",
  "",
]) {
  test(`takes kid ${JSON.stringify(kid)} for a name that no key has (RFC 8725 §3.10)`, async () => {
    for (const key of [attacker.privateKey, pair.privateKey]) {
      await assert.rejects(judge(signed({ alg: "RS256", kid }, key)), {
        code: /^ERR_(?:VERIFICATION_KEY_NOT_FOUND|VALIDATION_JWT)$/,
      });
    }
  });
}

for (const [title, header, code] of [
  ["an unencoded payload", { alg: "RS256", b64: false, crit: ["b64"] }, "ERR_VERIFICATION_CRITICAL_HEADER"],
  ["an unencoded payload that is not critical", { alg: "RS256", b64: false }, "ERR_VALIDATION_JWT"],
  ["b64 that must be understood, true", { alg: "RS256", b64: true, crit: ["b64"] }, "ERR_VERIFICATION_CRITICAL_HEADER"],
  ["an unknown extension", { alg: "RS256", crit: ["exp"], exp: 9_999_999_999 }, "ERR_VERIFICATION_CRITICAL_HEADER"],
  ["an empty crit", { alg: "RS256", crit: [] }, "ERR_VALIDATION_JWT"],
  ["a crit that is text", { alg: "RS256", crit: "exp" }, "ERR_VALIDATION_JWT"],
  ["alg twice", '{"alg":"RS256","alg":"none"}', "ERR_VALIDATION_JWT"],
  ["alg twice, the second in escapes", '{"alg":"none","\\u0061lg":"RS256"}', "ERR_VALIDATION_JWT"],
  ["kid twice", '{"alg":"RS256","kid":"mine","kid":"rsa"}', "ERR_VALIDATION_JWT"],
  ["a list of algorithms", { alg: ["none", "RS256"] }, "ERR_VALIDATION_JWT"],
  ["no alg", { kid: "rsa" }, "ERR_VALIDATION_JWT"],
  ["a kid that is an object", { alg: "RS256", kid: { toString: "rsa" } }, "ERR_VALIDATION_JWT"],
  ["a byte order mark", '\ufeff{"alg":"RS256"}', "ERR_VALIDATION_JWT"],
  ["something after it", '{"alg":"RS256"}{}', "ERR_VALIDATION_JWT"],
  ["the form of a list", ["RS256"], "ERR_VALIDATION_JWT"],
  ["alg in its prototype", '{"__proto__":{"alg":"RS256"}}', "ERR_VALIDATION_JWT"],
] as const) {
  test(`refuses a header with ${title}, though the issuer signed it (RFC 7515 §4)`, async () => {
    await assert.rejects(judge(signed(header)), { code });
  });
}

test("refuses claims that are there twice, though the issuer signed them (RFC 7519 §4)", async () => {
  const token = signed({ alg: "RS256" }, pair.privateKey, '{"sub":"user","sub":"admin"}');
  await assert.rejects(judge(token), { code: "ERR_VALIDATION_JWT" });
});

const honest = signed({ alg: "RS256" });
for (const [title, change] of [
  ["padding", (token: string) => `${token}==`],
  ["a line break", (token: string) => `${token}\n`],
  ["white space in a part", (token: string) => token.replace(".", " .")],
  ["the standard alphabet", (token: string) => `${token.slice(0, -4)}+/+/`],
  ["other trailing bits", (token: string) => withTrailingBits(token)],
  ["an empty part more", (token: string) => `${token}.`],
  ["a part less", (token: string) => token.slice(0, token.lastIndexOf("."))],
  ["a detached payload", (token: string) => token.replace(/\.[^.]+\./, "..")],
  ["JSON serialisation", (token: string) => asJson(token)],
  ["JSON serialisation with dots", (token: string) => `${asJson(token)}..`],
] as const) {
  test(`refuses a token with ${title} (RFC 7515 §7.1)`, async () => {
    assert.deepEqual(await judge(honest), { sub: "admin" });
    await assert.rejects(async () => judge(change(honest)), { code: "ERR_VALIDATION_JWT" });
  });
}

/** The last character of 256 octets carries two bits that mean nothing. */
function withTrailingBits(token: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return token.slice(0, -1) + alphabet.charAt(alphabet.indexOf(token.slice(-1)) + 1);
}

function asJson(token: string): string {
  const [header, payload, signature] = token.split(".");
  return JSON.stringify({ protected: header, payload, signature });
}
