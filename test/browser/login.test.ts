import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import axe from "axe-core";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { findChromium, launchChromium } from "./chromium.ts";
import { type ServedTestProvider, startServedProvider } from "./served-provider.ts";

const executable = findChromium();
const skip = executable === undefined ? "there is no Chromium in PATH or /usr/bin" : false;

describe("the provider's own flows in Chromium, without scripts", { skip }, () => {
  let browser: Browser;
  let served: ServedTestProvider;
  let auditor: Page;

  before(async () => {
    browser = await launchChromium(executable ?? "");
    auditor = await browser.newPage();
    served = await startServedProvider();
  });
  after(async () => {
    await browser.close();
    await served.close();
  });

  test("a login that is wrong, then right, then consent: the application gets a code", async () => {
    await visit(async (page) => {
      await page.goto(served.authorizationUrl({ state: "s-1" }));
      await expectPage(page, "Sign in");
      await signIn(page, { password: "wrong" });
      await expectPage(page, "Sign in");
      assert.match((await page.getByRole("alert").textContent()) ?? "", /The name or the password is not right/);
      assert.equal(await page.getByLabel("Email or username").inputValue(), "ada", "the name need not be typed again");
      assert.equal(await page.getByLabel("Password", { exact: true }).inputValue(), "");
      await signIn(page);
      await expectPage(page, "Allow Web shop to use your account?");
      await press(page, "Allow");
      const answer = await atApplication(page);
      assert.match(answer.get("code") ?? "", /^[\w-]{43}$/);
      assert.deepEqual([answer.get("state"), answer.get("iss")], ["s-1", served.issuer]);
    });
  });

  test("consent that is denied, and a login that is canceled, go back as access_denied (RFC 6749 §4.1.2.1)", async () => {
    await visit(async (page) => {
      await page.goto(served.authorizationUrl({ prompt: "consent" }));
      await signIn(page);
      await press(page, "Deny");
      assert.equal((await atApplication(page)).get("error"), "access_denied");
      await page.context().clearCookies();
      await page.goto(served.authorizationUrl());
      await press(page, "Cancel");
      assert.equal((await atApplication(page)).get("error"), "access_denied");
    });
  });

  test("the account is chosen, or another (prompt=select_account)", async () => {
    await visit(async (page) => {
      await signInFor(page);
      await page.goto(served.authorizationUrl({ prompt: "select_account" }));
      await expectPage(page, "Choose an account");
      await press(page, "Continue as Ada Lovelace");
      assert.ok((await atApplication(page)).has("code"));
      await page.goto(served.authorizationUrl({ prompt: "select_account" }));
      await press(page, "Use another account");
      await expectPage(page, "Sign in");
    });
  });

  test("a remembered login outlives the browser and hours without use, any other does not", async () => {
    for (const remember of [false, true]) {
      await visit(async (page, context) => {
        await page.goto(served.authorizationUrl());
        if (remember) await page.getByLabel("Keep me signed in").press("Space");
        await signIn(page);
        const cookie = (await context.cookies(served.issuer)).find(({ name }) => /^ti_session(?:_|$)/.test(name));
        const days = ((cookie?.expires ?? 0) - Date.now() / 1000) / 86_400;
        assert.equal(cookie?.expires === -1, !remember);
        if (remember) assert.ok(days > 13 && days <= 30, `${days} days`);
        assert.deepEqual([cookie?.httpOnly, cookie?.sameSite], [true, "Lax"]);
        served.passSeconds(7200);
        await page.goto(`${served.issuer}/sessions`);
        await expectPage(page, remember ? "Where you are signed in" : "Sign in");
      });
    }
  });

  test("a temporary password leads to its replacement and nowhere else", async () => {
    await visit(async (page) => {
      await page.goto(served.authorizationUrl());
      await signIn(page, { login: "grace", password: "temporary words" });
      await expectPage(page, "Choose a new password");
      const interaction = page.url();
      await page.goto(interaction.replace("/change-password", "/consent"));
      await expectPage(page, "Choose a new password");
      await choosePassword(page, "four plain other words", "four plain words");
      await expectPage(page, "Choose a new password");
      assert.match((await page.getByRole("alert").textContent()) ?? "", /The two new passwords differ/);
      await choosePassword(page, "four plain other words");
      await expectPage(page, "Allow Web shop to use your account?");
      await press(page, "Allow");
      assert.ok((await atApplication(page)).has("code"));
    });
  });

  test("the code of a device is entered and confirmed, and the device gets its tokens (RFC 8628 §3.3)", async () => {
    await visit(async (page) => {
      const device = await startDevice();
      await page.goto(device.verification_uri);
      await signIn(page);
      await expectPage(page, "Connect a device");
      await page.getByLabel("Code on the device").fill("BBBB-BBBB");
      await pressEnter(page);
      await expectPage(page, "Connect a device");
      assert.match((await page.getByRole("alert").textContent()) ?? "", /not known, or has expired/);
      await page.getByLabel("Code on the device").fill(device.user_code.toLowerCase());
      await pressEnter(page);
      await expectPage(page, "Is this your device?");
      assert.equal(await page.locator(".user-code").textContent(), device.user_code);
      await press(page, "Connect it");
      await expectPage(page, "Your device is connected");
      const answer = await post("/token", { ...grantOf(device), client_id: "tv" });
      assert.equal(answer.token_type, "Bearer");
    });
  });

  test("a device that is not one's own gets nothing", async () => {
    await visit(async (page) => {
      const device = await startDevice();
      await page.goto(device.verification_uri_complete);
      await signIn(page);
      await expectPage(page, "Is this your device?");
      await press(page, "Cancel");
      await expectPage(page, "Nothing was connected");
      assert.equal((await post("/token", { ...grantOf(device), client_id: "tv" })).error, "access_denied");
    });
  });

  test("the page of signed-in devices ends another session, and the other browser has to sign in again", async () => {
    await visit(async (page) => {
      await signInFor(page);
      await visit(async (other) => {
        await signInFor(other);
        await page.goto(`${served.issuer}/sessions`);
        await expectPage(page, "Where you are signed in");
        const rest = page.getByRole("button", { name: /^Sign out: / });
        const count = await rest.count();
        assert.ok(count >= 1);
        await rest.first().focus();
        await pressEnter(page);
        assert.equal(await rest.count(), count - 1);
        if (count > 1) await press(page, "Sign out everywhere else");
        await expectPage(page, "Where you are signed in");
        assert.match((await page.locator("main").textContent()) ?? "", /You are signed in nowhere else/);
        await other.goto(`${served.issuer}/sessions`);
        await expectPage(other, "Sign in");
      });
    });
  });

  test("a logout without a hint is confirmed, or not (RP-Initiated Logout §2)", async () => {
    await visit(async (page) => {
      await signInFor(page);
      const back = new URLSearchParams({
        client_id: "web",
        post_logout_redirect_uri: `${served.app}/signed-out`,
        state: "out",
      });
      await page.goto(`${served.issuer}/end-session?${back}`);
      await expectPage(page, "Sign out?");
      await press(page, "Stay signed in");
      await expectPage(page, "You are still signed in");
      await page.goto(`${served.issuer}/end-session?${back}`);
      await press(page, "Sign out");
      await page.waitForURL(`${served.app}/signed-out?state=out`);
      await page.goto(`${served.issuer}/end-session`);
      await expectPage(page, "You are signed out");
      await page.goto(served.authorizationUrl());
      await expectPage(page, "Sign in");
    });
  });

  test("behind the back button a consent that is given is over, and says so", async () => {
    await visit(async (page) => {
      await page.goto(served.authorizationUrl({ prompt: "consent" }));
      await signIn(page);
      await press(page, "Allow");
      await atApplication(page);
      await page.goBack();
      await page.waitForURL((url) => url.origin === served.issuer);
      await expectPage(page, "This did not work");
      assert.match((await page.locator("main").textContent()) ?? "", /dealt with already/);
    });
  });

  test("the login in one tab serves the other tab too", async () => {
    await visit(async (first, context) => {
      const second = await context.newPage();
      await first.goto(served.authorizationUrl({ state: "tab-1" }));
      await second.goto(served.authorizationUrl({ state: "tab-2" }));
      await signIn(first);
      if (first.url().startsWith(served.issuer)) await press(first, "Allow");
      assert.equal((await atApplication(first)).get("state"), "tab-1");
      await second.reload();
      assert.equal((await atApplication(second)).get("state"), "tab-2");
    });
  });

  test("the page of a request is of no use in another browser", async () => {
    await visit(async (page) => {
      await page.goto(served.authorizationUrl());
      await visit(async (other) => {
        const answer = await other.goto(page.url());
        assert.equal(answer?.status(), 403);
        assert.match((await other.locator("main").textContent()) ?? "", /sent no cookie/);
        await other.goto(served.authorizationUrl());
        await other.goto(page.url());
        await expectPage(other, "This is not allowed");
        assert.match((await other.locator("main").textContent()) ?? "", /begun in another browser/);
      });
    });
  });

  test("a request that names no redirect URI of the client ends at a page of the provider (RFC 6749 §4.1.2.1)", async () => {
    await visit(async (page) => {
      const answer = await page.goto(served.authorizationUrl({ redirect_uri: `${served.app}/elsewhere` }));
      assert.equal(answer?.status(), 400);
      await expectPage(page, "This did not work");
    });
  });

  async function visit(
    use: (page: Page, context: BrowserContext) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<void> {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: "en", ...options });
    context.setDefaultTimeout(10_000);
    try {
      await use(await context.newPage(), context);
    } finally {
      await context.close();
    }
  }

  async function signInFor(page: Page): Promise<void> {
    await page.goto(served.authorizationUrl());
    await signIn(page);
    if (page.url().startsWith(served.issuer)) await press(page, "Allow");
    await atApplication(page);
  }

  async function atApplication(page: Page): Promise<URLSearchParams> {
    await page.waitForURL((url) => url.origin === served.app);
    return new URL(page.url()).searchParams;
  }

  /** Waits for the page of that heading, and looks whether everybody can use it; in another tab, because the check itself is a script. */
  async function expectPage(page: Page, heading: string): Promise<void> {
    await page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
    await auditor.setContent(await page.content());
    await auditor.evaluate(axe.source);
    const violations: unknown = await auditor.evaluate(
      "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))",
    );
    assert.deepEqual(violations, [], heading);
  }

  async function startDevice(): Promise<StartedDevice> {
    const { device_code, user_code, verification_uri, verification_uri_complete } = await post(
      "/device_authorization",
      {
        client_id: "tv",
        scope: "openid",
      },
    );
    assert.ok(device_code && user_code && verification_uri && verification_uri_complete);
    return { device_code, user_code, verification_uri, verification_uri_complete };
  }

  async function post(path: string, form: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
    const response = await fetch(`${served.issuer}${path}`, { method: "POST", body: new URLSearchParams(form) });
    const answer: unknown = await response.json();
    return answer as Readonly<Record<string, string>>;
  }
});

interface StartedDevice {
  readonly device_code: string;
  readonly user_code: string;
  readonly verification_uri: string;
  readonly verification_uri_complete: string;
}

function grantOf({ device_code }: StartedDevice): Readonly<Record<string, string>> {
  return { grant_type: "urn:ietf:params:oauth:grant-type:device_code", device_code };
}

/** By the keyboard alone. */
async function signIn(page: Page, { login = "ada", password = "correct horse" } = {}): Promise<void> {
  await page.getByLabel("Email or username").fill(login);
  await page.getByLabel("Password", { exact: true }).focus();
  await page.keyboard.type(password);
  await pressEnter(page);
}

async function choosePassword(page: Page, chosen: string, repeated = chosen): Promise<void> {
  await page.getByLabel("Current password").fill("temporary words");
  await page.getByLabel("New password", { exact: true }).fill(chosen);
  await page.getByLabel("New password, once more").fill(repeated);
  await pressEnter(page);
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).focus();
  await pressEnter(page);
}

/** Sends a form, and waits until the browser shows what came of it. */
async function pressEnter(page: Page): Promise<void> {
  const shown = page.waitForEvent("framenavigated");
  await page.keyboard.press("Enter");
  await shown;
  await page.waitForLoadState();
}
