import { randomUUID } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { generateTestKey, signClaims, type TestKey } from "../jose/signed-tokens.ts";

/** The time at which all proofs are made and judged. */
export const nowMs = 1_800_000_000_000;
export const now: number = nowMs / 1000;

export const url = "https://api.example.com/orders";
export const accessToken = "access-secret.token";
/** SHA-256 of the access token. */
export const ath = "I6f6wRoDu8tVQlTiobeFAnt6p6uIJsaFP_qph6ICvGg";

/** Makes a good proof, or one whose claims or header differ. */
export async function makeProof(
  key: TestKey,
  claims: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const good = { jti: randomUUID(), htm: "GET", htu: url, iat: now };
  return signClaims({ ...good, ...claims }, key, { typ: "dpop+jwt", jwk: key.publicJwk, ...header });
}

export function createKey(alg = "ES256"): Promise<TestKey> {
  return generateTestKey(alg);
}

/** The thumbprint as jose calculates it. */
export function thumbprintOf({ publicJwk }: TestKey): Promise<string> {
  return calculateJwkThumbprint(
    Object.fromEntries(
      Object.entries(publicJwk).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
    ),
  );
}
