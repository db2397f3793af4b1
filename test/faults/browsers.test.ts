import assert from "node:assert/strict";
import { test } from "node:test";
import { cookiesOf, goodRequest, hiddenOf, type SceneAnswer } from "../fixtures/provider/faults-driver.ts";
import { openScene } from "../fixtures/provider/faults-open.ts";
import { alice, issuer } from "../fixtures/provider/faults-scene.ts";

test("faults: every page forbids frames and keeps itself out of caches, also when it refuses (RFC 9700 §4.16)", async () => {
  const { driver } = await openScene();
  const cookies = await driver.signIn();
  const paths = [
    "/login",
    "/login?interaction=none",
    "/consent?interaction=none",
    "/device",
    "/sessions",
    "/end-session",
    "/authorize",
    "/authorize?client_id=nobody",
    "/authorize/resume?interaction=none",
    "/select-account",
    "/change-password",
  ];
  for (const path of paths)
    for (const headers of [{}, cookies]) {
      const { headers: got, status } = await driver.get(path, { accept: "text/html", ...headers });
      if (status === 303 || status === 302) continue;
      assert.match(got.get("content-security-policy") ?? "", /frame-ancestors 'none'/, path);
      assert.equal(got.get("x-frame-options"), "DENY", path);
      assert.match(got.get("cache-control") ?? "", /no-store/, path);
      assert.equal(got.get("referrer-policy"), "no-referrer", path);
    }
});

test("faults: a login form from elsewhere signs nobody in, and a cookie that was planted is never taken over (CWE-384, RFC 9700 §4.7)", async () => {
  const { driver } = await openScene();
  const mine = await driver.get("/login");
  const other = await driver.get("/login");
  const form = { ...hiddenOf(mine), ...alice };
  const cases: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ["foreign origin", { cookie: cookiesOf(mine), origin: "https://evil.example" }],
    ["cross-site", { cookie: cookiesOf(mine), "sec-fetch-site": "cross-site" }],
    ["same-site, which is another origin", { cookie: cookiesOf(mine), "sec-fetch-site": "same-site" }],
    ["no cookie", { origin: issuer }],
    ["cookie of another browser", { cookie: cookiesOf(other), origin: issuer }],
  ];
  for (const [title, headers] of cases) {
    const answer = await driver.post("/login", form, headers);
    assert.deepEqual([answer.status, cookiesOf(answer).includes("session")], [403, false], title);
  }
  const planted = "p".repeat(43);
  const cookie = `${cookiesOf(mine)}; __Host-ti_session=${planted}`;
  const signedIn = await driver.post("/login", form, { cookie, origin: issuer });
  assert.equal(signedIn.status, 303);
  assert.doesNotMatch(cookiesOf(signedIn), new RegExp(planted));
  assert.equal(
    codeless(
      await driver.get(`/authorize?${new URLSearchParams(goodRequest)}`, { cookie: `__Host-ti_session=${planted}` }),
    ),
    true,
  );
});

function codeless({ headers }: SceneAnswer): boolean {
  return !(headers.get("location") ?? "").includes("code=");
}
