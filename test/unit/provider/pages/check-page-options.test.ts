import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider } from "../../../../src/provider/create-provider.ts";

test("page options: what could end a style, a policy or a link is refused with its name", () => {
  const refused: readonly (readonly [pages: object, parameter: string])[] = [
    [{ colour: "red" }, "pages.colour"],
    [{ name: " " }, "pages.name"],
    [{ logoSvg: "<img src=x>" }, "pages.logoSvg"],
    [{ logoSvg: "<svg></svg><script>" }, "pages.logoSvg"],
    [{ theme: { accent: "#000000" } }, "pages.theme.accent"],
    [{ theme: { accentColor: "red" } }, "pages.theme.accentColor"],
    [{ theme: { backgroundColorDark: "#000;} body{" } }, "pages.theme.backgroundColorDark"],
    [{ theme: { fontFamily: "a;}" } }, "pages.theme.fontFamily"],
    [{ theme: { cornerRadius: 33 } }, "pages.theme.cornerRadius"],
    [{ theme: { cornerRadius: Number.NaN } }, "pages.theme.cornerRadius"],
    [{ theme: { css: "</style>" } }, "pages.theme.css"],
    [{ footerLinks: [{ href: "javascript:alert(1)", text: "x" }] }, "pages.footerLinks"],
    [{ footerLinks: [{ href: "//evil.example", text: "x" }] }, "pages.footerLinks"],
    [{ footerLinks: [{ href: "/\\evil.example", text: "x" }] }, "pages.footerLinks"],
    [{ overrides: { logon: () => "" } }, "pages.overrides.logon"],
    [{ overrides: { login: "<p>" } }, "pages.overrides.login"],
    [{ defaultLanguage: "fr" }, "pages.defaultLanguage"],
    [{ messages: { fr: { nope: "x" } } }, "pages.messages.fr.nope"],
    [{ sources: { "script-src": ["'unsafe-inline'"] } }, "pages.sources.script-src"],
    [{ sources: { "img-src": ["http://cdn.example.com"] } }, "pages.sources.img-src"],
    [{ sources: { "img-src": ["https://cdn.example.com/path"] } }, "pages.sources.img-src"],
    [{ sources: { "frame-ancestors": [] } }, "pages.sources.frame-ancestors"],
  ];
  for (const [pages, parameter] of refused) {
    assert.throws(() => createProvider({ issuer: "https://id.example.com", pages: pages as never }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
  }
});

test("page options: a language of one's own can be the default, and a page left undefined is the default one", () => {
  const pages = { messages: { fr: {} }, defaultLanguage: "fr", footerLinks: [{ href: "/help", text: "Aide" }] };
  createProvider({
    issuer: "https://id.example.com",
    pages: { ...pages, overrides: {}, sources: { "img-src": undefined } } as never,
  });
});
