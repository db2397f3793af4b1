import assert from "node:assert/strict";
import { test } from "node:test";
import { createFakeBrowser } from "../fixtures/browser-pages.ts";
import { json } from "../fixtures/fake-server.ts";
import { createGuideServer } from "./guide-server.ts";

test("guide browser: its example signs in, calls an API and signs out in a page", async () => {
  const server = await createGuideServer();
  server.answer("api.example.com/orders", ({ headers }) =>
    json({ scheme: headers.get("authorization")?.split(" ")[0] }),
  );
  const browser = createFakeBrowser();
  const first = browser.openPage("https://app.example.com/");
  const page = { ...first.window, fetch: server.fetch };
  const before = new Map(Object.keys(page).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]));
  const show = (members: object): void => {
    for (const [name, value] of Object.entries(members)) {
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    }
  };
  show(page);
  try {
    const { signIn, client } = await import("../../examples/guides/browser.ts");
    await signIn();
    client.close();
    const callback = await server.authorize(first.assigned[0] ?? "");
    const second = browser.openPage(callback, { sessionStorage: first.sessionStorage });
    show(second.window);
    const again = await import(`${"../../examples/guides/browser.ts"}?callback`);
    assert.equal(await again.start(), "user-1");
    assert.deepEqual(second.replaced, ["https://app.example.com/orders"]);
    assert.deepEqual(await again.readOrders(), { scheme: "DPoP" });
    assert.equal(await again.signOut(), true);
    again.client.close();
  } finally {
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) Reflect.deleteProperty(globalThis, name);
      else Object.defineProperty(globalThis, name, descriptor);
    }
  }
});

test("guide native: its example signs in with the browser of the system", async () => {
  const server = await createGuideServer();
  const realFetch = globalThis.fetch;
  globalThis.fetch = (input, init) =>
    String(input).startsWith("http://127.0.0.1:") ? realFetch(input, init) : server.fetch(input, init);
  try {
    const { login } = await import("../../examples/guides/native.ts");
    const user = await login(async (url) => {
      const callback = await server.authorize(url);
      realFetch(callback).catch(() => undefined);
    });
    assert.equal(user, "user-1");
  } finally {
    globalThis.fetch = realFetch;
  }
});
