import assert from "node:assert/strict";
import { test } from "node:test";
import { createDPoP } from "../../../src/dpop/index.ts";
import { readProxiedBody } from "../../../src/relying-party/proxy-exchange.ts";
import { createMemorySharedStore } from "../../../src/util/memory-shared-store.ts";
import {
  type Browser,
  createBrowser,
  createScene,
  type Scene,
  type SceneOptions,
} from "../../fixtures/relying-party-scene.ts";

interface Told {
  readonly token: string | null;
  readonly body: string;
}

interface ApiScene {
  readonly scene: Scene;
  readonly browser: Browser;
  readonly told: Told[];
  readonly call: (init?: RequestInit) => Promise<Response>;
  readonly refreshes: () => number;
}

const refusal = (challenge = 'Bearer error="invalid_token"', status = 401): Response =>
  new Response("refused", { status, headers: { "www-authenticate": challenge } });

/** A signed-in browser, and an API that answers what it is told to. */
async function createApi(
  answer: (count: number) => Response | Promise<Response>,
  options: SceneOptions = {},
): Promise<ApiScene> {
  const told: Told[] = [];
  const scene = createScene({
    ...options,
    fetch: async (input, init, next) => {
      if (!input.startsWith("https://api.example.com")) return (await options.fetch?.(input, init, next)) ?? next();
      const { headers, body } = init ?? {};
      const text = body === undefined || body === null ? "" : await new Response(body).text();
      told.push({ token: new Headers(headers).get("authorization"), body: text });
      return answer(told.length);
    },
  });
  const browser = createBrowser(scene);
  await browser.signIn();
  const call: ApiScene["call"] = (init) =>
    browser.send("/api/orders", init, (request) => scene.rp.proxy(request, { target: "https://api.example.com" }));
  const refreshes = (): number => scene.requests.filter((path) => path === "/token").length - 1;
  return { scene, browser, told, call, refreshes };
}

const post = (body: string, more: Readonly<Record<string, string>> = {}): RequestInit => ({
  method: "POST",
  headers: { "x-csrf": "1", "content-length": String(body.length), ...more },
  body,
});

for (const kind of ["cookie", "store"] as const) {
  const sessions = () => (kind === "cookie" ? kind : createMemorySharedStore({ clock: () => 0 }));
  const kept = (): SceneOptions => ({ relyingParty: { sessions: sessions() } });

  test(`a token that the API refuses is renewed once, and the request made once more (RFC 6750 §3.1, ${kind})`, async () => {
    const api = await createApi((count) => (count === 1 ? refusal() : Response.json({ ok: true })), kept());
    api.scene.pass(120);
    const response = await api.call(post('{"a":1}'));
    assert.deepEqual([response.status, await response.json()], [200, { ok: true }]);
    assert.deepEqual(
      api.told.map(({ body }) => body),
      ['{"a":1}', '{"a":1}'],
    );
    assert.notEqual(api.told[0]?.token, api.told[1]?.token);
    assert.equal(api.refreshes(), 1);
    assert.ok(api.scene.eventTypes().includes("session.renewed"));
    // The new token is that of the session from now on.
    const { session } = await api.scene.rp.getSession(api.browser.request("/"));
    assert.equal(`Bearer ${await session?.getAccessToken()}`, api.told[1]?.token);
  });

  test(`a request that is refused with the new token, too, comes back refused (${kind})`, async () => {
    const api = await createApi(() => refusal(), kept());
    api.scene.pass(120);
    assert.equal((await api.call()).status, 401);
    assert.deepEqual([api.told.length, api.refreshes()], [2, 1]);
    // The token has just come: nothing is renewed again for a while.
    assert.equal((await api.call()).status, 401);
    assert.deepEqual([api.told.length, api.refreshes()], [3, 1]);
  });

  test(`many requests that are refused at once renew once (${kind})`, async () => {
    const api = await createApi((count) => (count <= 4 ? refusal() : Response.json({})), kept());
    api.scene.pass(120);
    const answers = await Promise.all(Array.from({ length: 4 }, () => api.call()));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 200],
    );
    assert.equal(api.refreshes(), 1);
  });
}

for (const [title, answer] of [
  ["another error", refusal('Bearer error="insufficient_scope"')],
  ["no error", refusal("Bearer")],
  ["another scheme", refusal('Basic error="invalid_token"')],
  ["another status", refusal('Bearer error="invalid_token"', 403)],
  ["a server that fails", refusal('Bearer error="invalid_token"', 500)],
  ["no challenge", new Response(null, { status: 401 })],
] as const) {
  test(`an answer with ${title} is not asked for again`, async () => {
    const api = await createApi(() => answer);
    api.scene.pass(120);
    assert.equal((await api.call()).status, answer.status);
    assert.deepEqual([api.told.length, api.refreshes()], [1, 0]);
  });
}

test("a body whose length nobody knows is sent once", async () => {
  const api = await createApi(() => refusal());
  api.scene.pass(120);
  const body = new Blob(["stream"]).stream();
  const init = { method: "POST", headers: { "x-csrf": "1" }, body, duplex: "half" };
  const response = await api.call(init);
  assert.deepEqual([response.status, await response.text()], [401, "refused"]);
  assert.deepEqual([api.told.length, api.refreshes()], [1, 0]);
});

test("without a refresh token the refusal comes back", async () => {
  const api = await createApi(() => refusal(), { relyingParty: { authorization: {} } });
  api.scene.pass(120);
  assert.equal((await api.call()).status, 401);
  assert.deepEqual([api.told.length, api.refreshes()], [1, 0]);
});

test("where the provider cannot be reached the refusal comes back, and the session lives on", async () => {
  let isAway = false;
  const api = await createApi(() => refusal(), {
    fetch: (_input, _init, next) => (isAway ? Promise.reject(new TypeError("connection refused")) : next()),
  });
  api.scene.pass(120);
  isAway = true;
  const response = await api.call();
  assert.deepEqual([response.status, await response.text()], [401, "refused"]);
  const end = api.scene.events.at(-1);
  assert.ok(end?.type === "session.renewal_failed" && end.code === "ERR_TRANSPORT_NETWORK", JSON.stringify(end));
  assert.notEqual((await api.scene.rp.getSession(api.browser.request("/"))).session, undefined);
});

for (const [kind, isEnded] of [
  ["store", true],
  // Another process may have renewed them, and its cookies be under way.
  ["cookie", false],
] as const) {
  test(`where the provider gives no more tokens either, a session in a ${kind} ${isEnded ? "ends" : "lives on"}`, async () => {
    const sessions = kind === "cookie" ? kind : createMemorySharedStore({ clock: () => 0 });
    const lifetimes = { accessTokenSeconds: 600, refreshTokenSeconds: 100 };
    const api = await createApi(() => refusal(), { relyingParty: { sessions }, provider: { lifetimes } });
    api.scene.pass(200);
    const response = await api.call();
    assert.equal(response.status, 401);
    assert.equal((await response.text()).includes("login_required"), isEnded);
    const { session } = await api.scene.rp.getSession(api.browser.request("/"));
    assert.equal(session === undefined, isEnded);
    const type = isEnded ? "session.ended" : "session.renewal_failed";
    assert.ok(api.scene.events.some((event) => event.type === type && event.code === "invalid_grant"));
  });
}

test("new cookies are not lost where the second request fails", async () => {
  const api = await createApi((count) => (count === 1 ? refusal() : Promise.reject(new TypeError("reset"))));
  api.scene.pass(120);
  const response = await api.call();
  assert.equal(response.status, 502);
  assert.match(response.headers.getSetCookie()[0] ?? "", /^__Host-rp\.auth~session=/);
  const failed = api.scene.events.at(-1);
  assert.deepEqual(failed, { type: "proxy.failed", path: "/api", sub: "ada", code: "ERR_TRANSPORT_NETWORK" });
});

test("a bound token is renewed with its key, and the request has a new proof", async () => {
  const answer = (count: number): Response => (count === 1 ? refusal('DPoP error="invalid_token"') : Response.json({}));
  const api = await createApi(answer, { client: { dpop: await createDPoP() } });
  api.scene.pass(120);
  assert.equal((await api.call()).status, 200);
  assert.match(api.told[1]?.token ?? "", /^DPoP /);
  assert.notEqual(api.told[1]?.token, api.told[0]?.token);
  assert.equal(api.scene.eventTypes().filter((type) => type === "session.renewed").length, 1);
});

test("a body that is longer than the request says is refused before anything is sent", async () => {
  const api = await createApi(() => Response.json({}));
  const response = await api.call(post("too long", { "content-length": "3" }));
  assert.deepEqual([response.status, api.told.length], [413, 0]);
});

for (const [announced, isKept] of [
  ["5", true],
  ["9", true],
  ["1048576", true],
  ["1048577", false],
  ["-1", false],
  ["", false],
  ["5, 5", false],
  ["0x5", false],
] as const) {
  test(`a body with content-length ${announced} is ${isKept ? "kept" : "handed on as a stream"}`, async () => {
    const body = new Blob(["hello"]).stream();
    const read = await readProxiedBody({ headers: new Headers({ "content-length": announced }), body });
    assert.equal(read instanceof ArrayBuffer, isKept);
    if (read === null || read === "too_large") assert.fail("the body is lost");
    assert.equal(await new Response(read).text(), "hello");
  });
}

test("no body is no body", async () => {
  assert.equal(await readProxiedBody({ headers: new Headers({ "content-length": "0" }), body: null }), null);
});
