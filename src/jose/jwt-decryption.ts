import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { DecryptedJwe } from "./decrypt-jwe.ts";
import { type DecryptedJwt, decryptJwt, decryptJwtContent, type JwtDecryptionPolicy } from "./decrypt-jwt.ts";
import { checkDecryptionKeys, type DecryptionKeys } from "./decryption-key.ts";
import { findJweAlgorithm, findJweEncryption } from "./jwe-algorithms.ts";
import type { JwtKind } from "./jwt-type.ts";

/** How encrypted JWTs of one kind are to be opened. */
export interface JwtDecryptionOptions extends JwtDecryptionPolicy {
  /** Whether a JWT that is not encrypted is refused. Default: it is not. */
  readonly required?: boolean | undefined;
}

/** How encrypted JWTs of one kind are opened. The code that decrypts comes with it, so that who expects none does not carry it. */
export interface JwtDecryption {
  /** Whether a JWT that is not encrypted is refused. */
  readonly required?: boolean | undefined;
  /** Decrypts, see {@link decryptJwt}. Left out where there is no key: an encrypted JWT is refused then. */
  readonly decrypt?: ((text: string, kind: JwtKind) => Promise<DecryptedJwt>) | undefined;
  /** Decrypts also what is not a signed JWT inside, for kinds of answers that may be encrypted only. Left out like `decrypt`. */
  readonly decryptContent?: ((text: string, kind: JwtKind) => Promise<DecryptedJwe>) | undefined;
}

/** What the client's registration says of one kind of answer, turned into how such answers are opened. */
export type Decryption = (registered?: RegisteredEncryption | undefined) => JwtDecryption | undefined;

/** What a client is registered with for one kind of answer: `…_encrypted_response_alg` and `…_encrypted_response_enc`. */
export interface RegisteredEncryption {
  readonly algorithm: string;
  /** Default `A128CBC-HS256`, which registrations mean when they leave it out. */
  readonly encryption?: string | undefined;
}

/**
 * Creates what opens encrypted JWTs.
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY` for a key that cannot decrypt
 */
export function createJwtDecryption({ required, ...policy }: JwtDecryptionOptions): JwtDecryption {
  const own = { ...policy, keys: fixKeys(policy.keys) };
  if (own.keys.length === 0 && typeof own.keys !== "function") return Object.freeze({ required });
  return Object.freeze({
    required,
    decrypt: (text: string, kind: JwtKind) => decryptJwt(text, kind, own),
    decryptContent: (text: string, kind: JwtKind) => decryptJwtContent(text, kind, own),
  });
}

/** Keys that are given are checked now, those of a function when there is a message. */
function fixKeys(keys: DecryptionKeys): DecryptionKeys {
  if (typeof keys === "function") return keys;
  checkDecryptionKeys(keys, "decryptionKeys");
  return Object.freeze([...keys]);
}

/**
 * Creates, of a client's private keys, what opens every kind of answer that comes encrypted. With a registration for the kind of
 * answer only its algorithms are accepted, and nothing that is not encrypted; without one, encryption is accepted.
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY` for a key that cannot decrypt; what it returns throws
 * `ERR_CONFIGURATION_OPTION` for a registered algorithm that this library does not implement
 * @see OpenID Connect Dynamic Client Registration §2
 */
export function createDecryption(keys: DecryptionKeys): Decryption {
  const unregistered = createJwtDecryption({ keys });
  return (registered) => {
    if (registered === undefined) return unregistered;
    const { algorithm, encryption = defaultEncryption } = registered;
    if (findJweAlgorithm(algorithm) === undefined || findJweEncryption(encryption) === undefined) {
      throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
        message: "The registered encryption is not one of this library; RSA1_5 is never accepted.",
        specification: specification("rfc7518", "4.1"),
        parameter: findJweAlgorithm(algorithm) === undefined ? "algorithm" : "encryption",
      });
    }
    return createJwtDecryption({ keys, algorithms: [algorithm], encryptions: [encryption], required: true });
  };
}

const defaultEncryption = "A128CBC-HS256";
