import assert from "node:assert/strict";
import { test } from "node:test";
import { readBrowserId, readOrCreateBrowserId } from "../../../../src/provider/browser/browser-id.ts";
import { clearCookie, cookieName, readCookie, writeCookie } from "../../../../src/provider/browser/cookies.ts";
import { createFormToken, requireFormToken } from "../../../../src/provider/browser/form-token.ts";
import { createProviderContext } from "../../../../src/provider/create-context.ts";

const secure = createProviderContext({ issuer: "https://id.example.com", keys: { algorithms: ["ES256"] } });
const local = createProviderContext({ issuer: "http://127.0.0.1" });

function requestWith(headers: Readonly<Record<string, string>>) {
  const raw = new Request("http://anything.example/login", { method: "POST", headers });
  return { raw, path: "/login", pathParameters: {}, connection: {} };
}

test("cookies: with https they belong to this host alone, with http on the loopback interface they have no prefix (RFC 6265)", () => {
  assert.equal(cookieName(secure, "session"), "__Host-ti_session");
  assert.equal(cookieName(local, "browser"), "ti_browser");
  assert.equal(writeCookie(secure, "session", "v"), "__Host-ti_session=v; Path=/; HttpOnly; Secure; SameSite=Lax");
  assert.equal(
    writeCookie(local, "session", "v", { maxAgeSeconds: 60 }),
    "ti_session=v; Max-Age=60; Path=/; HttpOnly; SameSite=Lax",
  );
  assert.equal(clearCookie(local, "session"), "ti_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax");
  assert.match(writeCookie(local, "session", "v", { maxAgeSeconds: 1e9 }), /Max-Age=34560000;/);
});

test("cookies: several providers on one host have names of their own, because neither a port nor, with the prefix, a path keeps them apart (RFC 6265 §8.5)", () => {
  const issuers = [
    "https://id.example.com",
    "https://id.example.com/a",
    "https://id.example.com/b",
    "https://id.example.com:8443",
  ];
  const names = issuers.map((issuer) => cookieName(createProviderContext({ issuer }), "session"));
  assert.equal(names[0], "__Host-ti_session");
  assert.equal(new Set(names).size, 4);
  for (const name of names.slice(1)) assert.match(name, /^__Host-ti_session_[\w-]{8}$/);
  const ports = ["http://127.0.0.1:3000", "http://127.0.0.1:3001", "http://[::1]:3000"];
  assert.equal(new Set(ports.map((issuer) => cookieName(createProviderContext({ issuer }), "browser"))).size, 3);
});

test("cookies: the first of one name is read, and no other name", () => {
  const header = "a=1; __Host-ti_session=one; __Host-ti_session=two; ti_session=three";
  assert.equal(readCookie(secure, requestWith({ Cookie: header }), "session"), "one");
  assert.equal(readCookie(secure, requestWith({ Cookie: "ti_session=three" }), "session"), undefined);
  assert.equal(readCookie(secure, requestWith({}), "session"), undefined);
});

test("browser id: a known one is kept, anything else is replaced", () => {
  const made = readOrCreateBrowserId(secure, requestWith({}));
  assert.match(made.id, /^[\w-]{43}$/);
  assert.deepEqual(made.cookies, [`__Host-ti_browser=${made.id}; Path=/; HttpOnly; Secure; SameSite=Lax`]);
  const again = requestWith({ Cookie: `__Host-ti_browser=${made.id}` });
  assert.deepEqual(readOrCreateBrowserId(secure, again), { id: made.id, cookies: [] });
  for (const value of ["short", "x".repeat(44), "<".repeat(43)])
    assert.equal(readBrowserId(secure, requestWith({ Cookie: `__Host-ti_browser=${value}` })), undefined);
});

test("form token: it is good for one browser, one purpose and one provider", async () => {
  const id = "A".repeat(43);
  const token = await createFormToken(secure, id, "login");
  const cookie = { Cookie: `__Host-ti_browser=${id}` };
  const form = (value: string) => new URLSearchParams({ csrf_token: value });
  await requireFormToken(secure, requestWith(cookie), form(token), "login");
  const refused = { error: "access_denied", status: 403 };
  await assert.rejects(requireFormToken(secure, requestWith(cookie), form(token), "consent"), refused);
  await assert.rejects(requireFormToken(secure, requestWith({}), form(token), "login"), refused);
  const other = { Cookie: `__Host-ti_browser=${"B".repeat(43)}` };
  await assert.rejects(requireFormToken(secure, requestWith(other), form(token), "login"), refused);
  await assert.rejects(requireFormToken(secure, requestWith(cookie), form(token.slice(1)), "login"), refused);
  const foreign = createProviderContext({ issuer: "https://id.example.com", keys: { algorithms: ["ES256"] } });
  await assert.rejects(requireFormToken(foreign, requestWith(cookie), form(token), "login"), refused);
});

for (const [name, headers, isGood] of [
  ["nothing", {}, true],
  ["the own origin", { Origin: "https://id.example.com" }, true],
  ["null with same-origin", { Origin: "null", "Sec-Fetch-Site": "same-origin" }, true],
  ["null alone", { Origin: "null" }, true],
  ["none, a reload", { "Sec-Fetch-Site": "none" }, true],
  ["null with cross-site", { Origin: "null", "Sec-Fetch-Site": "cross-site" }, false],
  ["same-site", { "Sec-Fetch-Site": "same-site" }, false],
  ["a foreign origin", { Origin: "https://evil.example" }, false],
  ["another port", { Origin: "https://id.example.com:8443" }, false],
  ["http", { Origin: "http://id.example.com" }, false],
  ["a foreign origin and a forged host", { Origin: "http://anything.example", Host: "anything.example" }, false],
] as const) {
  test(`form token: a browser that says ${name} is ${isGood ? "believed" : "refused"}`, async () => {
    const id = "A".repeat(43);
    const form = new URLSearchParams({ csrf_token: await createFormToken(secure, id, "login") });
    const request = requestWith({ Cookie: `__Host-ti_browser=${id}`, ...headers });
    const outcome = requireFormToken(secure, request, form, "login");
    await (isGood ? outcome : assert.rejects(outcome, { error: "access_denied", reason: "cross-site" }));
  });
}
