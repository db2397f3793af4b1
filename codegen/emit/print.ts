/** Longest line of a generated module, where it can be helped. */
export const lineWidth = 120;

/** A member name of an object literal or interface: quoted only where it has to be. */
export function printKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** An array literal of texts after `prefix`, with its comma: on one line, or one element per line where that is too long. */
export function printStrings(prefix: string, values: readonly string[], indent: string): string {
  const line = `${indent}${prefix}[${values.map((value) => JSON.stringify(value)).join(", ")}],`;
  if (line.length <= lineWidth) return line;
  const elements = values.map((value) => `${indent}  ${JSON.stringify(value)},\n`);
  return `${indent}${prefix}[\n${elements.join("")}${indent}],`;
}

/** A member of an interface; a long union gets one line per alternative. */
export function printMember(declaration: string, indent: string): string {
  const line = `${indent}${declaration}`;
  if (line.length <= lineWidth) return line;
  const [, head, type] = /^((?:readonly )?(?:"[^"]*"|[\w$]+)\??: |export type \w+ = )(.*);$/.exec(declaration) ?? [];
  const alternatives = splitUnion(type ?? "");
  if (head === undefined || alternatives.length === 1) return line;
  return `${indent}${head.trimEnd()}\n${alternatives.map((each) => `${indent}  | ${each}`).join("\n")};`;
}

/** The alternatives of a union type, outside brackets and string literals. */
function splitUnion(type: string): readonly string[] {
  const parts: string[] = [""];
  let depth = 0;
  for (const [token] of type.matchAll(/"(?:[^"\\]|\\.)*"| \| |[\s\S]/g)) {
    if ("([{".includes(token)) depth += 1;
    if (")]}".includes(token)) depth -= 1;
    if (token === " | " && depth === 0) parts.push("");
    else parts[parts.length - 1] += token;
  }
  return parts;
}
