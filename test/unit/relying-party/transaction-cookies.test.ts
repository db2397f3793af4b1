import assert from "node:assert/strict";
import { test } from "node:test";
import type { AuthorizationTransaction } from "../../../src/endpoints/authorization-transaction.ts";
import { createSealer } from "../../../src/relying-party/sealer.ts";
import { createTransactionCookies, type TransactionCookies } from "../../../src/relying-party/transaction-cookies.ts";
import { systemRandom } from "../../../src/util/random.ts";
import { createBrowser, createScene } from "../../fixtures/relying-party-scene.ts";

const settings = {
  baseUrl: "https://app.example.com",
  basePath: "/auth",
  isHttps: true,
  cookieBase: "rp.auth",
  redirectUri: "https://app.example.com/auth/callback",
  postLogoutRedirectUri: "https://app.example.com/auth/logout/callback",
  responseMode: undefined,
  maxLogins: 4,
  loginLifetimeSeconds: 600,
  idleSeconds: 3600,
  absoluteSeconds: 7200,
  renewBeforeSeconds: 60,
  sessionSameSite: "lax",
  maxCookieChunks: 3,
  csrfHeader: "x-csrf",
  allowedOrigins: [],
  allowedLoginParameters: [],
  afterLogout: "/",
  authorization: {},
  userinfo: false,
} as const;

const sealer = createSealer(["first-secret-of-the-application-0001"], { random: systemRandom, owner: "app" });
let now = 1_000_000;
const clock = (): number => now;
const transactions = createTransactionCookies(settings, { sealer, clock });

function login(state: string, more: Partial<AuthorizationTransaction> = {}): AuthorizationTransaction {
  const own = { issuer: "https://id.example.com", clientId: "web", redirectUri: settings.redirectUri };
  return { ...own, scope: "openid", state, codeVerifier: "v".repeat(43), createdAt: now, ...more };
}

function remember(
  transaction: AuthorizationTransaction,
  cookies: Map<string, string>,
  { returnTo = "/", keeper = transactions }: { readonly returnTo?: string; readonly keeper?: TransactionCookies } = {},
): Promise<readonly string[]> {
  return keeper.remember("login", { transaction, returnTo, createdAt: now }, cookies);
}

function take(cookies: Map<string, string>, fields: readonly string[]): void {
  for (const field of fields) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(field) ?? [];
    if (field.includes("Max-Age=0")) cookies.delete(name);
    else cookies.set(name, value);
  }
}

test("logins are remembered, and told the newest first", async () => {
  const cookies = new Map<string, string>();
  for (const state of ["one", "two"]) {
    now += 1000;
    take(cookies, await remember(login(state), cookies));
  }
  const states = (await transactions.list("login", cookies)).map(({ transaction }) => transaction.state);
  assert.deepEqual(states, ["two", "one"]);
  assert.deepEqual(await transactions.list("logout", cookies), []);
});

test("a login that is over is not told any more", async () => {
  const cookies = new Map<string, string>();
  take(cookies, await remember(login("one"), cookies));
  now += 599_999;
  assert.equal((await transactions.list("login", cookies)).length, 1);
  now += 1;
  assert.deepEqual(await transactions.list("login", cookies), []);
  take(cookies, await remember(login("two"), cookies));
  assert.equal(cookies.size, 1);
});

test("a cookie under another name, of another kind or not from here is no login", async () => {
  const cookies = new Map<string, string>();
  take(cookies, await remember(login("one"), cookies));
  const [[name = "", value = ""] = []] = cookies;
  assert.equal(name, "__Host-rp.auth~login.one");
  for (const [other, sealed] of [
    ["__Host-rp.auth~login.two", value],
    ["__Host-rp.auth~logout.one", value],
    ["rp.auth~login.one", value],
    [name, `${value.slice(0, -1)}${value.endsWith("A") ? "B" : "A"}`],
    [name, ""],
  ] as const) {
    const swapped = new Map([[other, sealed]]);
    assert.deepEqual(await transactions.list("login", swapped), [], other);
    assert.deepEqual(await transactions.list("logout", swapped), [], other);
  }
});

test("a login without state has a cookie, too", async () => {
  const transaction = { issuer: "https://id.example.com", clientId: "web", createdAt: now };
  const [field] = await transactions.remember("logout", { transaction, returnTo: "/", createdAt: now }, new Map());
  assert.match(field ?? "", /^__Host-rp\.auth~logout=/);
});

for (const [responseMode, want] of [
  [undefined, "SameSite=Lax"],
  ["query.jwt", "SameSite=Lax"],
  ["form_post", "SameSite=None"],
  ["form_post.jwt", "SameSite=None"],
] as const) {
  test(`an answer by ${responseMode} finds a cookie with ${want}`, async () => {
    const [field] = await remember(login("one", responseMode === undefined ? {} : { responseMode }), new Map());
    assert.ok(field?.includes(`; ${want};`), field);
    assert.ok(field?.includes("; HttpOnly; Secure;"), field);
  });
}

test("links that start logins cannot fill the browser until servers refuse its requests", async () => {
  const browser = createBrowser(createScene());
  for (let count = 0; count < 8; count += 1) {
    await browser.send(`/auth/login?returnTo=/${String(count).repeat(1000)}`);
    const bytes = [...browser.cookies].reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    assert.ok(bytes <= 4096, String(bytes));
  }
  assert.ok(browser.cookies.size >= 1);
});

test("a browser that sends more logins than it got from here has no more than twenty of them opened", async () => {
  const cookies = new Map<string, string>();
  take(cookies, await remember(login("last"), cookies));
  const padded = new Map(Array.from({ length: 20 }, (_, index) => [`__Host-rp.auth~login.x${index}`, "x"]));
  assert.deepEqual(await transactions.list("login", new Map([...padded, ...cookies])), []);
  assert.equal((await transactions.list("login", new Map([...cookies, ...padded]))).length, 1);
  // What has no room is removed, opened or not.
  const fields = await remember(login("new"), new Map([...padded, ...cookies]));
  assert.equal(fields.filter((field) => field.includes("Max-Age=0")).length, 21);
});

test("a login whose cookie browsers would drop is refused with what to do", async () => {
  const scope = `openid ${"x".repeat(3000)}`;
  await assert.rejects(remember(login("one", { scope }), new Map()), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "authorization",
    message: /more than 3900 bytes.*shorter scope/,
  });
});
