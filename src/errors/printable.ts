/**
 * Foreign text as messages and logs may show it: control and format characters, which forge lines or turn the reading
 * direction, are written as escapes, and long text is cut.
 */
export function printable(text: string, maxLength = 500): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  return cut.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, escapeCharacter);
}

/** Foreign text in double quotes, {@link printable}. */
export function quotePrintable(text: string, maxLength = 200): string {
  return printable(JSON.stringify(text.length > maxLength ? `${text.slice(0, maxLength)}…` : text), Infinity);
}

function escapeCharacter(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
}
