import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { build } from "esbuild";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { root } from "../../scripts/run.ts";
import { findChromium, launchChromium } from "./chromium.ts";
import { type ServedTestProvider, startServedProvider } from "./served-provider.ts";

const executable = findChromium();
const skip = executable === undefined ? "there is no Chromium in PATH or /usr/bin" : false;

describe("the browser client, in Chromium", { skip }, () => {
  let browser: Browser;
  let served: ServedTestProvider;
  const apiCalls: (string | undefined)[] = [];

  before(async () => {
    const script = await bundle();
    served = await startServedProvider({
      // A client on a loopback address is asked for each time otherwise (RFC 8252 §8.6).
      options: { firstPartyClients: ["bearer"] },
      app: ({ url = "/", headers }, response) => {
        if (url.startsWith("/api")) {
          apiCalls.push(headers.authorization?.split(" ")[0]);
          if (url === "/api/moved") response.writeHead(307, { location: `${served.issuer}/userinfo` });
          response.end("orders");
          return;
        }
        const isScript = url === "/app.js";
        response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
        response.setHeader(
          "content-security-policy",
          `default-src 'none'; script-src 'self'; connect-src 'self' ${served.issuer}; frame-src 'self' ${served.issuer}; img-src data:; base-uri 'none'`,
        );
        // Of the same site as the provider, it is the other client.
        const client = headers.host?.startsWith("localhost") === true ? "spa" : "bearer";
        response.end(isScript ? script : writeHtml(served, client));
      },
      clients: (app) =>
        ["spa", "bearer"].map((client_id) => ({
          client_id,
          client_name: "Single page",
          token_endpoint_auth_method: "none",
          redirect_uris: [`${app}/callback`, `${app.replace("localhost", "127.0.0.1")}/callback`],
          post_logout_redirect_uris: [`${app}/`],
          grant_types: ["authorization_code", "refresh_token"],
          dpop_bound_access_tokens: client_id === "spa",
        })),
    });
    browser = await launchChromium(executable ?? "");
  });
  after(async () => {
    await browser?.close();
    await served?.close();
  });

  test("a login by redirect leaves no code behind, and the back button does not bring it back", async () => {
    await visit(async (page) => {
      await signIn(page);
      assert.equal(page.url(), `${served.app}/orders?page=2`);
      assert.equal(await page.evaluate(() => sessionStorage.length), 1, "the transaction is gone, the session there");
      assert.equal(await page.evaluate(() => localStorage.length), 0);
      await page.goBack();
      assert.doesNotMatch(page.url(), /[?&]code=/);
      await page.goForward();
      await page.waitForURL(`${served.app}/orders?page=2`);
      await expectOutput(page, "ada-id");
    });
  });

  test("a reload keeps the session, with a key that cannot be extracted (RFC 9449)", async () => {
    await visit(async (page) => {
      await signIn(page);
      const before = await token(page);
      await page.reload();
      await expectOutput(page, "ada-id");
      assert.equal(await token(page), before);
      const after = await token(page, true);
      assert.notEqual(after, before, "renewed with the key of before the reload");
      assert.deepEqual(await page.evaluate(readStoredKeys), [{ type: "private", extractable: false }]);
      const answer = await page.evaluate(() => Reflect.get(globalThis, "spa").fetch("/api/orders"));
      assert.ok(answer);
      assert.equal(apiCalls.at(-1), "DPoP");
    });
  });

  test("the token goes to no other origin", async () => {
    await visit(async (page) => {
      await signIn(page);
      const message = await page.evaluate(
        (url) =>
          Reflect.get(globalThis, "spa")
            .fetch(url)
            .then(String, (error: Error) => error.message),
        `${served.issuer}/userinfo`,
      );
      assert.match(message, /its origin is not one of allowedOrigins/);
    });
  });

  test("a redirect of an API is not followed, whatever the browser hides of it (RFC 9700 §4.12)", async () => {
    await visit(async (page) => {
      await signIn(page);
      const code = page.evaluate(() =>
        Reflect.get(globalThis, "spa")
          .fetch("/api/moved")
          .then(String, (error: Error) => Reflect.get(error, "code")),
      );
      assert.equal(await code, "ERR_RESPONSE_REDIRECT");
    });
  });

  test("a page that the history of the browser would refuse is refused before the login (RFC 6749 §10.15)", async () => {
    await visit(async (page) => {
      await page.goto(served.app);
      await expectOutput(page, "nobody");
      const codes = await page.evaluate(() =>
        Promise.all(
          [`blob:${location.origin}/x`, location.href.replace("//", "//ada@")].map((returnTo) =>
            Reflect.get(globalThis, "spa")
              .signInRedirect({ returnTo })
              .then(String, (error: Error) => Reflect.get(error, "code")),
          ),
        ),
      );
      assert.deepEqual(codes, ["ERR_CONFIGURATION_OPTION", "ERR_CONFIGURATION_OPTION"]);
      assert.equal(await page.evaluate(() => sessionStorage.length), 0);
    });
  });

  test("a pushed request leaves nothing but its reference in the URL (RFC 9126 §4)", async () => {
    await visit(async (page) => {
      await page.goto(`${served.app}/?push`);
      await expectOutput(page, "nobody");
      const sent = page.waitForRequest((request) => request.url().startsWith(`${served.issuer}/authorize?`));
      await page.locator("#redirect").click();
      const { searchParams } = new URL((await sent).url());
      assert.deepEqual([...searchParams.keys()].sort(), ["client_id", "request_uri"]);
      await fillIn(page);
      await page.waitForURL(`${served.app}/orders?page=2`);
      await expectOutput(page, "ada-id");
    });
  });

  test("a page of the origin that talks like a tab makes nobody's session that of another", async () => {
    await visit(async (page, context) => {
      await signIn(page);
      const other = await context.newPage();
      await other.goto(`${served.app}/api/page`);
      await other.evaluate(async (name) => {
        const channel = new BroadcastChannel(name);
        const answered = new Promise<MessageEvent>((resolve) => {
          channel.onmessage = resolve;
        });
        channel.postMessage({ type: "ask" });
        const { session } = (await answered).data;
        const tokens = { ...session.tokens, claims: { ...session.tokens.claims, sub: "evil" } };
        channel.postMessage({ type: "session", session: { ...session, id: "evil", signedInAt: 9e15, tokens } });
        channel.postMessage({ type: "session", session: { ...session, tokens } });
        channel.postMessage({ type: "ended", id: "evil", reason: "session.signed_out" });
        await new Promise((resolve) => setTimeout(resolve, 300));
      }, `ts-identity-model ${served.issuer} spa`);
      const sub = page.evaluate(async () => (await Reflect.get(globalThis, "spa").getSession())?.claims.sub);
      assert.equal(await sub, "ada-id");
    });
  });

  test("a sign-out is one of pages too that the browser has put aside (back/forward cache)", async () => {
    await visit(async (page, context) => {
      await signIn(page);
      const other = await context.newPage();
      await other.goto(served.app);
      await expectOutput(other, "ada-id");
      await other.goto(`${served.app}/api/page`);
      await page.evaluate(() => Reflect.get(globalThis, "spa").signOut({ provider: false }));
      await other.goBack();
      const session = other.evaluate(async () => {
        const found = await Reflect.get(globalThis, "spa").getSession();
        return [found ?? "nobody", sessionStorage.length];
      });
      assert.deepEqual(await session, ["nobody", 0]);
    });
  });

  test("a login in a popup, and one that the person gives up", async () => {
    await visit(async (page, context) => {
      await page.goto(served.app);
      await expectOutput(page, "nobody");
      const opening = context.waitForEvent("page");
      await page.locator("#popup").click();
      const popup = await opening;
      await popup.close();
      await page.getByText(/failed: .*The window was closed before the sign-in ended/).waitFor();
      const again = context.waitForEvent("page");
      await page.locator("#popup").click();
      const second = await again;
      const closed = second.waitForEvent("close");
      await fillIn(second);
      await closed;
      await expectOutput(page, "ada-id");
      assert.equal(page.url(), `${served.app}/`);
    });
  });

  test("two tabs that renew at once send one request, and both have its token", async () => {
    await visit(async (page, context) => {
      await signIn(page);
      const other = await context.newPage();
      await other.goto(served.app);
      await expectOutput(other, "ada-id");
      assert.equal(await token(other), await token(page), "a new tab has the session of the others");
      const count = countRefreshes();
      const [first, second] = await Promise.all([token(page, true), token(other, true)]);
      assert.equal(first, second);
      assert.equal(countRefreshes() - count, 1);
    });
  });

  test("a sign-out in one tab is one in all, and at the provider", async () => {
    await visit(async (page, context) => {
      await signIn(page);
      const other = await context.newPage();
      await other.goto(served.app);
      await expectOutput(other, "ada-id");
      await page.evaluate(() => void Reflect.get(globalThis, "spa").signOut());
      await page.waitForURL((url) => url.href.startsWith(served.app) && url.pathname === "/");
      await expectOutput(page, "nobody");
      const seen = await other.evaluate(async () => {
        const session = await Reflect.get(globalThis, "spa").getSession();
        return [session, Reflect.get(globalThis, "events").at(-1)];
      });
      assert.deepEqual([seen[0], seen[1].type, seen[1].elsewhere], [undefined, "session.signed_out", true]);
      assert.deepEqual(await page.evaluate(readStoredKeys), []);
      await other.reload();
      await expectOutput(other, "nobody");
      await page.locator("#redirect").click();
      await page.getByLabel("Email or username").waitFor();
    });
  });

  test("in memory, a reload signs in again silently where the provider is of the same site", async () => {
    await visit(async (page) => {
      const app = served.app.replace("localhost", "127.0.0.1");
      await page.goto(`${app}/`);
      await expectOutput(page, "nobody");
      const silent = (): Promise<unknown> =>
        page.evaluate(async () => (await Reflect.get(globalThis, "spa").signInSilently())?.claims.sub ?? "nobody");
      assert.equal(await silent(), "nobody");
      await page.locator("#redirect").click();
      await fillIn(page);
      await page.waitForURL(`${app}/orders?page=2`);
      await page.goto(`${app}/`);
      await expectOutput(page, "nobody");
      assert.equal(await silent(), "ada-id");
      assert.equal(await page.locator("iframe").count(), 0);
    });
  });

  test("what comes to the redirect URI without a sign-in of this browser is refused, and out of the URL", async () => {
    await visit(async (page) => {
      await page.goto(`${served.app}/callback?code=evil&state=evil&iss=${encodeURIComponent(served.issuer)}`);
      await page.getByText(/failed: .*belongs to no sign-in that this browser has started/).waitFor();
      assert.equal(page.url(), `${served.app}/callback`);
    });
  });

  function countRefreshes(): number {
    return served.events.filter(({ type }) => type === "token.issued").length;
  }

  async function visit(use: (page: Page, context: BrowserContext) => Promise<void>): Promise<void> {
    const context = await browser.newContext({ locale: "en" });
    context.setDefaultTimeout(15_000);
    const problems: string[] = [];
    context.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
    try {
      await use(await context.newPage(), context);
      assert.deepEqual(
        problems.filter((problem) => /Content.Security.Policy/i.test(problem)),
        [],
      );
    } finally {
      await context.close();
    }
  }

  async function signIn(page: Page): Promise<void> {
    await page.goto(served.app);
    await expectOutput(page, "nobody");
    await page.locator("#redirect").click();
    await fillIn(page);
    await page.waitForURL(`${served.app}/orders?page=2`);
    await expectOutput(page, "ada-id");
  }
});

async function fillIn(page: Page): Promise<void> {
  await page.getByLabel("Email or username").fill("ada");
  await page.getByLabel("Password", { exact: true }).fill("correct horse");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const allow = page.getByRole("button", { name: "Allow", exact: true });
  await allow.click({ timeout: 5000 }).catch(() => undefined);
}

async function expectOutput(page: Page, text: string): Promise<void> {
  await page.locator("output", { hasText: text }).waitFor();
  assert.equal(await page.locator("output").textContent(), text);
}

function token(page: Page, forceRenewal = false): Promise<string> {
  return page.evaluate((options) => Reflect.get(globalThis, "spa").getAccessToken(options), { forceRenewal });
}

/** The private keys in the databases of the page, which are asked what they are. Runs in the page. */
async function readStoredKeys(): Promise<unknown> {
  const databases = await indexedDB.databases();
  const found: unknown[] = [];
  for (const { name = "" } of databases) {
    const open = indexedDB.open(name);
    await new Promise((resolve) => {
      open.onsuccess = resolve;
    });
    const read = open.result.transaction("values").objectStore("values").get("dpop");
    await new Promise((resolve) => {
      read.onsuccess = resolve;
    });
    const key = read.result?.privateKey;
    if (key !== undefined) found.push({ type: key.type, extractable: key.extractable });
    open.result.close();
  }
  return found;
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${root}test/browser/spa-client-page.ts`],
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

function writeHtml({ issuer, app }: ServedTestProvider, client: string): string {
  const data = `data-issuer="${issuer}" data-api="${app}" data-client="${client}" data-storage="${client === "spa" ? "session" : "memory"}"`;
  return `<!doctype html><html lang="en" ${data}><meta charset="utf-8"><title>Single page</title><link rel="icon" href="data:,"><button id="redirect">Sign in</button><button id="popup">Sign in here</button><output></output><script type="module" src="/app.js"></script></html>`;
}
