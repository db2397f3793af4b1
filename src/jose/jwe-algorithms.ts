/** How a family of key management algorithms brings the content encryption key to the recipient. */
interface JweFamily {
  /** Key types that fit. */
  readonly kty: readonly ("RSA" | "EC" | "OKP" | "oct")[];
  /** Whether sender and recipient hold different keys. */
  readonly asymmetric: boolean;
  /** Whether the key is made from a password, at a cost that the sender of the object chooses. */
  readonly password: boolean;
  /** Whether the second part of the object holds an encrypted key; otherwise it is empty. */
  readonly hasEncryptedKey: boolean;
  /** Values of `key_ops`, one of which a key that lists operations must have; a public key of an agreement has none. */
  readonly encryptOperations: readonly string[] | undefined;
  readonly decryptOperations: readonly string[];
  /** Names of `algorithm` of a WebCrypto key that fits. */
  readonly webCrypto: readonly string[];
  /** The usage that a WebCrypto key needs. */
  readonly encryptUsage: KeyUsage | undefined;
  readonly decryptUsage: KeyUsage;
}

/** Everything that this library knows about one key management `alg` of an encrypted object. */
export interface JweAlgorithm extends JweFamily {
  /** Value of the `alg` header parameter. */
  readonly name: string;
  /** Bits that a symmetric key must have; `undefined` where the content encryption decides, or where keys are of another type. */
  readonly keyBits?: number;
  /** Digest of an RSA-OAEP key, as WebCrypto names it. */
  readonly hash?: string;
}

/** Everything that this library knows about one content encryption `enc`. */
export interface JweEncryption {
  /** Value of the `enc` header parameter. */
  readonly name: string;
  readonly keyBits: number;
  readonly ivOctets: number;
  readonly tagOctets: number;
}

/**
 * Finds the facts about a key management algorithm; `undefined` for `RSA1_5`, which invites padding oracles, and for
 * everything that this library does not implement.
 *
 * @see RFC 7518 §4.1
 */
export function findJweAlgorithm(name: string): JweAlgorithm | undefined {
  return jweAlgorithms().find((algorithm) => algorithm.name === name);
}

/**
 * Finds the facts about a content encryption.
 *
 * @see RFC 7518 §5.1
 */
export function findJweEncryption(name: string): JweEncryption | undefined {
  return jweEncryptions.find((encryption) => encryption.name === name);
}

/** Lists the key management algorithms whose sender needs a public key only: RSA-OAEP and ECDH-ES. */
export function listAsymmetricJweAlgorithms(): readonly string[] {
  return jweAlgorithms().flatMap(({ name, asymmetric }) => (asymmetric ? [name] : []));
}

/** Lists the content encryptions. */
export function listJweEncryptions(): readonly string[] {
  return jweEncryptions.map(({ name }) => name);
}

const rsaOaep: JweFamily = {
  kty: ["RSA"],
  asymmetric: true,
  password: false,
  hasEncryptedKey: true,
  encryptOperations: ["encrypt", "wrapKey"],
  decryptOperations: ["decrypt", "unwrapKey"],
  webCrypto: ["RSA-OAEP"],
  encryptUsage: "encrypt",
  decryptUsage: "decrypt",
};

const agreement: JweFamily = {
  kty: ["EC", "OKP"],
  asymmetric: true,
  password: false,
  hasEncryptedKey: true,
  encryptOperations: undefined,
  decryptOperations: ["deriveKey", "deriveBits"],
  webCrypto: ["ECDH", "X25519"],
  encryptUsage: undefined,
  decryptUsage: "deriveBits",
};

const keyWrap: JweFamily = {
  kty: ["oct"],
  asymmetric: false,
  password: false,
  hasEncryptedKey: true,
  encryptOperations: ["wrapKey", "encrypt"],
  decryptOperations: ["unwrapKey", "decrypt"],
  webCrypto: ["AES-KW"],
  encryptUsage: "wrapKey",
  decryptUsage: "unwrapKey",
};

const gcmKeyWrap: JweFamily = {
  kty: ["oct"],
  asymmetric: false,
  password: false,
  hasEncryptedKey: true,
  encryptOperations: ["encrypt", "wrapKey"],
  decryptOperations: ["decrypt", "unwrapKey"],
  webCrypto: ["AES-GCM"],
  encryptUsage: "encrypt",
  decryptUsage: "decrypt",
};

const direct: JweFamily = {
  kty: ["oct"],
  asymmetric: false,
  password: false,
  hasEncryptedKey: false,
  encryptOperations: ["encrypt"],
  decryptOperations: ["decrypt"],
  webCrypto: ["AES-GCM"],
  encryptUsage: "encrypt",
  decryptUsage: "decrypt",
};

const passwordBased: JweFamily = {
  kty: ["oct"],
  asymmetric: false,
  password: true,
  hasEncryptedKey: true,
  encryptOperations: ["deriveKey", "deriveBits"],
  decryptOperations: ["deriveKey", "deriveBits"],
  webCrypto: ["PBKDF2"],
  encryptUsage: "deriveBits",
  decryptUsage: "deriveBits",
};

/** Most common first. Made at a call, so that a bundler may drop it. */
function jweAlgorithms(): readonly JweAlgorithm[] {
  return [
    { ...rsaOaep, name: "RSA-OAEP", hash: "SHA-1" },
    { ...rsaOaep, name: "RSA-OAEP-256", hash: "SHA-256" },
    { ...rsaOaep, name: "RSA-OAEP-384", hash: "SHA-384" },
    { ...rsaOaep, name: "RSA-OAEP-512", hash: "SHA-512" },
    { ...agreement, name: "ECDH-ES", hasEncryptedKey: false },
    { ...agreement, name: "ECDH-ES+A128KW" },
    { ...agreement, name: "ECDH-ES+A192KW" },
    { ...agreement, name: "ECDH-ES+A256KW" },
    { ...direct, name: "dir" },
    { ...keyWrap, name: "A128KW", keyBits: 128 },
    { ...keyWrap, name: "A192KW", keyBits: 192 },
    { ...keyWrap, name: "A256KW", keyBits: 256 },
    { ...gcmKeyWrap, name: "A128GCMKW", keyBits: 128 },
    { ...gcmKeyWrap, name: "A192GCMKW", keyBits: 192 },
    { ...gcmKeyWrap, name: "A256GCMKW", keyBits: 256 },
    { ...passwordBased, name: "PBES2-HS256+A128KW" },
    { ...passwordBased, name: "PBES2-HS384+A192KW" },
    { ...passwordBased, name: "PBES2-HS512+A256KW" },
  ];
}

const jweEncryptions: readonly JweEncryption[] = [
  { name: "A128CBC-HS256", keyBits: 256, ivOctets: 16, tagOctets: 16 },
  { name: "A192CBC-HS384", keyBits: 384, ivOctets: 16, tagOctets: 24 },
  { name: "A256CBC-HS512", keyBits: 512, ivOctets: 16, tagOctets: 32 },
  { name: "A128GCM", keyBits: 128, ivOctets: 12, tagOctets: 16 },
  { name: "A192GCM", keyBits: 192, ivOctets: 12, tagOctets: 16 },
  { name: "A256GCM", keyBits: 256, ivOctets: 12, tagOctets: 16 },
];
