import { html } from "hono/html";
import type { Markup } from "./markup.ts";
import { icon } from "./markup.ts";
import type { FormView, MessageKey, PageFrame } from "./views.ts";

/** The hidden members of a form: a page that is replaced must send them too. */
export function hiddenMembers({ hidden }: Pick<FormView, "hidden">): Markup {
  const members = Object.entries(hidden).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`${members}`;
}

/** A form that posts to where the view says. */
export function formOf(view: FormView, content: Markup): Markup {
  return html`<form method="post" action="${view.action}">${hiddenMembers(view)}${content}</form>`;
}

/** A field to type into. */
export interface FieldParts {
  readonly name: string;
  readonly label: MessageKey;
  readonly value?: string | undefined;
  /** Tokens of the `autocomplete` attribute. */
  readonly autocomplete: string;
  readonly isPassword?: boolean | undefined;
  readonly isFocused?: boolean | undefined;
  /** Whether the problem of the page is about this field. */
  readonly isWrong?: boolean | undefined;
  readonly hint?: MessageKey | undefined;
  readonly maxLength?: number | undefined;
  readonly className?: string | undefined;
}

/** A field with its label, its hint, and the problem of the page. */
export function field(view: PageFrame, parts: FieldParts): Markup {
  const { name, label, hint, isPassword = false, isWrong = false } = parts;
  const described = [...(isWrong ? ["problem"] : []), ...(hint === undefined ? [] : [`${name}-hint`])].join(" ");
  const input = html`<input class="${`input ${parts.className ?? ""}`.trim()}" id="${name}" name="${name}" type="${isPassword ? "password" : "text"}" value="${parts.value ?? ""}" autocomplete="${parts.autocomplete}" autocapitalize="none" autocorrect="off" spellcheck="false" dir="auto" maxlength="${String(parts.maxLength ?? maxLength)}" required${isWrong ? html` aria-invalid="true"` : ""}${described === "" ? "" : html` aria-describedby="${described}"`}${parts.isFocused === true ? html` autofocus` : ""}>`;
  return html`<div class="field"><label class="label" for="${name}">${view.text(label)}</label>${isPassword ? withReveal(view, name, input) : input}${hint === undefined ? "" : html`<p class="hint" id="${name}-hint">${view.text(hint)}</p>`}</div>`;
}

/** The button shows the password to who wants to see it. It is hidden until the script that it needs has run. */
function withReveal(view: PageFrame, name: string, input: Markup): Markup {
  return html`<div class="secret">${input}<button class="reveal" type="button" hidden aria-pressed="false" aria-controls="${name}"><span class="visually-hidden">${view.text("login.showPassword")}</span>${icon("eye")}</button></div>`;
}

/** Lets the buttons beside passwords show them, and hides them again before they are sent, so that browsers save them. */
export const revealScript = `for(const button of document.querySelectorAll(".reveal")){const input=document.getElementById(button.getAttribute("aria-controls"));const show=(shown)=>{input.type=shown?"text":"password";button.setAttribute("aria-pressed",String(shown))};button.hidden=false;button.addEventListener("click",()=>show(input.type==="password"));input.form.addEventListener("submit",()=>show(false))}`;

const maxLength = 1024;
