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
  if (certificate === undefined || certificate.tag !== sequence || rest.length > 0) return undefined;
  const [body, , signature, ...more] = readElements(certificate.content) ?? [];
  if (body?.tag !== sequence || signature?.tag !== bitString || more.length > 0) return undefined;
  const members = readElements(body.content) ?? [];
  // The version is left out in certificates of version 1; then serial number, signature, issuer, validity and subject.
  const first = members[0]?.tag === version ? 1 : 0;
  if (members[first]?.tag !== integer) return undefined;
  const info = members[first + keyPosition];
  if (info?.tag !== sequence) return undefined;
  const [algorithm, key, ...others] = readElements(info.content) ?? [];
  if (algorithm?.tag !== sequence || key?.tag !== bitString || others.length > 0) return undefined;
  // The first octet of a bit string counts the bits that are not used.
  return key.content[0] === 0 ? { algorithm: algorithm.content, key: key.content.subarray(1) } : undefined;
}

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** The elements that octets consist of; `undefined` where they are not a row of elements, each with the shortest length. */
function readElements(octets: Uint8Array): readonly Element[] | undefined {
  const elements: Element[] = [];
  for (let at = 0; at < octets.length; ) {
    const header = readHeader(octets, at);
    if (header === undefined || header.end > octets.length) return undefined;
    elements.push({ tag: header.tag, content: octets.subarray(header.start, header.end) });
    at = header.end;
  }
  return elements;
}

interface Header {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

function readHeader(octets: Uint8Array, at: number): Header | undefined {
  const tag = octets[at];
  const first = octets[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  const start = at + 2;
  if (first < 0x80) return { tag, start, end: start + first };
  const count = first - 0x80;
  const digits = octets.subarray(start, start + count);
  const length = digits.reduce((sum, digit) => sum * 256 + digit, 0);
  // Digits that are cut off lead beyond the end; none at all, the indefinite form, is no length from 128.
  const isShortest = digits[0] !== 0 && length >= 0x80;
  return isShortest ? { tag, start: start + count, end: start + count + length } : undefined;
}

const integer = 0x02;
const bitString = 0x03;
const sequence = 0x30;
const version = 0xa0;
const keyPosition = 5;
