import assert from "node:assert/strict";
import { test } from "node:test";
import { createDPoP } from "../../../src/dpop/create-dpop.ts";
import { type AuthorizedFetchOptions, createAuthorizedFetch } from "../../../src/tokens/authorized-fetch.ts";
import { createClientCredentialsTokens } from "../../../src/tokens/client-credentials-tokens.ts";
import type { GetTokenOptions } from "../../../src/tokens/manager-options.ts";
import { createUserTokens } from "../../../src/tokens/user-tokens.ts";
import { bearer, createTokensScene } from "../../fixtures/tokens-scene.ts";

const api = "https://api.example.com";
const invalidToken = { status: 401, headers: { "www-authenticate": 'Bearer error="invalid_token"' } };

interface Sent {
  readonly url: string;
  readonly method: string | undefined;
  readonly authorization: string | null;
  readonly body: unknown;
  readonly headers: Headers;
  readonly redirect: string | undefined;
}

/** An API that answers what is in the list, then 200; and a function that calls it. */
function createScene(answers: readonly (() => Response)[] = [], options: Partial<AuthorizedFetchOptions> = {}) {
  const sent: Sent[] = [];
  const asked: GetTokenOptions[] = [];
  let count = 0;
  const fetch = createAuthorizedFetch({
    baseUrl: `${api}/v1/`,
    async getToken(call) {
      asked.push(call);
      count += 1;
      return { response: { access_token: `token-${count}`, token_type: "Bearer" } };
    },
    async fetch(url, init) {
      const headers = new Headers(init.headers);
      const { method, body, redirect } = init;
      sent.push({ url, method, authorization: headers.get("authorization"), body, headers, redirect });
      return answers[sent.length - 1]?.() ?? new Response("fine");
    },
    ...options,
  });
  return { fetch, sent, asked };
}

test("authorized fetch: sends the token by its scheme, relative to the base URL", async () => {
  const { fetch, sent } = createScene();
  const response = await fetch("orders?page=2", { headers: { accept: "text/plain" } });
  assert.equal(await response.text(), "fine");
  const [request] = sent;
  assert.deepEqual(
    [request?.url, request?.method, request?.authorization, request?.headers.get("accept"), request?.redirect],
    [`${api}/v1/orders?page=2`, "GET", "Bearer token-1", "text/plain", "manual"],
  );
});

test("authorized fetch: another origin throws before a token is got or anything sent", async () => {
  const { fetch, sent, asked } = createScene([], { allowedOrigins: ["https://files.example.com"] });
  for (const url of [
    "https://evil.example/orders",
    "//evil.example/orders",
    "https://api.example.com.evil.example/",
    "https://api.example.com@evil.example/",
    "http://api.example.com/",
    "https://api.example.com:8443/",
    "data:text/plain,hello",
    "\\\\evil.example/orders",
    "/\\evil.example/orders",
    "\t//evil.example/orders",
    "blob:https://api.example.com/7f6b",
  ]) {
    await assert.rejects(fetch(url), { code: "ERR_CONFIGURATION_OPTION", parameter: "allowedOrigins" });
  }
  assert.deepEqual([sent, asked], [[], []]);
  await fetch(new URL("https://files.example.com/a"));
  assert.equal(sent.length, 1);
});

test("authorized fetch: a 401 with invalid_token gets one other token, and no third (RFC 6750 §3.1)", async () => {
  const refuse = () => new Response("no", invalidToken);
  const { fetch, sent, asked } = createScene([refuse, refuse, refuse]);
  assert.equal((await fetch("a", { method: "POST", body: "text" })).status, 401);
  assert.deepEqual(
    sent.map(({ authorization, body }) => [authorization, body]),
    [
      ["Bearer token-1", "text"],
      ["Bearer token-2", "text"],
    ],
  );
  assert.deepEqual(
    asked.map(({ rejectedToken }) => rejectedToken),
    [undefined, "token-1"],
  );
});

test("authorized fetch: no other answer is repeated", async () => {
  for (const answer of [
    new Response(null, { status: 401 }),
    new Response(null, { status: 401, headers: { "www-authenticate": "Bearer" } }),
    new Response(null, { status: 401, headers: { "www-authenticate": 'Basic realm="invalid_token"' } }),
    new Response(null, { status: 403, headers: { "www-authenticate": 'Bearer error="invalid_token"' } }),
    new Response(null, { status: 403, headers: { "www-authenticate": 'Bearer error="insufficient_scope"' } }),
    new Response(null, { status: 429 }),
    new Response(null, { status: 503 }),
  ]) {
    const { fetch, sent } = createScene([() => answer]);
    assert.equal((await fetch("a")).status, answer.status);
    assert.equal(sent.length, 1);
  }
});

test("authorized fetch: the 401 is the answer where no other token can be had", async () => {
  const response = { access_token: "same", token_type: "Bearer" };
  for (const getOther of [async () => ({ response }), async () => undefined, () => Promise.reject(new Error("no"))]) {
    const { fetch, sent } = createScene([() => new Response("refused", invalidToken)], {
      getToken: (call) => (call.rejectedToken === undefined ? Promise.resolve({ response }) : getOther()),
    });
    const answer = await fetch("a");
    assert.deepEqual([answer.status, await answer.text(), sent.length], [401, "refused", 1]);
  }
});

test("authorized fetch: bodies that can be sent twice are, a stream is not", async () => {
  const form = new FormData();
  form.set("a", "1");
  for (const [body, times] of [
    ["text", 2],
    [new URLSearchParams({ a: "1" }), 2],
    [new Uint8Array([1, 2]), 2],
    [new Blob(["x"]), 2],
    [form, 2],
    [new Blob(["x"]).stream(), 1],
  ] as const) {
    const { fetch, sent } = createScene([() => new Response("refused", invalidToken)]);
    const answer = await fetch("a", { method: "POST", body });
    assert.equal(sent.length, times);
    assert.equal(answer.status, times === 2 ? 200 : 401);
    assert.ok(sent.every((request) => request.body === body));
  }
});

test("authorized fetch: a Request is sent as it is, twice where its token is refused", async () => {
  const { fetch, sent } = createScene([() => new Response("refused", invalidToken)]);
  const request = new Request(`${api}/orders`, { method: "PUT", body: '{"a":1}', headers: { "x-trace": "7" } });
  assert.equal((await fetch(request)).status, 200);
  assert.equal(sent.length, 2);
  for (const { method, body, headers } of sent) {
    assert.deepEqual([method, headers.get("x-trace")], ["PUT", "7"]);
    assert.ok(body instanceof ArrayBuffer);
    assert.equal(new TextDecoder().decode(body), '{"a":1}');
  }
  // Firefox does not tell that there is no body.
  const bodiless = new Proxy(new Request(`${api}/orders`), {
    get(target, name) {
      const value: unknown = name === "body" ? undefined : Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  await fetch(bodiless);
  assert.equal(sent.pop()?.body, undefined);
  await fetch(new Request(`${api}/orders`), { method: "DELETE" });
  assert.equal(sent[2]?.method, "DELETE");
});

test("authorized fetch: redirects are followed within their origin only, by GET and HEAD, three times", async () => {
  const to =
    (location: string, status = 302) =>
    () =>
      new Response(null, { status, headers: { location } });
  const { fetch, sent } = createScene([to("/next"), to(`${api}/last`, 307)]);
  assert.equal(await (await fetch("a")).text(), "fine");
  assert.deepEqual(
    sent.map(({ url, authorization }) => [url, authorization]),
    [
      [`${api}/v1/a`, "Bearer token-1"],
      [`${api}/next`, "Bearer token-1"],
      [`${api}/last`, "Bearer token-1"],
    ],
  );
  const loop = to("/loop");
  for (const [answers, init, count] of [
    [[to("https://evil.example/")], {}, 1],
    [[to("//files.example.com/")], {}, 1],
    [[to("http://api.example.com/")], {}, 1],
    [[to("blob:https://api.example.com/7f6b")], {}, 1],
    [[to("https://user:word@api.example.com/")], {}, 1],
    [[to("/next")], { method: "POST", body: "x" }, 1],
    [[to("/next")], { redirect: "error" }, 1],
    [[loop, loop, loop, loop, loop], {}, 4],
  ] as const) {
    const scene = createScene(answers, { allowedOrigins: ["https://files.example.com"] });
    await assert.rejects(scene.fetch("a", init), { code: "ERR_RESPONSE_REDIRECT" });
    assert.equal(scene.sent.length, count);
    assert.ok(scene.sent.every(({ url }) => url.startsWith(api)));
  }
  const manual = createScene([to("https://evil.example/")]);
  assert.equal((await manual.fetch("a", { redirect: "manual" })).status, 302);
  const none = createScene([to("/next")], { maxRedirects: 0 });
  await assert.rejects(none.fetch("a"), { code: "ERR_RESPONSE_REDIRECT" });
});

test("authorized fetch: a redirect that a fetch option followed by itself is refused", async () => {
  const followed = () => Object.defineProperty(new Response("elsewhere"), "redirected", { value: true });
  const { fetch } = createScene([followed]);
  await assert.rejects(fetch("a"), { code: "ERR_RESPONSE_REDIRECT" });
});

test("authorized fetch: a bound token comes with a proof of each request, also after a nonce and a redirect (RFC 9449 §9)", async () => {
  const dpop = await createDPoP();
  const answers = [
    () =>
      new Response(null, {
        status: 401,
        headers: { "www-authenticate": 'DPoP error="use_dpop_nonce"', "dpop-nonce": "n-1" },
      }),
    () => new Response(null, { status: 302, headers: { location: "/b" } }),
    () => new Response(null, { status: 401, headers: { "www-authenticate": 'DPoP error="invalid_token"' } }),
  ];
  const getToken = async () => ({
    response: { access_token: `t-${Math.random()}`, token_type: "DPoP" },
    jkt: dpop.jkt,
  });
  const { fetch, sent } = createScene(answers, { dpop, getToken });
  assert.equal((await fetch("a")).status, 200);
  const proofs = sent.map(({ headers }) => {
    const [, payload = ""] = (headers.get("dpop") ?? "").split(".");
    return JSON.parse(Buffer.from(payload, "base64url").toString());
  });
  assert.deepEqual(
    proofs.map(({ htu, nonce }) => [htu, nonce]),
    [
      [`${api}/v1/a`, undefined],
      [`${api}/v1/a`, "n-1"],
      [`${api}/b`, "n-1"],
      [`${api}/b`, "n-1"],
    ],
  );
  assert.equal(new Set(proofs.map(({ jti }) => jti)).size, 4);
  assert.ok(sent.every(({ authorization }) => authorization?.startsWith("DPoP ")));
});

test("authorized fetch: a signal ends it, also while the token is waited for", async () => {
  const stop = new AbortController();
  const { fetch, sent } = createScene([], { getToken: () => new Promise(() => undefined) });
  const call = fetch("a", { signal: stop.signal });
  stop.abort();
  await assert.rejects(call, { code: "ERR_TRANSPORT_ABORTED" });
  assert.equal(sent.length, 0);
  const renewing = createScene([() => new Response(null, invalidToken)], {
    getToken: ({ rejectedToken }) => {
      if (rejectedToken === undefined)
        return Promise.resolve({ response: { access_token: "a", token_type: "Bearer" } });
      return new Promise(() => undefined);
    },
  });
  const again = new AbortController();
  const second = renewing.fetch(new Request(`${api}/a`, { signal: again.signal }));
  setTimeout(() => again.abort(), 20);
  await assert.rejects(second, { code: "ERR_TRANSPORT_ABORTED" });
});

test("authorized fetch: a streaming answer comes unread", async () => {
  let pulled = 0;
  const stream = new ReadableStream({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array([pulled]));
    },
  });
  const { fetch } = createScene([() => new Response(stream)]);
  const response = await fetch("a");
  assert.ok(pulled <= 1);
  const reader = response.body?.getReader();
  assert.deepEqual((await reader?.read())?.value, new Uint8Array([1]));
  await reader?.cancel();
});

test("authorized fetch: without a token nothing is sent", async () => {
  const { fetch, sent } = createScene([], { getToken: async () => undefined });
  await assert.rejects(fetch("a"), { code: "ERR_VERIFICATION_TOKEN_MISSING" });
  assert.equal(sent.length, 0);
});

test("authorized fetch: credentials of the caller and wrong options are refused", async () => {
  const { fetch, sent } = createScene();
  await assert.rejects(fetch("a", { headers: { authorization: "Basic x" } }), {
    code: "ERR_CONFIGURATION_PARAMETER_RESERVED",
  });
  assert.equal(sent.length, 0);
  const getToken = async () => undefined;
  for (const [options, parameter] of [
    [{ getToken }, "baseUrl"],
    [{ getToken, baseUrl: "/relative" }, "baseUrl"],
    [{ getToken, baseUrl: "mailto:a@example.com" }, "baseUrl"],
    [{ getToken, baseUrl: "blob:https://api.example.com/7f6b" }, "baseUrl"],
    [{ getToken, allowedOrigins: ["ftp://files.example.com"] }, "allowedOrigins"],
    [{ getToken, allowedOrigins: "https://api.example.com" }, "allowedOrigins"],
    [{ getToken, allowedOrigins: ["*"] }, "allowedOrigins"],
    [{ getToken, baseUrl: api, maxRedirects: 0.5 }, "maxRedirects"],
    [{ baseUrl: api }, "getToken"],
    [{ getToken, baseUrl: api, origins: [] }, "origins"],
  ] as const) {
    assert.throws(() => Reflect.apply(createAuthorizedFetch, undefined, [options]), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
  }
  await assert.rejects(createScene([], { baseUrl: undefined, allowedOrigins: [api] }).fetch("relative"), {
    code: "ERR_CONFIGURATION_OPTION",
    message: /relative/,
  });
});

test("authorized fetch: of a manager it renews what the API refuses, once for all callers", async () => {
  const scene = createTokensScene();
  let count = 0;
  scene.answer = () => bearer({ access_token: `token-${++count}` });
  const client = scene.client();
  const accepted: (string | null)[] = [];
  const fetchResource: typeof client.fetchResource = async ({ response: { access_token } }) => {
    if (access_token === "token-1") return new Response(null, invalidToken);
    accepted.push(access_token);
    return new Response("fine");
  };
  const { fetch, getToken } = createClientCredentialsTokens({ ...client, fetchResource }, { baseUrl: api });
  await getToken();
  scene.provider.advance(2);
  await Promise.all(Array.from({ length: 20 }, () => fetch("/orders")));
  assert.deepEqual([accepted.length, new Set(accepted)], [20, new Set(["token-2"])]);
  assert.equal(scene.asked.length, 2);
  const nowhere = createClientCredentialsTokens(client);
  await assert.rejects(nowhere.fetch(`${api}/orders`), { code: "ERR_CONFIGURATION_OPTION", parameter: "baseUrl" });
});

test("authorized fetch: for a user it says when there is no session", async () => {
  const scene = createTokensScene();
  const client = scene.client();
  const urls: string[] = [];
  const fetchResource: typeof client.fetchResource = async (_tokens, { url }) => {
    urls.push(String(url));
    return new Response("fine");
  };
  const users = createUserTokens({ ...client, fetchResource }, { store: scene.store, baseUrl: api });
  await assert.rejects(users.fetch("s")("/me"), { code: "ERR_VERIFICATION_TOKEN_MISSING" });
  await users.save("s", await scene.logIn());
  await users.fetch("s")("/me");
  await users.fetch("s", { baseUrl: "https://files.example.com" })("/me");
  assert.deepEqual(urls, [`${api}/me`, "https://files.example.com/me"]);
});
