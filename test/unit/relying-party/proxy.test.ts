import assert from "node:assert/strict";
import { test } from "node:test";
import { createDPoP } from "../../../src/dpop/index.ts";
import type { ProxyOptions } from "../../../src/relying-party/index.ts";
import {
  type Browser,
  createBrowser,
  createScene,
  type Scene,
  type SceneOptions,
} from "../../fixtures/relying-party-scene.ts";

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
}

interface ApiScene {
  readonly scene: Scene;
  readonly browser: Browser;
  readonly sent: Sent[];
  readonly call: (path: string, init?: RequestInit, more?: Partial<ProxyOptions>) => Promise<Response>;
}

async function createApi(
  answer: (sent: Sent) => Response | Promise<Response> = () => Response.json({ ok: true }),
  options: SceneOptions = {},
): Promise<ApiScene> {
  const sent: Sent[] = [];
  const scene = createScene({
    ...options,
    fetch: async (input, init, next) => {
      if (!input.startsWith("https://api.example.com")) return next();
      const request = new Request(input, init);
      const call = { url: input, method: request.method, headers: request.headers, body: await request.text() };
      sent.push(call);
      return answer(call);
    },
  });
  const browser = createBrowser(scene);
  await browser.signIn();
  const call: ApiScene["call"] = (path, init, more) =>
    browser.send(path, init, (request) => scene.rp.proxy(request, { target: "https://api.example.com/v1", ...more }));
  return { scene, browser, sent, call };
}

test("a request goes on with the access token, and without what is the browser's", async () => {
  const { scene, browser, sent, call } = await createApi();
  const headers = {
    authorization: "Bearer stolen",
    "accept-language": "de",
    "content-type": "application/json",
    "x-csrf": "1",
    "x-forwarded-for": "10.0.0.1",
    origin: "https://app.example.com",
    connection: "x-hop",
    "x-hop": "1",
    dpop: "x",
  };
  const response = await call("/api/orders?page=2", { method: "POST", headers, body: '{"a":1}' });
  assert.deepEqual([response.status, await response.json()], [200, { ok: true }]);
  const [{ url, method, body, headers: fields } = assert.fail("nothing was sent")] = sent;
  assert.deepEqual([url, method, body], ["https://api.example.com/v1/orders?page=2", "POST", '{"a":1}']);
  const { session } = await scene.rp.getSession(browser.request("/"));
  assert.equal(fields.get("authorization"), `Bearer ${await session?.getAccessToken()}`);
  assert.equal(fields.get("accept-language"), "de");
  for (const name of ["cookie", "x-csrf", "x-forwarded-for", "origin", "x-hop", "dpop"])
    assert.equal(fields.get(name), null, name);
});

for (const path of [
  "/api/orders/%2e%2e%2fadmin",
  "/api/orders/%2E%2E%5Cadmin",
  "/api/orders/..%2fadmin",
  "/api//evil.example/",
  "/api/orders//admin",
  "/api/%252e%252e/admin",
  "/api/orders/../../admin",
  "/api/orders/%2e%2e/%2e%2e/admin",
  "/api/admin",
  "/api/ordersx",
  "/api",
  "/other/orders",
  "/api/orders%00",
  "/api/orders%0d%0a",
  "/api/orders\\..\\admin",
]) {
  test(`nothing goes to the API for ${path}`, async () => {
    const { sent, call } = await createApi();
    assert.equal((await call(path, {}, { paths: ["/orders"] })).status, 404);
    assert.equal(sent.length, 0);
  });
}

test("what is allowed goes on with everything below it", async () => {
  const { sent, call } = await createApi();
  for (const path of ["/api/orders", "/api/orders/7/lines", "/api/orders/a%20b", "/api/orders/../orders/8"]) {
    assert.equal((await call(path, {}, { paths: ["/orders"] })).status, 200);
  }
  assert.deepEqual(
    sent.map(({ url }) => url),
    ["/orders", "/orders/7/lines", "/orders/a%20b", "/orders/8"].map((path) => `https://api.example.com/v1${path}`),
  );
});

for (const [method, headers, status] of [
  ["POST", {}, 403],
  ["DELETE", { origin: "https://evil.example", "x-csrf": "1" }, 403],
  ["GET", { "sec-fetch-site": "cross-site" }, 403],
  ["GET", {}, 200],
  ["PUT", { "sec-fetch-site": "same-origin" }, 200],
  ["OPTIONS", {}, 405],
] as const) {
  test(`${method} with ${JSON.stringify(headers)} is answered with ${status}`, async () => {
    const { call } = await createApi();
    assert.equal((await call("/api/orders", { method, headers })).status, status);
  });
}

test("methods can be narrowed", async () => {
  const { call, sent } = await createApi();
  assert.equal(
    (await call("/api/orders", { method: "DELETE", headers: { "x-csrf": "1" } }, { methods: ["GET"] })).status,
    405,
  );
  assert.equal(sent.length, 0);
});

test("without a session, or with a token that is over, a script is told to log in", async () => {
  const { scene, browser, call } = await createApi(undefined, { relyingParty: { authorization: {} } });
  scene.pass(700);
  assert.equal((await call("/api/orders")).status, 401);
  browser.cookies.clear();
  const response = await call("/api/orders");
  assert.deepEqual([response.status, (await response.json()).error], [401, "login_required"]);
});

test("an answer comes back without cookies and permissions of the API", async () => {
  const { browser, call } = await createApi(() => {
    const headers = new Headers({
      "access-control-allow-origin": "*",
      "content-encoding": "gzip",
      "clear-site-data": '"cookies"',
      etag: '"1"',
      "cache-control": "public, max-age=60",
    });
    headers.append("set-cookie", "api=1");
    return new Response("plain", { status: 207, headers });
  });
  const response = await call("/api/orders");
  assert.deepEqual([response.status, await response.text(), response.headers.get("etag")], [207, "plain", '"1"']);
  for (const name of ["access-control-allow-origin", "content-encoding", "clear-site-data", "set-cookie"]) {
    assert.equal(response.headers.get(name), null, name);
  }
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.equal(browser.cookies.has("api"), false);
  await call("/api/orders", {}, { keepSetCookie: true });
  assert.equal(browser.cookies.get("api"), "1");
});

for (const [title, answer, status] of [
  ["redirects", () => new Response(null, { status: 302, headers: { location: "https://evil.example/" } }), 502],
  ["fails", () => Promise.reject(new TypeError("connection refused")), 502],
  ["refuses", () => new Response(null, { status: 403 }), 403],
] as const) {
  test(`an API that ${title} is answered with ${status}`, async () => {
    const { call } = await createApi(answer);
    assert.equal((await call("/api/orders")).status, status);
  });
}

test("an API that does not begin to answer in time is answered with 504", async () => {
  let isSlow = false;
  const { call } = await createApi(() => (isSlow ? new Promise(() => undefined) : Response.json({})), {
    client: { timeoutMs: 2000 },
  });
  isSlow = true;
  assert.equal((await call("/api/orders")).status, 504);
});

test("bodies are streams in both directions", async () => {
  const { call } = await createApi(({ body }) => {
    const chunks = ["a", "b", body];
    return new Response(
      new ReadableStream({
        pull(controller) {
          const chunk = chunks.shift();
          if (chunk === undefined) controller.close();
          else controller.enqueue(new TextEncoder().encode(chunk));
        },
      }),
    );
  });
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode("sent"));
      controller.close();
    },
  });
  const init = { method: "POST", headers: { "x-csrf": "1" }, body, duplex: "half" };
  assert.equal(await (await call("/api/orders", init)).text(), "absent");
});

test("a bound token goes on with a proof, and once more for the nonce that the API demands (RFC 9449 §9)", async () => {
  const dpop = await createDPoP();
  const { sent, call } = await createApi(
    ({ headers }) => {
      const [, claims = ""] = (headers.get("dpop") ?? "").split(".");
      if (JSON.parse(Buffer.from(claims, "base64url").toString()).nonce === "n-1") return Response.json({ ok: true });
      return new Response(null, {
        status: 401,
        headers: { "www-authenticate": 'DPoP error="use_dpop_nonce"', "dpop-nonce": "n-1" },
      });
    },
    { client: { dpop } },
  );
  const headers = { "x-csrf": "1", "content-type": "application/json", "content-length": "7" };
  const response = await call("/api/orders", { method: "POST", headers, body: '{"a":1}' });
  assert.equal(response.status, 200);
  assert.deepEqual(
    sent.map(({ body }) => body),
    ['{"a":1}', '{"a":1}'],
  );
  assert.match(sent[1]?.headers.get("authorization") ?? "", /^DPoP /);
});

for (const [parameter, options] of [
  ["target", { target: "http://api.example.com" }],
  ["target", { target: "https://user:password@api.example.com" }],
  ["target", { target: "/v1" }],
  ["target", { target: "https://:password@api.example.com" }],
  ["target", { target: "https://api.example.com?a=1" }],
  ["prefix", { prefix: "api" }],
  ["prefix", { prefix: "/.." }],
  ["paths", { paths: ["orders"] }],
] as const) {
  test(`a proxy with ${JSON.stringify(options)} is refused`, async () => {
    const { call } = await createApi();
    await assert.rejects(call("/api/orders", {}, options), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}
