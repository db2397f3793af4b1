/** One challenge of a `WWW-Authenticate` field. */
export interface Challenge {
  /** Authentication scheme in lower case: `bearer`, `dpop`, `basic`. */
  readonly scheme: string;
  /** Parameters by lower-case name; an object without prototype. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The token68 form, where the challenge has one. */
  readonly token68?: string;
}

/** A media type without its parameters, and the parameters. */
export interface MediaType {
  /** Type and subtype in lower case: `application/json`. */
  readonly type: string;
  /** Parameters by lower-case name, values as written; an object without prototype. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Parses the challenges of a `WWW-Authenticate` field, or of several that were joined with commas. Of a repeated
 * parameter the first value counts.
 *
 * Never throws, and takes time linear in the field's length. What servers get wrong is read as they meant it: unquoted
 * text up to the next comma, single quotes, missing commas, a quoted string without its end. What belongs to no
 * challenge is skipped.
 * @see RFC 9110 §11.6.1
 */
export function parseChallenges(field: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Record<string, string>; token68?: string }[] = [];
  const cursor: Cursor = { text: field, at: 0, lacksClosingApostrophe: false };
  let separated = true;
  while (cursor.at < field.length) {
    const name = take(cursor, token).toLowerCase();
    const current = challenges.at(-1);
    if (name === "") {
      separated = skipToNextName(cursor, separated);
      continue;
    }
    if (take(cursor, equalsSign) !== "") {
      const value = readValue(cursor);
      if (current !== undefined) current.parameters[name] ??= value;
    } else if (current === undefined || opensChallenge(cursor, separated)) {
      const token68 = take(cursor, token68Form).trim();
      const challenge = { scheme: name, parameters: createParameters() };
      challenges.push(token68 === "" ? challenge : { ...challenge, token68 });
    }
    separated = false;
  }
  return challenges;
}

/**
 * Parses a `Content-Type` field, or gives `undefined` when it does not begin with one media type. Parameters that
 * cannot be read are skipped.
 * @see RFC 9110 §8.3.1
 */
export function parseMediaType(field: string): MediaType | undefined {
  const type = parseMediaTypeEssence(field);
  if (type === undefined) return undefined;
  const parameters = createParameters();
  const cursor: Cursor = { text: field, at: 0, lacksClosingApostrophe: true };
  take(cursor, /[^;]*/y);
  while (cursor.at < field.length) {
    take(cursor, /[ \t;]*/y);
    const name = take(cursor, token).toLowerCase();
    if (name !== "" && take(cursor, /=/y) !== "") {
      const value = field.charAt(cursor.at) === '"' ? readQuoted(cursor) : take(cursor, token);
      parameters[name] ??= value;
    }
    take(cursor, /[^;]*/y);
  }
  return { type, parameters };
}

/**
 * Parses the type and subtype of a `Content-Type` field, in lower case; `undefined` where there is no field or it does not begin with
 * one media type.
 * @see RFC 9110 §8.3.1
 */
export function parseMediaTypeEssence(field: string | null): string | undefined {
  return /^[ \t]*([!#$%&'*+.^_`|~\w-]+\/[!#$%&'*+.^_`|~\w-]+)[ \t]*(?:;|$)/.exec(field ?? "")?.[1]?.toLowerCase();
}

/**
 * Seconds to wait according to a `Retry-After` field, which holds seconds or a date; `undefined` when it is neither.
 * A date in the past gives 0; a number that is absurd gives one that is as good as never.
 * @param nowMs - the present time in milliseconds
 * @see RFC 9110 §10.2.3
 */
export function parseRetryAfter(field: string, nowMs: number): number | undefined {
  const text = field.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text), maxRetryAfterSeconds);
  const date = parseHttpDate(text, nowMs);
  return date === undefined ? undefined : Math.max(0, Math.ceil((date - nowMs) / 1000));
}

/** A place in a text that is being read. */
interface Cursor {
  readonly text: string;
  at: number;
  /** Remembers a search that ran to the end in vain, so that it is not run again. */
  lacksClosingApostrophe: boolean;
}

/** Moves past what separates names, or past something that is none; tells whether a comma now lies before the next name. */
function skipToNextName(cursor: Cursor, separated: boolean): boolean {
  const separator = take(cursor, separators);
  if (separator !== "") return separated || separator.includes(",");
  if (cursor.text.charAt(cursor.at) === '"') readQuoted(cursor);
  else cursor.at += 1;
  return false;
}

/** After a comma a word is a scheme if a challenge can go on like this; elsewhere only if a parameter follows, or free text would look like schemes. */
function opensChallenge(cursor: Cursor, separated: boolean): boolean {
  if (sees(cursor, parameterAhead)) return true;
  return separated && (sees(cursor, endOfItem) || sees(cursor, token68Form));
}

function readValue(cursor: Cursor): string {
  const first = cursor.text.charAt(cursor.at);
  if (first === '"') return readQuoted(cursor);
  return (first === "'" ? readBetweenApostrophes(cursor) : undefined) ?? readUnquoted(cursor);
}

/** A quoted string with its escapes resolved; one without end reaches to the end of the field. */
function readQuoted(cursor: Cursor): string {
  const body = take(cursor, /"[^"\\]*/y).slice(1);
  let value = body;
  while (cursor.text.charAt(cursor.at) === "\\") {
    value += cursor.text.charAt(cursor.at + 1);
    cursor.at += 2;
    value += take(cursor, /[^"\\]*/y);
  }
  cursor.at += 1;
  return value;
}

/** Text between apostrophes, where the closing one ends an item; `undefined` where there is none. */
function readBetweenApostrophes(cursor: Cursor): string | undefined {
  if (cursor.lacksClosingApostrophe) return undefined;
  const closing = /'(?=[ \t,]|$)/g;
  closing.lastIndex = cursor.at + 1;
  const match = closing.exec(cursor.text);
  if (match === null) {
    cursor.lacksClosingApostrophe = true;
    return undefined;
  }
  const value = cursor.text.slice(cursor.at + 1, match.index);
  cursor.at = match.index + 1;
  return value;
}

/** An unquoted value: one word, and those after it up to a comma, the next parameter or, if it has a capital, the next challenge. */
function readUnquoted(cursor: Cursor): string {
  const start = cursor.at;
  take(cursor, word);
  while (![endOfItem, parameterAhead, challengeAhead].some((end) => sees(cursor, end))) take(cursor, nextWord);
  return cursor.text.slice(start, cursor.at);
}

/** Moves past what the sticky pattern matches and gives it; `""`, without moving, where it does not match. */
function take(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text)?.[0] ?? "";
  cursor.at += match.length;
  return match;
}

/** Whether the sticky pattern matches here. */
function sees({ text, at }: Cursor, pattern: RegExp): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function createParameters(): Record<string, string> {
  return Object.create(null);
}

/** The three date forms of HTTP, brought to the one that every run-time reads; the weekday is not looked at. */
function parseHttpDate(text: string, nowMs: number): number | undefined {
  const {
    day = "",
    month = "",
    year = "",
    time = "",
  } = (imfOrRfc850Date.exec(text) ?? asctimeDate.exec(text))?.groups ?? {};
  const fullYear = year.length === 2 ? expandYear(Number(year), nowMs) : year;
  const date = Date.parse(`Sun, ${day.replace(" ", "0")} ${month} ${fullYear} ${time} GMT`);
  return Number.isNaN(date) ? undefined : date;
}

/** A two-digit year lies less than 50 years back or at most 50 years ahead (RFC 9110 §5.6.7). */
function expandYear(year: number, nowMs: number): number {
  const thisYear = new Date(nowMs).getUTCFullYear();
  const inThisCentury = thisYear - (thisYear % 100) + year;
  if (inThisCentury > thisYear + 50) return inThisCentury - 100;
  return inThisCentury <= thisYear - 50 ? inThisCentury + 100 : inThisCentury;
}

// Sticky patterns, positioned before each use. No two neighbouring repetitions share a character, so none backtracks far.
const token: RegExp = /[!#$%&'*+.^_`|~\w-]+/y;
const separators: RegExp = /[ \t,]+/y;
const equalsSign: RegExp = /[ \t]*=[ \t]*/y;
const word: RegExp = /[^ \t,]+/y;
const nextWord: RegExp = /[ \t]+[^ \t,]+/y;
const endOfItem: RegExp = /[ \t]*(?:,|$)/y;
const token68Form: RegExp = /[ \t]+[\w.~+/-]+=*(?=[ \t]*(?:,|$))/y;
const parameterAhead: RegExp = /[ \t]+[!#$%&'*+.^_`|~\w-]+[ \t]*=/y;
const challengeAhead: RegExp = /[ \t]+[A-Z][!#$%&'*+.^_`|~\w-]*[ \t]+[!#$%&'*+.^_`|~\w-]+[ \t]*=/y;
/** Three hundred years: more cannot be told from never, and a number of any length has to become one that can be reckoned with. */
const maxRetryAfterSeconds = 9_999_999_999;
const imfOrRfc850Date =
  /^[A-Z][a-z]{2,8}, (?<day>\d\d)(?<gap>[ -])(?<month>[A-Z][a-z]{2})\k<gap>(?<year>\d\d(?:\d\d)?) (?<time>\d\d:\d\d:\d\d) GMT$/;
const asctimeDate = /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4})$/;
