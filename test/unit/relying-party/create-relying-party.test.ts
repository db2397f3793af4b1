import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { createRelyingParty, type RelyingPartyOptions } from "../../../src/relying-party/index.ts";
import { createMemorySharedStore } from "../../../src/util/memory-shared-store.ts";
import { appUrl, createBrowser, createScene } from "../../fixtures/relying-party-scene.ts";

const store = createMemorySharedStore();
for (const [parameter, wrong] of [
  ["secrets", { secrets: "short" }],
  ["secrets", { secrets: ["first-secret-of-the-application-0001", "short"] }],
  ["secrets", { secrets: [] }],
  ["secrets", { secrets: undefined }],
  ["baseUrl", { baseUrl: "http://app.example.com" }],
  ["baseUrl", { baseUrl: "https://app.example.com/path" }],
  ["baseUrl", { baseUrl: "app.example.com" }],
  ["baseUrl", { baseUrl: undefined }],
  ["basePath", { basePath: "auth" }],
  ["basePath", { basePath: "/auth/" }],
  ["basePath", { basePath: "/a~b" }],
  ["name", { name: "a.b" }],
  ["csrfHeader", { csrfHeader: "x csrf" }],
  ["afterLogout", { afterLogout: "//evil.example" }],
  ["allowedOrigins", { allowedOrigins: ["https://api.example.com/v1"] }],
  ["allowedLoginParameters", { allowedLoginParameters: ["redirect_uri"] }],
  ["responseMode", { responseMode: "fragment" }],
  ["sessionSameSite", { sessionSameSite: "strict" }],
  ["authorization.scope", { authorization: { scope: "profile" } }],
  ["loginLifetimeSeconds", { loginLifetimeSeconds: 60 }],
  ["maxLogins", { maxLogins: 11 }],
  ["idleSeconds", { idleSeconds: 1.5 }],
  ["sessions", { sessions: "memory" }],
  ["revocations", { revocations: {} }],
  ["revocations", { revocations: store, sessions: store }],
  ["client", { client: undefined }],
  ["redirectUri", { redirectUri: "https://app.example.com/callback" }],
] as const) {
  test(`an option that is wrong is named: ${JSON.stringify(wrong).slice(0, 60)}`, () => {
    const { options } = createScene();
    const given: unknown = { ...options, ...wrong };
    // @ts-expect-error callers without types
    assert.throws(() => createRelyingParty(given), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}

test("what is no route is answered with 404, and another method with 405", async () => {
  const { rp } = createScene();
  for (const path of ["/auth", "/auth/", "/auth/other", "/auth/login/", "/auth/constructor", "/", "/authlogin"]) {
    assert.equal((await rp.handler(new Request(appUrl + path))).status, 404, path);
  }
  const response = await rp.handler(new Request(`${appUrl}/auth/session`, { method: "POST" }));
  assert.deepEqual([response.status, response.headers.get("allow")], [405, "GET"]);
  assert.equal(rp.handles(new Request(`${appUrl}/auth/login`)), true);
  assert.equal(rp.handles(new Request(`${appUrl}/authors`)), false);
});

test("a client is created of its options, with the addresses of the relying party", async () => {
  const scene = createScene();
  const options: RelyingPartyOptions = {
    ...scene.options,
    client: {
      issuer: "https://id.example.com",
      client: { client_id: "web", client_secret: "test-secret-of-at-least-32-octets-here" },
      fetch: scene.provider.fetch,
      clock: () => Date.parse("2026-01-01T00:00:00Z"),
    },
    sessions: createMemorySharedStore({ clock: () => 0 }),
  };
  const rp = createRelyingParty(options);
  const browser = createBrowser({ rp, provider: scene.provider });
  assert.equal((await browser.signIn("?returnTo=/a")).headers.get("location"), "/a");
});

test("a page without a session goes to the login and back, a script is told", async () => {
  const scene = createScene();
  const browser = createBrowser(scene);
  const page = { accept: "text/html,*/*" };
  for (const [path, init, status, location] of [
    ["/orders?page=2", { headers: page }, 303, "/auth/login?returnTo=%2Forders%3Fpage%3D2"],
    ["/orders", { headers: { ...page, "sec-fetch-mode": "cors" } }, 401, null],
    ["/orders", { headers: { "sec-fetch-mode": "navigate" } }, 303, "/auth/login?returnTo=%2Forders"],
    ["/orders", { headers: page, method: "POST" }, 401, null],
    ["/orders", {}, 401, null],
    ["//evil.example", { headers: page }, 303, "/auth/login"],
  ] as const) {
    const url = path.startsWith("//") ? `${appUrl}${path}` : path;
    const response = await scene.rp.protect(browser.request(url, init));
    assert.ok(response instanceof Response);
    assert.deepEqual([response.status, response.headers.get("location")], [status, location]);
  }
  const elsewhere = await scene.rp.protect(browser.request("/orders", { headers: page }), {
    returnTo: "https://evil.example",
  });
  assert.ok(elsewhere instanceof Response);
  assert.equal(elsewhere.headers.get("location"), "/auth/login");
  await browser.signIn();
  const session = await scene.rp.protect(browser.request("/orders", { headers: page }));
  assert.ok(!(session instanceof Response));
  assert.deepEqual([session.subject, session.setCookies, Object.isFrozen(session)], ["ada", [], true]);
});

test("a listener that throws breaks nothing", async () => {
  const scene = createScene({
    relyingParty: {
      onEvent: () => {
        throw new Error("the log is full");
      },
    },
  });
  assert.equal((await createBrowser(scene).signIn()).status, 303);
});

test("no event holds a secret", async () => {
  const scene = createScene();
  const browser = createBrowser(scene);
  await browser.signIn();
  const { session } = await scene.rp.getSession(browser.request("/"));
  const { logoutUrl } = await (await browser.send("/auth/session", { headers: { "x-csrf": "1" } })).json();
  const token = await session?.getAccessToken();
  scene.pass(700);
  await scene.rp.getSession(browser.request("/"));
  await browser.send("/auth/logout", { method: "POST", headers: { "x-csrf": "1" } });
  const told = JSON.stringify(scene.events);
  for (const hidden of [token, String(logoutUrl).split("=")[1]]) {
    assert.equal(told.includes(hidden ?? "?"), false);
  }
  assert.ok(scene.events.every((event) => Object.isFrozen(event)));
});

test("over HTTP, a browser signs in, is known, and signs out", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const baseUrl = `http://127.0.0.1:${port}`;
  const scene = createScene({
    registration: {
      redirect_uris: [`${baseUrl}/auth/callback`],
      post_logout_redirect_uris: [`${baseUrl}/auth/logout/callback`],
    },
  });
  const { clock } = scene.options;
  const rp = createRelyingParty({
    ...scene.options,
    baseUrl,
    client: {
      issuer: "https://id.example.com",
      client: { client_id: "web", client_secret: "test-secret-of-at-least-32-octets-here" },
      fetch: scene.provider.fetch,
      clock,
    },
  });
  server.on("request", async ({ url = "/", method = "GET", headers }, outgoing) => {
    const fields = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
    const answer = await rp.handler(new Request(baseUrl + url, { method, headers: fields }));
    outgoing.writeHead(answer.status, [...answer.headers].flat());
    outgoing.end(await answer.text());
  });
  try {
    const { signIn } = await import("../../../src/provider/testing/index.ts");
    const jar = new Map<string, string>();
    const go = async (url: string, init: RequestInit = {}): Promise<Response> => {
      const cookie = [...jar].map((pair) => pair.join("=")).join("; ");
      const response = await fetch(url, { ...init, redirect: "manual", headers: { ...init.headers, cookie } });
      for (const field of response.headers.getSetCookie()) {
        assert.doesNotMatch(field, /Secure|__Host-/);
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(field) ?? [];
        if (field.includes("Max-Age=0")) jar.delete(name);
        else jar.set(name, value);
      }
      return response;
    };
    const started = await go(`${baseUrl}/auth/login?returnTo=/orders`);
    const authorizationUrl = started.headers.get("location") ?? "";
    const back = await signIn(scene.provider, { username: "ada", password: "correct horse battery", authorizationUrl });
    assert.equal((await go(back)).headers.get("location"), "/orders");
    assert.deepEqual([...jar.keys()], [`rp_${port}.auth~session`]);
    const known = await (await go(`${baseUrl}/auth/session`, { headers: { "x-csrf": "1" } })).json();
    assert.equal(known.claims.sub, "ada");
    const out = await go(`${baseUrl}/auth/logout`, { method: "POST", headers: { origin: baseUrl } });
    assert.match(out.headers.get("location") ?? "", /^https:\/\/id\.example\.com\/end-session/);
    assert.equal(
      (await (await go(`${baseUrl}/auth/session`, { headers: { "x-csrf": "1" } })).json()).isSignedIn,
      false,
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
