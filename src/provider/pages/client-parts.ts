import { html } from "hono/html";
import { initialOf } from "./foreign-text.ts";
import { foreign, icon, type Markup, textWith } from "./markup.ts";
import type { ClientView, ConsentView, PageFrame, ScopeView } from "./views.ts";

/** The client's logo, or the first letter of its name. */
export function clientTile({ name, logoUri }: ClientView): Markup {
  const picture =
    logoUri === undefined
      ? initialOf(name)
      : html`<img src="${logoUri}" alt="" width="40" height="40" referrerpolicy="no-referrer">`;
  return html`<span class="tile" aria-hidden="true">${picture}</span>`;
}

/** Where signing in leads to. */
export function clientLine(view: PageFrame, client: ClientView | undefined): Markup {
  if (client === undefined) return html``;
  return html`<div class="client">${clientTile(client)}<p class="lead">${textWith(view, "login.continue", { client: foreign(client.name) })}</p></div>`;
}

/** What is asked for: scopes, resources, further authorizations, access while one is away. */
export function accessParts(view: ConsentView): Markup {
  const { scopes, claims = [], resources, details, isOffline } = view;
  const isTold = scopes.some(({ scope }) => scope === "offline_access");
  const offline = isOffline && !isTold ? html`<p class="note">${view.text("consent.offline")}</p>` : "";
  return html`${section(view.text("consent.scopes"), [
    ...scopes.map((scope) => scopeItem(view, scope)),
    ...claims.map((claim) => scopeItem(view, { scope: `claim:${claim}`, title: claim, isGranted: false })),
  ])}${section(view.text("consent.details"), details.map(detailItem))}${section(view.text("consent.resources"), resources.map(resourceItem))}${offline}`;
}

/** Links to what the client says of itself. */
export function clientLinks(view: PageFrame, { policyUri, termsUri }: ClientView): Markup {
  const links = [
    [policyUri, view.text("consent.policy")],
    [termsUri, view.text("consent.terms")],
  ] as const;
  const known = links.filter(([href]) => href !== undefined);
  if (known.length === 0) return html``;
  const items = known.map(
    ([href, text]) => html`<a href="${href}" target="_blank" rel="noopener noreferrer">${text}</a>`,
  );
  return html`<p class="links">${items}</p>`;
}

function section(title: string, items: readonly Markup[]): Markup {
  if (items.length === 0) return html``;
  return html`<h2>${title}</h2><ul class="list">${items}</ul>`;
}

/** Texts of the pages win over those of the endpoint, because they are in the language of the page. */
function scopeItem(view: PageFrame, { scope, title, description, isGranted }: ScopeView): Markup {
  const named = view.findText(`scope.${scope}.title`);
  const about = view.findText(`scope.${scope}.description`) ?? (named === undefined ? description : undefined);
  const granted = isGranted ? html` <span class="badge">${view.text("consent.granted")}</span>` : "";
  return html`<li>${icon("circle")}<div class="grow"><p><span class="title">${foreign(named ?? title, 120)}</span>${granted}</p>${about === undefined ? "" : html`<p class="about">${foreign(about, 300)}</p>`}</div></li>`;
}

function resourceItem(resource: string): Markup {
  return html`<li>${icon("server")}<div class="grow"><p>${foreign(resource, 200)}</p></div></li>`;
}

function detailItem({ type, lines }: ConsentView["details"][number]): Markup {
  // All of it: the client decides the order, and must not be able to hide what comes last.
  const shown = lines.map((line) => html`<p class="about">${foreign(line, maxLine)}</p>`);
  return html`<li>${icon("key")}<div class="grow"><p class="title">${foreign(type, 120)}</p>${shown}</div></li>`;
}

const maxLine = 2000;
