import type { PageTheme } from "../page-options.ts";
import { mixColors, textColorOn, withContrast } from "./color.ts";
import { componentStyles } from "./component-styles.ts";
import { pageStyles } from "./page-styles.ts";

/** Writes the CSS of the pages: the colours of a theme as custom properties, then what uses them. */
export function writeStylesheet(theme: PageTheme = {}): string {
  const { cornerRadius = 16, fontFamily = systemFonts, css = "" } = theme;
  const { accentColor = "#2a56c6", accentColorDark = lighten(theme.accentColor) } = theme;
  const light = writeColors(lightColors, accentColor, theme.backgroundColor ?? "#f4f5f8");
  const dark = writeColors(darkColors, accentColorDark, theme.backgroundColorDark ?? "#0e1014");
  const shape = `--ti-font:${fontFamily};--ti-radius:${cornerRadius}px;--ti-radius-small:${Math.round(cornerRadius * 0.625)}px`;
  return `:root{color-scheme:light dark;${light};${shape}}@media (prefers-color-scheme:dark){:root{${dark}}}${pageStyles}${componentStyles}${css}`;
}

/** A colour of a light page, fit for a dark one. */
function lighten(color: string | undefined): string {
  return color === undefined ? "#91abff" : withContrast(mixColors(color, "#ffffff", 0.4), darkColors.surface, 5.5);
}

function writeColors(
  colors: Readonly<Record<string, string>> & { readonly surface: string },
  accent: string,
  page: string,
): string {
  const derived = {
    ...colors,
    page,
    "on-page": textColorOn(page),
    accent,
    "on-accent": textColorOn(accent),
    "accent-hover": mixColors(accent, textColorOn(accent) === "#ffffff" ? "#000000" : "#ffffff", 0.12),
    "accent-soft": mixColors(accent, colors.surface, 0.88),
    ring: withContrast(accent, colors.surface, 3),
    link: withContrast(accent, colors.surface, 4.5),
  };
  return Object.entries(derived)
    .map(([name, value]) => `--ti-${name}:${value}`)
    .join(";");
}

const lightColors = {
  surface: "#ffffff",
  raised: "#f6f7f9",
  text: "#14171d",
  muted: "#565e6c",
  line: "#e2e5ea",
  control: "#818a99",
  danger: "#b3231b",
  "danger-soft": "#fdf1f0",
  success: "#17693d",
  "success-soft": "#e9f6ee",
  shadow: "rgb(20 23 29 / 7%)",
};
const darkColors = {
  surface: "#181b21",
  raised: "#20242c",
  text: "#eceef2",
  muted: "#a8b0bd",
  line: "#2e333d",
  control: "#717a8a",
  danger: "#ff9d94",
  "danger-soft": "#3a1d1c",
  success: "#7bd6a0",
  "success-soft": "#16301f",
  shadow: "rgb(0 0 0 / 35%)",
};
const systemFonts =
  'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,sans-serif,"Apple Color Emoji","Segoe UI Emoji"';
