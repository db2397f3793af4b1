import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import * as openidClient from "../../examples/migration/openid-client.ts";
import * as passport from "../../examples/migration/passport-openidconnect.ts";
import { createTestProvider, interceptFetch, type TestProvider } from "../../src/testing/index.ts";
import { listFiles, readText } from "../architecture/source-module.ts";

function createProviderOf(redirectUri: string): TestProvider {
  const client = {
    client_id: "web",
    client_secret: "secret-of-the-web-application-0123456789",
    redirect_uris: [redirectUri],
  };
  return createTestProvider({ client });
}

for (const path of listFiles("examples/migration", ".ts"))
  test(`migration: the page of ${path} has its code`, () => {
    const page = readText(path.replace("examples/", "docs/").replace(/\.ts$/, ".md"));
    assert.deepEqual(
      [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, block]) => block),
      [readText(path)],
    );
  });

test("migration: every page is in the list of README.md", () => {
  const pages = listFiles("docs/migration", ".md");
  assert.equal(pages.length, 4);
  for (const page of pages) assert.ok(readText("README.md").includes(`](${page})`), page);
});

test("migration from openid-client: login, refresh and userinfo run", async () => {
  const provider = createProviderOf("https://app.example.com/callback");
  const interception = interceptFetch(provider);
  try {
    const { url, transaction } = await openidClient.login();
    const tokens = await openidClient.callback(await provider.signIn(url), JSON.parse(JSON.stringify(transaction)));
    assert.equal(tokens.claims?.sub, "ada");
    const next = await openidClient.refresh(tokens);
    const { claims } = next ?? assert.fail("no new tokens");
    assert.ok(next !== undefined && claims !== undefined);
    assert.equal((await openidClient.profile({ ...next, claims })).name, "Ada Lovelace");
    provider.fail("token_endpoint", { status: 400, error: "invalid_grant" });
    assert.equal(await openidClient.refresh(next), undefined);
    provider.fail("token_endpoint", { status: 500 });
    await assert.rejects(openidClient.refresh(next), { code: "ERR_RESPONSE_STATUS" });
  } finally {
    interception.restore();
  }
});

test("migration from passport-openidconnect: login and callback run in Express", async () => {
  const provider = createProviderOf("https://app.example.com/callback");
  const session: passport.Session = {};
  const server = createServer(passport.createApp(() => session)).listen(0, "127.0.0.1");
  const interception = interceptFetch(provider);
  try {
    await new Promise((resolve) => server.once("listening", resolve));
    const { port }: AddressInfo = Object(server.address());
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { redirect: "manual" });
    const signIn = async () => {
      const started = await get("/login");
      const { pathname, search } = new URL(await provider.signIn(started.headers.get("location") ?? ""));
      return pathname + search;
    };
    const finished = await get(await signIn());
    assert.deepEqual([finished.status, finished.headers.get("location")], [302, "/"]);
    assert.deepEqual([session.user?.issuer, session.user?.claims.sub], ["https://id.example.com", "ada"]);
    assert.equal((await get("/callback?code=1")).headers.get("location"), "/login");
    provider.lie("id-token-signed-by-stranger");
    const refused = await get(await signIn());
    assert.deepEqual([refused.status, await refused.text()], [403, "The login failed: ERR_VERIFICATION_SIGNATURE"]);
  } finally {
    interception.restore();
    server.close();
    server.closeAllConnections();
  }
});
