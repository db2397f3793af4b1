import type { MessageSchema } from "../../generated/message-schema.ts";

/** A parameter as it travels: name and text. */
export type FormParameter = readonly [name: string, value: string];

/**
 * Turns a form or query message into its parameters: absent members are left out, numbers become digits, lists are repeated,
 * objects and lists of objects become JSON text.
 * @see RFC 6749 Appendix B
 */
export function encodeParameters(message: Readonly<Record<string, unknown>>): readonly FormParameter[] {
  const parameters: FormParameter[] = [];
  for (const name in message) {
    const value = message[name];
    if (value === undefined || !Object.hasOwn(message, name)) continue;
    if (typeof value === "string") parameters.push([name, value]);
    else if (Array.isArray(value) && value.every((item) => typeof item === "string"))
      for (const item of value) parameters.push([name, item]);
    else if (typeof value === "object") parameters.push([name, JSON.stringify(value)]);
    else parameters.push([name, String(value)]);
  }
  return parameters;
}

/** Encodes parameters as `application/x-www-form-urlencoded`. */
export function encodeForm(parameters: readonly FormParameter[]): string {
  return parameters.map(([name, value]) => `${encodeFormText(name)}=${encodeFormText(value)}`).join("&");
}

/**
 * Encodes one name or value as `application/x-www-form-urlencoded`: letters, digits and `* - . _` stay, a space becomes `+`.
 * @see RFC 6749 Appendix B
 */
export function encodeFormText(text: string): string {
  if (!needsEncoding.test(text)) return text;
  return encodeURIComponent(text.replace(loneSurrogate, "\uFFFD"))
    .replaceAll("%20", "+")
    .replace(leftByEncodeUriComponent, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** What reading parameters found. */
export type DecodedParameters =
  | { readonly ok: true; readonly message: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly repeated: readonly string[] };

/**
 * Reads parameters into a message: an empty value counts as absent, digits become numbers and JSON text its value where the schema
 * says so (text that is neither stays text, for the check to refuse), `repeat` members become lists. Any other repeated name is refused.
 * @see RFC 6749 §3.1
 */
export function decodeParameters(
  parameters: Iterable<readonly [string, string]>,
  schema: MessageSchema<unknown>,
): DecodedParameters {
  const values = new Map<string, string[]>();
  for (const [name, value] of parameters) {
    const list = values.get(name);
    if (list === undefined) values.set(name, [value]);
    else list.push(value);
  }
  const repeated: string[] = [];
  const entries: [string, unknown][] = [];
  for (const [name, list] of values) {
    const encoding = encodingOf(schema, name);
    if (list.length > 1 && encoding !== "repeat") repeated.push(name);
    const filled = list.filter(Boolean);
    const [first] = filled;
    if (first === undefined) continue;
    entries.push([name, encoding === "repeat" ? filled : decodeText(first, encoding)]);
  }
  return repeated.length > 0 ? { ok: false, repeated } : { ok: true, message: Object.fromEntries(entries) };
}

/** How a member that is no text travels, by the message itself or the one that it extends. */
function encodingOf(schema: MessageSchema<unknown>, name: string): string | undefined {
  const { encodings = {}, base } = schema;
  if (Object.hasOwn(encodings, name)) return encodings[name];
  return base === undefined ? undefined : encodingOf(base, name);
}

function decodeText(value: string, encoding: string | undefined): unknown {
  if (encoding === "digits") return /^[0-9]{1,15}$/.test(value) ? Number(value) : value;
  if (encoding !== "json") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

const needsEncoding = /[^A-Za-z0-9*._-]/;
/** UTF-8 has no form for half a character; like every form encoder, U+FFFD stands for it. */
const loneSurrogate = /\p{Surrogate}/gu;
const leftByEncodeUriComponent = /[!'()~]/g;
