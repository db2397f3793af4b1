import { ConfigurationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import { decodeBase64url, encodeBase64url } from "../../util/base64url.ts";
import type { RandomSource } from "../../util/random.ts";
import { sha256 } from "../crypto/digest.ts";
import type { KeyEncryption, KeySealing } from "./key-options.ts";

/** Seals what is stored, and knows what it would seal otherwise today. */
export interface Sealing extends KeySealing {
  /** Whether it was sealed with the key of today. */
  readonly isCurrent: (sealed: string) => boolean;
}

/**
 * Makes what seals private keys and secrets: AES-256-GCM with a key of the configuration, or the caller's own.
 * @throws ConfigurationError `ERR_CONFIGURATION_KEY` for a key that has not 32 octets
 * @see RFC 7518 §5.3
 */
export function createSealing(encryption: KeyEncryption | KeySealing, random: RandomSource): Sealing {
  if ("seal" in encryption) return { seal: encryption.seal, open: encryption.open, isCurrent: () => true };
  const current = readKey(encryption.key);
  const known = [current, ...(encryption.previous ?? []).map(readKey)];
  return Object.freeze<Sealing>({
    isCurrent: (sealed) => sealed.split(".")[1] === current.id,
    async seal(octets, additionalData) {
      const iv = random(ivOctets).slice();
      const parameters = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(additionalData) };
      const text = await crypto.subtle.encrypt(parameters, await current.load(), octets);
      return [format, current.id, encodeBase64url(iv), encodeBase64url(new Uint8Array(text))].join(".");
    },
    async open(sealed, additionalData) {
      const [version, id, iv = "", text = "", ...more] = sealed.split(".");
      const key = known.find((each) => each.id === id);
      const [ivBytes, octets] = [decodeBase64url(iv), decodeBase64url(text)];
      const isWhole = version === format && more.length === 0 && ivBytes?.length === ivOctets;
      if (!isWhole || octets === undefined) throw wrongKey("is not in the form that this library writes");
      if (key === undefined) throw wrongKey("was encrypted with another key than those of keys.encryption");
      const parameters = { name: "AES-GCM", iv: ivBytes, additionalData: new TextEncoder().encode(additionalData) };
      try {
        return new Uint8Array(await crypto.subtle.decrypt(parameters, await key.load(), octets));
      } catch (cause) {
        throw wrongKey("cannot be decrypted: it was changed, or put in another's place", cause);
      }
    },
  });
}

/** The error for keys and secrets of the store that cannot be opened. */
export function wrongKey(problem: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_KEY", {
    message: `A key of the store ${problem}.`,
    parameter: "keys.encryption",
    specification: specification("rfc7518", "5.3"),
    remedy: "Give the key that the store's keys were encrypted with, as keys.encryption.key or in previous.",
    cause,
  });
}

interface EncryptionKey {
  /** Tells keys apart; says nothing of a key that nobody can guess. */
  readonly id: string;
  readonly load: () => Promise<CryptoKey>;
}

function readKey(key: Uint8Array | string): EncryptionKey {
  const octets = typeof key === "string" ? decodeBase64url(key) : new Uint8Array(key);
  if (octets?.length !== keyOctets) {
    throw new ConfigurationError("ERR_CONFIGURATION_KEY", {
      message: "keys.encryption.key must have 32 octets, or be their base64url.",
      parameter: "keys.encryption",
      specification: specification("rfc7518", "5.3"),
    });
  }
  let loaded: Promise<CryptoKey> | undefined;
  return {
    id: sha256(`key-encryption ${encodeBase64url(octets)}`).slice(0, 12),
    load() {
      loaded ??= crypto.subtle.importKey("raw", octets, "AES-GCM", false, ["encrypt", "decrypt"]);
      return loaded;
    },
  };
}

const format = "v1";
const keyOctets = 32;
const ivOctets = 12;
