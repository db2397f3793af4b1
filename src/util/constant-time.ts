/**
 * Compares two strings in a time that depends on the length of the longer one only, not on where they differ.
 *
 * It compares UTF-16 code units, not UTF-8 bytes: an encoder turns every lone surrogate into the same three bytes, so
 * byte equality would call different strings equal.
 */
export function equalConstantTime(a: string, b: string): boolean {
  const length = Math.max(a.length, b.length);
  const left = a.padEnd(length, "\0");
  const right = b.padEnd(length, "\0");
  let difference = a.length ^ b.length;
  for (let index = 0; index < length; index += 1) difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  return difference === 0;
}
