/**
 * Whether a name is that of a signature algorithm which can verify what somebody else signed: the asymmetric rows of the table in
 * `algorithms.ts`, for who needs their names and nothing else of them.
 *
 * @see RFC 7518 §3.1
 * @see RFC 9864 §2.2
 */
export function isAsymmetricAlgorithm(name: string): boolean {
  return /^(?:[RPE]S(?:256|384|512)|EdDSA|Ed25519)$/.test(name);
}
