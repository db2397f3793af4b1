import type { Jwk } from "../../../generated/messages/jwk.ts";
import { findJwsAlgorithm } from "../../jose/algorithms.ts";
import { importKey } from "../../jose/import-key.ts";
import { isRecord } from "../../schema/is-record.ts";
import { decodeBase64url } from "../../util/base64url.ts";
import type { RandomSource } from "../../util/random.ts";
import type { SetKeyOptions } from "./key-options.ts";
import type { KeyEntry, KeyRecord, StoredSecretText } from "./key-record.ts";
import { createSealing, type Sealing, wrongKey } from "./sealing.ts";

/** Opens what is stored of keys and secrets, and closes it again. What was opened is kept in memory, so that a signature costs no more than a signature. */
export interface KeyVault {
  readonly seal: (text: string, additionalData: string) => Promise<StoredSecretText>;
  /** The private key of an entry, imported once. */
  readonly privateKey: (entry: KeyEntry) => Promise<CryptoKey>;
  /** The private key of an entry as a JWK, opened once: which algorithm it is imported for is the message's choice. */
  readonly privateJwk: (entry: KeyEntry) => Promise<Jwk>;
  readonly secret: (record: KeyRecord, purpose: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Whether something in a record is not sealed as it would be today. */
  readonly needsSealing: (record: KeyRecord) => boolean;
  readonly sealAgain: (record: KeyRecord) => Promise<KeyRecord>;
}

/** What the name of a secret or of a key is sealed with it for, so that none can be put in another's place. */
export const additionalDataFor = {
  key: (kid: string): string => `key ${kid}`,
  secret: (purpose: string): string => `secret ${purpose}`,
} as const;

/**
 * Creates a vault.
 * @throws ConfigurationError `ERR_CONFIGURATION_KEY` for an encryption key that is none
 */
export function createKeyVault(encryption: SetKeyOptions["encryption"], random: RandomSource): KeyVault {
  const sealing = encryption === undefined ? undefined : createSealing(encryption, random);
  const imported: Opened<CryptoKey> = new Map();
  const opened: Opened<Jwk> = new Map();
  const secrets = new Map<string, { readonly stored: string; readonly octets: Promise<Uint8Array<ArrayBuffer>> }>();

  async function openJwk({ kid }: KeyEntry, stored: StoredSecretText): Promise<Jwk> {
    const jwk: unknown = JSON.parse(await openText(sealing, stored, additionalDataFor.key(kid)));
    if (!isRecord(jwk)) throw wrongKey("is not a private key");
    return Object.freeze({ ...jwk, kty: String(jwk.kty) });
  }

  async function importPrivate(entry: KeyEntry, stored: StoredSecretText): Promise<CryptoKey> {
    const jwk = await openJwk(entry, stored);
    const row = findJwsAlgorithm(entry.algorithm);
    if (row === undefined) throw wrongKey("is not a private key to sign with");
    return importKey(jwk, row, "sign");
  }

  async function seal(text: string, additionalData: string): Promise<StoredSecretText> {
    if (sealing === undefined) return { clear: text };
    return { sealed: await sealing.seal(new TextEncoder().encode(text), additionalData) };
  }

  async function again(stored: StoredSecretText, additionalData: string): Promise<StoredSecretText> {
    if (!isSealedBefore(sealing, stored)) return stored;
    return seal(await openText(sealing, stored, additionalData), additionalData);
  }

  return Object.freeze<KeyVault>({
    seal,
    privateKey: (entry) => once(imported, entry, importPrivate),
    privateJwk: (entry) => once(opened, entry, openJwk),
    async secret(record, purpose) {
      const stored = Object.hasOwn(record.secrets, purpose) ? record.secrets[purpose] : undefined;
      if (stored === undefined) return undefined;
      const known = secrets.get(purpose);
      if (known?.stored === textOf(stored)) return known.octets;
      const octets = openText(sealing, stored, additionalDataFor.secret(purpose)).then(decodeSecret);
      secrets.set(purpose, { stored: textOf(stored), octets });
      octets.catch(() => secrets.delete(purpose));
      return octets;
    },
    needsSealing: ({ entries, secrets: all }) =>
      [...Object.values(all), ...entries.flatMap(({ privateJwk }) => privateJwk ?? [])].some((stored) =>
        isSealedBefore(sealing, stored),
      ),
    async sealAgain(record) {
      const sealEntry = async (entry: KeyEntry): Promise<KeyEntry> => {
        const { kid, privateJwk } = entry;
        if (privateJwk === undefined) return entry;
        return { ...entry, privateJwk: await again(privateJwk, additionalDataFor.key(kid)) };
      };
      const sealSecret = async ([purpose, stored]: readonly [string, StoredSecretText]) =>
        [purpose, await again(stored, additionalDataFor.secret(purpose))] as const;
      const [entries, pairs] = await Promise.all([
        Promise.all(record.entries.map(sealEntry)),
        Promise.all(Object.entries(record.secrets).map(sealSecret)),
      ]);
      return { ...record, entries, secrets: Object.fromEntries(pairs) };
    },
  });
}

/** Private keys by `kid`, with what was stored of them. */
type Opened<T> = Map<string, { readonly stored: string; readonly key: Promise<T> }>;

function once<T>(
  all: Opened<T>,
  entry: KeyEntry,
  open: (entry: KeyEntry, stored: StoredSecretText) => Promise<T>,
): Promise<T> {
  const { kid, privateJwk } = entry;
  if (privateJwk === undefined) throw new Error(`The key ${kid} is not used any more.`);
  const text = textOf(privateJwk);
  const known = all.get(kid);
  if (known?.stored === text) return known.key;
  const key = open(entry, privateJwk);
  all.set(kid, { stored: text, key });
  key.catch(() => all.delete(kid));
  return key;
}

async function openText(
  sealing: Sealing | undefined,
  stored: StoredSecretText,
  additionalData: string,
): Promise<string> {
  if ("clear" in stored) return stored.clear;
  if (sealing === undefined) throw wrongKey("is encrypted, and keys.encryption is not set");
  return new TextDecoder().decode(await sealing.open(stored.sealed, additionalData));
}

/** What stands in clear, or was sealed with a key of before. */
function isSealedBefore(sealing: Sealing | undefined, stored: StoredSecretText): boolean {
  return sealing !== undefined && ("clear" in stored || !sealing.isCurrent(stored.sealed));
}

function decodeSecret(text: string): Uint8Array<ArrayBuffer> {
  const octets = decodeBase64url(text);
  if (octets === undefined) throw wrongKey("is a secret that this library has not written");
  return octets;
}

function textOf(stored: StoredSecretText): string {
  return "clear" in stored ? stored.clear : stored.sealed;
}
