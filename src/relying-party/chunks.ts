/**
 * Splits a text into pieces that fit into cookies. Each says how many there are and begins with the same tag, which another text has not, so that pieces of
 * two texts never make one.
 */
export function splitChunks(text: string): readonly string[] {
  const tag = text.slice(tagStart, tagStart + tagLength);
  const room = maxChunkBytes - tagLength - 4;
  const count = Math.max(1, Math.ceil(text.length / room));
  return Array.from({ length: count }, (_, index) => `${count}.${tag}.${text.slice(index * room, (index + 1) * room)}`);
}

/**
 * Joins what {@link splitChunks} made.
 * @param read - gives the piece with a number
 * @returns `undefined` where a piece is missing or of another text
 */
export function joinChunks(read: (index: number) => string | undefined, maxChunks: number): string | undefined {
  const [, count = "", tag = ""] = chunkForm.exec(read(0) ?? "") ?? [];
  if (Number(count) < 1 || Number(count) > maxChunks) return undefined;
  let text = "";
  for (let index = 0; index < Number(count); index += 1) {
    const [, ownCount, ownTag, piece = ""] = chunkForm.exec(read(index) ?? "") ?? [];
    if (ownCount !== count || ownTag !== tag) return undefined;
    text += piece;
  }
  return text.slice(tagStart, tagStart + tagLength) === tag ? text : undefined;
}

const chunkForm = /^([1-9])\.([A-Za-z0-9_-]{12})\.([A-Za-z0-9_-]*)$/;

/** Behind the key id, which all texts of one secret share, stand random octets. */
const tagStart = 6;
const tagLength = 12;

/** Browsers keep 4096 bytes with name and attributes. */
const maxChunkBytes = 3800;
