import type { Jwk } from "../../../generated/messages/jwk.ts";
import { ConfigurationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import { isAsymmetricAlgorithm } from "../../jose/asymmetric-algorithm.ts";
import { listAsymmetricJweAlgorithms } from "../../jose/jwe-algorithms.ts";
import { choosePrivateKeyAlgorithm } from "../../jose/signing-key.ts";
import { checkOptionNames, type OptionNames } from "../../util/check-option-names.ts";

/** A key of yours that private keys and secrets are encrypted with (AES-256-GCM) before they are stored. */
export interface KeyEncryption {
  /** 32 octets, or their base64url. */
  readonly key: Uint8Array | string;
  /** Keys that were used before: what they sealed is opened, and sealed again with `key`. */
  readonly previous?: readonly (Uint8Array | string)[] | undefined;
}

/** The same, done elsewhere: by a key management service. */
export interface KeySealing {
  /** Encrypts octets; `additionalData` has to be given again to open them. */
  readonly seal: (octets: Uint8Array<ArrayBuffer>, additionalData: string) => Promise<string>;
  /** Rejects for what was changed, or sealed with a key that is not there. */
  readonly open: (sealed: string, additionalData: string) => Promise<Uint8Array>;
}

/** Octets to sign, and with what. */
export interface SigningRequest {
  readonly kid: string;
  readonly alg: string;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** Keys that never leave a device or a service. The provider makes none for their algorithms, and rotates none of them. */
export interface ExternalSigner {
  /** The public keys to publish, each with `kid` and `alg`; the first of an algorithm signs. Asked once a minute at most. */
  readonly keys: () => Promise<readonly Jwk[]>;
  /** Gives the signature's octets as RFC 7518 wants them; of ECDSA the two numbers one after the other. */
  readonly sign: (request: SigningRequest) => Promise<Uint8Array>;
}

/** How the provider's own keys are made and kept. */
export interface KeyOptions {
  /** Algorithms to sign with, the default one first. `RS256` is always there, because OpenID Connect Core §15.1 demands it. Default `["RS256", "ES256"]`. */
  readonly algorithms?: readonly string[] | undefined;
  /**
   * Algorithms that clients may encrypt their request objects with, such as `RSA-OAEP-256` and `ECDH-ES`: each has a key of its own in the JWK Set, made, kept and
   * rotated like those that sign. RSA keys of this kind have 3072 bits. Default: none, and encrypted request objects are refused.
   */
  readonly encryptionAlgorithms?: readonly string[] | undefined;
  /** Bits of RSA keys to sign with, 2048 to 8192. Default 2048. */
  readonly rsaBits?: number | undefined;
  /** How long a key signs before the next one takes its place, in seconds, an hour at least; `false`: until `rotate` is called. Default 90 days. */
  readonly rotateAfterSeconds?: number | false | undefined;
  /** Private keys and secrets are stored encrypted with this. Left out: in clear. */
  readonly encryption?: KeyEncryption | KeySealing | undefined;
  /** Private keys to begin with, where the store has none of their algorithm. */
  readonly initialKeys?: readonly Jwk[] | undefined;
  /** Signs in place of keys in the store. */
  readonly signer?: ExternalSigner | undefined;
}

/** The same, checked and with nothing left open. */
export interface SetKeyOptions {
  readonly algorithms: readonly string[];
  readonly encryptionAlgorithms: readonly string[];
  readonly rsaBits: number;
  /** `Infinity`: never by itself. */
  readonly rotateAfterMs: number;
  readonly encryption: KeyEncryption | KeySealing | undefined;
  /** Each with its `alg`. */
  readonly initialKeys: readonly Jwk[];
  readonly signer: ExternalSigner | undefined;
}

/**
 * Checks the options for keys and fills in what is left open.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option; `ERR_CONFIGURATION_KEY` for an initial key that cannot sign
 */
export function readKeyOptions(options: KeyOptions): SetKeyOptions {
  checkOptionNames(options, optionNames, { of: "createProvider", at: "keys" });
  const { encryptionAlgorithms = [], rsaBits = 2048, rotateAfterSeconds = 90 * 86_400, encryption, signer } = options;
  if (encryption !== undefined && !("seal" in encryption))
    checkOptionNames(encryption, encryptionNames, { of: "createProvider", at: "keys.encryption" });
  const initialKeys = (options.initialKeys ?? []).map((jwk) => ({
    ...jwk,
    alg: choosePrivateKeyAlgorithm(jwk).algorithm.name,
  }));
  if (options.algorithms?.length === 0)
    throw wrong(
      "keys.algorithms",
      "must not be empty: leave it out for RS256 and ES256, or name the algorithm to sign with",
    );
  const wanted = options.algorithms ?? [...initialKeys.map(({ alg }) => alg), "RS256", "ES256"];
  const algorithms = [...new Set([...wanted, "RS256"])];
  for (const name of algorithms)
    if (typeof name !== "string" || !isAsymmetricAlgorithm(name))
      throw wrong("keys.algorithms", "must be asymmetric signature algorithms, such as RS256, ES256 or EdDSA");
  if (!Array.isArray(encryptionAlgorithms) || !encryptionAlgorithms.every((name) => isEncryption(name)))
    throw wrong("keys.encryptionAlgorithms", `must be some of ${listAsymmetricJweAlgorithms().join(", ")}`, "4.1");
  if (!Number.isInteger(rsaBits) || rsaBits < 2048 || rsaBits > 8192 || rsaBits % 256 !== 0)
    throw wrong("keys.rsaBits", "must be 2048, 3072, 4096 or another multiple of 256 up to 8192");
  if (rotateAfterSeconds !== false && !(Number.isFinite(rotateAfterSeconds) && rotateAfterSeconds >= 3600))
    throw wrong("keys.rotateAfterSeconds", "must be a number of seconds, 3600 or more, or false");
  const rotateAfterMs = rotateAfterSeconds === false ? Number.POSITIVE_INFINITY : rotateAfterSeconds * 1000;
  return {
    algorithms,
    encryptionAlgorithms: [...new Set(encryptionAlgorithms)],
    rsaBits,
    rotateAfterMs,
    encryption,
    initialKeys,
    signer,
  };
}

/** `RSA1_5`, symmetric keys and those made of passwords are not among them. */
function isEncryption(name: unknown): boolean {
  return typeof name === "string" && listAsymmetricJweAlgorithms().includes(name);
}

function wrong(parameter: string, rule: string, section = "3.1"): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${parameter} ${rule}.`,
    parameter,
    specification: specification("rfc7518", section),
  });
}

const encryptionNames: OptionNames<KeyEncryption> = { key: true, previous: true };
const optionNames: OptionNames<KeyOptions> = {
  algorithms: true,
  encryptionAlgorithms: true,
  rsaBits: true,
  rotateAfterSeconds: true,
  encryption: true,
  initialKeys: true,
  signer: true,
};
