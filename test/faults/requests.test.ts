import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider } from "../../src/provider/create-provider.ts";
import { createPasswordHasher } from "../../src/provider/crypto/password-hash.ts";
import type { ProviderOptions } from "../../src/provider/options.ts";
import { createMemoryStore } from "../../src/provider/stores/memory/memory-store.ts";
import {
  cookiesOf,
  createFaultsDriver,
  type FaultsDriver,
  goodRequest,
  hiddenOf,
  makeDriverKey,
  type SceneAnswer,
  webBasic,
} from "../fixtures/provider/faults-driver.ts";
import { alice, issuer, sceneOptions } from "../fixtures/provider/faults-scene.ts";
import { createFaultyStore, type FaultyStore } from "../fixtures/provider/faulty-store.ts";
import { createCountedHashing } from "../fixtures/provider/login-hashing.ts";

let key: ReturnType<typeof makeDriverKey> | undefined;

async function open(options: Partial<ProviderOptions> = {}): Promise<{
  readonly driver: FaultsDriver;
  readonly faulty: FaultyStore;
  readonly send: (request: Request) => Promise<Response>;
}> {
  key ??= makeDriverKey();
  const made = await key;
  const faulty = createFaultyStore(createMemoryStore());
  const provider = createProvider({ ...sceneOptions(made.publicJwk), ...options, store: faulty.store });
  const send = (request: Request): Promise<Response> => provider.fetch(request);
  return { faulty, send, driver: createFaultsDriver([send], made) };
}

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
    const { driver } = await open();
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
  const { driver } = await open();
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
  const { send } = await open();
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
  const { driver, send } = await open();
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

test("faults: whether an account or a client exists shows neither in answers nor in the work that is done", async () => {
  const hashing = createCountedHashing();
  const hasher = createPasswordHasher({ algorithms: [hashing.algorithm] });
  const { driver, faulty } = await open({
    accounts: [
      { id: "a", username: "alice", password: alice.password },
      { id: "d", username: "disabled", password: alice.password, isActive: false },
    ],
    accountRules: { hasher },
  });
  await driver.signIn();
  const seen: string[] = [];
  for (const login of ["alice", "disabled", "nobody", "alice@nowhere.example"]) {
    const page = await driver.get("/login");
    const [before, calls] = [hashing.count(), faulty.calls.length];
    const answer = await driver.post(
      "/login",
      { ...hiddenOf(page), login, password: "wrong" },
      { cookie: cookiesOf(page), origin: issuer },
    );
    const verbs = faulty.calls.slice(calls).filter((verb) => !verb.startsWith("throttle.clear"));
    seen.push(
      JSON.stringify([
        answer.status,
        answer.text.replaceAll(login, "…").replaceAll(/value="[\w-]{20,}"|nonce="[^"]*"/g, ""),
        hashing.count() - before,
        verbs.filter((verb) => verb.startsWith("throttle")).length,
      ]),
    );
  }
  assert.equal(new Set(seen).size, 1, seen.map((each) => each.slice(0, 300)).join("\n"));
  const clients: string[] = [];
  for (const id of ["web", "nobody", "machine"]) {
    const answer = await driver.post(
      "/token",
      { grant_type: "client_credentials" },
      { authorization: `Basic ${btoa(`${id}:wrong`)}` },
    );
    clients.push(JSON.stringify([answer.status, answer.text, answer.headers.get("www-authenticate")]));
  }
  assert.equal(new Set(clients).size, 1, clients.join("\n"));
});

test("faults: whoever sends Host and X-Forwarded fields changes no URL, no cookie and no link", async () => {
  const { driver } = await open();
  const forged = {
    host: "evil.example",
    forwarded: "for=127.0.0.1;host=evil.example;proto=http",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "http",
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-port": "8080",
    "x-original-url": "/admin",
    "x-rewrite-url": "/admin",
  };
  const paths = [
    "/.well-known/openid-configuration",
    "/login",
    "/sessions",
    "/device",
    "/end-session",
    `/authorize?${new URLSearchParams(goodRequest)}`,
  ];
  for (const path of paths) {
    const [plain, other] = [await driver.get(path), await driver.get(path, forged)];
    assert.equal(plain.status, other.status, path);
    assert.doesNotMatch(`${other.text} ${[...other.headers].join(" ")}`, /evil\.example|8080|\/admin/, path);
    for (const cookie of other.headers.getSetCookie()) assert.match(cookie, /^__Host-.*; Secure/, path);
    const origin = (location: string | null): string | undefined => location?.split("?")[0];
    assert.equal(origin(other.headers.get("location")), origin(plain.headers.get("location")), path);
  }
});

test("faults: every page forbids frames and keeps itself out of caches, also when it refuses (RFC 9700 §4.16)", async () => {
  const { driver } = await open();
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
  const { driver } = await open();
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

test("faults: listeners and account sources that throw or hang stop no answer that does not need them", async () => {
  const throwing = await open({
    onEvent: () => {
      throw new Error("a listener");
    },
  });
  assert.equal((await throwing.driver.redeem(await throwing.driver.code())).status, 200);
  const rejecting = await open({ onEvent: async () => Promise.reject(new Error("a listener")) });
  assert.equal((await rejecting.driver.redeem(await rejecting.driver.code())).status, 200);
  const hanging = await open({ onEvent: () => new Promise(() => undefined) });
  assert.equal((await hanging.driver.redeem(await hanging.driver.code())).status, 200);
});

test("faults: accounts that can't be asked are no reason to end a grant, and no token that is not active", async () => {
  let isDown = false;
  const { driver } = await open();
  const { accounts } = sceneOptions({});
  const broken = await open({
    accounts: {
      ...accounts,
      find: async (id: string) => (isDown ? Promise.reject(new Error("LDAP")) : accounts.find(id)),
    },
  });
  const { body } = await broken.driver.redeem(await broken.driver.code());
  const code = await broken.driver.code();
  isDown = true;
  const answers = [
    await broken.driver.redeem(code),
    await broken.driver.refresh(String(body.refresh_token)),
    await broken.driver.post("/introspect", { token: String(body.access_token) }, webBasic),
    await broken.driver.get("/userinfo", { authorization: `Bearer ${String(body.access_token)}` }),
  ];
  for (const [index, answer] of answers.entries()) assert.equal(answer.status, 503, `${index}: ${answer.text}`);
  isDown = false;
  assert.equal((await broken.driver.refresh(String(body.refresh_token))).status, 200);
  assert.equal((await broken.driver.redeem(code)).status, 200);
  assert.equal((await driver.get("/health-that-is-not-there")).status, 404);
});

function codeless({ headers }: SceneAnswer): boolean {
  return !(headers.get("location") ?? "").includes("code=");
}

function assertHarmless({ status, text, headers }: SceneAnswer, where: string): void {
  assert.ok(status < 500, `${where}: ${status} ${text.slice(0, 200)}`);
  assert.equal(headers.get("set-cookie")?.includes("x=1") ?? false, false, where);
  assert.doesNotMatch(text, /<script>alert/, where);
}
