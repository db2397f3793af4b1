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
  return jwsAlgorithms.get(name);
}

/** Lists the names of the algorithms that can verify what somebody else signed, most common first; HMAC and `none` are not among them. */
export function listAsymmetricAlgorithms(): readonly string[] {
  return [...jwsAlgorithms.values()].flatMap(({ name, asymmetric }) => (asymmetric ? [name] : []));
}

/** Lists the algorithms that meet a condition; the order of the table is the order of preference. */
export function filterJwsAlgorithms(condition: (algorithm: JwsAlgorithm) => boolean): readonly JwsAlgorithm[] {
  return [...jwsAlgorithms.values()].filter(condition);
}

/** What a digest does not decide. */
type DigestRow = Omit<JwsAlgorithm, "name" | "hash" | "keyAlgorithms">;

/** The rows of one family that differ in their digest: SHA-256, SHA-384 and SHA-512. */
function family(prefix: string, make: (bits: number, hash: DigestName) => DigestRow): readonly JwsAlgorithm[] {
  return [256, 384, 512].map((bits) => {
    const name = `${prefix}${bits}`;
    const hash: DigestName = bits === 256 ? "SHA-256" : bits === 384 ? "SHA-384" : "SHA-512";
    return { name, hash, keyAlgorithms: [name], ...make(bits, hash) };
  });
}

function rsa(name: string, saltLength: number | undefined, hash: DigestName): DigestRow {
  const operation = saltLength === undefined ? { name } : { name, saltLength };
  return { kty: "RSA", asymmetric: true, minimumKeyBits: 2048, operation, webCrypto: { name, hash } };
}

function ec(bits: number, hash: DigestName): DigestRow {
  const minimumKeyBits = bits === 512 ? 521 : bits;
  const crv = `P-${minimumKeyBits}`;
  return {
    kty: "EC",
    crv,
    asymmetric: true,
    minimumKeyBits,
    coordinateOctets: Math.ceil(minimumKeyBits / 8),
    operation: { name: "ECDSA", hash },
    webCrypto: { name: "ECDSA", namedCurve: crv },
  };
}

function hmac(minimumKeyBits: number, hash: DigestName): DigestRow {
  const name = "HMAC";
  return { kty: "oct", asymmetric: false, minimumKeyBits, operation: { name }, webCrypto: { name, hash } };
}

/** EdDSA (RFC 8037) leaves the curve to the key, Ed25519 (RFC 9864) names it. With an Ed25519 key they are one algorithm. */
function edwards(name: string): JwsAlgorithm {
  const curve = "Ed25519";
  return {
    name,
    kty: "OKP",
    crv: curve,
    hash: "SHA-512",
    asymmetric: true,
    minimumKeyBits: 256,
    coordinateOctets: 32,
    keyAlgorithms: ["EdDSA", curve],
    operation: { name: curve },
    webCrypto: { name: curve },
  };
}

const jwsAlgorithms: ReadonlyMap<string, JwsAlgorithm> = /* @__PURE__ */ listRows();

function listRows(): ReadonlyMap<string, JwsAlgorithm> {
  const rows = [
    ...family("RS", (_bits, hash) => rsa("RSASSA-PKCS1-v1_5", undefined, hash)),
    ...family("PS", (bits, hash) => rsa("RSA-PSS", bits / 8, hash)),
    ...family("ES", ec),
    ...["EdDSA", "Ed25519"].map(edwards),
    ...family("HS", hmac),
  ];
  return new Map(rows.map((row) => [row.name, row]));
}
