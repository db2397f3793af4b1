import { html } from "hono/html";
import { layoutPage, problemOf } from "./layout.ts";
import { icon } from "./markup.ts";
import type { OutcomeView } from "./views.ts";

/** The page of what ends with a sentence. */
export function outcomePage(view: OutcomeView): Promise<string> {
  const { outcome, link, text } = view;
  const title = view.findText(`${outcome}.title`);
  const isQuiet = quiet.includes(outcome);
  const sentence = title === undefined ? "" : html`<p class="lead">${text(outcome)}</p>`;
  const onward =
    link === undefined
      ? ""
      : html`<div class="actions"><a class="button" href="${link.href}">${text(link.text)}</a></div>`;
  return layoutPage(view, {
    title: title ?? text(outcome),
    content: html`<span class="tile large${isQuiet ? "" : " success"}" aria-hidden="true">${icon(isQuiet ? "dash" : "check")}</span><div role="status"><h1>${title ?? text(outcome)}</h1>${sentence}</div>${problemOf(view)}${onward}`,
  });
}

/** Outcomes that are no success to be shown as one. */
const quiet: readonly string[] = ["outcome.deviceDenied", "outcome.canceled", "outcome.stillSignedIn"];
