import assert from "node:assert/strict";
import { test } from "node:test";
import { pages, provider } from "../../examples/guides/provider-pages.ts";
import { renderPage } from "../../src/provider/pages/render.ts";
import { createPagesContext, requestPage } from "../fixtures/provider/pages-context.ts";
import { samples } from "../fixtures/provider/pages-samples.ts";

test("guide provider-pages: its example themes, translates and replaces pages", async () => {
  assert.equal(provider.issuer, "https://id.acme.example");
  const context = createPagesContext(pages);
  const show = async (name: "login" | "outcome", language: string): Promise<string> =>
    (await renderPage(context, requestPage({ "accept-language": language }), name, samples[name] as never)).text();
  const login = await show("login", "fr");
  assert.match(login, /<html lang="fr" dir="ltr">.*<title>Connexion – Acme<\/title>.*--ti-accent:#0f766e/s);
  assert.match(login, /aria-label="Acme"><svg.*pour continuer vers <bdi>Photo Print<\/bdi>.*>Mentions légales</s);
  assert.match(
    await show("outcome", "en"),
    /<h1>You can close this page and go on at the device\.<\/h1><p><a href="https:/,
  );
});
