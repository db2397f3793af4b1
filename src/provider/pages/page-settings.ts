import type { ProviderOptions } from "../options.ts";
import { checkPageOptions } from "./check-page-options.ts";
import { defaultPages } from "./default-pages.ts";
import { parentLanguages } from "./language.ts";
import { createMessageTables, fillIn, type MessageTable } from "./messages/message-tables.ts";
import type { FooterLink, PageSources } from "./page-options.ts";
import { writeStylesheet } from "./theme/stylesheet.ts";
import type { MessageKey, PageBrand, PageFrame, Pages } from "./views.ts";

/** The pages of a provider, set up. */
export interface PageSettings {
  readonly pages: Pages;
  /** Tags of the languages that there are. */
  readonly languages: readonly string[];
  readonly defaultLanguage: string;
  readonly brandIn: (language: string) => PageBrand;
  readonly textsIn: (language: string) => Pick<PageFrame, "text" | "findText">;
  readonly showClientLogos: boolean;
  readonly sources: PageSources;
}

/**
 * Sets the pages up: texts, colours, what is replaced.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used
 */
export function createPageSettings({ issuer, pages: options = {} }: ProviderOptions): PageSettings {
  checkPageOptions(options);
  const { name = new URL(issuer).host, logoSvg, theme, footerLinks = [], overrides = {} } = options;
  const { defaultLanguage = "en", showClientLogos = false, sources = {} } = options;
  const tables = createMessageTables(options.messages);
  const stylesheet = writeStylesheet(theme);
  return Object.freeze<PageSettings>({
    pages: { ...defaultPages, ...overrides },
    languages: [...tables.keys()],
    defaultLanguage,
    brandIn: (language) => ({
      name,
      logoSvg,
      stylesheet,
      links: footerLinks.map((link) => ({ href: link.href, text: linkText(link, language, defaultLanguage) })),
    }),
    textsIn: (language) => readTexts(tables.get(language) ?? tables.get("en") ?? {}),
    showClientLogos,
    sources,
  });
}

function readTexts(table: MessageTable): Pick<PageFrame, "text" | "findText"> {
  const findText = (key: string): string | undefined => (Object.hasOwn(table, key) ? table[key] : undefined);
  return { findText, text: (key: MessageKey, values) => fillIn(findText(key) ?? key, values) };
}

/** The text in the language of the page, in one that it is a kind of, in the default one, or else any. */
function linkText({ href, text }: FooterLink, language: string, defaultLanguage: string): string {
  if (typeof text === "string") return text;
  const tag = [...parentLanguages(language), defaultLanguage].find((each) => Object.hasOwn(text, each));
  return (tag === undefined ? Object.values(text)[0] : text[tag]) ?? href;
}
