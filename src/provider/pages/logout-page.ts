import { html } from "hono/html";
import { decision } from "./decision.ts";
import { formOf } from "./form-parts.ts";
import { layoutPage, problemOf } from "./layout.ts";
import { foreign, textWith } from "./markup.ts";
import type { LogoutView } from "./views.ts";

/**
 * The question whether to sign out.
 * @see OpenID Connect RP-Initiated Logout §2
 */
export function logoutPage(view: LogoutView): Promise<string> {
  const { client, displayName, text } = view;
  const asks =
    client === undefined
      ? ""
      : html`<p class="lead">${textWith(view, "logout.client", { client: foreign(client.name) })}</p>`;
  return layoutPage(view, {
    title: text("logout.title"),
    content: html`<h1>${text("logout.title")}</h1><p class="lead">${textWith(view, "logout.account", { name: foreign(displayName) })}</p>${asks}${problemOf(view)}${formOf(view, decision(view, "logout.deny", "logout.allow"))}`,
  });
}
