/**
 * Encodes bytes as base64url without padding.
 * @see RFC 7515 §2
 */
export function encodeBase64url(bytes: Uint8Array): string {
  if (hasToBase64(bytes)) return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
  let text = "";
  let pending = 0;
  let pendingBits = 0;
  for (const byte of bytes) {
    // Bits that have been written move out of the number in time; the mask leaves them out until then.
    pending = (pending << 8) | byte;
    pendingBits += 8;
    while (pendingBits >= 6) {
      pendingBits -= 6;
      text += alphabet.charAt((pending >> pendingBits) & 63);
    }
  }
  return pendingBits > 0 ? text + alphabet.charAt((pending << (6 - pendingBits)) & 63) : text;
}

/**
 * Decodes base64url text, or gives `undefined` when it is not the one text that {@link encodeBase64url} would have
 * written: padding, white space, characters of the standard alphabet, an impossible length and bits set beyond the
 * last byte are all refused, so that one value has one spelling.
 * @see RFC 7515 §2
 * @see RFC 4648 §3.5
 */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  const { length } = text;
  if (length % 4 === 1) return undefined;
  const bytes = new Uint8Array((length * 3) >> 2);
  const tail = length - (length % 4);
  let written = 0;
  // Four characters are three bytes. A character that is none of the alphabet is -1, which leaves every bit of the group set.
  for (let index = 0; index < tail; index += 4) {
    const group =
      (sextetAt(text, index) << 18) |
      (sextetAt(text, index + 1) << 12) |
      (sextetAt(text, index + 2) << 6) |
      sextetAt(text, index + 3);
    if (group < 0) return undefined;
    bytes[written] = group >> 16;
    bytes[written + 1] = group >> 8;
    bytes[written + 2] = group;
    written += 3;
  }
  return tail === length ? bytes : decodeTail(bytes, text, tail);
}

/** The last two or three characters: one or two bytes, and bits that must be zero. */
function decodeTail(bytes: Uint8Array<ArrayBuffer>, text: string, start: number): Uint8Array<ArrayBuffer> | undefined {
  const third = start + 2 < text.length ? sextetAt(text, start + 2) : 0;
  const group = (sextetAt(text, start) << 18) | (sextetAt(text, start + 1) << 12) | (third << 6);
  const last = bytes.length - 1;
  const isPair = start + 2 === text.length;
  if (group < 0 || (group & (isPair ? 0xffff : 0xff)) !== 0) return undefined;
  bytes[isPair ? last : last - 1] = group >> 16;
  if (!isPair) bytes[last] = group >> 8;
  return bytes;
}

function sextetAt(text: string, index: number): number {
  return sextets[text.charCodeAt(index)] ?? -1;
}

function createSextets(): Int8Array {
  const table = new Int8Array(128).fill(-1);
  for (let value = 0; value < alphabet.length; value += 1) table[alphabet.charCodeAt(value)] = value;
  return table;
}

interface NativeEncoder {
  toBase64(options: { readonly alphabet: "base64url"; readonly omitPadding: true }): string;
}

function hasToBase64(bytes: Uint8Array): bytes is Uint8Array & NativeEncoder {
  return "toBase64" in bytes;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Values of the characters by code, -1 for all others. */
const sextets: Int8Array = /* @__PURE__ */ createSextets();
