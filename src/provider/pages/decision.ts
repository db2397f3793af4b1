import { html } from "hono/html";
import type { Markup } from "./markup.ts";
import type { MessageKey, PageFrame } from "./views.ts";

/** The two buttons of a question, of the same size: no is as easy as yes, and what Enter presses. */
export function decision({ text }: PageFrame, deny: MessageKey, allow: MessageKey): Markup {
  return html`<div class="actions pair"><button class="button" name="decision" value="deny">${text(deny)}</button><button class="button main" name="decision" value="allow">${text(allow)}</button></div>`;
}
