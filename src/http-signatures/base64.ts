import { decodeBase64url, encodeBase64url } from "../util/base64url.ts";

/**
 * Encodes octets as Base64 with padding, as structured fields hold them.
 * @see RFC 8941 §4.1
 */
export function encodeBase64(octets: Uint8Array): string {
  const text = encodeBase64url(octets).replaceAll("-", "+").replaceAll("_", "/");
  return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
}

/**
 * Decodes Base64 with its padding, or gives `undefined` where the text is not the one that {@link encodeBase64} would have written: one
 * value has one spelling, so that none can be changed without being noticed.
 * @see RFC 8941 §4.2
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  return decodeBase64url(text.replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_"));
}
