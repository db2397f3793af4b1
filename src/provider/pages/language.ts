/** What a person prefers, the first wish first. */
export interface LanguageWishes {
  /** `ui_locales`: tags separated by spaces, in the order of preference. */
  readonly uiLocales?: string | undefined;
  /** `Accept-Language` of the request. */
  readonly acceptLanguage?: string | null | undefined;
}

/**
 * Chooses a language: what the application asks for, then what the browser does, then the default.
 * @see OpenID Connect Core §3.1.2.1
 */
export function chooseLanguage(
  available: readonly string[],
  { uiLocales = "", acceptLanguage }: LanguageWishes,
  fallback: string,
): string {
  const wishes = [...uiLocales.split(" "), ...readAcceptLanguage(acceptLanguage ?? "")];
  for (const wish of wishes.slice(0, maxWishes)) {
    const found = findLanguage(available, wish);
    if (found !== undefined) return found;
  }
  return fallback;
}

/** A language and those that it is a kind of: `de-AT` and `de`. */
export function parentLanguages(tag: string): readonly string[] {
  const parts = tag.split("-");
  return parts.map((_, index) => parts.slice(0, parts.length - index).join("-"));
}

/** In which direction a language is written: by its script where the tag names one, else by the language. */
export function directionOf(tag: string): "ltr" | "rtl" {
  const [language = "", ...more] = tag.toLowerCase().split("-");
  const script = more.find((part) => part.length === 4 && /^[a-z]+$/.test(part));
  return (script === undefined ? rtlLanguages.includes(language) : rtlScripts.includes(script)) ? "rtl" : "ltr";
}

/** Languages of an `Accept-Language`, the dearest first. */
function readAcceptLanguage(field: string): readonly string[] {
  return field
    .slice(0, maxFieldLength)
    .split(",")
    .map((item) => {
      const [tag = "", ...parameters] = item.split(";").map((part) => part.trim());
      const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
      return { tag, quality: quality === undefined ? 1 : Number(quality) || 0 };
    })
    .filter(({ tag, quality }) => tag !== "" && tag !== "*" && quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag);
}

/** The language itself, one that it is a kind of, or else a kind of it: `pt` takes `pt-BR`. */
function findLanguage(available: readonly string[], wish: string): string | undefined {
  if (wish === "") return undefined;
  const find = (matches: (tag: string) => boolean): string | undefined =>
    available.find((tag) => matches(tag.toLowerCase()));
  for (const parent of parentLanguages(wish.toLowerCase())) {
    const found = find((tag) => tag === parent);
    if (found !== undefined) return found;
  }
  return find((tag) => tag.startsWith(`${wish.toLowerCase()}-`));
}

const rtlLanguages: readonly string[] = ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"];
const rtlScripts: readonly string[] = ["adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"];
const maxFieldLength = 500;
const maxWishes = 30;
