import { decodeBase64, encodeBase64 } from "./base64.ts";

/** A token of a structured field: text without quotes. */
export interface Token {
  readonly token: string;
}

/** What an item of a structured field holds. Decimals are left out: nothing of a signature or a digest is one. */
export type BareItem = string | number | boolean | Uint8Array<ArrayBuffer> | Token;

/** Parameters of an item or a list, in order. */
export type Parameters = ReadonlyMap<string, BareItem>;

/** A value with its parameters. */
export interface Item {
  readonly value: BareItem;
  readonly parameters: Parameters;
}

/** A list of items in parentheses, with parameters of its own. */
export interface InnerList {
  readonly items: readonly Item[];
  readonly parameters: Parameters;
}

/** The members of a dictionary field, in order. */
export type Dictionary = ReadonlyMap<string, Item | InnerList>;

/**
 * Parses a dictionary field, or gives `undefined` where the text is none. Stricter than the grammar where two readers could see two
 * messages: no member and no parameter twice, no text of more than 16 KiB, at most 128 members, items of a list and parameters.
 * @see RFC 8941 §3.2
 * @see RFC 8941 §4.2
 */
export function parseDictionary(text: string): Dictionary | undefined {
  if (text.length > maxLength) return undefined;
  const cursor: Cursor = { text: text.replace(outerSpaces, ""), at: 0 };
  const members = new Map<string, Item | InnerList>();
  while (cursor.at < cursor.text.length) {
    if (members.size > 0 && take(cursor, comma) === undefined) return undefined;
    const name = take(cursor, key);
    const member = name === undefined || members.has(name) ? undefined : readMember(cursor);
    if (name === undefined || member === undefined || members.size >= maxCount) return undefined;
    members.set(name, member);
    if (cursor.at < cursor.text.length && !sees(cursor, comma)) return undefined;
  }
  return members;
}

/**
 * Parses one item with its parameters, such as `"@query-param";name="Pet"`, or gives `undefined`.
 * @see RFC 8941 §3.3
 */
export function parseItem(text: string): Item | undefined {
  const cursor: Cursor = { text, at: 0 };
  const item = text.length > maxLength ? undefined : readItem(cursor);
  return cursor.at === text.length ? item : undefined;
}

/** Writes a member of a dictionary in its one canonical form. See RFC 8941 §4.1. */
export function formatMember(member: Item | InnerList): string {
  return isInnerList(member) ? formatInnerList(member) : formatItem(member);
}

/** Writes an inner list with its parameters. See RFC 8941 §3.1.1. */
export function formatInnerList({ items, parameters }: InnerList): string {
  return `(${items.map(formatItem).join(" ")})${formatParameters(parameters)}`;
}

/** Writes an item with its parameters. See RFC 8941 §3.3. */
export function formatItem({ value, parameters }: Item): string {
  return `${formatBareItem(value)}${formatParameters(parameters)}`;
}

/** Whether a member of a dictionary is an inner list. */
export function isInnerList(member: Item | InnerList | undefined): member is InnerList {
  return member !== undefined && "items" in member;
}

/** Whether a text can stand in a structured field as a string: visible ASCII and spaces. */
export function isFieldString(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** Whether a text can name a member of a dictionary. */
export function isFieldKey(text: string): boolean {
  return /^[a-z*][a-z0-9_.*-]*$/.test(text);
}

interface Cursor {
  readonly text: string;
  at: number;
}

/** A name without a value stands for true, and may have parameters. */
function readMember(cursor: Cursor): Item | InnerList | undefined {
  if (take(cursor, equals) !== undefined) return sees(cursor, openList) ? readInnerList(cursor) : readItem(cursor);
  const parameters = readParameters(cursor);
  return parameters === undefined ? undefined : { value: true, parameters };
}

function readInnerList(cursor: Cursor): InnerList | undefined {
  const items: Item[] = [];
  let separated = take(cursor, openList) !== undefined;
  while (take(cursor, closeList) === undefined) {
    const item = separated && items.length < maxCount ? readItem(cursor) : undefined;
    if (item === undefined) return undefined;
    items.push(item);
    separated = take(cursor, spaces) !== undefined;
  }
  const parameters = readParameters(cursor);
  return parameters === undefined ? undefined : { items, parameters };
}

function readItem(cursor: Cursor): Item | undefined {
  const value = readBareItem(cursor);
  const parameters = value === undefined ? undefined : readParameters(cursor);
  return value === undefined || parameters === undefined ? undefined : { value, parameters };
}

function readParameters(cursor: Cursor): Parameters | undefined {
  const parameters = new Map<string, BareItem>();
  while (take(cursor, semicolon) !== undefined) {
    const name = take(cursor, key);
    if (name === undefined || parameters.has(name) || parameters.size >= maxCount) return undefined;
    const value = take(cursor, equals) === undefined ? true : readBareItem(cursor);
    if (value === undefined) return undefined;
    parameters.set(name, value);
  }
  return parameters;
}

function readBareItem(cursor: Cursor): BareItem | undefined {
  const quoted = take(cursor, string);
  if (quoted !== undefined) return quoted.slice(1, -1).replace(/\\(.)/g, "$1");
  const digits = take(cursor, integer);
  if (digits !== undefined) return Number(digits) + 0;
  const octets = take(cursor, bytes);
  if (octets !== undefined) return decodeBase64(octets.slice(1, -1));
  const flag = take(cursor, boolean);
  if (flag !== undefined) return flag === "?1";
  const word = take(cursor, token);
  return word === undefined ? undefined : { token: word };
}

function formatParameters(parameters: Parameters): string {
  return [...parameters]
    .map(([name, value]) => (value === true ? `;${name}` : `;${name}=${formatBareItem(value)}`))
    .join("");
}

function formatBareItem(value: BareItem): string {
  if (typeof value === "string") return `"${value.replace(/["\\]/g, "\\$&")}"`;
  if (typeof value === "boolean") return value ? "?1" : "?0";
  if (typeof value === "number") return String(value);
  return value instanceof Uint8Array ? `:${encodeBase64(value)}:` : value.token;
}

/** Moves past what the sticky pattern matches here, and gives it. */
function take(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text)?.[0];
  cursor.at += match?.length ?? 0;
  return match;
}

function sees({ text, at }: Cursor, pattern: RegExp): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

// Sticky patterns, positioned before each use. None has two ways to match one text.
const key: RegExp = /[a-z*][a-z0-9_.*-]*/y;
const equals: RegExp = /=/y;
const comma: RegExp = /[ \t]*,[ \t]*(?=[a-z*])/y;
const semicolon: RegExp = /; */y;
const openList: RegExp = /\( */y;
const closeList: RegExp = / *\)/y;
const spaces: RegExp = / +/y;
const string: RegExp = /"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*"/y;
const integer: RegExp = /-?\d{1,15}(?![\d.])/y;
const bytes: RegExp = /:[A-Za-z0-9+/]*={0,2}:/y;
const boolean: RegExp = /\?[01]/y;
const token: RegExp = /[A-Za-z*][!#$%&'*+.^_`|~\w:/-]*/y;

/** Looks back, so that a run of spaces inside is tried once and not from each of its spaces. */
const outerSpaces: RegExp = /^ +|(?<! ) +$/g;

const maxLength = 16_384;
const maxCount = 128;
