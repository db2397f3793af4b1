import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { decodeBase64url, encodeBase64url } from "../util/base64url.ts";
import type { RandomSource } from "../util/random.ts";

/** What the entries of a store are encrypted with: 32 characters or octets at least, of a generator. The first one seals; the others only open. */
export type TokenSecret = string | Uint8Array | readonly (string | Uint8Array)[];

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
  const secrets = typeof secret === "string" || secret instanceof Uint8Array ? [secret] : secret;
  const loaders = secrets.map(createLoader);
  const [first] = loaders;
  if (first === undefined) throw tooShort();
  const current = first;
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
      for (const load of loaders) {
        const parameters = { name: algorithm, iv, additionalData: encode(place) };
        const key = await load();
        const text = await crypto.subtle.decrypt(parameters, key, octets).catch(() => undefined);
        if (text !== undefined) return new TextDecoder().decode(text);
      }
      return undefined;
    },
  });
}

/** Derives the key when it is first needed. */
function createLoader(secret: string | Uint8Array): () => Promise<CryptoKey> {
  const octets = typeof secret === "string" ? encode(secret) : new Uint8Array(secret);
  if (octets.length < secretOctets) throw tooShort();
  let loaded: Promise<CryptoKey> | undefined;
  return () => {
    loaded ??= derive(octets);
    return loaded;
  };
}

async function derive(octets: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", octets, "HKDF", false, ["deriveKey"]);
  const parameters = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encode(purpose) };
  return crypto.subtle.deriveKey(parameters, material, { name: algorithm, length: 256 }, false, ["encrypt", "decrypt"]);
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function tooShort(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `secret must have ${secretOctets} octets or more.`,
    parameter: "secret",
    specification: specification("rfc7518", "5.3"),
    remedy: "Make one with a generator of random numbers, and keep it where the store cannot be read.",
  });
}

const algorithm = "AES-GCM";
const format = "t1";
const purpose = "ts-identity-model tokens";
const secretOctets = 32;
const ivOctets = 12;
