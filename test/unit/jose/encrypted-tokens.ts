import { exportJWK } from "jose/key/export";
import { generateKeyPair } from "jose/key/generate/keypair";
import type { Jwk } from "../../../generated/messages/jwk.ts";

/** A recipient's key pair, or a symmetric key in both places. */
export interface TestEncryptionKey {
  readonly alg: string;
  readonly publicJwk: Jwk;
  readonly privateJwk: Jwk;
}

/** Makes a key for an `alg`; new on every run, so that none is ever committed. */
export async function generateEncryptionKey(alg: string, crv?: string, enc = "A128GCM"): Promise<TestEncryptionKey> {
  if (!/^(?:RSA|ECDH)/.test(alg)) {
    const k = Buffer.from(crypto.getRandomValues(new Uint8Array(symmetricOctets(alg, enc)))).toString("base64url");
    return { alg, publicJwk: { kty: "oct", k }, privateJwk: { kty: "oct", k } };
  }
  const pair = await generateKeyPair(alg, { extractable: true, ...(crv === undefined ? {} : { crv }) });
  return {
    alg,
    publicJwk: asJwk(await exportJWK(pair.publicKey)),
    privateJwk: asJwk(await exportJWK(pair.privateKey)),
  };
}

/** A compact object with one part replaced. */
export function replacePart(compact: string, index: number, change: (part: string) => string): string {
  return compact
    .split(".")
    .map((part, position) => (position === index ? change(part) : part))
    .join(".");
}

/** A compact object whose header has been changed. */
export function changeHeader(compact: string, change: Readonly<Record<string, unknown>>): string {
  return replacePart(compact, 0, (part) => {
    const header: Record<string, unknown> = JSON.parse(Buffer.from(part, "base64url").toString());
    return Buffer.from(JSON.stringify({ ...header, ...change })).toString("base64url");
  });
}

/** The numbers of a key, as jose's types want them. */
export function numbersOf(jwk: Jwk): Record<string, string> & { kty: string } {
  const texts = Object.entries(jwk).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return { ...Object.fromEntries(texts), kty: jwk.kty };
}

function symmetricOctets(alg: string, enc: string): number {
  if (alg !== "dir") return Number(/A(\d+)/.exec(alg)?.[1] ?? 128) / 8;
  return Number(/HS(\d+)/.exec(enc)?.[1] ?? /A(\d+)/.exec(enc)?.[1]) / 8;
}

function asJwk(jwk: object): Jwk {
  const { ext: _ext, key_ops: _keyOps, kty, ...members }: Record<string, unknown> = { ...jwk };
  return { ...members, kty: String(kty) };
}
