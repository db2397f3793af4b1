/** An element of DER: what it is, and what it holds. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
}

/**
 * Reads the elements that octets consist of; `undefined` where they are not a row of elements, each with the shortest length. What the elements
 * hold is not looked at.
 */
export function readElements(octets: Uint8Array): readonly DerElement[] | undefined {
  const elements: DerElement[] = [];
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

/** Tags of the kinds that certificates are made of. */
export const derTags = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const;
