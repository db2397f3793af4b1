import { decodeBase64url } from "./base64url.ts";

/**
 * Decodes text in the standard alphabet with padding, as in PEM and `x5c`, or gives `undefined` for any other spelling.
 * @see RFC 4648 §4
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
  return isBase64 ? decodeBase64url(text.replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_")) : undefined;
}
