import { decodeBase64url, encodeBase64url } from "../util/base64url.ts";
import type { RandomSource } from "../util/random.ts";

/** What was opened. */
export interface Opened {
  readonly text: string;
  /** Whether it was closed with the current secret. */
  readonly isCurrent: boolean;
}

/** Encrypts and authenticates texts. */
export interface Sealer {
  /** @param place - where the text will stand; it opens nowhere else */
  readonly seal: (text: string, place: string) => Promise<string>;
  /** @returns `undefined` for everything that none of the secrets has closed for this place */
  readonly open: (sealed: string, place: string) => Promise<Opened | undefined>;
}

/** What a sealer is made of besides its secrets. */
export interface SealerParts {
  readonly random: RandomSource;
  /** Whose texts they are: an application that has the same secrets opens nothing of them. */
  readonly owner: string;
}

/**
 * Creates a sealer: AES-256-GCM with a key of its own for every text, derived from the secret with HKDF, so that no number of texts wears a key out. The first
 * secret closes; all of them open, found by a key id that tells nothing of the secret.
 */
export function createSealer(secrets: readonly string[], { random, owner }: SealerParts): Sealer {
  const keys = secrets.map((secret) => loadOnce(() => loadSecret(secret)));
  const [current] = keys;
  const placeOf = (place: string): Uint8Array<ArrayBuffer> => encode(JSON.stringify([owner, place]));
  return Object.freeze<Sealer>({
    async seal(text, place) {
      if (current === undefined) throw new TypeError("There is no secret.");
      const { base, keyId } = await current();
      const salt = Uint8Array.from(random(saltBytes));
      const iv = Uint8Array.from(random(ivBytes));
      const key = await deriveKey(base, salt);
      const algorithm = { name: "AES-GCM", iv, additionalData: placeOf(place) };
      const encrypted = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, encode(text)));
      return encodeBase64url(join([keyId, salt, iv, encrypted]));
    },
    async open(sealed, place) {
      const bytes = decodeBase64url(sealed);
      if (bytes === undefined || bytes.length < headerBytes + tagBytes) return undefined;
      for (const load of keys) {
        const text = await openWith(await load(), bytes, placeOf(place));
        if (text !== undefined) return { text, isCurrent: load === current };
      }
      return undefined;
    },
  });
}

interface SealKey {
  readonly base: CryptoKey;
  readonly keyId: Uint8Array;
}

async function openWith(
  { base, keyId }: SealKey,
  bytes: Uint8Array<ArrayBuffer>,
  additionalData: Uint8Array<ArrayBuffer>,
): Promise<string | undefined> {
  if (keyId.some((byte, index) => bytes[index] !== byte)) return undefined;
  const key = await deriveKey(base, bytes.slice(keyIdBytes, keyIdBytes + saltBytes));
  const iv = bytes.slice(keyIdBytes + saltBytes, headerBytes);
  try {
    const algorithm = { name: "AES-GCM", iv, additionalData };
    return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, bytes.slice(headerBytes)));
  } catch {
    return undefined;
  }
}

async function loadSecret(secret: string): Promise<SealKey> {
  const base = await crypto.subtle.importKey("raw", encode(secret), "HKDF", false, ["deriveBits", "deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encode(`${purpose} key id`) };
  return { base, keyId: new Uint8Array(await crypto.subtle.deriveBits(derivation, base, keyIdBytes * 8)) };
}

function deriveKey(base: CryptoKey, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const derivation = { name: "HKDF", hash: "SHA-256", salt, info: encode(`${purpose} seal`) };
  return crypto.subtle.deriveKey(derivation, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

function loadOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load();
    return loading;
  };
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

const purpose = "ts-identity-model relying-party v1";
const keyIdBytes = 4;
const saltBytes = 16;
const ivBytes = 12;
const tagBytes = 16;
const headerBytes = keyIdBytes + saltBytes + ivBytes;
