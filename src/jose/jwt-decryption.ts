import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { DecryptionPolicy } from "./decrypt-jwe.ts";
import type { DecryptionKey } from "./decryption-key.ts";
import {
  findJweAlgorithm,
  findJweEncryption,
  listAsymmetricJweAlgorithms,
  listJweEncryptions,
} from "./jwe-algorithms.ts";

/** How encrypted JWTs of one kind are opened. */
export interface JwtDecryption {
  /** The recipient's keys. */
  readonly keys: readonly DecryptionKey[];
  /** Accepted values of `alg`. Default: RSA-OAEP and ECDH-ES with all their variants. */
  readonly algorithms?: readonly string[] | undefined;
  /** Accepted values of `enc`. Default: every one of this library. */
  readonly encryptions?: readonly string[] | undefined;
  /** Whether a JWT that is not encrypted is refused. */
  readonly required?: boolean | undefined;
}

/** What a client is registered with for one kind of answer: `…_encrypted_response_alg` and `…_encrypted_response_enc`. */
export interface RegisteredEncryption {
  readonly algorithm: string;
  /** Default `A128CBC-HS256`, which registrations mean when they leave it out. */
  readonly encryption?: string | undefined;
}

/**
 * Makes of a client's keys and its registration for one kind of answer how such answers are opened. With a registration,
 * only its algorithms are accepted, and nothing that is not encrypted; without one, encryption is accepted where there
 * are keys. Gives `undefined` where there is neither.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` for an algorithm that this library does not implement
 * @see OpenID Connect Dynamic Client Registration §2
 */
export function createJwtDecryption(
  keys: readonly DecryptionKey[],
  registered?: RegisteredEncryption | undefined,
): JwtDecryption | undefined {
  if (registered === undefined) return keys.length === 0 ? undefined : Object.freeze({ keys });
  const { algorithm, encryption = defaultEncryption } = registered;
  if (findJweAlgorithm(algorithm) === undefined || findJweEncryption(encryption) === undefined) {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "The registered encryption is not one of this library; RSA1_5 is never accepted.",
      specification: specification("rfc7518", "4.1"),
      parameter: findJweAlgorithm(algorithm) === undefined ? "algorithm" : "encryption",
    });
  }
  return Object.freeze({ keys, algorithms: [algorithm], encryptions: [encryption], required: true });
}

/** Fills in the defaults. */
export function completePolicy(decryption: JwtDecryption, name: string): DecryptionPolicy {
  const { keys, algorithms = listAsymmetricJweAlgorithms(), encryptions = listJweEncryptions() } = decryption;
  return { keys, algorithms, encryptions, name };
}

const defaultEncryption = "A128CBC-HS256";
