export { pointTo as appendPointer } from "../../generated/checks.ts";

/** The member names and array positions in a pointer, from the outside in. */
export function splitPointer(pointer: string): readonly string[] {
  const [, ...tokens] = pointer.split("/");
  return tokens.map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}
