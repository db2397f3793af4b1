import { createCipheriv, createDecipheriv } from "node:crypto";
import { decodeBase64url, encodeBase64url } from "../../util/base64url.ts";
import type { RandomSource } from "../../util/random.ts";

/** What a sealed text belongs to, and how it is sealed. */
export interface SealOptions {
  /** A key of 32 octets. */
  readonly key: Uint8Array;
  /** What it belongs to: sealed for one owner, it can't be opened for another. */
  readonly owner: string;
}

/**
 * Encrypts a text with AES-256-GCM.
 * @see RFC 7518 §5.3
 */
export function sealText(text: string, { key, owner }: SealOptions, random: RandomSource): string {
  const iv = random(ivOctets);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(new TextEncoder().encode(owner));
  const encrypted = cipher.update(text, "utf8");
  cipher.final();
  return [iv, encrypted, cipher.getAuthTag()].map(encodeBase64url).join(".");
}

/**
 * Opens what {@link sealText} has sealed.
 * @throws Error where it was changed, or sealed with another key or for another owner
 */
export function openText(sealed: string, { key, owner }: SealOptions): string {
  const [iv, encrypted, tag] = sealed.split(".").map((part) => decodeBase64url(part));
  if (iv === undefined || encrypted === undefined || tag?.length !== tagOctets)
    throw new Error("A sealed text is not in its form.");
  const decipher = createDecipheriv("aes-256-gcm", key, iv).setAAD(new TextEncoder().encode(owner)).setAuthTag(tag);
  return decipher.update(encrypted, undefined, "utf8") + decipher.final("utf8");
}

const ivOctets = 12;
const tagOctets = 16;
