import { pointTo } from "../../generated/checks.ts";
import { maxJsonDepth } from "../constants/limits.ts";

/** What {@link parseJson} found. */
export type JsonResult =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly reason: "syntax" | "duplicate-member" | "too-deep" | "too-long";
      /** JSON pointer (RFC 6901) of the repeated member. */
      readonly pointer?: string;
    };

/** Bounds of {@link parseJson}. */
export interface JsonLimits {
  /** Deepest accepted nesting of objects and arrays. Default 32. */
  readonly maxDepth?: number | undefined;
  /** Greatest accepted length of the text, in UTF-16 code units. Default none, for callers that have counted the bytes before. */
  readonly maxLength?: number | undefined;
}

/**
 * Parses a JSON text; never throws. Refuses, besides broken syntax, a text that is too long, nesting beyond the limit (before any
 * parser recurses into it) and an object that has a member name twice, however the name is escaped.
 *
 * A member named `__proto__` becomes an ordinary own member of the value; copy such a value with spread or
 * `Object.fromEntries`, never by assignment.
 * @see RFC 8259 §4
 */
export function parseJson(text: string, { maxDepth = maxJsonDepth, maxLength }: JsonLimits = {}): JsonResult {
  if (maxLength !== undefined && text.length > maxLength) return { ok: false, reason: "too-long" };
  const written = countWrittenMembers(text, maxDepth);
  if (written === tooDeep) return { ok: false, reason: "too-deep" };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: "syntax" };
  }
  // `JSON.parse` keeps the last of two equal names, so a repeated name shows as a member that was written but is not there.
  if (countMembers(value) === written) return { ok: true, value };
  return { ok: false, reason: "duplicate-member", pointer: findRepeatedMember(text) };
}

/**
 * Counts the colons outside strings, which in valid JSON are the members. One pass; strings are skipped by searching
 * for their closing quote, so a token response, which is mostly one long string, costs next to nothing.
 */
function countWrittenMembers(text: string, maxDepth: number): number {
  let members = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === quote) index = endOfString(text, index);
    else if (code === colon) members += 1;
    else if (code === openObject || code === openArray) {
      depth += 1;
      if (depth > maxDepth) return tooDeep;
    } else if (code === closeObject || code === closeArray) depth -= 1;
  }
  return members;
}

function countMembers(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const children: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  let members = children === value ? 0 : children.length;
  for (const child of children) if (typeof child === "object") members += countMembers(child);
  return members;
}

/** An object or array that the slow pass is inside of. */
interface Container {
  /** Names seen so far; `undefined` in an array. */
  readonly names: Set<unknown> | undefined;
  /** The pointer's reference token of the current child: a name or a position. */
  current: unknown;
}

/** The pointer of the first repeated member of a text that is known to be valid JSON and to have one. */
function findRepeatedMember(text: string): string {
  const path: Container[] = [];
  let string = "";
  for (let index = 0; index < text.length; index += 1) {
    const token = text.charAt(index);
    const inside = path.at(-1);
    if (token === '"') {
      const end = endOfString(text, index);
      string = text.slice(index, end + 1);
      index = end;
    } else if (token === "{") path.push({ names: new Set(), current: "" });
    else if (token === "[") path.push({ names: undefined, current: 0 });
    else if (token === "}" || token === "]") path.pop();
    else if (token === "," && typeof inside?.current === "number") inside.current += 1;
    else if (token === ":" && inside?.names !== undefined) {
      inside.current = JSON.parse(string);
      if (inside.names.has(inside.current)) break;
      inside.names.add(inside.current);
    }
  }
  return path.reduce((pointer, { current }) => pointTo(pointer, String(current)), "");
}

/** Index of the quote that closes the string opened at `start`; the text's length where none does. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let firstBackslash = end;
    while (text.charCodeAt(firstBackslash - 1) === backslash) firstBackslash -= 1;
    if ((end - firstBackslash) % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

const quote = 0x22;
const colon = 0x3a;
const openArray = 0x5b;
const backslash = 0x5c;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;
const tooDeep = -1;
