import assert from "node:assert/strict";
import { createIdentity } from "../../examples/apps/identity.ts";
import { listeners } from "../../examples/apps/listeners.ts";
import { startLoopbackServer } from "../providers/loopback-server.ts";
import { startAppProvider } from "./app-provider.ts";
import { describeApp, type ServedApp, testApi, testUnhappyLogins } from "./app-suite.ts";
import { visitApp } from "./visitor.ts";

for (const [name, createListener] of Object.entries(listeners)) {
  const serve = async (): Promise<ServedApp> => {
    const server = await startLoopbackServer();
    const baseUrl = server.origin;
    const provider = await startAppProvider(baseUrl);
    server.handle(await createListener(createIdentity(provider.issuer, baseUrl)));
    const greeting = '{"user":"ada-id"}';
    return {
      app: { name, baseUrl, issuer: provider.issuer, protectedPath: "/profile", greeting },
      provider,
      async close() {
        await server.close();
        await provider.close();
      },
    };
  };

  describeApp(`${name}: the application of docs/frameworks/${name}.md`, serve, (run) => {
    run("a user signs in and signs out", ({ app, browser }) =>
      visitApp(browser, app, async (visitor) => {
        const { page, read } = visitor;
        await visitor.logIn();
        const { isSignedIn, logoutUrl } = Object((await read("/auth/session")).body);
        assert.equal(isSignedIn, true);
        await page.goto(app.baseUrl + logoutUrl);
        await page.waitForURL(`${app.baseUrl}/`);
        await page.goto(app.baseUrl + app.protectedPath);
        await visitor.expectLoginPage();
      }),
    );
    testUnhappyLogins(run);
    testApi(run, { method: "DELETE", scope: "orders.read" });
  });
}
