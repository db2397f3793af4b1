import { ConfigurationError } from "../../../errors/families.ts";
import { printable } from "../../../errors/printable.ts";
import { findSimilarName } from "../../../util/similar-name.ts";
import { parentLanguages } from "../language.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import type { Messages, ScopeMessages } from "./messages.ts";

/** Texts by their names. */
export type MessageTable = Readonly<Record<string, string>>;

/** Changed and further texts, by the BCP 47 tag of their language. What a language lacks is taken from its parent (`de` for `de-AT`), then from English. */
export type CustomMessages = Readonly<Record<string, Partial<Messages> & ScopeMessages>>;

/**
 * Makes the tables of all languages.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a language that is no BCP 47 tag, a text that does not exist, and a word in braces that is never filled in
 */
export function createMessageTables(custom: CustomMessages = {}): ReadonlyMap<string, MessageTable> {
  const own = new Map<string, MessageTable>();
  for (const [language, messages] of Object.entries(custom)) {
    const tag = canonicalTag(language);
    if (tag === undefined) throw wrong(language, "is no language tag of BCP 47, such as fr or pt-BR");
    const table = Object.entries(messages);
    for (const [key, text] of table) checkMessage(`${language}.${key}`, key, text);
    own.set(tag, Object.fromEntries(table));
  }
  const tags = [...new Set(["en", "de", ...own.keys()])];
  return new Map(
    tags.map((tag) => {
      const layers = [...parentLanguages(tag), "en"].flatMap((parent) => [own.get(parent), builtIn[parent]]);
      return [tag, Object.freeze(Object.assign({}, ...layers.reverse()))] as const;
    }),
  );
}

/** Writes the values into a text; a word in braces without a value stays. */
export function fillIn(text: string, values: Readonly<Record<string, string>> = {}): string {
  return text.replace(placeholder, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? "") : whole,
  );
}

/** Words in braces of a text. */
export function findPlaceholders(text: string): readonly string[] {
  return [...text.matchAll(placeholder)].map(([, name = ""]) => name);
}

function checkMessage(place: string, key: string, text: unknown): void {
  const original = Object.hasOwn(en, key) ? builtIn.en?.[key] : undefined;
  if (original === undefined && !key.startsWith("scope.")) {
    const meant = findSimilarName(key, Object.keys(en));
    throw wrong(place, "is no text of the pages", meant === undefined ? undefined : `Did you mean ${meant}?`);
  }
  if (typeof text !== "string") throw wrong(place, "must be text");
  const known = findPlaceholders(original ?? "");
  const unknown = findPlaceholders(text).find((name) => !known.includes(name));
  if (unknown !== undefined) throw wrong(place, `has {${printable(unknown, 40)}}, which is never filled in`);
}

function canonicalTag(language: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(language)[0];
  } catch {
    return undefined;
  }
}

function wrong(place: string, problem: string, remedy?: string): ConfigurationError {
  const parameter = `pages.messages.${printable(place, 80)}`;
  const message = `${parameter} ${problem}.`;
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message, parameter, ...(remedy && { remedy }) });
}

const builtIn: Readonly<Record<string, MessageTable>> = { en, de };
const placeholder = /\{(\w+)\}/g;
