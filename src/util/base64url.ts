/**
 * Encodes bytes as base64url without padding.
 * @see RFC 7515 §2
 */
export function encodeBase64url(bytes: Uint8Array): string {
  if (hasToBase64(bytes)) return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
  let text = "";
  for (let start = 0; start < bytes.length; start += bytesPerPiece) {
    text += String.fromCharCode(...encodePiece(bytes.subarray(start, start + bytesPerPiece)));
  }
  return text;
}

/**
 * Decodes base64url text, or gives `undefined` when it is not the one text that {@link encodeBase64url} would have
 * written: padding, white space, characters of the standard alphabet, an impossible length and bits set beyond the
 * last byte are all refused, so that one value has one spelling.
 * @see RFC 7515 §2
 * @see RFC 4648 §3.5
 */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 === 1) return undefined;
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let written = 0;
  let pending = 0;
  let pendingBits = 0;
  for (let index = 0; index < text.length; index += 1) {
    const value = sextetOf(text.charCodeAt(index));
    if (value === -1) return undefined;
    pending = (pending << 6) | value;
    pendingBits += 6;
    if (pendingBits < 8) continue;
    pendingBits -= 8;
    bytes[written] = pending >> pendingBits;
    written += 1;
    pending &= (1 << pendingBits) - 1;
  }
  return pending === 0 ? bytes : undefined;
}

/** Character codes of up to {@link bytesPerPiece} bytes. */
function encodePiece(bytes: Uint8Array): number[] {
  const codes: number[] = [];
  let pending = 0;
  let pendingBits = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    pendingBits += 8;
    while (pendingBits >= 6) {
      pendingBits -= 6;
      codes.push(alphabet.charCodeAt((pending >> pendingBits) & 63));
    }
    pending &= 63;
  }
  if (pendingBits > 0) codes.push(alphabet.charCodeAt((pending << (6 - pendingBits)) & 63));
  return codes;
}

function sextetOf(code: number): number {
  if (code >= 0x61 && code <= 0x7a) return code - 71;
  if (code >= 0x41 && code <= 0x5a) return code - 65;
  if (code >= 0x30 && code <= 0x39) return code + 4;
  if (code === 0x2d) return 62;
  return code === 0x5f ? 63 : -1;
}

interface NativeEncoder {
  toBase64(options: { readonly alphabet: "base64url"; readonly omitPadding: true }): string;
}

function hasToBase64(bytes: Uint8Array): bytes is Uint8Array & NativeEncoder {
  return "toBase64" in bytes;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** A multiple of three, and few enough that the characters fit any engine's stack as arguments. */
const bytesPerPiece = 6144;
