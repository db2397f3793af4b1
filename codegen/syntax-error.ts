/** Where a text stops being JSON, in words: `line 3, column 5`, counted from 1. For a text that is not JSON. */
export function locateSyntaxError(text: string): string {
  const before = text.slice(0, readDocument(text)).split("\n");
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** What has been read of a text so far. */
interface Reader {
  readonly text: string;
  at: number;
}

function readDocument(text: string): number {
  const reader = { text, at: 0 };
  if (readValue(reader)) skipSpace(reader);
  return reader.at;
}

/** Each reader moves over what it expects; it says false and stays where that is missing. */
function readValue(reader: Reader): boolean {
  skipSpace(reader);
  if (reader.text[reader.at] === "{") return readList(reader, "}", readMember);
  if (reader.text[reader.at] === "[") return readList(reader, "]", readValue);
  return take(reader, scalar);
}

function readMember(reader: Reader): boolean {
  skipSpace(reader);
  if (!take(reader, string)) return false;
  skipSpace(reader);
  return take(reader, colon) && readValue(reader);
}

function readList(reader: Reader, close: string, readItem: (reader: Reader) => boolean): boolean {
  reader.at += 1;
  skipSpace(reader);
  let isClosed = reader.text[reader.at] === close;
  while (!isClosed) {
    if (!readItem(reader)) return false;
    skipSpace(reader);
    isClosed = reader.text[reader.at] === close;
    if (!isClosed && !take(reader, comma)) return false;
  }
  reader.at += 1;
  return true;
}

function skipSpace(reader: Reader): void {
  take(reader, space);
}

function take(reader: Reader, pattern: RegExp): boolean {
  pattern.lastIndex = reader.at;
  const [found] = pattern.exec(reader.text) ?? [];
  if (found !== undefined) reader.at += found.length;
  return found !== undefined;
}

const space = /[ \t\n\r]*/y;
const comma = /,/y;
const colon = /:/y;
const string = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/uy;
const scalar = new RegExp(
  `${string.source}|true|false|null|-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?`,
  "uy",
);
