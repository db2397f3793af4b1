import assert from "node:assert/strict";
import { test } from "node:test";
import { type AuthorizationCallback, checkTransactionAge, readCallback } from "../../../src/client/callback.ts";

const transaction = {
  issuer: "https://id.example.com",
  clientId: "client-1",
  redirectUri: "https://app.example.com/callback",
  scope: "openid",
  state: "state-1",
  codeVerifier: "v",
  createdAt: 1_000_000,
};
const limits = { timeoutMs: 5000, signal: undefined };
const formType = "application/x-www-form-urlencoded";

async function read(callback: AuthorizationCallback): Promise<unknown> {
  return Object.fromEntries(await readCallback(callback, transaction, limits));
}

function post(body: BodyInit | null, type: string = formType): Request {
  const init: RequestInit & { readonly duplex: "half" } = {
    method: "POST",
    body,
    headers: { "content-type": type },
    duplex: "half",
  };
  return new Request("https://app.example.com/callback?code=of-the-query", init);
}

const url = "https://app.example.com/callback?code=c&state=s+1";
const callbacks: readonly (readonly [title: string, make: () => AuthorizationCallback])[] = [
  ["an absolute URL as text", () => url],
  ["path and query, as Node servers give them", () => "/callback?code=c&state=s+1"],
  ["a query alone", () => "?code=c&state=s+1"],
  ["a URL at a proxy's inner host", () => "http://10.0.0.1:3000/other?code=c&state=s+1"],
  ["a URL", () => new URL(url)],
  ["a URL with a fragment that a browser added", () => `${url}#_=_`],
  ["parameters", () => new URLSearchParams("code=c&state=s+1")],
  ["a GET request", () => new Request(url)],
  ["a form post", () => post("code=c&state=s+1")],
  ["a form post with a charset", () => post("code=c&state=s%201", "Application/X-WWW-Form-Urlencoded; charset=utf-8")],
  [
    "a form post in pieces that part a character",
    () =>
      post(
        new ReadableStream({
          start(controller) {
            for (const byte of new TextEncoder().encode("code=c&state=s+1")) controller.enqueue(new Uint8Array([byte]));
            controller.close();
          },
        }),
      ),
  ],
  ["a request of another realm", () => untyped({ method: "GET", url, headers: { get: () => null } })],
];

for (const [title, make] of callbacks) {
  test(`readCallback: reads ${title}`, async () => {
    assert.deepEqual(await read(make()), { code: "c", state: "s 1" });
  });
}

test("readCallback: a form post without a body has no parameters, those of the query included", async () => {
  assert.deepEqual(await read(post(null)), {});
  assert.deepEqual(await read(post("")), {});
});

test("readCallback: reads a character that came in two pieces", async () => {
  const bytes = new TextEncoder().encode("a=é");
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.subarray(0, 3));
      controller.enqueue(bytes.subarray(3));
      controller.close();
    },
  });
  assert.deepEqual(await read(post(stream)), { a: "é" });
});

test("readCallback: a form as large as the cap is read, a larger one is not, whatever it says of its length", async () => {
  assert.deepEqual(await read(post(`a=${"x".repeat(65_534)}`)), { a: "x".repeat(65_534) });
  await assert.rejects(read(post(`a=${"x".repeat(65_535)}`)), {
    code: "ERR_CONFIGURATION_OPTION",
    message: /The form is larger than 65536 bytes/,
  });
  await assert.rejects(read(post(`a=${"é".repeat(40_000)}`)), { code: "ERR_CONFIGURATION_OPTION" });
});

test("readCallback: a request of a platform without streams is read within the same cap", async () => {
  const streamless = (size: number): Request =>
    Object.create(post("x"), {
      body: { value: undefined },
      headers: { value: new Headers({ "content-type": formType }) },
      method: { value: "POST" },
      bodyUsed: { value: false },
      arrayBuffer: { value: async () => new TextEncoder().encode(`a=${"x".repeat(size)}`).buffer },
    });
  assert.deepEqual(await read(streamless(3)), { a: "xxx" });
  await assert.rejects(read(streamless(70_000)), { code: "ERR_CONFIGURATION_OPTION" });
});

const used = post("code=c");
const refused: readonly (readonly [title: string, make: () => unknown, message: RegExp])[] = [
  ["text that is no URL", () => "http://[", /The callback is not a URL/],
  ["parameters in the fragment", () => `${transaction.redirectUri}#code=c&state=s`, /in the fragment of the URL/],
  ["an error in the fragment", () => new URL(`${transaction.redirectUri}#x=1&error=e`), /in the fragment/],
  ["a PUT request", () => new Request(url, { method: "PUT" }), /neither a GET nor a form POST/],
  ["a HEAD request", () => new Request(url, { method: "HEAD" }), /neither a GET nor a form POST/],
  ["a JSON post", () => post("{}", "application/json"), /neither a GET nor a form POST/],
  ["a multipart post", () => post("x", "multipart/form-data; boundary=x"), /neither a GET nor a form POST/],
  ["a post without a type", () => post("x", ""), /neither a GET nor a form POST/],
  ["a post that was read before", () => used, /whose body is unread/],
  ["nothing", () => undefined, /neither a URL, nor parameters, nor a Request/],
  ["null", () => null, /neither a URL, nor parameters, nor a Request/],
  ["a number", () => 1, /neither a URL, nor parameters, nor a Request/],
  ["a request of Node, whose headers are an object", () => ({ method: "GET", url, headers: {} }), /nor a Request/],
  ["a request without headers", () => ({ method: "GET", url, headers: null }), /nor a Request/],
  ["a URL without parameters", () => transaction.redirectUri, /carries no parameters/],
  ["an empty text", () => "", /carries no parameters/],
  ["a plain object", () => ({ code: "c", state: "s" }), /neither a URL, nor parameters, nor a Request/],
];

for (const [title, make, message] of refused) {
  test(`readCallback: refuses ${title}`, async () => {
    if (!used.bodyUsed) await used.text();
    await assert.rejects(readCallback(untyped(make()), transaction, limits), {
      name: "ConfigurationError",
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "callback",
      message,
    });
  });
}

/** What a program without types may pass. */
function untyped(value: unknown): AuthorizationCallback {
  return value as AuthorizationCallback;
}

test("readCallback: refuses a form post whose body somebody else is reading", async () => {
  const request = post("code=c");
  const reader = request.body?.getReader();
  await assert.rejects(readCallback(request, transaction, limits), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "callback",
    message: /whose body is unread/,
  });
  reader?.releaseLock();
  assert.deepEqual(await read(request), { code: "c" });
});

/** A form that begins and never ends; `cancelled` once somebody has let go of it. */
function endlessPost(): { readonly request: Request; readonly cancelled: () => boolean } {
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode("code=c")),
    cancel() {
      cancelled = true;
    },
  });
  return { request: post(stream), cancelled: () => cancelled };
}

test("readCallback: a form that never ends is given up when the deadline passes, and let go of", async () => {
  const { request, cancelled } = endlessPost();
  await assert.rejects(readCallback(request, transaction, { timeoutMs: 20, signal: undefined }), {
    name: "TransportError",
    code: "ERR_TRANSPORT_TIMEOUT",
    endpoint: "redirect_uri https://app.example.com/callback",
    message: /within 20 ms: the deadline passed while reading the body/,
  });
  assert.equal(cancelled(), true);
});

test("readCallback: a form that never ends is given up when the caller gives up, and let go of", async () => {
  const { request, cancelled } = endlessPost();
  const reason = new Error("enough");
  const controller = new AbortController();
  const reading = readCallback(request, transaction, { timeoutMs: 5000, signal: controller.signal });
  controller.abort(reason);
  await assert.rejects(reading, {
    name: "TransportError",
    code: "ERR_TRANSPORT_ABORTED",
    cause: reason,
    message: /aborted the call while reading the body/,
  });
  assert.equal(cancelled(), true);
});

test("readCallback: reads no form for a caller who has given up already, and a URL all the same", async () => {
  const aborted = { timeoutMs: 5000, signal: AbortSignal.abort() };
  const request = post("code=c");
  await assert.rejects(readCallback(request, transaction, aborted), { code: "ERR_TRANSPORT_ABORTED" });
  assert.equal(request.bodyUsed, false);
  assert.equal((await readCallback(url, transaction, aborted)).get("code"), "c");
});

test("readCallback: a form that comes slowly, yet in time, is read", async () => {
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      for (const piece of ["code=", "c&state", "=s"]) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        controller.enqueue(new TextEncoder().encode(piece));
      }
      controller.close();
    },
  });
  assert.deepEqual(await read(post(stream)), { code: "c", state: "s" });
});

test("readCallback: a form larger than the cap is let go of, also where its sender does not let go", async () => {
  let pieces = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      pieces += 1;
      controller.enqueue(new Uint8Array(16_384));
    },
    cancel: () => new Promise(() => undefined),
  });
  await assert.rejects(read(post(stream)), { code: "ERR_CONFIGURATION_OPTION", message: /larger than 65536 bytes/ });
  assert.ok(pieces <= 7, `${pieces} pieces`);
});

const ages: readonly (readonly [nowMs: number, problem: RegExp | undefined])[] = [
  [1_000_000, undefined],
  [1_060_999, undefined],
  [1_061_000, /^The authorization was started 61 seconds ago; it may be finished within 60 \(RFC 6749 §10\.12\)/],
  [970_000, undefined],
  [969_999, /^The authorization was started 31 seconds in the future \(RFC 6749 §10\.12\)/],
  [0, /^The authorization was started 1000 seconds in the future /],
];

for (const [nowMs, message] of ages) {
  test(`checkTransactionAge: ${message === undefined ? "accepts" : "refuses"} a transaction made at 1000000 at ${nowMs}`, () => {
    const check = (): void =>
      checkTransactionAge(transaction, { lifetimeSeconds: 60, clockToleranceSeconds: 30, nowMs });
    if (message === undefined) check();
    else assert.throws(check, { code: "ERR_VERIFICATION_TRANSACTION", parameter: "createdAt", message });
  });
}

test("checkTransactionAge: without a clock tolerance nothing of the future is accepted", () => {
  const age = { lifetimeSeconds: 60, clockToleranceSeconds: 0 };
  checkTransactionAge(transaction, { ...age, nowMs: 1_000_000 });
  assert.throws(() => checkTransactionAge(transaction, { ...age, nowMs: 999_999 }), {
    code: "ERR_VERIFICATION_TRANSACTION",
  });
});

test("readCallback: refuses a form whose body does not consist of bytes, which no cap could count", async () => {
  const headers = new Headers({ "content-type": "application/x-www-form-urlencoded" });
  let pulled = 0;
  const body = new ReadableStream({
    pull(controller) {
      pulled += 1;
      controller.enqueue({ piece: "code=c&".repeat(9000) });
    },
  });
  const request = Object.assign(Object.create(null), {
    method: "POST",
    url: "https://app.example.com/callback",
    headers,
    body,
    bodyUsed: false,
  });
  await assert.rejects(read(request), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "callback",
    message: /does not consist of bytes/,
  });
  assert.ok(pulled <= 2);
});

for (const [responseType, responseMode] of [
  ["code id_token", undefined],
  ["code", "fragment"],
] as const) {
  test(`readCallback: takes the fragment where ${responseType}, ${responseMode ?? "by default"} puts the parameters`, async () => {
    const asked = { ...transaction, responseType, ...(responseMode === undefined ? {} : { responseMode }) };
    const limits = { timeoutMs: 1000, signal: undefined };
    const parameters = await readCallback(`${transaction.redirectUri}?code=evil#code=c&state=s`, asked, limits);
    assert.deepEqual(Object.fromEntries(parameters), { code: "c", state: "s" });
    await assert.rejects(readCallback(`${transaction.redirectUri}?code=c&state=s`, asked, limits), {
      code: "ERR_CONFIGURATION_OPTION",
      message: /The fragment of the URL carries no parameters/,
    });
  });
}
