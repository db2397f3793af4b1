import assert from "node:assert/strict";
import { test } from "node:test";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { Agent, MockAgent, request, setGlobalDispatcher, fetch as undiciFetch } from "undici";
import { createClient } from "../../../src/index.ts";
import {
  createMswHandlers,
  createTestProvider,
  createUndiciInterceptor,
  interceptFetch,
  type TestProvider,
} from "../../../src/testing/index.ts";

const quick = { keys: { algorithms: ["ES256"] }, client: { id_token_signed_response_alg: "ES256" } } as const;

/** A login of code that takes no fetch of the test's. */
async function logIn({ issuer, client, clock, signIn }: TestProvider, fetch = globalThis.fetch): Promise<unknown> {
  const application = createClient({ issuer, client, clock, fetch: (url, init) => fetch(url, init) });
  const { url, transaction } = await application.startAuthorization({ scope: "openid" });
  const tokens = await application.finishAuthorization(await signIn(url), transaction);
  return (await application.userInfo(tokens)).sub;
}

test("interceptFetch: the issuer's origin is answered in memory, others go on, and it can be undone", async () => {
  const original = globalThis.fetch;
  const asked: string[] = [];
  globalThis.fetch = async (input) => {
    asked.push(String(input));
    return new Response("from elsewhere");
  };
  const outer = globalThis.fetch;
  try {
    const provider = createTestProvider(quick);
    const interception = interceptFetch(provider);
    assert.equal(await logIn(provider), "ada");
    assert.equal(
      await (await fetch(new Request(provider.metadata.jwks_uri ?? ""))).text().then((text) => text[0]),
      "{",
    );
    assert.equal((await fetch(new URL(provider.issuer))).status, 404);
    assert.deepEqual(asked, []);
    assert.equal(await (await fetch("https://id.example.com.evil.example/")).text(), "from elsewhere");
    await fetch("/relative");
    assert.deepEqual(asked, ["https://id.example.com.evil.example/", "/relative"]);
    interception.restore();
    assert.equal(globalThis.fetch, outer);
    {
      using _again = interceptFetch(provider);
      assert.notEqual(globalThis.fetch, outer);
    }
    assert.equal(globalThis.fetch, outer);
  } finally {
    globalThis.fetch = original;
  }
});

test("interceptFetch: two are undone in any order, and twice, without undoing what others put in place", async () => {
  const original = globalThis.fetch;
  globalThis.fetch = async () => new Response("from elsewhere");
  const outer = globalThis.fetch;
  const textAt = async (issuer: string) => (await fetch(`${issuer}/.well-known/openid-configuration`)).text();
  try {
    const [one, two] = ["https://one.example.com", "https://two.example.com"].map((issuer) =>
      createTestProvider({ ...quick, issuer }),
    );
    if (one === undefined || two === undefined) return assert.fail();
    const first = interceptFetch(one);
    const second = interceptFetch(two);
    first.restore();
    assert.equal(JSON.parse(await textAt(two.issuer)).issuer, two.issuer);
    assert.equal(await textAt(one.issuer), "from elsewhere");
    second.restore();
    assert.equal(await textAt(one.issuer), "from elsewhere");
    assert.equal(await textAt(two.issuer), "from elsewhere");
    const third = async () => new Response("from a third");
    globalThis.fetch = third;
    second.restore();
    assert.equal(globalThis.fetch, third);
    globalThis.fetch = outer;
  } finally {
    globalThis.fetch = original;
  }
});

test("createMswHandlers: a login is answered by the provider, beside handlers of the application", async () => {
  const provider = createTestProvider(quick);
  const own = http.get("https://api.example.com/orders", () => HttpResponse.json([7]));
  const server = setupServer(...createMswHandlers({ http }, provider), own);
  server.listen({ onUnhandledRequest: "error" });
  try {
    assert.equal(await logIn(provider), "ada");
    assert.deepEqual(await (await fetch("https://api.example.com/orders")).json(), [7]);
    const moved = await fetch(`${provider.issuer}/authorize?client_id=nobody`, { redirect: "manual" });
    assert.equal(moved.status, 400);
  } finally {
    server.close();
  }
});

test("createUndiciInterceptor: undici's fetch and request are answered by the provider, others go on", async () => {
  const provider = createTestProvider(quick);
  const mocks = new MockAgent();
  mocks.disableNetConnect();
  mocks.get("https://api.example.com").intercept({ path: "/orders" }).reply(200, [7]);
  const dispatcher = mocks.compose(createUndiciInterceptor(provider));
  const send: typeof fetch = async (input, init) => {
    const { status, headers, body } = await undiciFetch(String(input), {
      method: init?.method ?? "GET",
      headers: Object.fromEntries(new Headers(init?.headers)),
      redirect: "manual",
      ...(typeof init?.body === "string" && { body: init.body }),
      dispatcher,
    });
    const parts = [];
    for await (const part of body ?? []) parts.push(part);
    return new Response(Buffer.concat(parts), { status, headers: Object.fromEntries(headers) });
  };
  assert.equal(await logIn(provider, send), "ada");
  const orders = await request("https://api.example.com/orders", { dispatcher });
  assert.deepEqual(await orders.body.json(), [7]);
  for (const body of [
    "grant_type=none",
    Buffer.from("grant_type=none"),
    new URLSearchParams("grant_type=none").toString(),
  ]) {
    const answer = await request(`${provider.issuer}/token`, {
      dispatcher,
      method: "POST",
      body,
      headers: ["content-type", "application/x-www-form-urlencoded"],
    });
    assert.equal(answer.statusCode, 401);
    assert.equal(provider.requests.at(-1)?.form.grant_type, "none");
  }
  await request(`${provider.issuer}/token`, { dispatcher, method: "POST", headers: new Map([["x-list", "1"]]) });
  assert.deepEqual([provider.requests.at(-1)?.headers["x-list"], provider.requests.at(-1)?.body], ["1", ""]);
  const login = await request(`${provider.issuer}/login`, { dispatcher, headers: { "x-list": ["1", "2"] } });
  assert.equal(provider.requests.at(-1)?.headers["x-list"], "1, 2");
  await login.body.dump();
  await mocks.close();
});

test("createUndiciInterceptor: a broken connection and a request that is given up reject", async () => {
  const provider = createTestProvider(quick);
  const dispatcher = new Agent().compose(createUndiciInterceptor(provider));
  const url = `${provider.issuer}/.well-known/openid-configuration`;
  provider.fail("metadata", "network-error");
  await assert.rejects(request(url, { dispatcher }), /fetch failed/);
  provider.fail("metadata", "hang");
  const giving = new AbortController();
  const timer = setTimeout(() => giving.abort(new Error("given up")), 10);
  await assert.rejects(request(url, { dispatcher, signal: giving.signal }), /given up/);
  clearTimeout(timer);
  const strange = { issuer: provider.issuer, fetch: () => Promise.reject("no error") };
  const stranger = new Agent().compose(createUndiciInterceptor(strange));
  await assert.rejects(request(url, { dispatcher: stranger }), /The request failed/);
  await dispatcher.close();
  await stranger.close();
});

test("createUndiciInterceptor: as the global dispatcher it serves the platform's fetch", async () => {
  const provider = createTestProvider(quick);
  const before = Object(globalThis)[Symbol.for("undici.globalDispatcher.1")];
  setGlobalDispatcher(new Agent().compose(createUndiciInterceptor(provider)));
  try {
    assert.equal(await logIn(provider), "ada");
  } finally {
    Object(globalThis)[Symbol.for("undici.globalDispatcher.1")] = before;
  }
});
