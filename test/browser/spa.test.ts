import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { root } from "../../scripts/run.ts";
import { type LoopbackServer, startLoopbackServer } from "../providers/loopback-server.ts";
import { findChromium, launchChromium } from "./chromium.ts";
import { type ServedTestProvider, startServedProvider } from "./served-provider.ts";

const executable = findChromium();
const skip = executable === undefined ? "there is no Chromium in PATH or /usr/bin" : false;

describe("an application without a server of its own, in Chromium", { skip }, () => {
  let browser: Browser;
  let served: ServedTestProvider;
  let stranger: LoopbackServer;

  before(async () => {
    const script = await bundle();
    stranger = await startLoopbackServer();
    stranger.handle((_, response) => void response.end("<!doctype html><title>Stranger</title>"));
    served = await startServedProvider({
      app: ({ url = "/" }, response) => {
        const isScript = url === "/app.js";
        response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
        response.end(isScript ? script : writeHtml(served.issuer));
      },
      clients: (app) => [
        {
          client_id: "spa",
          client_name: "Single page",
          token_endpoint_auth_method: "none",
          redirect_uris: [`${app}/callback`],
          grant_types: ["authorization_code", "refresh_token"],
          dpop_bound_access_tokens: true,
        },
      ],
    });
    browser = await launchChromium(executable ?? "");
  });
  after(async () => {
    await browser?.close();
    await served?.close();
    await stranger?.close();
  });

  test("this library, bundled: login, userinfo, refresh, bound to a key that can't be copied (RFC 9449)", async () => {
    const context = await browser.newContext({ locale: "en" });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const problems: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
    await page.goto(served.app);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByLabel("Email or username").fill("ada");
    await page.getByLabel("Password", { exact: true }).fill("correct horse");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("button", { name: "Allow", exact: true }).click();
    const output = page.locator("output:not(:empty)");
    await output.waitFor();
    const text = (await output.textContent()) ?? "";
    assert.ok(text.startsWith("{"), text);
    assert.deepEqual(JSON.parse(text), {
      sub: "ada-id",
      name: "Ada Lovelace",
      email: "ada@example.com",
      token_type: "DPoP",
      isRotated: true,
      isKeyExtractable: false,
    });
    // A proof without a nonce is answered with one, which browsers report as a failed request.
    assert.deepEqual(
      problems.filter((problem) => !/status of 40[01]/.test(problem)),
      [],
    );
    await context.close();
  });

  test("the token endpoint's answer is read by the client's own pages, and by no page of another origin (CORS)", async () => {
    const page = await browser.newPage();
    await page.goto(served.app);
    assert.match(await redeem(page), /^400 .*invalid_(grant|dpop_proof)/);
    await page.goto(stranger.origin);
    assert.equal(await redeem(page), "TypeError: Failed to fetch");
    const metadata = `${served.issuer}/.well-known/openid-configuration`;
    assert.equal(await page.evaluate(async (url) => (await fetch(url)).status, metadata), 200, "metadata are public");
    await page.close();
  });

  function redeem(page: Page): Promise<string> {
    const form = {
      grant_type: "authorization_code",
      client_id: "spa",
      code: "c".repeat(43),
      redirect_uri: `${served.app}/callback`,
      code_verifier: "v".repeat(43),
    };
    return page.evaluate(
      async ([url, body]) =>
        fetch(url, { method: "POST", body: new URLSearchParams(body) }).then(
          async (response) => `${response.status} ${await response.text()}`,
          String,
        ),
      [`${served.issuer}/token`, form] as const,
    );
  }
});

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${root}test/browser/spa-page.ts`],
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

function writeHtml(issuer: string): string {
  return `<!doctype html><html lang="en" data-issuer="${issuer}"><meta charset="utf-8"><title>Single page</title><link rel="icon" href="data:,"><button>Sign in</button><output></output><script type="module" src="/app.js"></script></html>`;
}
