import type { Jwk } from "../../generated/messages/jwk.ts";
import { decodeBase64 } from "../util/base64.ts";
import { decodeBase64url } from "../util/base64url.ts";
import { type CertificateKey, readCertificateKey } from "./certificate-key.ts";
import { digestBase64url } from "./hash.ts";

/**
 * Finds out whether a key and the certificate beside it disagree: the first certificate of `x5c` must hold the key, and `x5t#S256` must
 * be its thumbprint. Says nothing about whether to trust the certificate: this library never does.
 *
 * @returns the reason, or undefined for a key that agrees with its certificate or has none
 * @see RFC 7517 §4.7
 * @see RFC 7517 §4.9
 */
export async function findCertificateMismatch(jwk: Jwk): Promise<string | undefined> {
  const chain: unknown = jwk.x5c;
  if (chain === undefined) return undefined;
  const first: unknown = Array.isArray(chain) ? chain[0] : undefined;
  const certificate = typeof first === "string" ? decodeBase64(first) : undefined;
  const held = certificate === undefined ? undefined : readCertificateKey(certificate);
  if (certificate === undefined || held === undefined) return "its x5c does not begin with a certificate in base64";
  if (!holds(held, jwk)) return "the certificate in its x5c holds another key";
  const thumbprint = jwk["x5t#S256"];
  return thumbprint === undefined || thumbprint === (await digestBase64url("SHA-256", certificate))
    ? undefined
    : "its x5t#S256 is not the thumbprint of the certificate in its x5c";
}

function holds({ algorithm, key }: CertificateKey, jwk: Jwk): boolean {
  const kind = toHex(algorithm);
  const known = jwk.kty === "RSA" ? rsaKinds.some((start) => kind.startsWith(start)) : kind === kinds[String(jwk.crv)];
  const expected = encodeKey(jwk);
  return known && expected !== undefined && toHex(key) === expected;
}

/** A key as certificates hold it, in hexadecimal. */
function encodeKey(jwk: Jwk): string | undefined {
  if (jwk.kty === "RSA") {
    const [n, e] = [numberOf(jwk.n), numberOf(jwk.e)];
    return n === undefined || e === undefined ? undefined : element("30", n + e);
  }
  const [x, y] = [hexOf(jwk.x), hexOf(jwk.y)];
  if (jwk.kty === "OKP") return x;
  return jwk.kty !== "EC" || x === undefined || y === undefined ? undefined : `04${x}${y}`;
}

/** An `INTEGER`: no needless zero octet before it, one before a first bit that would make it negative. */
function numberOf(value: unknown): string | undefined {
  const digits = hexOf(value)?.replace(/^(?:00)+/, "");
  if (digits === undefined || digits === "") return undefined;
  return element("02", /^[89a-f]/.test(digits) ? `00${digits}` : digits);
}

function element(tag: string, content: string): string {
  const length = content.length / 2;
  const digits = length.toString(16).padStart(length < 0x100 ? 2 : 4, "0");
  return `${tag}${length < 0x80 ? digits : `${(0x80 + digits.length / 2).toString(16)}${digits}`}${content}`;
}

function hexOf(value: unknown): string | undefined {
  const octets = typeof value === "string" ? decodeBase64url(value) : undefined;
  return octets === undefined ? undefined : toHex(octets);
}

function toHex(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");
}

/** `rsaEncryption` with its empty parameters, and `id-RSASSA-PSS` with any. */
const rsaKinds: readonly string[] = ["06092a864886f70d0101010500", "06092a864886f70d01010a"];

/** Identifiers of the algorithm and of the curve, where they are two. */
const kinds: Readonly<Record<string, string>> = {
  "P-256": "06072a8648ce3d020106082a8648ce3d030107",
  "P-384": "06072a8648ce3d020106052b81040022",
  "P-521": "06072a8648ce3d020106052b81040023",
  Ed25519: "06032b6570",
  Ed448: "06032b6571",
  X25519: "06032b656e",
  X448: "06032b656f",
};
