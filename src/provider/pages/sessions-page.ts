import { html } from "hono/html";
import { describeDevice } from "./device-name.ts";
import { cleanForeignText } from "./foreign-text.ts";
import { formOf } from "./form-parts.ts";
import { layoutPage, problemOf } from "./layout.ts";
import { foreign, icon, type Markup, textWith } from "./markup.ts";
import { writeAge, writeDate } from "./times.ts";
import type { SessionsView, SessionView } from "./views.ts";

/** The page of signed-in devices. */
export function sessionsPage(view: SessionsView): Promise<string> {
  const { displayName, sessions, text } = view;
  const others = sessions.filter(({ isCurrent }) => !isCurrent);
  const end =
    others.length === 0
      ? html`<p class="note">${text("sessions.alone")}</p>`
      : html`<div class="actions"><button class="button" name="end" value="others">${text("sessions.endOthers")}</button></div>`;
  const list = html`<ul class="list">${sessions.map((session) => sessionItem(view, session))}</ul>`;
  return layoutPage(view, {
    title: text("sessions.title"),
    isWide: true,
    content: html`<h1>${text("sessions.title")}</h1><p class="lead">${textWith(view, "sessions.account", { name: foreign(displayName) })}</p>${problemOf(view)}${formOf(view, html`${list}${end}`)}`,
  });
}

function sessionItem(view: SessionsView, session: SessionView): Markup {
  const { text, language, nowMs } = view;
  const { browser, system, isPhone } = describeDevice(session.device);
  const device =
    browser !== undefined && system !== undefined
      ? text("sessions.device", { browser, system })
      : (browser ?? system ?? (cleanForeignText(session.device, 40) || text("sessions.unknown")));
  const time = writeAge(session.lastSeenAtMs, nowMs, language);
  const current = html` <span class="badge success">${text("sessions.current")}</span>`;
  const since = html`<time datetime="${new Date(session.createdAtMs).toISOString()}">${writeDate(session.createdAtMs, language)}</time>`;
  const name = text("sessions.endOf", { device, time });
  const button = html`<button class="button quiet" name="end" value="${session.sid}" aria-label="${name}">${text("sessions.end")}</button>`;
  return html`<li class="session">${icon(isPhone ? "phone" : "desktop")}<div class="grow"><p><span class="title">${foreign(device)}</span>${session.isCurrent ? current : ""}</p><p class="about">${text("sessions.lastSeen", { time })}${session.address === undefined ? "" : html` · ${foreign(session.address, 60)}`}</p><p class="about">${textWith(view, "sessions.since", { date: since })}</p></div>${session.isCurrent ? "" : button}</li>`;
}
