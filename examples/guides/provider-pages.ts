import { html } from "hono/html";
import { createProvider, layoutPage, type PageOptions, type Provider } from "ts-identity-model/provider";

export const pages: PageOptions = {
  name: "Acme",
  logoSvg: '<svg viewBox="0 0 32 32"><path fill="#0f766e" d="M16 3 30 29H2Z"/></svg>',
  theme: { accentColor: "#0f766e", cornerRadius: 8 },
  footerLinks: [{ href: "https://acme.example/imprint", text: { en: "Imprint", fr: "Mentions légales" } }],
  messages: {
    en: { "scope.orders.read.title": "See your orders" },
    fr: { "login.title": "Connexion", "login.continue": "pour continuer vers {client}" },
  },
  overrides: {
    outcome: (view) => {
      const content = html`<h1>${view.text(view.outcome)}</h1><p><a href="https://acme.example">acme.example</a></p>`;
      return layoutPage(view, { title: view.text(view.outcome), content });
    },
  },
};

/** A provider with these pages. */
export const provider: Provider = createProvider({ issuer: "https://id.acme.example", pages });
