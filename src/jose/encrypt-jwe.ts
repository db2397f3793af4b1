import type { Jwk } from "../../generated/messages/jwk.ts";
import { ConfigurationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import { deriveClientSecretKey } from "./client-secret-key.ts";
import { type ClientSecretKey, isClientSecret } from "./decryption-key.ts";
import { findJweAlgorithm, findJweEncryption, type JweAlgorithm, type JweEncryption } from "./jwe-algorithms.ts";
import { countKeyBits, findJweKeyMismatch, importJweKey, type JweKeyUse } from "./jwe-key.ts";
import { loadCompactEncrypt, loadKeyImport } from "./load-jose.ts";
import { isCryptoKey } from "./signing-key.ts";

/** A key to encrypt with: the recipient's public key, a symmetric key that both sides have, or a client secret to derive one from. */
export type EncryptionKey = CryptoKey | Jwk | ClientSecretKey;

/** How and for whom to encrypt. */
export interface EncryptionOptions {
  readonly key: EncryptionKey;
  /** Value of `alg`. Password based algorithms are for decryption only. */
  readonly algorithm: string;
  /** Value of `enc`. */
  readonly encryption: string;
  /** Value of `cty`: `JWT` for a signed JWT. */
  readonly contentType?: string | undefined;
  /** Value of `typ`. */
  readonly type?: string | undefined;
  /** Value of `kid`. Default: the key's own. */
  readonly keyId?: string | undefined;
}

/**
 * Encrypts a text in compact serialisation. Content encryption keys and the keys of a key agreement are made anew each time.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` for an algorithm that is not offered, `ERR_CONFIGURATION_KEY` for a
 * key that does not fit it
 * @see RFC 7516 §5.1
 */
export async function encryptJwe(text: string, options: EncryptionOptions): Promise<string> {
  const { key, contentType, type } = options;
  const use = chooseUse(options);
  const loaded = await loadKey(key, use);
  const { CompactEncrypt } = await loadCompactEncrypt();
  const kid = options.keyId ?? (isClientSecret(key) || isCryptoKey(key) ? undefined : key.kid);
  return new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({
      alg: use.algorithm.name,
      enc: use.encryption.name,
      ...(kid === undefined ? {} : { kid }),
      ...(type === undefined ? {} : { typ: type }),
      ...(contentType === undefined ? {} : { cty: contentType }),
    })
    .encrypt(loaded);
}

/** Which key of a set is meant. */
export interface EncryptionKeyChoice {
  /** The algorithms that it will be used with. */
  readonly algorithm: string;
  readonly encryption: string;
  /** Its `kid`, where it is known. */
  readonly keyId?: string | undefined;
}

/**
 * Selects the key of a server's set to encrypt for it: public, strong enough, of the algorithm's type, not reserved for
 * another use or algorithm. A key that is explicitly for encryption comes first, then the first of the set.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` for an algorithm that is not offered, `ERR_CONFIGURATION_KEY` when no
 * key of the set fits
 * @see OpenID Connect Core §10.2
 * @see RFC 7517 §4.2
 */
export function selectEncryptionKey(jwks: readonly Jwk[], choice: EncryptionKeyChoice): Jwk {
  const use = chooseUse(choice);
  const fitting = jwks.filter(
    (jwk) =>
      typeof jwk === "object" &&
      jwk !== null &&
      (choice.keyId === undefined || jwk.kid === choice.keyId) &&
      use.algorithm.asymmetric &&
      findJweKeyMismatch(jwk, use) === undefined,
  );
  const chosen = fitting.find((jwk) => jwk.use === "enc") ?? fitting[0];
  if (chosen !== undefined) return chosen;
  const named = choice.keyId === undefined ? "" : ` with kid ${JSON.stringify(printable(choice.keyId, 100))}`;
  throw new ConfigurationError("ERR_CONFIGURATION_KEY", {
    message: `The key set has no key${named} to encrypt with ${use.algorithm.name}; looked at ${jwks.length}.`,
    specification: specification("oidc-core", "10.2"),
    parameter: "keys",
    remedy: "Choose an algorithm for which the recipient publishes a key with use enc.",
  });
}

function chooseUse({ algorithm, encryption }: Pick<EncryptionKeyChoice, "algorithm" | "encryption">): JweKeyUse {
  const row: JweAlgorithm | undefined = findJweAlgorithm(algorithm);
  const content: JweEncryption | undefined = findJweEncryption(encryption);
  if (row !== undefined && !row.password && content !== undefined) {
    return { purpose: "encrypt", algorithm: row, encryption: content };
  }
  const parameter = content === undefined ? "encryption" : "algorithm";
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The ${parameter} is not one that this library encrypts with; RSA1_5 and PBES2 are not.`,
    specification: specification("rfc7518", content === undefined ? "5.1" : "4.1"),
    parameter,
  });
}

async function loadKey(key: EncryptionKey, use: JweKeyUse): Promise<CryptoKey | Uint8Array> {
  if (typeof key !== "object" || key === null) throw unusable(use, "it is not a CryptoKey, a JWK or { clientSecret }");
  if (isClientSecret(key)) {
    const bits = countKeyBits(use);
    if (bits === undefined) throw unusable(use, "a client secret serves symmetric algorithms only");
    return deriveClientSecretKey(key.clientSecret, bits);
  }
  const problem = findJweKeyMismatch(key, use);
  if (problem !== undefined) throw unusable(use, problem);
  await loadKeyImport();
  try {
    return await importJweKey(key, use);
  } catch (cause) {
    throw unusable(use, "the runtime cannot import it; its members do not form a key", cause);
  }
}

function unusable({ algorithm }: JweKeyUse, problem: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_KEY", {
    message: `The key cannot encrypt with ${algorithm.name}: ${problem}.`,
    specification: specification("rfc7518", "4.1"),
    parameter: "key",
    cause,
  });
}
