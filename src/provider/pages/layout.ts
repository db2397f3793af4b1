import { html, raw } from "hono/html";
import type { Markup } from "./markup.ts";
import { icon } from "./markup.ts";
import { writeDuration } from "./times.ts";
import type { PageFrame } from "./views.ts";

/** What a page puts into the frame that all of them share. */
export interface PageParts {
  /** Title of the document, as text; the provider's name follows it. */
  readonly title: string;
  /** HTML of the card, escaped: what `html` of `hono/html` gives. It begins with the heading. */
  readonly content: Markup;
  /** Script that improves the page; all works without it. */
  readonly script?: string | undefined;
  /** For pages with more to read. */
  readonly isWide?: boolean | undefined;
}

/** Puts the content of a page into the frame of all pages: head, the provider's name or logo, the card, the links below. */
export async function layoutPage(view: PageFrame, { title, content, script, isWide }: PageParts): Promise<string> {
  const { brand, cspNonce, language, direction } = view;
  const told = view.problem === undefined ? title : view.text("page.problemTitle", { title });
  const page = await html`<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${told} – ${brand.name}</title>
<link rel="icon" href="data:,">
<style nonce="${cspNonce}">${raw(brand.stylesheet)}</style>
</head>
<body>
<header class="brand">${brand.logoSvg === undefined ? html`<bdi>${brand.name}</bdi>` : namedLogo(brand.logoSvg, brand.name)}</header>
<main class="${isWide === true ? "card wide" : "card"}">
${content}
</main>
${brand.links.length === 0 ? "" : footer(view)}
${script === undefined ? "" : html`<script nonce="${cspNonce}">${raw(script)}</script>`}
</body>
</html>
`;
  return String(page);
}

/** What has gone wrong, for everybody and at once, and how long to wait; `problem` is the id that fields refer to. */
export function problemOf(view: PageFrame & { readonly retryAfterSeconds?: number | undefined }): Markup {
  const { retryAfterSeconds, language, text } = view;
  if (view.problem === undefined) return html``;
  const second =
    retryAfterSeconds === undefined
      ? ""
      : html`<p>${text("login.retryAfter", { duration: writeDuration(retryAfterSeconds, language) })}</p>`;
  return html`<div class="problem" id="problem" role="alert">${icon("alert")}<div><p>${text(view.problem)}</p>${second}</div></div>`;
}

function namedLogo(svg: string, name: string): Markup {
  return html`<span role="img" aria-label="${name}">${raw(svg)}</span>`;
}

function footer({ brand, text }: PageFrame): Markup {
  const items = brand.links.map((link) => html`<li><a href="${link.href}">${link.text}</a></li>`);
  return html`<footer class="footer"><nav aria-label="${text("page.footer")}"><ul>${items}</ul></nav></footer>`;
}
