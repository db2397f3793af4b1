import { derTags, readElements } from "../util/der.ts";

/** The public key in a certificate, both parts in DER without their own tag and length. */
export interface CertificateKey {
  /** Content of `AlgorithmIdentifier`: which kind of key it is. */
  readonly algorithm: Uint8Array;
  /** Content of `subjectPublicKey`: the key. */
  readonly key: Uint8Array;
}

/**
 * Finds the public key in a certificate, or gives `undefined` for octets that are no X.509 certificate in DER. Nothing else of the
 * certificate is looked at: whom it names and who issued it are not asked.
 *
 * @see RFC 7517 §4.7
 */
export function readCertificateKey(der: Uint8Array): CertificateKey | undefined {
  const [certificate, ...rest] = readElements(der) ?? [];
  if (certificate === undefined || certificate.tag !== derTags.sequence || rest.length > 0) return undefined;
  const [body, , signature, ...more] = readElements(certificate.content) ?? [];
  if (body?.tag !== derTags.sequence || signature?.tag !== derTags.bitString || more.length > 0) return undefined;
  const members = readElements(body.content) ?? [];
  // The version is left out in certificates of version 1; then serial number, signature, issuer, validity and subject.
  const first = members[0]?.tag === version ? 1 : 0;
  if (members[first]?.tag !== derTags.integer) return undefined;
  const info = members[first + keyPosition];
  if (info?.tag !== derTags.sequence) return undefined;
  const [algorithm, key, ...others] = readElements(info.content) ?? [];
  if (algorithm?.tag !== derTags.sequence || key?.tag !== derTags.bitString || others.length > 0) return undefined;
  // The first octet of a bit string counts the bits that are not used.
  return key.content[0] === 0 ? { algorithm: algorithm.content, key: key.content.subarray(1) } : undefined;
}

const version = 0xa0;
const keyPosition = 5;
