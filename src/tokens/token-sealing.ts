import { decodeBase64url, encodeBase64url } from "../util/base64url.ts";
import { deriveKeys, type KeySecret } from "../util/derived-key.ts";
import type { RandomSource } from "../util/random.ts";

/** What the entries of a store are encrypted with: 32 characters or octets at least, of a generator. The first one seals; the others only open. */
export type TokenSecret = KeySecret;

/** Encrypts what lies in a store. */
export interface TokenSealing {
  /** @param place - the key that the text lies under; it opens nowhere else */
  readonly seal: (text: string, place: string) => Promise<string>;
  /** @returns `undefined` for a text that was changed, moved, or sealed with another secret */
  readonly open: (sealed: string, place: string) => Promise<string | undefined>;
}

/**
 * Makes what seals tokens: AES-256-GCM, with a key derived from the secret by HKDF with SHA-256.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a secret that is too short
 * @see RFC 7518 §5.3
 */
export function createTokenSealing(secret: TokenSecret, random: () => Promise<RandomSource>): TokenSealing {
  const keys = deriveKeys(secret, {
    parameter: "secret",
    purpose: "ts-identity-model tokens",
    algorithm: { name: algorithm, length: 256 },
    usages: ["encrypt", "decrypt"],
    section: "5.3",
  });
  const [current] = keys;
  return Object.freeze<TokenSealing>({
    async seal(text, place) {
      const iv = (await random())(ivOctets).slice();
      const parameters = { name: algorithm, iv, additionalData: encode(place) };
      const octets = await crypto.subtle.encrypt(parameters, await current(), encode(text));
      return [format, encodeBase64url(iv), encodeBase64url(new Uint8Array(octets))].join(".");
    },
    async open(sealed, place) {
      const [version, first = "", second = "", ...more] = sealed.split(".");
      const [iv, octets] = [decodeBase64url(first), decodeBase64url(second)];
      if (version !== format || more.length > 0 || iv?.length !== ivOctets || octets === undefined) return undefined;
      for (const load of keys) {
        const parameters = { name: algorithm, iv, additionalData: encode(place) };
        const key = await load();
        const text = await crypto.subtle.decrypt(parameters, key, octets).catch(() => undefined);
        if (text !== undefined) return new TextDecoder().decode(text);
      }
      return undefined;
    },
  });
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

const algorithm = "AES-GCM";
const format = "t1";
const ivOctets = 12;
