import { html } from "hono/html";
import { layoutPage } from "./layout.ts";
import { foreign, icon, textWith } from "./markup.ts";
import type { ErrorView, MessageKey } from "./views.ts";

/** The page of a request that can't go on: what to do for the person, and the rest for whoever wrote the application. */
export function errorPage(view: ErrorView): Promise<string> {
  const { error, description, reference, client, problem, text } = view;
  const [title, advice] = (Object.hasOwn(sentences, error) ? sentences[error] : undefined) ?? [
    "error.title",
    "error.advice",
  ];
  const back =
    client?.uri === undefined
      ? ""
      : html`<div class="actions"><a class="button" href="${client.uri}" rel="noreferrer">${textWith(view, "link.back", { client: foreign(client.name) })}</a></div>`;
  const shown =
    reference === undefined
      ? ""
      : html`<p class="small lead">${text("error.reference")}: <code dir="ltr">${foreign(reference, 40)}</code></p>`;
  return layoutPage(
    { ...view, problem: undefined },
    {
      title: text(title),
      content: html`<span class="tile large danger" aria-hidden="true">${icon("alert")}</span><div role="alert"><h1>${text(title)}</h1><p class="lead">${text(problem ?? advice)}</p></div>${shown}${back}<details${problem === undefined ? html` open` : ""}><summary>${text("error.technical")}</summary><dl class="facts"><dt>${text("error.code")}</dt><dd><code dir="ltr">${foreign(error)}</code></dd><dt>${text("error.description")}</dt><dd lang="en" dir="ltr">${foreign(description, 500)}</dd></dl></details>`,
    },
  );
}

/** What the errors of the protocol are to a person: heading and advice. */
const sentences: Readonly<Record<string, readonly [title: MessageKey, advice: MessageKey]>> = {
  server_error: ["error.failed.title", "error.failed.advice"],
  temporarily_unavailable: ["error.failed.title", "problem.unavailable"],
  not_found: ["error.notFound.title", "error.advice"],
  access_denied: ["error.denied.title", "error.advice"],
};
