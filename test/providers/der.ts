import { Buffer } from "node:buffer";

/** A value in the Distinguished Encoding Rules (ITU-T X.690): tag, length, content. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), encodeLength(content.length), content]);
}

/** `SEQUENCE` of values that are encoded already. */
export function sequence(...contents: readonly Uint8Array[]): Buffer {
  return der(0x30, ...contents);
}

/** `OBJECT IDENTIFIER` in its dotted form. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** `INTEGER` from big-endian bytes that stand for a positive number. */
export function positiveInteger(bytes: Uint8Array): Buffer {
  return der(0x02, Buffer.from((bytes[0] ?? 0) > 0x7f ? [0] : []), bytes);
}

/** `BOOLEAN`, `UTF8String`, `BIT STRING` without unused bits, `OCTET STRING`. */
export const booleanTrue: Buffer = der(0x01, Buffer.from([0xff]));
export const utf8String = (text: string): Buffer => der(0x0c, Buffer.from(text, "utf8"));
export const bitString = (bytes: Uint8Array, unusedBits = 0): Buffer => der(0x03, Buffer.from([unusedBits]), bytes);
export const octetString = (bytes: Uint8Array): Buffer => der(0x04, bytes);

/** `UTCTime`, as X.509 wants it until 2049. */
export function utcTime(date: Date): Buffer {
  const digits = date.toISOString().replace(/\D/g, "");
  return der(0x17, Buffer.from(`${digits.slice(2, 14)}Z`, "ascii"));
}

/** A value with a tag of its context: constructed when it holds values, primitive when it holds bytes. */
export function tagged(
  number: number,
  content: Uint8Array,
  { constructed }: { readonly constructed: boolean },
): Buffer {
  return der((constructed ? 0xa0 : 0x80) | number, content);
}

function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = length < 0x100 ? [length] : [length >> 8, length & 0xff];
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}
