import { ConfigurationError } from "../../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../../util/check-option-names.ts";
import { parseUrl } from "../../util/url.ts";
import { defaultPages } from "./default-pages.ts";
import type { PageOptions, PageSources, PageTheme } from "./page-options.ts";
import { isColor } from "./theme/color.ts";

/**
 * Checks the options of the pages: what is written into HTML and CSS as it is must not end them.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used
 */
export function checkPageOptions(options: PageOptions): void {
  checkOptionNames(options, optionNames, { of: "createProvider", at: "pages" });
  checkOptionNames(options.theme ?? {}, themeNames, { of: "createProvider", at: "pages.theme" });
  checkOptionNames(options.sources ?? {}, sourceNames, { of: "createProvider", at: "pages.sources" });
  const pageNames = Object.fromEntries(Object.keys(defaultPages).map((name) => [name, true as const]));
  checkOptionNames(options.overrides ?? {}, pageNames, { of: "createProvider", at: "pages.overrides" });
  const { name = "-", logoSvg, theme = {}, sources = {}, footerLinks = [], overrides = {}, defaultLanguage } = options;
  demand(typeof name === "string" && name.trim() !== "", "name", "must be text that can be seen");
  const isLogo = logoSvg === undefined || /^\s*<svg[\s>][\s\S]*<\/svg>\s*$/i.test(logoSvg);
  demand(isLogo, "logoSvg", "must be one SVG element");
  for (const [page, show] of Object.entries(overrides)) {
    demand(show === undefined || typeof show === "function", `overrides.${page}`, "must be a function");
  }
  for (const { href } of footerLinks) {
    demand(isLink(href), "footerLinks", "must have an https URL or a path that begins with one slash as href");
  }
  const isLanguage =
    defaultLanguage === undefined || ["en", "de", ...Object.keys(options.messages ?? {})].includes(defaultLanguage);
  demand(isLanguage, "defaultLanguage", "must be en, de, or a language of pages.messages");
  checkTheme(theme);
  checkSources(sources);
}

function checkTheme({ fontFamily = "", cornerRadius = 0, css = "", ...colors }: PageTheme): void {
  for (const [name, color] of Object.entries(colors)) {
    demand(color === undefined || isColor(color), `theme.${name}`, "must be a colour as #rrggbb");
  }
  demand(/^[^;{}<>\\/]*$/.test(fontFamily), "theme.fontFamily", "must be a value of font-family");
  const isRadius = Number.isFinite(cornerRadius) && cornerRadius >= 0 && cornerRadius <= 32;
  demand(isRadius, "theme.cornerRadius", "must be 0 to 32 pixels");
  demand(!css.includes("</"), "theme.css", "must not hold </, which ends a style element");
}

/** Origins only: a keyword such as 'unsafe-inline' would undo the policy. */
function checkSources(sources: PageSources): void {
  for (const [directive, origins] of Object.entries(sources)) {
    for (const origin of origins ?? []) {
      const url = parseUrl(origin);
      demand(
        url !== undefined && url.protocol === "https:" && url.origin === origin,
        `sources.${directive}`,
        "must be origins with https, such as https://cdn.example.com",
      );
    }
  }
}

function isLink(href: string): boolean {
  return /^\/(?![/\\])[!-~]*$/.test(href) || parseUrl(href)?.protocol === "https:";
}

function demand(condition: boolean, name: string, problem: string): void {
  if (condition) return;
  const parameter = `pages.${name}`;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${problem}.`, parameter });
}

const optionNames: OptionNames<PageOptions> = {
  name: true,
  logoSvg: true,
  theme: true,
  footerLinks: true,
  messages: true,
  defaultLanguage: true,
  overrides: true,
  showClientLogos: true,
  sources: true,
};
const themeNames: OptionNames<PageTheme> = {
  accentColor: true,
  accentColorDark: true,
  backgroundColor: true,
  backgroundColorDark: true,
  fontFamily: true,
  cornerRadius: true,
  css: true,
};
const sourceNames: OptionNames<PageSources> = {
  "img-src": true,
  "style-src": true,
  "font-src": true,
  "script-src": true,
  "connect-src": true,
  "form-action": true,
};
