import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { root } from "../../scripts/run.ts";

/** Where an application is served, and by whom its users sign in. */
export interface VisitedApp {
  /** Begins the names of its pictures. */
  readonly name: string;
  readonly baseUrl: string;
  readonly issuer: string;
  /** The page that needs a login. */
  readonly protectedPath: string;
  /** What that page says of who is signed in. */
  readonly greeting: string | RegExp;
}

/** A person with a browser of their own. */
export interface Visitor {
  readonly page: Page;
  /** Opens the protected page, signs in at the provider, and is back where they wanted to be. */
  readonly logIn: () => Promise<void>;
  /** Reads JSON of the application as a script of its page does. */
  readonly read: (path: string, init?: RequestInit) => Promise<{ readonly status: number; readonly body: unknown }>;
  /** Is at the provider's page to sign in. */
  readonly expectLoginPage: () => Promise<void>;
  /** Signs in there. */
  readonly signIn: () => Promise<void>;
  /** Takes a picture of what is shown to .cache/frameworks/pictures, where `PICTURES` is set. */
  readonly takePicture: (what: string) => Promise<void>;
}

/** Lets somebody visit an application; what a page complains about in its console is a failure. */
export async function visitApp(
  browser: Browser,
  app: VisitedApp,
  use: (visitor: Visitor) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ locale: "en", viewport: { width: 900, height: 560 } });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  const visitor = createVisitor(page, app);
  try {
    await use(visitor);
    assert.deepEqual(complaints, []);
  } catch (error) {
    await visitor.takePicture("failed");
    throw error;
  } finally {
    await context.close();
  }
}

function createVisitor(page: Page, { name, baseUrl, issuer, protectedPath, greeting }: VisitedApp): Visitor {
  const visitor: Visitor = {
    page,
    async logIn() {
      await page.goto(baseUrl + protectedPath);
      await visitor.expectLoginPage();
      await visitor.takePicture("1-provider");
      await visitor.signIn();
      await page.waitForURL(baseUrl + protectedPath);
      await page.getByText(greeting).waitFor();
      await visitor.takePicture("2-signed-in");
    },
    read: (path, init) =>
      page.evaluate(
        async ([target = "", given]) => {
          const response = await fetch(String(target), Object(given));
          const text = await response.text();
          const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
          const body: unknown = isJson ? JSON.parse(text) : text;
          return { status: response.status, body };
        },
        [path, init ?? {}] as const,
      ),
    async expectLoginPage() {
      await page.waitForURL((url) => url.origin === issuer);
      await page.getByRole("heading", { level: 1, name: "Sign in", exact: true }).waitFor();
    },
    async signIn() {
      await visitor.expectLoginPage();
      await page.getByLabel("Email or username").fill("ada");
      await page.getByLabel("Password", { exact: true }).fill("correct horse");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
    },
    async takePicture(what) {
      if (process.env.PICTURES === undefined) return;
      const folder = `${root}.cache/frameworks/pictures`;
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: `${folder}/${name}-${what}.png` });
    },
  };
  return visitor;
}

/** An answer of the provider that this browser has not asked for leads to a page that a person understands. */
export async function expectForgedAnswerRefused(visitor: Visitor, { baseUrl, issuer }: VisitedApp): Promise<void> {
  const { page } = visitor;
  const forged = new URLSearchParams({ code: "stolen", state: "forged", iss: issuer });
  const answer = await page.goto(`${baseUrl}/auth/callback?${forged}`);
  assert.equal(answer?.status(), 400);
  await page.getByRole("heading", { level: 1, name: "Sign-in did not work" }).waitFor();
  await page.getByText(/was begun in another browser/).waitFor();
  await visitor.takePicture("5-wrong-state");
  await page.getByRole("link", { name: "Try again" }).click();
  await visitor.expectLoginPage();
}

/** Who cancels at the provider is told so, and may try again. */
export async function expectCancelExplained(visitor: Visitor, app: VisitedApp): Promise<void> {
  const { page } = visitor;
  const { baseUrl, protectedPath, greeting } = app;
  await page.goto(baseUrl + protectedPath);
  await visitor.expectLoginPage();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.waitForURL(/\/auth\/callback\?/);
  await page.getByRole("heading", { level: 1, name: "Sign-in did not work" }).waitFor();
  await page.getByText("access_denied").waitFor();
  await visitor.takePicture("6-cancelled");
  await page.getByRole("link", { name: "Try again" }).click();
  await visitor.signIn();
  await page.waitForURL(baseUrl + protectedPath);
  await page.getByText(greeting).waitFor();
}
