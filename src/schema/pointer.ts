/** The pointer of a member of what another pointer leads to, in the notation of JSON Pointer (RFC 6901). */
export function appendPointer(pointer: string, member: string): string {
  return `${pointer}/${member.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The member names and array positions in a pointer, from the outside in. */
export function splitPointer(pointer: string): readonly string[] {
  const [, ...tokens] = pointer.split("/");
  return tokens.map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}
