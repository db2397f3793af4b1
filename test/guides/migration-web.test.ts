import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { request } from "undici";
import { app } from "../../examples/migration/express-openid-connect.ts";
import { createTestProvider, interceptFetch } from "../../src/testing/index.ts";

test("migration from express-openid-connect: a page behind the login is shown after it", async () => {
  const provider = createTestProvider({
    client: {
      client_id: "web",
      client_secret: "secret-of-the-web-application-0123456789",
      redirect_uris: ["https://app.example.com/auth/callback"],
    },
  });
  const server = createServer(app).listen(0, "127.0.0.1");
  const interception = interceptFetch(provider);
  const cookies = new Map<string, string>();
  try {
    await new Promise((resolve) => server.once("listening", resolve));
    const { port }: AddressInfo = Object(server.address());
    const get = async (path: string) => {
      const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
      // As a browser navigates; the platform's fetch would say that a script asks.
      const headers = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document", cookie };
      const response = await request(`http://127.0.0.1:${port}${path}`, { headers });
      for (const field of [response.headers["set-cookie"] ?? []].flat()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(field) ?? [];
        cookies.set(name, value);
      }
      return { location: String(response.headers.location), text: await response.body.text() };
    };
    const toLogin = (await get("/profile")).location;
    assert.match(toLogin, /^\/auth\/login\?returnTo=%2Fprofile$/);
    const started = await get(toLogin);
    const { pathname, search } = new URL(await provider.signIn(started.location));
    const finished = await get(pathname + search);
    assert.match(`${finished.location} ${finished.text}`, /\/profile/);
    assert.equal(JSON.parse((await get("/profile")).text).sub, "ada");
  } finally {
    interception.restore();
    server.close();
    server.closeAllConnections();
  }
});
