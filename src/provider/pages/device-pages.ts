import { html } from "hono/html";
import { accessParts, clientLinks, clientTile } from "./client-parts.ts";
import { decision } from "./decision.ts";
import { cleanForeignText } from "./foreign-text.ts";
import { field, formOf } from "./form-parts.ts";
import { layoutPage, problemOf } from "./layout.ts";
import { foreign, icon, textWith } from "./markup.ts";
import type { DeviceCodeView, DeviceConfirmView } from "./views.ts";

/** The page where the code of a device is entered. */
export function deviceCodePage(view: DeviceCodeView): Promise<string> {
  const { userCode, problem, text } = view;
  const code = field(view, {
    name: "user_code",
    label: "deviceCode.label",
    value: cleanForeignText(userCode, 40),
    autocomplete: "one-time-code",
    className: "code-input",
    isFocused: true,
    isWrong: problem !== undefined,
    maxLength: 40,
  });
  const form = formOf(
    view,
    html`${code}<div class="actions"><button class="button main">${text("deviceCode.submit")}</button></div>`,
  );
  return layoutPage(view, {
    title: text("deviceCode.title"),
    content: html`<h1>${text("deviceCode.title")}</h1><p class="lead">${text("deviceCode.intro")}</p>${problemOf(view)}${form}`,
  });
}

/**
 * The page where a device is confirmed: the code is shown again, because it may have come with a link.
 * @see RFC 8628 §3.3.1
 */
export function deviceConfirmPage(view: DeviceConfirmView): Promise<string> {
  const { client, displayName, userCode, text } = view;
  const connects = textWith(view, "deviceConfirm.client", { client: foreign(client.name) });
  const form = formOf(
    view,
    html`<p>${text("deviceConfirm.compare")}</p><p class="user-code" dir="ltr">${cleanForeignText(userCode, 40)}</p><div class="note caution">${icon("alert")}<p>${text("deviceConfirm.warning")}</p></div>${accessParts(view)}${clientLinks(view, client)}${decision(view, "deviceConfirm.deny", "deviceConfirm.allow")}`,
  );
  return layoutPage(view, {
    title: text("deviceConfirm.title"),
    isWide: true,
    content: html`<h1>${text("deviceConfirm.title")}</h1><div class="client">${clientTile(client)}<div><p class="lead">${connects}</p><p class="small lead">${textWith(view, "consent.account", { name: foreign(displayName) })}</p></div></div>${problemOf(view)}${form}`,
  });
}
