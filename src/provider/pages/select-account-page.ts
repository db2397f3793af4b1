import { html } from "hono/html";
import { clientLine } from "./client-parts.ts";
import { formOf } from "./form-parts.ts";
import { layoutPage, problemOf } from "./layout.ts";
import { foreign, textWith } from "./markup.ts";
import type { SelectAccountView } from "./views.ts";

/** The choice between the signed-in account and another. */
export function selectAccountPage(view: SelectAccountView): Promise<string> {
  const { client, displayName, text } = view;
  const name = foreign(displayName);
  const form = formOf(
    view,
    html`<div class="actions"><button class="button main" name="account" value="current">${textWith(view, "selectAccount.current", { name })}</button><button class="button" name="account" value="other">${text("selectAccount.other")}</button></div>`,
  );
  return layoutPage(view, {
    title: text("selectAccount.title"),
    content: html`<h1>${text("selectAccount.title")}</h1>${clientLine(view, client)}${problemOf(view)}${form}`,
  });
}
