import type { JweHeader } from "../../generated/messages/jwe-header.ts";
import type { SpecificationReference } from "../errors/auth-error.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { checkDecryptionKeys, type DecryptionKey, selectDecryptionKeys } from "./decryption-key.ts";
import { decodeJwe } from "./jwe.ts";
import { findJweAlgorithm, findJweEncryption } from "./jwe-algorithms.ts";
import type { JweKeyUse } from "./jwe-key.ts";
import { loadCompactDecrypt, loadKeyImport } from "./load-jose.ts";
import { missingDecryptionKey } from "./missing-decryption-key.ts";

/** What may be decrypted and with which keys, decided before the object is looked at. */
export interface DecryptionPolicy {
  /** The recipient's keys. The object never brings one: `jwk`, `jku`, `x5c` and `x5u` are not looked at. */
  readonly keys: readonly DecryptionKey[];
  /** Accepted values of `alg`. Password based ones (`PBES2-…`) only if they are listed; `RSA1_5` is never accepted. */
  readonly algorithms: readonly string[];
  /** Accepted values of `enc`. */
  readonly encryptions: readonly string[];
  /** Most rounds that a password based algorithm may ask for, 1000 to 1000000. Default 10000. */
  readonly maxPasswordIterations?: number | undefined;
  /** What the object is, for errors. Default: `encrypted message`. */
  readonly name?: string | undefined;
}

/** A decrypted object. It came whole from somebody who had the recipient's key, which for a public key is anybody. */
export interface DecryptedJwe {
  /** The protected header. */
  readonly header: JweHeader;
  /** What was encrypted. */
  readonly plaintext: Uint8Array;
}

/**
 * Decrypts an object in compact serialisation with a key of the recipient and algorithms that the caller accepts; the object
 * chooses neither. Refuses compressed content (`zip`), extensions that must be understood (`crit`), and too many rounds of
 * password based encryption. Why a key did not decrypt is not told, neither in the message nor as `cause`, because an
 * answer to that question decrypts messages.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` for a list that is empty or names what this library does not
 * implement, `ERR_CONFIGURATION_DECRYPTION_KEY` without a key, `ERR_CONFIGURATION_KEY` for a key that cannot decrypt
 * @throws {@link ValidationError} `ERR_VALIDATION_JWT` for a malformed object
 * @throws {@link VerificationError} `ERR_VERIFICATION_DECRYPTION` for everything else
 * @see RFC 7516 §5.2
 * @see RFC 7516 §11.5
 */
export async function decryptJwe(text: string, policy: DecryptionPolicy): Promise<DecryptedJwe> {
  const { keys, name = "encrypted message" } = policy;
  checkPolicy(policy);
  const jwe = decodeJwe(text, name);
  const use = checkHeader(jwe.header, policy, name);
  const candidates = selectDecryptionKeys(keys, jwe.header, use);
  const [{ compactDecrypt }] = await Promise.all([loadCompactDecrypt(), loadKeyImport()]);
  const options = {
    keyManagementAlgorithms: [use.algorithm.name],
    contentEncryptionAlgorithms: [use.encryption.name],
    maxPBES2Count: policy.maxPasswordIterations ?? defaultIterations,
    maxDecompressedLength: 0,
  };
  for (const { load } of candidates) {
    try {
      const { plaintext } = await compactDecrypt(text, await load(), options);
      return { header: jwe.header, plaintext };
    } catch {
      // The next key may fit. The reason must not get out.
    }
  }
  throw new VerificationError("ERR_VERIFICATION_DECRYPTION", {
    message: `The ${name} cannot be decrypted: ${candidates.length} of ${keys.length} keys fit its alg, enc and kid, and none of them decrypts it.`,
    specification: specification("rfc7516", "5.2"),
  });
}

function checkHeader(header: JweHeader, policy: DecryptionPolicy, name: string): JweKeyUse {
  const { algorithms, encryptions, maxPasswordIterations = defaultIterations } = policy;
  if (header.crit !== undefined) {
    throw refused(name, "crit", "demands an extension that is not supported", specification("rfc7516", "4.1.13"));
  }
  if (header.zip !== undefined) {
    throw refused(name, "zip", "says that it is compressed, which is not accepted", specification("rfc8725", "3.6"));
  }
  const algorithm = algorithms.includes(header.alg) ? findJweAlgorithm(header.alg) : undefined;
  if (algorithm === undefined) {
    const accepted = `is not accepted; accepted: ${algorithms.join(", ")}`;
    throw refused(name, "alg", accepted, specification("rfc8725", "3.1"));
  }
  const encryption = encryptions.includes(header.enc) ? findJweEncryption(header.enc) : undefined;
  if (encryption === undefined) {
    const accepted = `is not accepted; accepted: ${encryptions.join(", ")}`;
    throw refused(name, "enc", accepted, specification("rfc8725", "3.1"));
  }
  if (algorithm.password && (header.p2c ?? Infinity) > maxPasswordIterations) {
    const limit = `asks for more rounds than the ${maxPasswordIterations} that are accepted`;
    throw refused(name, "p2c", limit, specification("rfc7518", "4.8.1.2"));
  }
  return { purpose: "decrypt", algorithm, encryption };
}

function refused(name: string, parameter: string, problem: string, rule: SpecificationReference): VerificationError {
  return new VerificationError("ERR_VERIFICATION_DECRYPTION", {
    message: `The ${parameter} of the ${name} ${problem}.`,
    specification: rule,
    parameter,
  });
}

function checkPolicy({ keys, algorithms, encryptions, maxPasswordIterations: rounds }: DecryptionPolicy): void {
  checkNames("algorithms", algorithms, (name) => findJweAlgorithm(name) !== undefined);
  checkNames("encryptions", encryptions, (name) => findJweEncryption(name) !== undefined);
  if (rounds !== undefined && !(Number.isSafeInteger(rounds) && rounds >= 1000 && rounds <= 1_000_000)) {
    throw wrongOption("maxPasswordIterations", "must be a whole number from 1000 to 1000000");
  }
  checkDecryptionKeys(keys);
  if (keys.length === 0) throw missingDecryptionKey("encrypted message");
}

function checkNames(parameter: string, names: readonly string[], isKnown: (name: string) => boolean): void {
  const list: unknown = names;
  const isRight =
    Array.isArray(list) && list.length > 0 && list.every((name) => typeof name === "string" && isKnown(name));
  if (!isRight)
    throw wrongOption(parameter, "must be a list of algorithms of this library, one at least; RSA1_5 is none");
}

function wrongOption(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${parameter} ${rule}.`,
    specification: specification("rfc7518", "4.1"),
    parameter,
  });
}

const defaultIterations = 10_000;
