/**
 * Prepares text of somebody else for a page: without control and format characters, which turn the reading direction or hide what is there, in one line,
 * without towers of accents, and cut; empty when nothing would be seen of it. It still has to be escaped, and to stand in an element of its own that isolates its direction.
 * @param maxLength - in characters
 */
export function cleanForeignText(text: string, maxLength = 80): string {
  const line = text
    .slice(0, maxLength * 8)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .replace(/(?!\u200c|\u200d)[\p{Cf}\p{Cs}]|[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]/gu, "")
    .replace(/(\p{M}{4})\p{M}+/gu, "$1")
    .trim();
  if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(line)) return "";
  const characters = [...line];
  return characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join("")}…` : line;
}

/** The text that stands for a picture that is not shown: the first letter or digit. */
export function initialOf(text: string): string {
  return /[\p{L}\p{N}]\p{M}{0,2}/u.exec(text)?.[0].toLocaleUpperCase("en").slice(0, 4) ?? "•";
}
