import { html } from "hono/html";
import { field, formOf, revealScript } from "./form-parts.ts";
import { layoutPage, problemOf } from "./layout.ts";
import { foreign, textWith } from "./markup.ts";
import type { ChangePasswordView } from "./views.ts";

/** The page where a password is replaced. */
export function changePasswordPage(view: ChangePasswordView): Promise<string> {
  const { displayName, problem, text } = view;
  const isCurrent = problem === "problem.passwordWrong";
  const isNew = problem !== undefined && !isCurrent;
  const password = { isPassword: true } as const;
  const fields = [
    // Password managers need to know whose password it is.
    html`<input class="visually-hidden" name="username" autocomplete="username" value="${displayName}" tabindex="-1" aria-hidden="true" readonly>`,
    field(view, {
      ...password,
      name: "password",
      label: "changePassword.current",
      autocomplete: "current-password",
      isFocused: true,
      isWrong: isCurrent,
    }),
    field(view, {
      ...password,
      name: "new_password",
      label: "changePassword.new",
      autocomplete: "new-password",
      hint: "changePassword.newHint",
      isWrong: isNew,
    }),
    field(view, {
      ...password,
      name: "new_password_repeated",
      label: "changePassword.repeated",
      autocomplete: "new-password",
      isWrong: isNew,
    }),
  ];
  const form = formOf(
    view,
    html`${fields}<div class="actions"><button class="button main">${text("changePassword.submit")}</button></div>`,
  );
  return layoutPage(view, {
    title: text("changePassword.title"),
    content: html`<h1>${text("changePassword.title")}</h1><p class="lead">${textWith(view, "changePassword.intro", { name: foreign(displayName) })}</p>${problemOf(view)}${form}`,
    script: revealScript,
  });
}
