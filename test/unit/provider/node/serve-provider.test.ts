import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { after, test } from "node:test";
import { createProvider, type Provider } from "../../../../src/provider/create-provider.ts";
import type { Connection } from "../../../../src/provider/http/connection.ts";
import type { ServeOptions } from "../../../../src/provider/node/serve-options.ts";
import { type ServedProvider, serveProvider } from "../../../../src/provider/node/serve-provider.ts";
import type { ProviderOptions } from "../../../../src/provider/options.ts";
import { createMemoryStore } from "../../../../src/provider/stores/memory/memory-store.ts";
import { exchangeRaw, openRaw } from "./raw-request.ts";

const client = {
  client_id: "machine",
  client_secret: "0123456789abcdef0123456789abcdef",
  grant_types: ["client_credentials"],
  scope: "read",
};
const form = new URLSearchParams({
  grant_type: "client_credentials",
  client_id: "machine",
  client_secret: client.client_secret,
}).toString();
const served: ServedProvider[] = [];

after(async () => {
  for (const one of served) await one.close();
});

function makeProvider(options: Partial<ProviderOptions> = {}): Provider {
  return createProvider({ issuer: "http://127.0.0.1", clients: [client], scopes: ["read"], ...options });
}

async function serve(
  options: Partial<ServeOptions> = {},
  provider: Provider = makeProvider(),
): Promise<ServedProvider> {
  const one = await serveProvider(provider, { port: 0, ...options });
  served.push(one);
  return one;
}

/** A provider that tells what it was handed, and answers when it is let. */
function spy(answer: (request: Request, connection: Connection) => Promise<Response>): Provider {
  return { ...makeProvider(), handle: answer };
}

test("serves the provider: a token over HTTP, discovery, and 404 for what is not there", async () => {
  const { url } = await serve();
  const response = await fetch(`${url}/token`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: form,
  });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.equal(response.headers.get("transfer-encoding"), null);
  const text = await response.text();
  assert.equal(response.headers.get("content-length"), String(text.length));
  assert.equal(JSON.parse(text).token_type, "Bearer");
  const metadata = await fetch(`${url}/.well-known/openid-configuration`);
  assert.equal((await metadata.json()).issuer, "http://127.0.0.1");
  assert.equal((await fetch(`${url}/nowhere`)).status, 404);
});

test("the classes of other code stay: Request and Response are not replaced", async () => {
  const before = [globalThis.Request, globalThis.Response];
  await serve();
  assert.deepEqual([globalThis.Request, globalThis.Response], before);
});

test("the Host field and X-Forwarded fields change neither the issuer nor the address", async () => {
  const seen: Connection[] = [];
  const provider = makeProvider();
  const one = await serve(
    {},
    {
      ...provider,
      handle: (request, connection) => {
        seen.push(connection);
        return provider.handle(request, connection);
      },
    },
  );
  const head = [
    "Host: evil.example",
    "X-Forwarded-Host: evil.example",
    "X-Forwarded-For: 6.6.6.6",
    "Connection: close",
  ];
  const answer = await exchangeRaw(
    one.port,
    `GET /.well-known/openid-configuration HTTP/1.1\r\n${head.join("\r\n")}\r\n\r\n`,
  );
  assert.match(answer, /^HTTP\/1\.1 200 /);
  assert.match(answer, /"issuer":"http:\/\/127\.0\.0\.1"/);
  assert.doesNotMatch(answer, /evil/);
  assert.deepEqual(seen, [
    { remoteAddress: "127.0.0.1", isLengthEnforced: true, takesLightResponses: true, isDirect: true },
  ]);
});

test("a request of HTTP/1.0 without Host is answered", async () => {
  const { port } = await serve();
  assert.match(await exchangeRaw(port, "GET /health HTTP/1.0\r\n\r\n"), /^HTTP\/1\.1 200 [\s\S]*\{"status":"up"\}$/);
});

test("a broken Host is refused before the provider sees it", async () => {
  const { port } = await serve(
    {},
    spy(() => assert.fail("was handed on")),
  );
  const answer = await exchangeRaw(port, "GET /token HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n");
  assert.match(answer, /^HTTP\/1\.1 400 /);
});

const post = (fields: readonly string[], body: string): string =>
  [
    "POST /token HTTP/1.1",
    "Host: a",
    "Connection: close",
    "Content-Type: application/x-www-form-urlencoded",
    ...fields,
    "",
    body,
  ].join("\r\n");

test("a body of Content-Length is read to there and no further (RFC 9112 §6.3)", async () => {
  const { port } = await serve();
  const first = post([`Content-Length: ${form.length}`], form).replace("Connection: close\r\n", "");
  const answers = await exchangeRaw(port, `${first}GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  assert.match(answers, /^HTTP\/1\.1 200 OK[\s\S]*"access_token"[\s\S]*\}HTTP\/1\.1 200 OK[\s\S]*\{"status":"up"\}$/);
});

test("a body in chunks has no length that could be believed, and is counted piece by piece", async () => {
  const { port } = await serve();
  const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
  const small = await exchangeRaw(port, post(["Transfer-Encoding: chunked"], `${chunk(form)}0\r\n\r\n`));
  assert.match(small, /^HTTP\/1\.1 200 /);
  const large = post(["Transfer-Encoding: chunked"], `${chunk(`${form}&a=${"x".repeat(65_536)}`)}0\r\n\r\n`);
  assert.match(await exchangeRaw(port, large), /^HTTP\/1\.1 413 /);
});

test("a length that is too large is refused before the body has come", async () => {
  const { port } = await serve();
  const raw = await openRaw(port);
  raw.socket.write(post(["Content-Length: 65537"], ""));
  assert.match(await raw.until(/invalid_request/), /^HTTP\/1\.1 413 /);
  raw.socket.destroy();
});

test("a length beside chunks, two lengths, and a negative one are refused by the parser", async () => {
  const { port } = await serve(
    {},
    spy(() => assert.fail("was handed on")),
  );
  for (const fields of [
    ["Content-Length: 5", "Transfer-Encoding: chunked"],
    ["Content-Length: 5", "Content-Length: 6"],
    ["Content-Length: -1"],
  ])
    assert.match(await exchangeRaw(port, post(fields, "0\r\n\r\n")), /^HTTP\/1\.1 400 /);
});

test("a body that drips too slowly ends at the limit, and is no fault of the server", async () => {
  const events: string[] = [];
  const provider = makeProvider({ onEvent: ({ type, status }) => void events.push(`${type} ${status}`) });
  const { port } = await serve({ requestTimeoutMs: 200, headersTimeoutMs: 100 }, provider);
  const answer = await exchangeRaw(port, post(["Content-Length: 100"], "grant_type="));
  assert.match(answer, /^HTTP\/1\.1 408 /);
  while (events.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(events, ["request.refused 400", "request.finished 400"]);
});

test("a head that drips too slowly, and one that is too large, are refused", async () => {
  const { port } = await serve({ requestTimeoutMs: 200, headersTimeoutMs: 100, maxHeaderBytes: 1024 });
  assert.match(await exchangeRaw(port, "GET /health HTTP/1.1\r\nHost: a\r\n"), /^HTTP\/1\.1 408 /);
  const large = `GET /health HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(2000)}\r\n\r\n`;
  assert.match(await exchangeRaw(port, large), /^HTTP\/1\.1 431 /);
});

test("closes further connections than it may have", async () => {
  const { port } = await serve({ maxConnections: 1 });
  const first = await openRaw(port);
  const second = await openRaw(port);
  await second.closed;
  first.socket.write("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  await first.until(/200 OK/);
});

test("health and readiness: up as long as the process is, ready while store and keys work", async () => {
  const store = createMemoryStore();
  let fails = false;
  const ping = async (): Promise<void> => {
    if (fails) throw new Error("down");
  };
  let nowMs = 1_900_000_000_000;
  const provider = makeProvider({ store: { ...store, ping }, clock: () => nowMs });
  const { url } = await serve({}, provider);
  const ready = await fetch(`${url}/ready?now`);
  assert.deepEqual([ready.status, await ready.json()], [200, { status: "ready" }]);
  fails = true;
  nowMs += 1000;
  const failing = await fetch(`${url}/ready`);
  assert.deepEqual([failing.status, await failing.json()], [503, { status: "unavailable" }]);
  assert.equal((await fetch(`${url}/health`, { method: "HEAD" })).status, 200);
  assert.equal((await fetch(`${url}/health`)).headers.get("cache-control"), "no-store");
  const posted = await fetch(`${url}/health`, { method: "POST" });
  assert.deepEqual([posted.status, posted.headers.get("allow")], [405, "GET, HEAD"]);
});

test("health and readiness: on paths of one's own, or on none", async () => {
  const one = await serve({ healthPath: "/live", readyPath: false });
  assert.equal((await fetch(`${one.url}/live`)).status, 200);
  assert.equal((await fetch(`${one.url}/health`)).status, 404);
  assert.equal((await fetch(`${one.url}/ready`)).status, 404);
});

test("closing: a request in flight is answered, an idle connection is closed, and nobody gets in any more", async () => {
  let finish: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let answer: (response: Response) => void = () => undefined;
  const provider = spy(() => {
    finish();
    return new Promise((resolve) => {
      answer = resolve;
    });
  });
  const { port, close } = await serve({ keepAliveTimeoutMs: 60_000 }, provider);
  const idle = await openRaw(port);
  const busy = await openRaw(port);
  busy.socket.write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
  await begun;
  const closing = close();
  assert.equal(close(), closing);
  await idle.closed;
  await assert.rejects(openRaw(port), { code: "ECONNREFUSED" });
  const start = performance.now();
  answer(new Response("done"));
  await busy.closed;
  assert.ok(performance.now() - start < 5000, "closed after its answer, not at the limit");
  assert.match(busy.received(), /200 OK[\s\S]*done$/);
  await closing;
});

test("closing: what takes longer than the limit is broken off", async () => {
  const { port, close } = await serve(
    { shutdownTimeoutMs: 50 },
    spy(() => new Promise(() => undefined)),
  );
  const busy = await openRaw(port);
  busy.socket.write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
  await new Promise((resolve) => setTimeout(resolve, 20));
  await close();
  await busy.closed;
  assert.equal(busy.received(), "");
});

test("closing: with a delay it serves on, says that it is not ready, and lets no connection live on", async () => {
  const { url, port, close } = await serve({ shutdownDelayMs: 150 });
  const closing = close();
  assert.equal((await fetch(`${url}/ready`)).status, 503);
  assert.equal((await fetch(`${url}/health`)).status, 200);
  const kept = await openRaw(port);
  kept.socket.write("GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
  await kept.until(/200 OK/);
  await closing;
  await kept.closed;
});

test("closing: closes the provider unless it was told not to", async () => {
  for (const [closesProvider, expected] of [
    [undefined, 1],
    [false, 0],
  ] as const) {
    let closed = 0;
    const count = async (): Promise<void> => {
      closed += 1;
    };
    const provider = { ...makeProvider(), close: count };
    const { close } = await serve({ closesProvider }, provider);
    await close();
    assert.equal(closed, expected);
  }
});

test("closing: the provider first, then what is listed, in spite of failures; a store that is not listed stays open", async () => {
  const order: string[] = [];
  const closing = (name: string, fails = false) => ({
    close: async () => {
      order.push(name);
      if (fails) throw new Error(`${name} fails`);
    },
  });
  const provider = { ...makeProvider(), ...closing("provider", true) };
  const { close } = await serve({ closes: [closing("store"), closing("pool")] }, provider);
  await assert.rejects(close(), /provider fails/);
  assert.deepEqual(order, ["provider", "store", "pool"]);
  served.pop();
  const store = createMemoryStore();
  let closed = 0;
  const watched = {
    ...store,
    close: async () => {
      closed += 1;
    },
  };
  const given = createProvider({ issuer: "http://127.0.0.1", store: watched });
  await (await serve({}, given)).close();
  assert.equal(closed, 0);
  await (await serve({ closes: [watched] }, given)).close();
  assert.equal(closed, 1);
  for (const closes of [watched, [{}], [undefined]])
    await assert.rejects(serve({ closes } as never, makeProvider()), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "closes",
    });
});

test("sweeps the store from time to time, and goes on after a failure", async () => {
  let swept = 0;
  const sweep = async (): Promise<number> => {
    swept += 1;
    if (swept === 1) throw new Error("down");
    return 0;
  };
  const { close } = await serve({ sweepIntervalMs: 10 }, { ...makeProvider(), sweep });
  while (swept < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  await close();
  const before = swept;
  await new Promise((resolve) => setTimeout(resolve, 40));
  assert.equal(swept, before);
});

test("a port that is taken rejects", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  assert.ok(address !== null && typeof address === "object");
  await assert.rejects(serveProvider(makeProvider(), { port: address.port }), { code: "EADDRINUSE" });
  other.close();
});

for (const [parameter, wrong] of [
  ["port", { port: -1 }],
  ["port", { port: 65_536 }],
  ["port", { port: "80" }],
  ["trustedProxies", { trustedProxies: 1.5 }],
  ["trustedProxies", { trustedProxies: true }],
  ["maxHeaderBytes", { maxHeaderBytes: 10 }],
  ["maxConnections", { maxConnections: 0 }],
  ["headersTimeoutMs", { headersTimeoutMs: 40_000 }],
  ["requestTimeoutMs", { requestTimeoutMs: 0 }],
  ["certificateHeader", { trustedProxies: 1, certificateHeader: { name: "Client-Cert", encoding: "rfc9440" } }],
  ["healthPath", { healthPath: "/token" }],
  ["healthPath", { healthPath: "health" }],
  ["healthPath", { healthPath: "/openapi" }],
  ["readyPath", { readyPath: "/openapi.json" }],
  ["readyPath", { readyPath: "/register/some-client" }],
  ["readyPath", { readyPath: "/.well-known/openid-configuration" }],
  ["readyPath", { readyPath: "/health" }],
  ["tls.cet", { tls: { key: "", cet: "" } }],
  ["timeout", { timeout: 1 }],
] as const) {
  test(`refuses ${JSON.stringify(wrong)}`, async () => {
    const options: ServeOptions = JSON.parse(JSON.stringify({ port: 0, ...wrong }));
    await assert.rejects(serveProvider(makeProvider(), options), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}

test("refuses a health path that the issuer's path makes one of the provider's", async () => {
  const provider = makeProvider({ issuer: "http://127.0.0.1/tenant" });
  for (const healthPath of ["/tenant/token", "/tenant/openapi", "/tenant/.well-known/openid-configuration"])
    await assert.rejects(serveProvider(provider, { port: 0, healthPath }), { parameter: "healthPath" });
  const served = await serveProvider(provider, { port: 0, healthPath: "/token", readyPath: "/tenant/up" });
  await served.close();
});

test("a function in place of the provider is told where it listens: port 0 needs no port beforehand", async () => {
  const { issuer, provider, url, port, close } = await serveProvider((at) => makeProvider({ issuer: at }), { port: 0 });
  assert.deepEqual([issuer, provider.issuer, url], [`http://127.0.0.1:${port}`, issuer, issuer]);
  const response = await fetch(`${issuer}/.well-known/openid-configuration`);
  assert.equal(Object(await response.json()).issuer, issuer);
  await close();
});

test("while the provider is being made, requests are told to come again", async () => {
  let status = 0;
  const make = async (at: string): Promise<Provider> => {
    const response = await fetch(`${at}/health`);
    status = response.status;
    assert.equal(response.headers.get("retry-after"), "1");
    return makeProvider({ issuer: at });
  };
  const { issuer, close } = await serveProvider(make, { port: 0 });
  assert.deepEqual([status, (await fetch(`${issuer}/health`)).status], [503, 200]);
  await close();
});

for (const [title, make] of [
  ["throws", () => assert.fail("no provider")],
  ["rejects", () => Promise.reject(new assert.AssertionError({ message: "no provider" }))],
  ["makes one whose paths are hidden", (at: string) => makeProvider({ issuer: `${at}/tenant` })],
] as const)
  test(`a function that ${title}: nothing goes on listening`, async () => {
    let listened = "";
    const options = { port: 0, healthPath: "/tenant/token" };
    const serving = serveProvider((at) => {
      listened = at;
      return make(at);
    }, options);
    await assert.rejects(serving, /no provider|is a path of the provider/);
    await assert.rejects(fetch(listened));
  });
