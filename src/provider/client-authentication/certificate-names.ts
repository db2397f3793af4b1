import { type DerElement, derTags, readElements } from "../../util/der.ts";
import type { DistinguishedName, NameAttribute } from "./distinguished-name.ts";

/** Whom a certificate names. */
export interface CertificateNames {
  readonly subject: DistinguishedName;
  readonly dns: readonly string[];
  readonly uri: readonly string[];
  readonly email: readonly string[];
  readonly ip: readonly (readonly number[])[];
}

/**
 * Reads whom a certificate names: its subject, and its subject alternative names; `undefined` for octets that are no certificate. Its signature and its times are
 * not looked at: whoever accepted the connection has.
 * @see RFC 5280 §4.1
 * @see RFC 5280 §4.2.1.6
 */
export function readCertificateNames(der: Uint8Array): CertificateNames | undefined {
  const [certificate, ...rest] = readElements(der) ?? [];
  const [body] = readParts(certificate, derTags.sequence) ?? [];
  const members = readParts(body, derTags.sequence);
  if (members === undefined || rest.length > 0) return undefined;
  const first = members[0]?.tag === versionTag ? 1 : 0;
  const subject = readName(members[first + subjectPosition]);
  const alternatives = readAlternatives(members.find(({ tag }) => tag === extensionsTag));
  if (subject === undefined || alternatives === undefined) return undefined;
  const texts = (tag: number): readonly string[] =>
    alternatives.filter((name) => name.tag === tag).map(({ content }) => latin1(content));
  const addresses = alternatives.filter(({ tag }) => tag === nameTags.ip);
  return {
    subject,
    dns: texts(nameTags.dns),
    uri: texts(nameTags.uri),
    email: texts(nameTags.email),
    ip: addresses.map(({ content }) => [...content]),
  };
}

function readName(element: DerElement | undefined): DistinguishedName | undefined {
  const parts = readParts(element, derTags.sequence)?.map(readPart);
  const whole = parts?.filter((part) => part !== undefined);
  return whole?.length === parts?.length ? whole : undefined;
}

function readPart(element: DerElement): readonly NameAttribute[] | undefined {
  const attributes = readParts(element, derTags.set)?.map(readAttribute);
  const whole = attributes?.filter((attribute) => attribute !== undefined);
  return whole !== undefined && whole.length > 0 && whole.length === attributes?.length ? whole : undefined;
}

function readAttribute(element: DerElement): NameAttribute | undefined {
  const [type, value, ...more] = readParts(element, derTags.sequence) ?? [];
  if (type?.tag !== derTags.objectIdentifier || value === undefined || more.length > 0) return undefined;
  const text = readText(value);
  return text === undefined ? undefined : { type: readIdentifier(type.content), value: text };
}

/** The alternative names; none where the certificate has no such extension. */
function readAlternatives(extensions: DerElement | undefined): readonly DerElement[] | undefined {
  if (extensions === undefined) return [];
  const [list] = readElements(extensions.content) ?? [];
  const found: DerElement[] = [];
  for (const extension of readParts(list, derTags.sequence) ?? []) {
    const [identifier, ...rest] = readParts(extension, derTags.sequence) ?? [];
    if (identifier === undefined || readIdentifier(identifier.content) !== alternativeName) continue;
    const value = rest.at(-1);
    const [names] = value?.tag === derTags.octetString ? (readElements(value.content) ?? []) : [];
    const parts = readParts(names, derTags.sequence);
    // Two readers must not see two lists.
    if (parts === undefined || found.length > 0) return undefined;
    found.push(...parts);
  }
  return found;
}

function readParts(element: DerElement | undefined, tag: number): readonly DerElement[] | undefined {
  return element?.tag === tag ? readElements(element.content) : undefined;
}

/** Strings that are read as text; others are compared by their octets. */
function readText({ tag, content }: DerElement): string | undefined {
  if (tag === stringTags.utf8) return decodeStrictly("utf-8", content);
  if (tag === stringTags.bmp) return decodeStrictly("utf-16be", content);
  if (tag === stringTags.printable || tag === stringTags.ia5) return latin1(content);
  const octets = [tag, ...lengthOf(content), ...content];
  return `#${octets.map((octet) => octet.toString(16).padStart(2, "0")).join("")}`;
}

function decodeStrictly(encoding: string, octets: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    return undefined;
  }
}

function lengthOf({ length }: Uint8Array): readonly number[] {
  if (length < 128) return [length];
  return length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

function latin1(octets: Uint8Array): string {
  return Array.from(octets, (octet) => String.fromCharCode(octet)).join("");
}

/** An object identifier as numbers with dots. */
function readIdentifier(octets: Uint8Array): string {
  const numbers: number[] = [];
  let value = 0;
  for (const octet of octets) {
    value = value * 128 + (octet & 0x7f);
    if (octet >= 0x80) continue;
    numbers.push(value);
    value = 0;
  }
  const [head = 0, ...tail] = numbers;
  const root = Math.min(2, Math.floor(head / 40));
  return [root, head - root * 40, ...tail].join(".");
}

const versionTag = 0xa0;
const extensionsTag = 0xa3;
const subjectPosition = 4;
const alternativeName = "2.5.29.17";
const nameTags = { email: 0x81, dns: 0x82, uri: 0x86, ip: 0x87 } as const;
const stringTags = { utf8: 0x0c, printable: 0x13, ia5: 0x16, bmp: 0x1e } as const;
