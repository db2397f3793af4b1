import { html } from "hono/html";
import { accessParts, clientLinks, clientTile } from "./client-parts.ts";
import { decision } from "./decision.ts";
import { cleanForeignText } from "./foreign-text.ts";
import { formOf } from "./form-parts.ts";
import { layoutPage, problemOf } from "./layout.ts";
import { foreign, textWith } from "./markup.ts";
import type { ConsentView } from "./views.ts";

/** The consent page. */
export function consentPage(view: ConsentView): Promise<string> {
  const { client, displayName, text } = view;
  const name = foreign(client.name);
  const form = formOf(
    view,
    html`${accessParts(view)}<p class="small lead note">${textWith(view, "consent.trust", { client: name })}</p>${clientLinks(view, client)}${decision(view, "consent.deny", "consent.allow")}`,
  );
  return layoutPage(view, {
    title: text("consent.title", { client: cleanForeignText(client.name) }),
    isWide: true,
    content: html`${clientTile(client)}<h1>${textWith(view, "consent.title", { client: name })}</h1><p class="lead">${textWith(view, "consent.account", { name: foreign(displayName) })}</p>${problemOf(view)}${form}`,
  });
}
