/**
 * Writes a username or an e-mail address as it is compared: two that a person takes for the same are the same. Compatibility forms are replaced by what
 * they stand for (full-width letters, ligatures), and case is folded, as RFC 8265 §3.3 wants it of usernames.
 */
export function normalizeLogin(text: string): string {
  return fold(fold(text));
}

/** Upper case first, because some letters have no lower case of their own: ß and ss are the same. Twice, because a fold may yield what can be folded again. */
function fold(text: string): string {
  return text.normalize("NFKC").trim().toUpperCase().toLowerCase().normalize("NFKC");
}
