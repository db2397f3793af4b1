/** Digests of the signature algorithms, as WebCrypto names them. */
export type DigestName = "SHA-256" | "SHA-384" | "SHA-512";

/** Everything that this library knows about one `alg` of a signed object. Code reads these facts and never asks for a name. */
export interface JwsAlgorithm {
  /** Value of the `alg` header parameter. */
  readonly name: string;
  /** The only key type that fits. */
  readonly kty: "RSA" | "EC" | "OKP" | "oct";
  /** The only curve that fits, for elliptic-curve algorithms. */
  readonly crv?: string;
  /** Digest whose left half makes `at_hash`, `c_hash` and `s_hash`. */
  readonly hash: DigestName;
  /** Whether signer and verifier hold different keys. */
  readonly asymmetric: boolean;
  /** Smallest accepted key: bits of the modulus, of the curve or of the secret. */
  readonly minimumKeyBits: number;
  /** Octets of each coordinate of a public key on the curve. */
  readonly coordinateOctets?: number;
  /** Values of a key's own `alg` member that allow this algorithm. */
  readonly keyAlgorithms: readonly string[];
  /** What WebCrypto must be told to sign or verify. */
  readonly operation: { readonly name: string; readonly hash?: DigestName; readonly saltLength?: number };
  /** `algorithm` of a WebCrypto key that fits. */
  readonly webCrypto: { readonly name: string; readonly hash?: DigestName; readonly namedCurve?: string };
}

/**
 * Finds the facts about an `alg`; `undefined` for `none` and for everything that this library does not implement.
 *
 * @see RFC 7518 §3.1
 * @see RFC 8037 §3.1
 * @see RFC 9864 §2.2
 */
export function findJwsAlgorithm(name: string): JwsAlgorithm | undefined {
  return Object.hasOwn(jwsAlgorithms, name) ? jwsAlgorithms[name] : undefined;
}

/** Lists the names of the algorithms that can verify what somebody else signed, most common first; HMAC and `none` are not among them. */
export function listAsymmetricAlgorithms(): readonly string[] {
  return Object.values(jwsAlgorithms).flatMap(({ name, asymmetric }) => (asymmetric ? [name] : []));
}

/** Lists the algorithms that meet a condition; the order of the table is the order of preference. */
export function filterJwsAlgorithms(condition: (algorithm: JwsAlgorithm) => boolean): readonly JwsAlgorithm[] {
  return Object.values(jwsAlgorithms).filter(condition);
}

const jwsAlgorithms: Readonly<Record<string, JwsAlgorithm>> = {
  RS256: {
    name: "RS256",
    kty: "RSA",
    hash: "SHA-256",
    asymmetric: true,
    minimumKeyBits: 2048,
    keyAlgorithms: ["RS256"],
    operation: { name: "RSASSA-PKCS1-v1_5" },
    webCrypto: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  },
  RS384: {
    name: "RS384",
    kty: "RSA",
    hash: "SHA-384",
    asymmetric: true,
    minimumKeyBits: 2048,
    keyAlgorithms: ["RS384"],
    operation: { name: "RSASSA-PKCS1-v1_5" },
    webCrypto: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-384" },
  },
  RS512: {
    name: "RS512",
    kty: "RSA",
    hash: "SHA-512",
    asymmetric: true,
    minimumKeyBits: 2048,
    keyAlgorithms: ["RS512"],
    operation: { name: "RSASSA-PKCS1-v1_5" },
    webCrypto: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-512" },
  },
  PS256: {
    name: "PS256",
    kty: "RSA",
    hash: "SHA-256",
    asymmetric: true,
    minimumKeyBits: 2048,
    keyAlgorithms: ["PS256"],
    operation: { name: "RSA-PSS", saltLength: 32 },
    webCrypto: { name: "RSA-PSS", hash: "SHA-256" },
  },
  PS384: {
    name: "PS384",
    kty: "RSA",
    hash: "SHA-384",
    asymmetric: true,
    minimumKeyBits: 2048,
    keyAlgorithms: ["PS384"],
    operation: { name: "RSA-PSS", saltLength: 48 },
    webCrypto: { name: "RSA-PSS", hash: "SHA-384" },
  },
  PS512: {
    name: "PS512",
    kty: "RSA",
    hash: "SHA-512",
    asymmetric: true,
    minimumKeyBits: 2048,
    keyAlgorithms: ["PS512"],
    operation: { name: "RSA-PSS", saltLength: 64 },
    webCrypto: { name: "RSA-PSS", hash: "SHA-512" },
  },
  ES256: {
    name: "ES256",
    kty: "EC",
    crv: "P-256",
    hash: "SHA-256",
    asymmetric: true,
    minimumKeyBits: 256,
    coordinateOctets: 32,
    keyAlgorithms: ["ES256"],
    operation: { name: "ECDSA", hash: "SHA-256" },
    webCrypto: { name: "ECDSA", namedCurve: "P-256" },
  },
  ES384: {
    name: "ES384",
    kty: "EC",
    crv: "P-384",
    hash: "SHA-384",
    asymmetric: true,
    minimumKeyBits: 384,
    coordinateOctets: 48,
    keyAlgorithms: ["ES384"],
    operation: { name: "ECDSA", hash: "SHA-384" },
    webCrypto: { name: "ECDSA", namedCurve: "P-384" },
  },
  ES512: {
    name: "ES512",
    kty: "EC",
    crv: "P-521",
    hash: "SHA-512",
    asymmetric: true,
    minimumKeyBits: 521,
    coordinateOctets: 66,
    keyAlgorithms: ["ES512"],
    operation: { name: "ECDSA", hash: "SHA-512" },
    webCrypto: { name: "ECDSA", namedCurve: "P-521" },
  },
  // EdDSA (RFC 8037) leaves the curve to the key, Ed25519 (RFC 9864) names it. With an Ed25519 key they are one algorithm.
  EdDSA: {
    name: "EdDSA",
    kty: "OKP",
    crv: "Ed25519",
    hash: "SHA-512",
    asymmetric: true,
    minimumKeyBits: 256,
    coordinateOctets: 32,
    keyAlgorithms: ["EdDSA", "Ed25519"],
    operation: { name: "Ed25519" },
    webCrypto: { name: "Ed25519" },
  },
  Ed25519: {
    name: "Ed25519",
    kty: "OKP",
    crv: "Ed25519",
    hash: "SHA-512",
    asymmetric: true,
    minimumKeyBits: 256,
    coordinateOctets: 32,
    keyAlgorithms: ["EdDSA", "Ed25519"],
    operation: { name: "Ed25519" },
    webCrypto: { name: "Ed25519" },
  },
  HS256: {
    name: "HS256",
    kty: "oct",
    hash: "SHA-256",
    asymmetric: false,
    minimumKeyBits: 256,
    keyAlgorithms: ["HS256"],
    operation: { name: "HMAC" },
    webCrypto: { name: "HMAC", hash: "SHA-256" },
  },
  HS384: {
    name: "HS384",
    kty: "oct",
    hash: "SHA-384",
    asymmetric: false,
    minimumKeyBits: 384,
    keyAlgorithms: ["HS384"],
    operation: { name: "HMAC" },
    webCrypto: { name: "HMAC", hash: "SHA-384" },
  },
  HS512: {
    name: "HS512",
    kty: "oct",
    hash: "SHA-512",
    asymmetric: false,
    minimumKeyBits: 512,
    keyAlgorithms: ["HS512"],
    operation: { name: "HMAC" },
    webCrypto: { name: "HMAC", hash: "SHA-512" },
  },
};
