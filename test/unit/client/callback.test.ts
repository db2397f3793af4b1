import assert from "node:assert/strict";
import { test } from "node:test";
import { type AuthorizationCallback, checkTransaction, readCallback } from "../../../src/client/callback.ts";

const transaction = {
  issuer: "https://id.example.com",
  clientId: "client-1",
  redirectUri: "https://app.example.com/callback",
  scope: "openid",
  state: "state-1",
  codeVerifier: "v",
  createdAt: 1_000_000,
};
const formType = "application/x-www-form-urlencoded";

async function read(callback: AuthorizationCallback): Promise<unknown> {
  return Object.fromEntries(await readCallback(callback, transaction));
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
  ["a request of another realm", () => JSON.parse(JSON.stringify({ method: "GET", url, headers: {} }))],
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
  ["a plain object", () => ({ code: "c", state: "s" }), /neither a URL, nor parameters, nor a Request/],
];

for (const [title, make, message] of refused) {
  test(`readCallback: refuses ${title}`, async () => {
    if (!used.bodyUsed) await used.text();
    await assert.rejects(readCallback(untyped(make()), transaction), {
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

test("checkTransaction: accepts one up to its lifetime", () => {
  checkTransaction(transaction, 60, 1_000_000);
  checkTransaction(transaction, 60, 1_060_999);
  checkTransaction(transaction, 60, 500_000);
});

test("checkTransaction: refuses one that is older, and says how old it is", () => {
  assert.throws(() => checkTransaction(transaction, 60, 1_061_000), {
    code: "ERR_VERIFICATION_TRANSACTION",
    parameter: "createdAt",
    message: /^The authorization was started 61 seconds ago; it may be finished within 60 /,
  });
});

for (const name of ["issuer", "clientId", "redirectUri", "scope", "state", "codeVerifier", "createdAt"] as const) {
  test(`checkTransaction: refuses one without ${name}`, () => {
    for (const value of ["", null, undefined, {}, Number.NaN]) {
      const broken: typeof transaction = Object.assign({ ...transaction }, { [name]: value });
      assert.throws(() => checkTransaction(broken, 60, 1_000_000), {
        code: "ERR_CONFIGURATION_OPTION",
        parameter: "transaction",
      });
    }
  });
}
