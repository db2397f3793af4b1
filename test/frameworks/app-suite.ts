import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { findChromium, launchChromium } from "../browser/chromium.ts";
import { type AppProvider, secondsUntilRenewal } from "./app-provider.ts";
import { RegistryUnavailable } from "./installed-app.ts";
import { expectCancelExplained, expectForgedAnswerRefused, type VisitedApp, visitApp } from "./visitor.ts";

/** An application that is served, with the provider that its users sign in at. */
export interface ServedApp {
  readonly app: VisitedApp;
  readonly provider: AppProvider;
  readonly close: () => Promise<void>;
}

/** What a test is given. */
export type AppWorld = Omit<ServedApp, "close"> & { readonly browser: Browser };

/** Declares a test that needs the served application, and is skipped with the reason where that cannot be had. */
export type RunInApp = (title: string, body: (world: AppWorld) => Promise<void>) => void;

/**
 * Serves an application for the tests that are declared by `declare`. It is made as soon as it is declared, while the tests of others run, which wait more than they work.
 */
export function describeApp(title: string, serve: () => Promise<ServedApp>, declare: (run: RunInApp) => void): void {
  const executable = findChromium();
  const skip = executable === undefined ? "there is no Chromium in PATH or /usr/bin" : false;
  describe(title, { skip }, () => {
    const serving = skip === false ? inTurn(serve) : undefined;
    const closes: (() => Promise<void>)[] = [];
    let world: AppWorld | { readonly missing: string } = { missing: "it was not started" };

    before(async () => {
      try {
        if (serving === undefined) return;
        const { close, ...served } = await serving;
        closes.push(close);
        const browser = await launchChromium(executable ?? "");
        closes.push(() => browser.close());
        world = { ...served, browser };
      } catch (error) {
        if (!(error instanceof RegistryUnavailable)) throw error;
        world = { missing: error.message };
      }
    });
    after(async () => {
      for (const close of closes.reverse()) await close();
    });

    declare((name, body) =>
      test(name, async (context) => {
        if ("missing" in world) context.skip(world.missing);
        else await body(world);
      }),
    );
  });
}

/** One is made at a time: a build takes the whole machine. */
function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const result = turn.then(work);
  turn = result.catch(() => undefined);
  return result;
}
let turn: Promise<unknown> = Promise.resolve();

/** A member comes, is who they are, and goes. The start page is where a logout ends. */
export function testJourney(run: RunInApp, { callsApi }: { readonly callsApi: boolean }): void {
  run(`a member signs in, ${callsApi ? "calls the API, " : ""}and signs out`, ({ app, browser }) =>
    visitApp(browser, app, async (visitor) => {
      const { page, read } = visitor;
      await visitor.logIn();
      if (callsApi) {
        const orders = await read("/api/orders");
        assert.deepEqual(orders, { status: 200, body: { user: "ada-id", client: "web" } });
      }
      const { isSignedIn, claims } = Object((await read("/auth/session")).body);
      assert.deepEqual([isSignedIn, claims.sub, claims.name], [true, "ada-id", "Ada Lovelace"]);
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.waitForURL(`${app.baseUrl}/`);
      await visitor.takePicture("3-signed-out");
      assert.deepEqual((await read("/auth/session")).body, { isSignedIn: false });
      if (callsApi) assert.equal((await read("/api/orders")).status, 401);
      await page.goto(app.baseUrl + app.protectedPath);
      await visitor.expectLoginPage();
    }),
  );
}

/** A link of the start page that the framework follows by itself, without the browser, leads to the login and through it. */
export function testLink(run: RunInApp): void {
  run("a link of the start page leads through the login", ({ app, browser }) =>
    visitApp(browser, app, async (visitor) => {
      const { page } = visitor;
      await page.goto(app.baseUrl);
      await visitor.takePicture("0-start");
      await page.getByRole("link", { name: "For members" }).click();
      await visitor.signIn();
      await page.waitForURL(app.baseUrl + app.protectedPath);
      await page.getByText(app.greeting).waitFor();
      await page.goto(app.baseUrl);
      await page.getByRole("link", { name: "For members" }).click();
      await page.getByText(app.greeting).waitFor();
    }),
  );
}

/** Tokens are renewed once for a page, whatever parts of the framework ask for the session: a refresh token that is used twice would end it. */
export function testRenewal(run: RunInApp): void {
  run("tokens near their end are renewed, and the session lives on (RFC 6749 §6)", ({ app, browser, provider }) =>
    visitApp(browser, app, async (visitor) => {
      const { page, read } = visitor;
      await visitor.logIn();
      const count = (type: string): number => provider.events.filter((event) => event.type === type).length;
      for (const ask of [() => page.reload(), () => read("/auth/session")]) {
        await page.waitForTimeout(secondsUntilRenewal * 1000 + 200);
        const issued = count("token.issued");
        await ask();
        assert.equal(count("token.issued"), issued + 1);
        assert.equal(count("refresh-token.replayed"), 0);
      }
      await page.reload();
      await page.getByText(app.greeting).waitFor();
    }),
  );
}

/** What goes wrong at a login is told to the person who sees it. */
export function testUnhappyLogins(run: RunInApp): void {
  run("an answer with a state that this browser has not sent is refused, and the person can start again", (world) =>
    visitApp(world.browser, world.app, (visitor) => expectForgedAnswerRefused(visitor, world.app)),
  );
  run("a login that is cancelled at the provider is explained, and the next attempt works", (world) =>
    visitApp(world.browser, world.app, (visitor) => expectCancelExplained(visitor, world.app)),
  );
}

/** The API takes tokens for it that grant the scope. */
export function testApi(run: RunInApp, refused: { readonly method: string; readonly scope: string }): void {
  run(
    "the API challenges who has no token, lets a good one in, and says which scope is missing (RFC 6750 §3)",
    async ({ app, provider }) => {
      const orders = `${app.baseUrl}/orders`;
      const without = await fetch(orders);
      assert.equal(without.status, 401);
      assert.match(without.headers.get("www-authenticate") ?? "", /^Bearer\b/);
      const headers = { authorization: `Bearer ${await provider.token("orders.read")}` };
      const good = await fetch(orders, { headers });
      assert.equal(good.status, 200);
      assert.equal(Object(await good.json()).client, "machine");
      const other = { authorization: `Bearer ${await provider.token(refused.scope)}` };
      const lacking = await fetch(orders, { method: refused.method, headers: other });
      assert.equal(lacking.status, 403);
      assert.match(lacking.headers.get("www-authenticate") ?? "", /error="insufficient_scope"/);
    },
  );
}
