import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { decodeJws } from "../../../src/jose/jws.ts";
import { verifySecretSignature } from "../../../src/jose/verify-secret-signature.ts";
import { base64url, generateTestKey, signClaims } from "./signed-tokens.ts";

const kind = { name: "assertion", types: ["a+jwt"], mayOmitType: true };
const secret = "a-secret-of-thirty-two-characters";
const long = `${secret}${secret}`;

function sign(key: string, alg = "HS256", header: object = {}): string {
  const input = `${base64url(JSON.stringify({ alg, ...header }))}.${base64url("{}")}`;
  return `${input}.${createHmac(`sha${alg.slice(2)}`, key)
    .update(input)
    .digest("base64url")}`;
}

function verify(text: string, policy: Partial<Parameters<typeof verifySecretSignature>[1]> = {}): Promise<void> {
  return verifySecretSignature(decodeJws(text, kind), { secret, algorithms: ["HS256"], ...policy });
}

test("shared secret: a signature with it is accepted, whatever characters it has (RFC 7518 §3.2)", async () => {
  await verify(sign(secret));
  await verify(sign(long, "HS512"), { secret: long, algorithms: ["HS512"] });
  const umlauts = "Schlüssel mit Umlauten äöü, länger";
  await verify(sign(umlauts), { secret: umlauts });
});

test("shared secret: a signature with another one is refused", async () => {
  await assert.rejects(verify(sign(`${secret}!`)), { code: "ERR_VERIFICATION_SIGNATURE" });
  const [header, , signature] = sign(secret).split(".");
  await assert.rejects(verify(`${header}.${base64url('{"a":1}')}.${signature}`), {
    code: "ERR_VERIFICATION_SIGNATURE",
  });
});

test("shared secret: the algorithm is one of the list, and never one with public keys (RFC 8725 §3.1)", async () => {
  await assert.rejects(verify(sign(long, "HS512"), { secret: long }), {
    code: "ERR_VERIFICATION_ALGORITHM",
    parameter: "alg",
  });
  const key = await generateTestKey("ES256");
  await assert.rejects(verify(await signClaims({}, key), { algorithms: ["ES256"] }), {
    code: "ERR_VERIFICATION_ALGORITHM",
  });
  await assert.rejects(verify(sign(secret, "HS256", { alg: "none" }), { algorithms: ["none"] }), {
    code: "ERR_VERIFICATION_ALGORITHM",
  });
});

test("shared secret: extensions that must be understood are refused (RFC 7515 §4.1.11)", async () => {
  await assert.rejects(verify(sign(secret, "HS256", { crit: ["exp"], exp: 1 })), {
    code: "ERR_VERIFICATION_CRITICAL_HEADER",
  });
});

test("shared secret: one with fewer octets than the digest is refused (RFC 7518 §3.2)", async () => {
  await assert.rejects(verify(sign("short"), { secret: "short" }), { code: "ERR_CONFIGURATION_KEY" });
});
