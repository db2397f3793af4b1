import assert from "node:assert/strict";
import { test } from "node:test";
import { createLoginProvider } from "../../../fixtures/provider/login-provider.ts";

const title = "session endpoint";

test(`${title}: it says who is signed in, in JSON that nobody keeps, without cookie and password`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  await provider.signIn(browser);
  const response = await browser.get("/session");
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.equal(response.headers.get("access-control-allow-origin"), null);
  const text = await response.text();
  assert.equal(text.includes(browser.cookie("__Host-ti_session") ?? "?"), false);
  const { sid, ...body } = JSON.parse(text) as { sid: string };
  assert.match(sid, /^[\w-]{43}$/);
  assert.deepEqual(body, {
    sub: "alice-id",
    name: "alice",
    auth_time: 1772366400,
    amr: ["pwd"],
    expires_at: 1772368200,
  });
});

test(`${title}: nobody is 401 with a challenge, and nothing can be posted`, async () => {
  const provider = createLoginProvider();
  const response = await provider.browser().get("/session");
  assert.equal(response.status, 401);
  assert.equal(response.headers.get("www-authenticate"), 'Cookie realm="https://id.example.com"');
  assert.deepEqual(await response.json(), { error: "login_required", error_description: "Nobody is signed in." });
  assert.equal((await provider.browser().post("/session", {})).status, 405);
});
