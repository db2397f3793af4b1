import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { findChromium, launchChromium } from "../chromium.ts";
import { findFreePort, type ServedTestProvider, startServedProvider } from "../served-provider.ts";
import { type ApacheServer, findApache, startApache } from "./apache-server.ts";

const chromium = findChromium();
const apache = findApache();
const skip =
  chromium === undefined
    ? "there is no Chromium in PATH or /usr/bin"
    : typeof apache === "string"
      ? apache
      : process.platform === "win32";

describe("mod_auth_openidc of Apache logs in at the provider", { skip }, () => {
  const secret = randomBytes(32).toString("hex");
  let browser: Browser;
  let served: ServedTestProvider;
  let server: ApacheServer;
  let site: string;

  before(async () => {
    if (typeof apache === "string" || chromium === undefined) return;
    const port = await findFreePort();
    site = `http://localhost:${port}`;
    served = await startServedProvider({
      clients: () => [
        {
          client_id: "apache",
          client_name: "Apache",
          client_secret: secret,
          token_endpoint_auth_method: "client_secret_basic",
          redirect_uris: [`${site}/app/callback`],
          post_logout_redirect_uris: [`${site}/signed-out.html`],
          id_token_signed_response_alg: "RS256",
        },
      ],
    });
    server = await startApache(apache, { port, directives: moduleDirectives() });
    browser = await launchChromium(chromium);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
    await served?.close();
  });

  test("login with PKCE and client_secret_basic, claims of the ID token and of userinfo, logout", async () => {
    const page = await (await browser.newContext({ locale: "en" })).newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(`${site}/app/`);
    assert.equal(new URL(page.url()).origin, served.issuer, await server.readErrors());
    await page.getByLabel("Email or username").fill("ada");
    await page.getByLabel("Password", { exact: true }).fill("correct horse");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Allow", exact: true }).click();
    await page.waitForURL(`${site}/app/`).catch(async () => assert.fail(`${page.url()}\n${await server.readErrors()}`));
    const variables = await readVariables(page);
    assert.equal(variables.get("REMOTE_USER"), "ada-id");
    assert.equal(variables.get("OIDC_CLAIM_iss"), served.issuer);
    assert.equal(variables.get("OIDC_CLAIM_email"), "ada@example.com");
    assert.equal(variables.get("OIDC_CLAIM_name"), "Ada Lovelace");
    assert.ok((variables.get("OIDC_access_token") ?? "").length > 20);

    await page.goto(`${site}/app/callback?logout=${encodeURIComponent(`${site}/signed-out.html`)}`);
    await page.getByRole("heading", { name: "Signed out" }).waitFor();
    assert.equal(
      served.events.filter(({ type }) => type === "session.ended").length,
      1,
      "the provider's session ended",
    );
    await page.goto(`${site}/app/`);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
  });

  test("a login that the person cancels ends at an error page of the module, and nobody is logged in", async () => {
    const page = await (await browser.newContext({ locale: "en" })).newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(`${site}/app/`);
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.waitForURL((url) => url.origin === site && url.searchParams.get("error") === "access_denied");
    const said = async (): Promise<string> => (await page.locator("body").textContent()) ?? "";
    assert.match(await said(), /Error:/);
    // With iss (RFC 9207 §2) 2.4.12 says that it is an SSO without target_link_uri; the same response without iss is an error to it.
    const without = new URL(page.url());
    assert.equal(without.searchParams.get("iss"), served.issuer);
    without.searchParams.delete("iss");
    await page.goto(without.href);
    assert.match(await said(), /access_denied/);
    assert.deepEqual(
      (await page.context().cookies(site)).filter(({ name }) => name === "mod_auth_openidc_session"),
      [],
    );
  });

  function moduleDirectives(): readonly string[] {
    return [
      `OIDCProviderMetadataURL ${served.issuer}/.well-known/openid-configuration`,
      "OIDCClientID apache",
      `OIDCClientSecret ${secret}`,
      "OIDCProviderTokenEndpointAuth client_secret_basic",
      `OIDCRedirectURI ${site}/app/callback`,
      `OIDCCryptoPassphrase ${randomBytes(32).toString("hex")}`,
      'OIDCScope "openid profile email"',
      "OIDCPKCEMethod S256",
      "OIDCRemoteUserClaim sub",
    ];
  }
});

async function readVariables(page: Page): Promise<ReadonlyMap<string, string>> {
  const text = (await page.locator("pre").textContent()) ?? "";
  return new Map(text.split("\n").map((line) => [line.split("=", 1)[0] ?? "", line.slice(line.indexOf("=") + 1)]));
}
