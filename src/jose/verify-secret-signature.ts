import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { findJwsAlgorithm } from "./algorithms.ts";
import type { UnverifiedJws } from "./jws.ts";
import { checkSigningKey } from "./signing-key.ts";
import { checkExtensions } from "./verify-signature.ts";

/** A secret that signer and verifier share, and what it may be used with. */
export interface SecretPolicy {
  readonly secret: string;
  /** Accepted algorithms; only those with HMAC count. */
  readonly algorithms: readonly string[];
}

/**
 * Verifies a signature that was made with a shared secret, its UTF-8 octets as key. It stands apart from the verification with public
 * keys, so that a token can never choose between the two.
 *
 * @throws {@link VerificationError} `ERR_VERIFICATION_CRITICAL_HEADER`, `ERR_VERIFICATION_ALGORITHM`, `ERR_VERIFICATION_SIGNATURE`
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY` for a secret with fewer octets than the digest
 * @see RFC 7518 §3.2
 * @see RFC 8725 §3.1
 */
export async function verifySecretSignature(
  { header, kind, signature, signingInput }: UnverifiedJws,
  { secret, algorithms }: SecretPolicy,
): Promise<void> {
  checkExtensions(header, kind.name);
  const algorithm = algorithms.includes(header.alg) ? findJwsAlgorithm(header.alg) : undefined;
  if (algorithm === undefined || algorithm.asymmetric) {
    throw new VerificationError("ERR_VERIFICATION_ALGORITHM", {
      message: `The alg of the ${kind.name} is not accepted here; accepted: ${algorithms.join(", ")}.`,
      specification: specification("rfc8725", "3.1"),
      parameter: "alg",
    });
  }
  const octets = new TextEncoder().encode(secret);
  checkSigningKey(octets, algorithm);
  const key = await crypto.subtle.importKey("raw", octets, algorithm.webCrypto, false, ["verify"]);
  // WebCrypto compares HMAC values in constant time.
  if (await crypto.subtle.verify(algorithm.operation, key, signature, new TextEncoder().encode(signingInput))) return;
  throw new VerificationError("ERR_VERIFICATION_SIGNATURE", {
    message: `The signature of the ${kind.name} was not made with the client's secret.`,
    specification: specification("rfc7515", "5.2"),
  });
}
