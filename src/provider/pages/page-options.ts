import type { CustomMessages } from "./messages/message-tables.ts";
import type { Pages } from "./views.ts";

/** How the pages look, what they say, and which are replaced. */
export interface PageOptions {
  /** What the provider is called. Default: the host of the issuer. */
  readonly name?: string | undefined;
  /** Logo as an SVG element; colours by presentation attributes, or `currentColor`, because style attributes have no effect. */
  readonly logoSvg?: string | undefined;
  readonly theme?: PageTheme | undefined;
  /** Links below each page: imprint, privacy policy, help. */
  readonly footerLinks?: readonly FooterLink[] | undefined;
  /** Changed texts, and further languages. English and German are there. */
  readonly messages?: CustomMessages | undefined;
  /** Language of those who wish for none that there is. Default `en`. */
  readonly defaultLanguage?: string | undefined;
  /** Pages to show in place of the default ones. */
  readonly overrides?: Partial<Pages> | undefined;
  /** Whether the logos of clients are shown; each tells the client's server that somebody looks at the page. Default: no. */
  readonly showClientLogos?: boolean | undefined;
  /** Further origins that the Content Security Policy of the pages admits, for pages that are replaced and for clients whose redirect URI sends the browser on to another origin. */
  readonly sources?: PageSources | undefined;
}

/** Colours as `#rrggbb`; what stands on them is made black or white, whichever reads better. */
export interface PageTheme {
  /** Of the main button. Default `#2a56c6`. */
  readonly accentColor?: string | undefined;
  /** The same in dark mode. Default: a lighter shade of `accentColor`. */
  readonly accentColorDark?: string | undefined;
  /** Behind the card, in light mode. */
  readonly backgroundColor?: string | undefined;
  /** Behind the card, in dark mode. */
  readonly backgroundColorDark?: string | undefined;
  /** Value of `font-family`. Default: the fonts of the system. */
  readonly fontFamily?: string | undefined;
  /** Corners of the card, in CSS pixels: 0 to 32. Fields and buttons follow. Default 16. */
  readonly cornerRadius?: number | undefined;
  /** CSS that stands after ours. */
  readonly css?: string | undefined;
}

/** A link below the pages. */
export interface FooterLink {
  /** An `https` URL, or a path of the same host. */
  readonly href: string;
  /** The text, or one for each language. */
  readonly text: string | Readonly<Record<string, string>>;
}

/** Origins by the directives of a Content Security Policy. */
export type PageSources = Readonly<Partial<Record<PageSourceDirective, readonly string[]>>>;

/** The directives that can be widened. */
export type PageSourceDirective = "img-src" | "style-src" | "font-src" | "script-src" | "connect-src" | "form-action";
