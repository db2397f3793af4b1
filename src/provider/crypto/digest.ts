import { createHmac, hash } from "node:crypto";

/** SHA-256 of a text's UTF-8 octets as base64url: how handles and tokens are stored. Synchronous, because every request needs it. */
export function sha256(text: string): string {
  return hash("sha256", text, "base64url");
}

/**
 * HMAC-SHA-256 of texts under a secret as base64url. The texts are kept apart: `["a", "bc"]` and `["ab", "c"]` differ.
 */
export function hmacSha256(secret: Uint8Array, texts: readonly string[]): string {
  return createHmac("sha256", secret).update(JSON.stringify(texts)).digest("base64url");
}
