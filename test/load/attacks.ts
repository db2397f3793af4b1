import { randomBytes } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT } from "jose";
import { resources } from "./load-facts.ts";

/** Makes a token that has to be refused, from one that is good. */
export type Attack = (good: string) => Promise<string>;

/** Attacks by name: each differs from a good JWT in one thing. */
export async function createJwtAttacks(): Promise<Readonly<Record<string, Attack>>> {
  const { privateKey } = await generateKeyPair("ES256");
  const forge = (good: string, claims: Readonly<Record<string, unknown>>, typ = "at+jwt"): Promise<string> =>
    new SignJWT({ ...decodeJwt(good), ...claims })
      .setProtectedHeader({ alg: "ES256", typ, kid: decodeProtectedHeader(good).kid ?? "" })
      .sign(privateKey);
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return {
    "another key under the kid of ours": (good) => forge(good, {}),
    "another key, and a later end": (good) => forge(good, { exp: 4_000_000_000 }),
    "another audience": (good) => forge(good, { aud: resources.other }),
    "no algorithm": async (good) => `${encode({ alg: "none", typ: "at+jwt" })}.${good.split(".")[1] ?? ""}.`,
    "another payload under the signature": async (good) => {
      const [head = "", , signature = ""] = good.split(".");
      return `${head}.${encode({ ...decodeJwt(good), scope: "write" })}.${signature}`;
    },
    "a signature with one bit changed": async (good) => {
      const [head = "", payload = "", signature = ""] = good.split(".");
      return `${head}.${payload}.${changeBit(signature)}`;
    },
    "a kid that nobody has": async (good) => {
      const [, payload = "", signature = ""] = good.split(".");
      return `${encode({ ...decodeProtectedHeader(good), kid: "nobody" })}.${payload}.${signature}`;
    },
  };
}

/**
 * Attacks by name on a resource with opaque tokens.
 * @param elsewhere - gets a token that is good at another resource
 */
export function createOpaqueAttacks(elsewhere: () => Promise<string>): Readonly<Record<string, Attack>> {
  return {
    "a token that nobody issued": async () => randomBytes(32).toString("base64url"),
    "an opaque token with one bit changed": async (good) => changeBit(good),
    "a token of another resource": elsewhere,
  };
}

function changeBit(text: string): string {
  const octets = Buffer.from(text, "base64url");
  octets[5] = (octets[5] ?? 0) ^ 1;
  return octets.toString("base64url");
}
