import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import { ConfigurationError, ResponseError, TransportError } from "../../../src/errors/families.ts";
import { createHttpPolicy } from "../../../src/http/policy.ts";
import { type HttpRequest, sendRequest } from "../../../src/http/send.ts";
import type { FetchFunction, HttpAnswer, RequestObserver } from "../../../src/http/types.ts";

const request: HttpRequest = {
  method: "GET",
  url: "https://id.example.com/keys?a=b",
  endpointName: "jwks_uri",
  headers: {},
  body: undefined,
  signal: undefined,
};

function send(fetch: FetchFunction, changes: Partial<HttpRequest> = {}, timeoutMs = 1000): Promise<HttpAnswer> {
  return sendRequest(createHttpPolicy({ fetch, timeoutMs }), { ...request, ...changes });
}

const answering: FetchFunction = async () => new Response("ok");

for (const url of ["https://id.example.com/", "http://localhost:1/", "http://127.0.0.1/", "http://[::1]/"]) {
  test(`sends to ${url}`, async () => assert.equal((await send(answering, { url })).text, "ok"));
}

for (const url of [
  "http://id.example.com/?secret",
  "http://localhost.example.com/",
  "https://a:secret@id.example.com/",
  "https://a@id.example.com/",
  "https://:secret@id.example.com/",
  "ftp://localhost/",
  "/keys?secret",
  "",
]) {
  test(`sends nothing to "${url}"`, () => {
    const fetch: FetchFunction = () => assert.fail("it was sent");
    assert.throws(
      () => send(fetch, { url }),
      (error: unknown) =>
        error instanceof ConfigurationError &&
        error.code === "ERR_CONFIGURATION_INSECURE_URL" &&
        error.parameter === "jwks_uri" &&
        !error.message.includes("secret"),
    );
  });
}

test("a failure that describes the request tells no secret of it, with its message", async () => {
  const body = "grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA";
  const headers = { authorization: "Bearer mF_9.B5f-4.1JqM", "content-type": "application/x-www-form-urlencoded" };
  const fetch: FetchFunction = async (_, init) => {
    throw new TypeError(`No match for ${JSON.stringify({ headers: init.headers, body: init.body })}`);
  };
  await assert.rejects(send(fetch, { method: "POST", headers, body }), (error) => {
    assert.ok(error instanceof TransportError);
    assert.match(error.message, /No match for .*Bearer ….*code=…/);
    return true;
  });
});

test("the request's header fields win over those of every request", async () => {
  const policy = createHttpPolicy({
    fetch: async (_, init) => new Response(JSON.stringify(init.headers)),
    headers: { "x-a": "all", "x-b": "all" },
  });
  const answer = await sendRequest(policy, { ...request, headers: { "x-a": "one" } });
  assert.equal(answer.text, '{"x-a":"one","x-b":"all"}');
});

const noResponses: readonly (readonly [title: string, value: unknown])[] = [
  ["nothing", undefined],
  ["null", null],
  ["text", "ok"],
  ["an object without a status", { headers: new Headers() }],
  ["an object without header fields", { status: 200 }],
  ["an object whose header fields are a record", { status: 200, headers: {} }],
  ["an object whose header fields are null", { status: 200, headers: null }],
  ["an object whose status is text", { status: "200", headers: new Headers() }],
];

for (const [title, value] of noResponses) {
  test(`blames the fetch option when it gives ${title}`, async () => {
    await assert.rejects(
      send(async () => value as Response),
      (error: unknown) =>
        error instanceof ConfigurationError && error.code === "ERR_CONFIGURATION_OPTION" && error.parameter === "fetch",
    );
  });
}

test("takes a response of another realm", async () => {
  const foreign: unknown = vm.runInNewContext(
    "({ status: 200, headers: { get: () => null }, arrayBuffer: async () => bytes.buffer })",
    {
      bytes: new TextEncoder().encode("foreign"),
    },
  );
  assert.equal((await send(async () => foreign as Response)).text, "foreign");
});

test("tells why a request failed and keeps the cause", async () => {
  const cause = new TypeError("fetch failed", {
    cause: Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" }),
  });
  await assert.rejects(
    send(() => Promise.reject(cause)),
    (error: unknown) =>
      error instanceof TransportError &&
      error.code === "ERR_TRANSPORT_NETWORK" &&
      error.cause === cause &&
      error.message.includes("waiting for the answer to begin: UND_ERR_SOCKET other side closed") &&
      error.message.includes("jwks_uri https://id.example.com/keys]"),
  );
});

test("tells when the body broke off", async () => {
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error("terminated")) });
  await assert.rejects(
    send(async () => new Response(body)),
    (error: unknown) =>
      error instanceof TransportError &&
      error.code === "ERR_TRANSPORT_NETWORK" &&
      error.message.includes("reading the body: terminated"),
  );
});

test("takes a fetch option that throws at once for a failed request", async () => {
  const throwing: FetchFunction = () => {
    throw new Error("at once");
  };
  await assert.rejects(send(throwing), /at once/);
});

test("hands on an error of this library that the fetch option throws", async () => {
  const mine = new ConfigurationError("ERR_CONFIGURATION_KEY", { message: "No key." });
  await assert.rejects(
    send(() => Promise.reject(mine)),
    (error: unknown) => error === mine,
  );
});

test("lets go of the body of a refused answer", async () => {
  for (const init of [{ status: 302 }, { headers: { "content-length": "2000000" } }]) {
    let cancelled = false;
    const body = new ReadableStream({
      cancel() {
        cancelled = true;
      },
    });
    await assert.rejects(
      send(async () => new Response(body, init)),
      ResponseError,
    );
    assert.equal(cancelled, true);
  }
});

test("lets go of a body that arrives after the deadline, from a fetch that ignores its signal", async () => {
  const late = withResolvers();
  const cancelled = withResolvers();
  const body = new ReadableStream({ cancel: () => cancelled.resolve() });
  const fetch: FetchFunction = async () => {
    await late.promise;
    return new Response(body);
  };
  await assert.rejects(send(fetch, {}, 20), { code: "ERR_TRANSPORT_TIMEOUT" });
  late.resolve();
  await cancelled.promise;
});

function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}

test("an observer stands around the request and adds header fields, never those of the library", async () => {
  const seen: string[] = [];
  const fetch: FetchFunction = async (_url, { headers }) => {
    seen.push(JSON.stringify(headers));
    return new Response("ok");
  };
  const observe: RequestObserver = async (asked, sendIt) => {
    seen.push(asked.endpointName);
    return sendIt({ TraceParent: "00-1", accept: "text/plain" });
  };
  await assert.rejects(sendRequest(createHttpPolicy({ fetch, observe }), request), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "headers.accept",
  });
  const adding: RequestObserver = (_asked, sendIt) => sendIt({ TraceParent: "00-1", "x-a": "observer" });
  const headers = { "x-a": "request" };
  const answer = await sendRequest(createHttpPolicy({ fetch, observe: adding }), { ...request, headers });
  assert.equal(answer.text, "ok");
  assert.deepEqual(seen, ["jwks_uri", '{"traceparent":"00-1","x-a":"request"}']);
});

test("an observer that is no function is refused before anything is sent", () => {
  assert.throws(() => Reflect.apply(createHttpPolicy, undefined, [{ observe: "trace" }]), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "observe",
  });
});
