import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { arabic } from "../fixtures/provider/pages-arabic.ts";
import { findChromium, launchChromium } from "./chromium.ts";
import { type PageServer, pageNames, startPageServer } from "./page-server.ts";

const executable = findChromium();
const skip = executable === undefined ? "there is no Chromium in PATH or /usr/bin" : false;

const looks: readonly (readonly [name: string, options: BrowserContextOptions])[] = [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["on a phone", { colorScheme: "dark", viewport: { width: 390, height: 780 } }],
  ["from right to left", { colorScheme: "light", locale: "ar" }],
  ["in forced colours", { forcedColors: "active" }],
];

describe("pages in Chromium", { skip }, () => {
  let browser: Browser;
  let server: PageServer;
  const consoleTexts: string[] = [];

  before(async () => {
    browser = await launchChromium(executable ?? "");
    const footerLinks = [{ href: "https://example.com/imprint", text: "Imprint" }];
    server = await startPageServer({ name: "Example ID", messages: { ar: arabic }, footerLinks });
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  async function visit(
    name: string,
    options: BrowserContextOptions,
    use: (page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext(options);
    try {
      const page = await context.newPage();
      consoleTexts.length = 0;
      page.on("console", (message) => consoleTexts.push(message.text()));
      await page.goto(`${server.origin}/${name}`);
      await use(page);
    } finally {
      await context.close();
      server.posted.length = 0;
      server.redirectTo = undefined;
      server.rewrite = undefined;
    }
  }

  for (const [look, options] of looks) {
    test(`axe-core finds nothing on any page, ${look} (WCAG 2.2 AA)`, async () => {
      for (const name of pageNames) {
        // The form that posts itself leaves at once, unless nothing but the test runs scripts.
        if (name === "formPost")
          server.rewrite = (html) => html.replace(/<script[\s\S]*?<\/script>|<\/?noscript>/g, "");
        await visit(name, options, async (page) => {
          await page.evaluate(() => {
            for (const details of document.querySelectorAll("details")) details.open = true;
          });
          assert.deepEqual(await findViolations(page), [], name);
        });
      }
    });
  }

  test("no page scrolls sideways at 320 pixels, nor with text of twice the size (WCAG 2.2, 1.4.10)", async () => {
    for (const name of pageNames.filter((each) => each !== "formPost")) {
      for (const size of ["100%", "200%"]) {
        await visit(name, { viewport: { width: 320, height: 640 } }, async (page) => {
          await page.evaluate((value) => {
            document.documentElement.style.setProperty("font-size", value);
          }, size);
          const [scroll, client] = await page.evaluate(() => [
            document.documentElement.scrollWidth,
            document.documentElement.clientWidth,
          ]);
          assert.equal(scroll, client, `${name} at ${size}`);
        });
      }
    }
  });

  test("what can be pressed is at least 24 pixels high and wide, buttons and fields 44 (WCAG 2.2, 2.5.8)", async () => {
    for (const name of pageNames.filter((each) => each !== "formPost")) {
      await visit(name, { viewport: { width: 390, height: 780 } }, async (page) => {
        const small = await page.evaluate(() =>
          [...document.querySelectorAll("a,button,input:not([type=hidden]):not(.visually-hidden),summary,label.check")]
            .filter((element) => !(element.matches("[type=checkbox]") || element.closest("[hidden]")))
            .filter((element) => {
              const { height, width } = element.getBoundingClientRect();
              const least = element.matches("button,.input") ? 44 : 24;
              return height < least || width < 24;
            })
            .map(({ outerHTML }) => outerHTML.slice(0, 80)),
        );
        assert.deepEqual(small, [], name);
      });
    }
  });

  test("the keyboard alone signs in: every control is reached in the order of the page", async () => {
    await visit("login", {}, async (page) => {
      await page.locator("#login:focus").waitFor();
      await page.keyboard.type("ada@example.com");
      const order: unknown[] = [];
      for (let step = 0; step < 6; step += 1) {
        await page.keyboard.press("Tab");
        const focused = await page.evaluate(() => {
          const active = document.activeElement;
          const outline = active === null ? "" : getComputedStyle(active).outlineStyle;
          return [active?.getAttribute("name") ?? active?.textContent, outline];
        });
        order.push(focused);
      }
      assert.deepEqual(order, [
        ["password", "solid"],
        ["Show password", "solid"],
        ["remember", "solid"],
        ["Sign in", "solid"],
        ["cancel", "solid"],
        ["Imprint", "solid"],
      ]);
      await page.focus("#password");
      await page.keyboard.type("correct horse");
      await page.keyboard.press("Enter");
      await page.getByText("received").waitFor();
      assert.deepEqual(posted(server), [
        ["csrf_token", "csrf-1"],
        ["interaction", "interaction-1"],
        ["login", "ada@example.com"],
        ["password", "correct horse"],
      ]);
    });
  });

  test("every form works without scripts, and each button sends what it means", async () => {
    const presses = [
      ["login-problem", "Cancel", ["cancel", "true"]],
      ["consent", "Allow", ["decision", "allow"]],
      ["consent", "Deny", ["decision", "deny"]],
      ["selectAccount", "Use another account", ["account", "other"]],
      ["selectAccount", "Continue as ada@example.com", ["account", "current"]],
      ["deviceConfirm", "Connect it", ["decision", "allow"]],
      ["logout", "Sign out", ["decision", "allow"]],
      ["logout", "Stay signed in", ["decision", "deny"]],
      ["sessions", "Sign out: Safari on iPhone, 5 hours ago", ["end", "sid-2"]],
      ["sessions", "Sign out everywhere else", ["end", "others"]],
      ["formPost", "Continue", ["state", "state-1"]],
    ] as const;
    for (const [name, button, sent] of presses) {
      await visit(name, { javaScriptEnabled: false }, async (page) => {
        await page.getByRole("button", { name: button, exact: true }).click();
        await page.getByText("received").waitFor();
        assert.deepEqual(posted(server).at(-1), sent, `${name}: ${button}`);
        assert.equal(server.posted.length, 1);
      });
    }
  });

  test("passwords and the user code have fields that browsers can fill in", async () => {
    await visit("changePassword", { javaScriptEnabled: false }, async (page) => {
      assert.equal(await page.locator(".reveal:visible").count(), 0, "the button needs scripts, and is not there");
      await page.getByLabel("Current password").fill("old");
      await page.getByLabel("New password", { exact: true }).fill("new words");
      await page.getByLabel("New password, once more").fill("new words");
      await page.getByRole("button", { name: "Save and continue" }).click();
      await page.getByText("received").waitFor();
      assert.deepEqual(posted(server).slice(-3), [
        ["password", "old"],
        ["new_password", "new words"],
        ["new_password_repeated", "new words"],
      ]);
    });
    await visit("deviceCode", {}, async (page) => {
      await page.locator("#user_code:focus").waitFor();
      await page.keyboard.type("wdjb-mjht");
      await page.keyboard.press("Enter");
      await page.getByText("received").waitFor();
      assert.deepEqual(posted(server).at(-1), ["user_code", "wdjb-mjht"]);
    });
  });

  test("the button shows the password, and it is a password again when it is sent", async () => {
    await visit("login", {}, async (page) => {
      const field = page.locator("#password");
      const button = page.getByRole("button", { name: "Show password" });
      await field.fill("secret");
      await button.click();
      assert.deepEqual([await field.getAttribute("type"), await button.getAttribute("aria-pressed")], ["text", "true"]);
      await button.click();
      assert.deepEqual(
        [await field.getAttribute("type"), await button.getAttribute("aria-pressed")],
        ["password", "false"],
      );
      assert.deepEqual(consoleTexts, []);
    });
  });

  test("the response of form_post sends itself, also with a parameter called submit (OAuth 2.0 Form Post Response Mode §2)", async () => {
    server.rewrite = (html) => html.replace("<noscript>", '<input type="hidden" name="submit" value="1"><noscript>');
    await visit("formPost", {}, async (page) => {
      await page.getByText("received").waitFor();
      assert.deepEqual(posted(server), [
        ["code", "code-1"],
        ["state", "state-1"],
        ["submit", "1"],
      ]);
    });
  });

  test("the policy blocks a script, a style, a picture and a form target that somebody has smuggled in", async () => {
    server.rewrite = (html) =>
      html.replace(
        "</main>",
        `<script>document.title="taken"</script><img src="x" onerror="document.title='taken'"><p id="styled" style="color:red">x</p><img src="http://127.0.0.1:9/pixel"><base href="http://127.0.0.1:9/"></main>`,
      );
    await visit("login", {}, async (page) => {
      assert.equal(await page.title(), "Sign in – Example ID");
      assert.notEqual(
        await page.locator("#styled").evaluate((element) => getComputedStyle(element).color),
        "rgb(255, 0, 0)",
      );
      const directives = ["script-src", "img-src", "base-uri", "style-src"];
      const blocked = directives.filter((directive) => consoleTexts.some((text) => text.includes(directive)));
      assert.deepEqual(blocked, directives);
    });
    server.rewrite = (html) => html.replace('action="/consent"', 'action="http://127.0.0.1:9/steal"');
    await visit("consent", {}, async (page) => {
      await page.getByRole("button", { name: "Allow", exact: true }).click({ noWaitAfter: true });
      await page.waitForTimeout(300);
      assert.ok(consoleTexts.some((text) => text.includes("form-action")));
    });
  });

  test("no site shows a page in a frame (RFC 9700 §4.16)", async () => {
    await visit("outcome", {}, async (page) => {
      await page.setContent(`<iframe src="${server.origin}/login"></iframe>`);
      await page.waitForTimeout(300);
      const texts = await Promise.all(
        page.frames().map((frame) =>
          frame
            .locator("h1")
            .count()
            .catch(() => 0),
        ),
      );
      assert.deepEqual(texts, [0, 0]);
    });
  });

  test("a form leads by redirects to the application's start page and no further", async () => {
    for (const [target, isReached] of [
      ["/outcome", true],
      ["http://localhost:9/elsewhere", false],
    ] as const) {
      server.redirectTo = target.startsWith("/") ? `${server.origin}${target}` : target;
      await visit("consent", {}, async (page) => {
        server.redirectTo = target.startsWith("/") ? `${server.origin}${target}` : target;
        await page.getByRole("button", { name: "Allow", exact: true }).click();
        await page.waitForTimeout(300);
        assert.equal(page.url().endsWith("/outcome"), isReached, target);
        assert.equal(
          consoleTexts.some((text) => text.includes("form-action")),
          !isReached,
          target,
        );
      });
    }
  });

  test("own forms come without Referer, and tell by Sec-Fetch-Site that they are our own", async () => {
    await visit("logout", {}, async (page) => {
      await page.getByRole("button", { name: "Sign out", exact: true }).click();
      await page.getByText("received").waitFor();
      const [form] = server.posted;
      assert.deepEqual(
        [form?.headers.referer, form?.headers.origin, form?.headers["sec-fetch-site"]],
        [undefined, "null", "same-origin"],
      );
    });
  });

  test("colours and motion follow the person's settings, the writing direction the language", async () => {
    const read = (page: Page): Promise<readonly string[]> =>
      page.evaluate(() => {
        const button = document.querySelector(".button");
        if (button === null) throw new Error("no button");
        const { backgroundColor } = getComputedStyle(document.body);
        return [
          backgroundColor,
          getComputedStyle(button).transitionDuration.split(",")[0] ?? "",
          document.dir,
          document.documentElement.lang,
        ];
      });
    await visit("login", { colorScheme: "light", reducedMotion: "no-preference" }, async (page) =>
      assert.deepEqual(await read(page), ["rgb(244, 245, 248)", "0.12s", "ltr", "en"]),
    );
    await visit("login", { colorScheme: "dark", reducedMotion: "reduce", locale: "ar" }, async (page) =>
      assert.deepEqual(await read(page), ["rgb(14, 16, 20)", "0s", "rtl", "ar"]),
    );
    await visit("login", { locale: "de-CH" }, async (page) =>
      assert.equal(await page.getByRole("heading").textContent(), "Anmelden"),
    );
  });

  async function findViolations(page: Page): Promise<readonly string[]> {
    await page.evaluate(axe.source);
    const results: unknown = await page.evaluate(
      "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
    );
    const { violations } = results as {
      readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
    };
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" ")}`);
  }
});

function posted({ posted: forms }: PageServer): readonly (readonly [string, string])[] {
  return [...(forms[0]?.form ?? [])];
}
