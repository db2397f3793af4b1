/** An attribute of a name: the dotted identifier of its type, and its value. */
export interface NameAttribute {
  readonly type: string;
  /** Text, or `#` and the octets in lower-case hexadecimal for what is no text. */
  readonly value: string;
}

/** A distinguished name: its parts from the root on, each with one attribute or more. */
export type DistinguishedName = readonly (readonly NameAttribute[])[];

/**
 * Parses a distinguished name as text, the most specific part first; `undefined` for what is none. Spaces around the separators are not part of it.
 * @see RFC 4514 §3
 */
export function parseDistinguishedName(text: string): DistinguishedName | undefined {
  if (text.length > longest) return undefined;
  const parts = split(text, ",").map((part) => split(part, "+").map(parseAttribute));
  const whole = parts.map((part) => part.filter((attribute) => attribute !== undefined));
  return whole.every((part, index) => part.length === parts[index]?.length) ? whole.toReversed() : undefined;
}

/** Whether two names are the same: the same parts in the same order, their values character by character. */
export function equalNames(one: DistinguishedName, other: DistinguishedName): boolean {
  return one.length > 0 && JSON.stringify(one.map(orderPart)) === JSON.stringify(other.map(orderPart));
}

/** A part is a set: the order of its attributes says nothing. */
function orderPart(part: readonly NameAttribute[]): readonly string[] {
  return part.map(({ type, value }) => `${type}=${value}`).toSorted();
}

function parseAttribute(text: string): NameAttribute | undefined {
  const equals = text.indexOf("=");
  const name = text.slice(0, equals).trim().toLowerCase();
  const type = Object.hasOwn(attributeTypes, name) ? attributeTypes[name] : name.replace(/^oid\./, "");
  const value = parseValue(trimUnescaped(text.slice(equals + 1)));
  if (equals < 1 || type === undefined || !/^\d+(?:\.\d+)+$/.test(type) || value === undefined) return undefined;
  return { type, value };
}

function parseValue(text: string): string | undefined {
  if (text.startsWith("#")) return /^#(?:[\da-f]{2})+$/i.test(text) ? text.toLowerCase() : undefined;
  if (/(?<!\\)(?:\\\\)*(?:\\$|["<>;\0])/.test(text)) return undefined;
  const octets: number[] = [];
  for (let at = 0; at < text.length; ) {
    const pair = /^\\([\da-f]{2})/i.exec(text.slice(at, at + 3))?.[1];
    if (pair !== undefined) {
      octets.push(Number.parseInt(pair, 16));
      at += 3;
      continue;
    }
    const isEscape = text[at] === "\\";
    const character = String.fromCodePoint(text.codePointAt(isEscape ? at + 1 : at) ?? 0);
    if (isEscape && !escapable.includes(character)) return undefined;
    octets.push(...new TextEncoder().encode(character));
    at += character.length + (isEscape ? 1 : 0);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(octets));
  } catch {
    return undefined;
  }
}

/** Splits at a separator that is not escaped. */
function split(text: string, separator: string): readonly string[] {
  const parts = [""];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === separator) {
      parts.push("");
      continue;
    }
    const escaped = character === "\\" ? text.charAt(at + 1) : "";
    parts[parts.length - 1] += character + escaped;
    at += escaped.length;
  }
  return parts;
}

/** Without the spaces around it; an escaped one at the end stays. */
function trimUnescaped(text: string): string {
  const start = text.trimStart();
  const trimmed = start.trimEnd();
  const isEscaped = /(?<!\\)(?:\\\\)*\\$/.test(trimmed);
  return isEscaped && start.length > trimmed.length ? `${trimmed} ` : trimmed;
}

const longest = 4096;
const escapable = ' "#+,;<=>\\';
/** The short names of RFC 4514 §3, and those that certificates of clients are often written with. */
const attributeTypes: Readonly<Record<string, string>> = {
  cn: "2.5.4.3",
  l: "2.5.4.7",
  st: "2.5.4.8",
  o: "2.5.4.10",
  ou: "2.5.4.11",
  c: "2.5.4.6",
  street: "2.5.4.9",
  dc: "0.9.2342.19200300.100.1.25",
  uid: "0.9.2342.19200300.100.1.1",
  sn: "2.5.4.4",
  serialnumber: "2.5.4.5",
  title: "2.5.4.12",
  businesscategory: "2.5.4.15",
  postalcode: "2.5.4.17",
  givenname: "2.5.4.42",
  organizationidentifier: "2.5.4.97",
  emailaddress: "1.2.840.113549.1.9.1",
};
