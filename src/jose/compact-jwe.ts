/**
 * Whether a text has the five parts of an encrypted object in compact serialisation.
 *
 * @see RFC 7516 §9
 */
export function isCompactJwe(text: unknown): boolean {
  return typeof text === "string" && text.split(".", encryptedParts + 1).length === encryptedParts;
}

const encryptedParts = 5;
