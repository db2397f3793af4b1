import assert from "node:assert/strict";
import { test } from "node:test";
import { goodRequest, type SceneAnswer, webBasic } from "../fixtures/provider/faults-driver.ts";
import { openScene } from "../fixtures/provider/faults-open.ts";
import { issuer } from "../fixtures/provider/faults-scene.ts";

const odd = [
  ["NUL", "\0"],
  ["a lone surrogate", "\ud800"],
  ["an overlong slash", "%C0%AF"],
  ["the name of a prototype", "__proto__"],
  ["another of them", "constructor"],
  ["a line break", "a\r\nSet-Cookie: x=1"],
  ["five thousand letters", "x".repeat(5000)],
  ["markup", "<script>alert(1)</script>"],
] as const;
const endpoints = [
  "/token",
  "/par",
  "/introspect",
  "/revoke",
  "/device_authorization",
  "/login",
  "/device",
  "/end-session",
];
const names = [
  "client_id",
  "scope",
  "state",
  "nonce",
  "code",
  "token",
  "grant_type",
  "login",
  "user_code",
  "interaction",
  "resource",
  "claims",
  "request",
  "request_uri",
  "id_token_hint",
  "ui_locales",
  "login_hint",
  "acr_values",
];

for (const [title, text] of odd)
  test(`faults: ${title} in any parameter is refused or ignored, never a failure of the server`, async () => {
    const { driver } = await openScene();
    for (const name of [...names, text]) {
      for (const path of endpoints) {
        const answer = await driver.post(path, { ...goodRequest, [name]: text }, webBasic);
        assertHarmless(answer, `${name} at ${path}`);
      }
      assertHarmless(await driver.get(`/authorize?${new URLSearchParams({ ...goodRequest, [name]: text })}`), name);
      assertHarmless(await driver.authorize({ [name]: text }), `${name}, signed in`);
    }
    for (const field of ["authorization", "dpop", "cookie", "origin", "accept", "accept-language", "content-type"]) {
      const value = text.replaceAll(/[\0\r\n\ud800-\udfff]/g, "?");
      assertHarmless(await driver.post("/token", {}, { [field]: value }), field);
      assertHarmless(await driver.get("/login", { [field]: value }), field);
      assertHarmless(await driver.get("/userinfo", { [field]: value }), field);
    }
    assert.equal(Reflect.get({}, "polluted"), undefined);
    assert.deepEqual(Object.keys(Object.prototype), []);
  });

test("faults: members of JSON that are called like parts of a prototype change none (claims, authorization_details)", async () => {
  const { driver } = await openScene();
  for (const value of [
    '{"__proto__":{"polluted":1}}',
    '{"id_token":{"__proto__":{"polluted":1}}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
  ])
    for (const name of ["claims", "authorization_details"]) {
      assertHarmless(await driver.authorize({ [name]: value }), name);
      assertHarmless(await driver.post("/par", { ...goodRequest, [name]: value }), name);
    }
  assert.equal(Reflect.get({}, "polluted"), undefined);
});

test("faults: octets that are no UTF-8, half an escape, and brackets after a name are read as text or refused (RFC 6749 §3.1)", async () => {
  const { send } = await openScene();
  for (const body of [
    "grant_type=%C0%AF",
    "grant_type=%",
    "grant_type=%zz&client_id=%ff%fe",
    "client_id[]=web",
    "&&&=&==",
    "%00=%00",
  ])
    for (const path of endpoints) {
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const response = await send(new Request(`${issuer}${path}`, { method: "POST", body, headers }));
      assert.ok(
        (response.status < 500 && response.status !== 200) || path === "/end-session",
        `${path} ${body}: ${response.status}`,
      );
    }
});

test("faults: a parameter twice, or in query and body, is refused or counts once (RFC 6749 §3.2)", async () => {
  const { driver, send } = await openScene();
  const code = await driver.code();
  const form = `grant_type=authorization_code&client_id=spa&code=${code}&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`;
  const post = (query: string, body: string): Promise<Response> =>
    send(
      new Request(`${issuer}/token${query}`, {
        method: "POST",
        body,
        headers: { "content-type": "application/x-www-form-urlencoded" },
      }),
    );
  for (const name of ["grant_type", "client_id", "code", "redirect_uri", "code_verifier"]) {
    const value = new URLSearchParams(form).get(name) ?? "";
    const response = await post("", `${form}&${name}=${encodeURIComponent(value)}`);
    assert.deepEqual([response.status, (await response.json()).error], [400, "invalid_request"], name);
  }
  assert.equal((await post(`?${form}`, "")).status, 401, "nothing counts in the query");
  assert.equal((await post("?grant_type=client_credentials&client_id=web&code=other", form)).status, 200);
});

function assertHarmless({ status, text, headers }: SceneAnswer, where: string): void {
  assert.ok(status < 500, `${where}: ${status} ${text.slice(0, 200)}`);
  assert.equal(headers.get("set-cookie")?.includes("x=1") ?? false, false, where);
  assert.doesNotMatch(text, /<script>alert/, where);
}
