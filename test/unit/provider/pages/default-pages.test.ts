import assert from "node:assert/strict";
import { test } from "node:test";
import type { PageOptions } from "../../../../src/provider/pages/page-options.ts";
import { renderPage } from "../../../../src/provider/pages/render.ts";
import type { PageContent, Pages } from "../../../../src/provider/pages/views.ts";
import { createPagesContext, requestPage } from "../../../fixtures/provider/pages-context.ts";
import { furtherSamples, samples } from "../../../fixtures/provider/pages-samples.ts";

async function show<Name extends keyof Pages>(
  page: Name,
  content: PageContent<Name>,
  options: PageOptions = {},
): Promise<string> {
  return (await renderPage(createPagesContext(options), requestPage(), page, content)).text();
}

const hostile = `</title></style><script>alert(1)</script><img src=x onerror=alert(1)>"'\`&\u202eevil\u2066\u0000`;

/** Replaces every text of a view but our own keys. */
function poison(value: unknown, spared: readonly string[], key = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => poison(item, spared));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, poison(member, spared, name)]));
  return typeof value !== "string" || spared.includes(key) ? value : hostile;
}

const tagsOf = (html: string): readonly string[] => [...html.matchAll(/<[^\s>]+/g)].map(([tag]) => tag);

test("default pages: no text of a view becomes markup, ends an attribute or turns the reading direction (OWASP)", async () => {
  const all = [...Object.entries(samples).map(([page, content]) => ({ page, content })), ...furtherSamples];
  assert.equal(all.length, 18);
  const own = ["outcome", "problem", "text"];
  for (const { page, content } of all) {
    const clean = await show(page as keyof Pages, content as never);
    // These decide what else is shown.
    const spared = [...own, "scope", "error", "uri", "policyUri", "termsUri"];
    const html = await show(page as keyof Pages, poison(content, spared) as never);
    assert.deepEqual(tagsOf(html), tagsOf(clean), page);
    const all = await show(page as keyof Pages, poison(content, own) as never);
    assert.doesNotMatch(all, /<script>alert|<img|"'`/, page);
    // Hidden members are ours, and go back as they came.
    const seen = all.replaceAll(/ (?:value|action|href)="[^"]*"/g, "");
    assert.doesNotMatch(seen, /\u202e|\u2066|\0/, page);
  }
});

test("default pages: names of others are cleaned, cut, and isolated in their direction", async () => {
  const client = { ...samples.consent.client, name: `Bank\u202e\u2066\u200b of\n ${"x".repeat(200)}` };
  const html = await show("consent", { ...samples.consent, client });
  assert.match(html, /<h1>Allow <bdi>Bank of x{70,80}…<\/bdi> to use your account\?<\/h1>/);
  assert.match(html, /<title>Allow Bank of x+… to use your account\? – id\.example\.com<\/title>/);
});

test("default pages: what was typed comes back escaped, a password never", async () => {
  const html = await show("login", { ...samples.login, login: `"><b>ada`, problem: "problem.credentials" });
  assert.match(html, /name="login" type="text" value="&quot;&gt;&lt;b&gt;ada"/);
  assert.match(html, /name="password" type="password" value=""/);
});

test("default pages: fields say what they are for, and whose problem it is (WCAG 2.2, 1.3.5, 3.3.1)", async () => {
  const inputs = async (html: Promise<string>): Promise<readonly string[]> =>
    [...(await html).matchAll(/<input [^>]*>/g)]
      .map(([tag]) => tag)
      .filter((tag) => !tag.includes('type="hidden"') && !tag.includes("checkbox"))
      .map((tag) =>
        ["id", "autocomplete", "aria-invalid", "aria-describedby"]
          .map((name) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "-")
          .join(" "),
      );
  assert.deepEqual(await inputs(show("login", samples.login)), ["login username - -", "password current-password - -"]);
  assert.deepEqual(await inputs(show("login", { ...samples.login, problem: "problem.credentials" })), [
    "login username true problem",
    "password current-password true problem",
  ]);
  assert.deepEqual(
    await inputs(show("changePassword", { ...samples.changePassword, problem: "problem.passwordsDiffer" })),
    [
      "- username - -",
      "password current-password - -",
      "new_password new-password true problem new_password-hint",
      "new_password_repeated new-password true problem",
    ],
  );
  assert.deepEqual(
    (await inputs(show("changePassword", { ...samples.changePassword, problem: "problem.passwordWrong" }))).slice(1, 3),
    ["password current-password true problem", "new_password new-password - new_password-hint"],
  );
  assert.deepEqual(await inputs(show("deviceCode", samples.deviceCode)), ["user_code one-time-code - -"]);
  const wrong = { ...samples.deviceCode, problem: "problem.userCode" } as const;
  assert.deepEqual(await inputs(show("deviceCode", wrong)), ["user_code one-time-code true problem"]);
});

test("default pages: a problem is told at once, in the title too, with the time to wait", async () => {
  const content = { ...samples.login, problem: "problem.throttled", retryAfterSeconds: 130 } as const;
  const html = await show("login", content);
  assert.match(html, /<title>Problem: Sign in – id\.example\.com<\/title>/);
  assert.match(
    html,
    /id="problem" role="alert">.*<p>There were too many attempts\.<\/p><p>Try again in 3 minutes\.<\/p>/,
  );
});

test("default pages: the cursor stands where something is missing", async () => {
  const focused = (html: string): string | undefined => / id="(\w+)"[^>]* autofocus/.exec(html)?.[1];
  assert.equal(focused(await show("login", samples.login)), "login");
  assert.equal(focused(await show("login", { ...samples.login, login: "ada" })), "password");
});

test("default pages: without a client, nothing is said of one; without cancel there is no button", async () => {
  const html = await show("login", { ...samples.login, client: undefined, canCancel: false, remember: true });
  assert.doesNotMatch(html, /to continue to|name="cancel"/);
  assert.match(html, /name="remember" value="true" checked/);
});

test("default pages: a logout that no client asks for names none", async () => {
  assert.match(await show("logout", samples.logout), /<bdi>Photo Print<\/bdi> asks to end this session\./);
  assert.doesNotMatch(await show("logout", { ...samples.logout, client: undefined }), /asks to end/);
});

test("default pages: the consent page names scopes in the words of the pages, then of the endpoint, and offline access once", async () => {
  const messages = { en: { "scope.photos.read.title": "See photos" } };
  const html = await show("consent", samples.consent, { messages });
  const titles = [...html.matchAll(/class="title"><bdi>([^<]*)</g)].map(([, title]) => title);
  assert.deepEqual(titles, [
    "Know that it is you",
    "See your email address",
    "See photos",
    "Stay connected while you are away",
  ]);
  assert.doesNotMatch(html, /It keeps this access/);
  const [more] = furtherSamples.filter(({ name }) => name === "consent-more");
  const full = await show("consent", more?.content as PageContent<"consent">);
  assert.match(full, /payment_initiation.*123\.50 EUR.*https:\/\/api\.example\.com\/accounts.*It keeps this access/s);
});

test("default pages: links of a client open elsewhere, and tell it nothing", async () => {
  const html = await show("consent", samples.consent);
  assert.match(
    html,
    /<a href="https:\/\/print\.example\.com\/privacy" target="_blank" rel="noopener noreferrer">Its privacy policy<\/a>/,
  );
  const { policyUri, termsUri, ...client } = samples.consent.client;
  assert.ok(policyUri !== undefined && termsUri !== undefined);
  assert.doesNotMatch(await show("consent", { ...samples.consent, client }), /class="links"/);
});

test("default pages: a link of a client that is not https is left out", async () => {
  const client = { ...samples.consent.client, policyUri: "javascript:alert(1)", termsUri: "http://print.example.com" };
  assert.doesNotMatch(await show("consent", { ...samples.consent, client }), /class="links"|javascript:/);
});

test("default pages: an outcome without a heading of its own is its own heading", async () => {
  assert.match(await show("outcome", { outcome: "problem.unavailable" }), /<h1>This does not work at the moment\./);
  const html = await show("outcome", { outcome: "outcome.signedOut", link: { href: "/login", text: "link.signIn" } });
  assert.match(
    html,
    /<h1>You are signed out<\/h1><p class="lead">On a device.*<a class="button" href="\/login">Sign in<\/a>/,
  );
});

test("default pages: signed-in devices have names, times, and a button each but one's own", async () => {
  const html = await show("sessions", samples.sessions);
  assert.deepEqual(
    [...html.matchAll(/class="title"><bdi>([^<]*)</g)].map(([, name]) => name),
    ["Firefox on Linux", "Safari on iPhone", "curl/8.14.1"],
  );
  assert.deepEqual(
    [...html.matchAll(/name="end" value="([^"]*)"/g)].map(([, value]) => value),
    ["sid-2", "sid-3", "others"],
  );
  assert.match(html, /Last active 5 hours ago · <bdi>2001:db8::7<\/bdi>/);
  assert.match(html, /<time datetime="2026-03-24T12:00:00.000Z">March 24, 2026<\/time>/);
  const [own] = samples.sessions.sessions;
  assert.ok(own !== undefined);
  const alone = await show("sessions", { ...samples.sessions, sessions: [{ ...own, device: "" }] });
  assert.match(alone, /Unknown device.*You are signed in nowhere else\./s);
  assert.doesNotMatch(alone, /name="end"/);
});

test("default pages: the error page tells the person what to do, the developer what was wrong, and both the reference", async () => {
  const html = await show("error", samples.error);
  assert.match(html, /<h1>This did not work<\/h1>/);
  assert.match(html, /Reference: <code dir="ltr"><bdi>7QK4-M2XD<\/bdi><\/code>/);
  assert.match(html, /<details open>.*invalid_request.*The redirect_uri is not one/s);
  const person = await show("error", {
    ...samples.error,
    problem: "problem.cookieMissing",
    client: samples.consent.client,
  });
  assert.match(person, /<p class="lead">Your browser sent no cookie\./);
  assert.match(
    person,
    /<a class="button" href="https:\/\/print\.example\.com\/" rel="noreferrer">Back to <bdi>Photo Print<\/bdi><\/a>/,
  );
  assert.match(person, /<details>/);
  assert.match(
    await show("error", { error: "server_error", description: "x" }),
    /<h1>Something broke on our side<\/h1>/,
  );
  assert.match(await show("error", { error: "access_denied", description: "x" }), /<h1>This is not allowed<\/h1>/);
});

test("default pages: brand, logo and links below are the configuration's", async () => {
  const html = await show("login", samples.login, {
    name: "Acme & Sons",
    logoSvg: '<svg viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>',
    footerLinks: [
      { href: "/imprint", text: { de: "Impressum", en: "Imprint" } },
      { href: "https://example.com/help", text: "Help" },
      { href: "/only", text: { fr: "Aide" } },
    ],
    theme: { accentColor: "#ffcc00", cornerRadius: 4, fontFamily: '"Acme Sans", sans-serif', css: ".card{margin:0}" },
  });
  assert.match(html, /<title>Sign in – Acme &amp; Sons<\/title>/);
  assert.match(html, /<span role="img" aria-label="Acme &amp; Sons"><svg viewBox="0 0 1 1">/);
  assert.deepEqual(
    [...html.matchAll(/<li><a href="([^"]*)">([^<]*)</g)].map(([, href, text]) => [href, text]),
    [
      ["/imprint", "Imprint"],
      ["https://example.com/help", "Help"],
      ["/only", "Aide"],
    ],
  );
  assert.match(html, /--ti-accent:#ffcc00;--ti-on-accent:#0b0d12/);
  assert.match(html, /--ti-radius:4px.*\.card\{margin:0\}<\/style>/s);
});

test("default pages: nothing is loaded from anywhere, and no event handler or style attribute is needed", async () => {
  for (const [page, content] of Object.entries(samples)) {
    const html = await show(page as keyof Pages, content as never);
    assert.doesNotMatch(html, /\ssrc=|@import|url\(|\sstyle=|\son\w+=/, page);
    assert.equal(html.match(/<h1/g)?.length, 1, page);
    assert.match(html, /<meta name="robots" content="noindex">/);
  }
});
