import { html } from "hono/html";
import { clientLine } from "./client-parts.ts";
import { field, formOf, revealScript } from "./form-parts.ts";
import { layoutPage, problemOf } from "./layout.ts";
import type { Markup } from "./markup.ts";
import type { LoginView } from "./views.ts";

/** The login page. */
export function loginPage(view: LoginView): Promise<string> {
  const { text, client, canCancel } = view;
  const cancel = html`<button class="button plain" name="cancel" value="true" formnovalidate>${text("login.cancel")}</button>`;
  const form = formOf(
    view,
    html`${fields(view)}${remember(view)}<div class="actions"><button class="button main">${text("login.submit")}</button>${canCancel ? cancel : ""}</div>`,
  );
  return layoutPage(view, {
    title: text("login.title"),
    content: html`<h1>${text("login.title")}</h1>${clientLine(view, client)}${problemOf(view)}${form}`,
    script: revealScript,
  });
}

/** The cursor stands in the first field that is empty. */
function fields(view: LoginView): Markup {
  const isWrong = view.problem !== undefined;
  const isKnown = view.login !== "";
  return html`${field(view, { name: "login", label: "login.login", value: view.login.slice(0, 320), autocomplete: "username", isWrong, isFocused: !isKnown, maxLength: 320 })}${field(view, { name: "password", label: "login.password", autocomplete: "current-password", isPassword: true, isWrong, isFocused: isKnown })}`;
}

function remember({ text, remember: isChosen }: LoginView): Markup {
  return html`<label class="check"><input type="checkbox" name="remember" value="true"${isChosen ? html` checked` : ""}><span>${text("login.remember")}<small>${text("login.rememberHint")}</small></span></label>`;
}
