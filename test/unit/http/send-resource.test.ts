import assert from "node:assert/strict";
import { test } from "node:test";
import { createHttpPolicy } from "../../../src/http/policy.ts";
import { type ResourceHttpRequest, sendResourceRequest } from "../../../src/http/send-resource.ts";
import type { FetchFunction } from "../../../src/http/types.ts";

const request: ResourceHttpRequest = {
  method: "POST",
  url: "https://api.example.com/orders",
  endpointName: "resource",
  headers: { authorization: "Bearer a" },
  body: "text",
  signal: undefined,
};

function send(fetch: FetchFunction, changes: Partial<ResourceHttpRequest> = {}, timeoutMs = 1000): Promise<Response> {
  return sendResourceRequest(createHttpPolicy({ fetch, timeoutMs }), { ...request, ...changes });
}

test("send resource: gives the answer with its body unread, whatever its status", async () => {
  const response = await send(async () => new Response("body", { status: 418 }));
  assert.deepEqual([response.status, response.bodyUsed, await response.text()], [418, false, "body"]);
});

test("send resource: passes method, header fields and body on, and lets no redirect be followed", async () => {
  await send(async (url, init) => {
    assert.equal(url, "https://api.example.com/orders");
    assert.deepEqual([init.method, init.redirect, init.body], ["POST", "manual", "text"]);
    assert.deepEqual(init.headers, { authorization: "Bearer a" });
    return new Response();
  });
});

test("send resource: a request without a body has none", async () => {
  for (const body of [undefined, null])
    await send(
      async (_url, init) => {
        assert.ok(!("body" in init));
        return new Response();
      },
      { body },
    );
});

for (const url of [
  "http://api.example.com/",
  "https://u:secret@api.example.com/",
  "ftp://api.example.com/",
  "/orders",
]) {
  test(`send resource: sends nothing to ${url}`, () => {
    assert.throws(() => send(() => assert.fail("it was sent"), { url }), { code: "ERR_CONFIGURATION_INSECURE_URL" });
  });
}

test("send resource: a redirect is refused, so that the token goes nowhere else (RFC 9700 §4.12)", async () => {
  const redirect: FetchFunction = async () =>
    new Response(null, { status: 307, headers: { location: "https://evil.example/" } });
  await assert.rejects(send(redirect), { code: "ERR_RESPONSE_REDIRECT" });
});

test("send resource: the deadline is for the beginning of the answer", async () => {
  const silent: FetchFunction = () => new Promise(() => undefined);
  await assert.rejects(send(silent, {}, 20), { code: "ERR_TRANSPORT_TIMEOUT" });
});

test("send resource: an answer that comes after the deadline is let go of", async () => {
  let cancelled = false;
  const body = new ReadableStream({
    cancel() {
      cancelled = true;
    },
  });
  const late: FetchFunction = () => new Promise((resolve) => setTimeout(() => resolve(new Response(body)), 40));
  await assert.rejects(send(late, {}, 10), { code: "ERR_TRANSPORT_TIMEOUT" });
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.ok(cancelled);
});

test("send resource: the caller's signal ends the reading of the body too", async () => {
  const controller = new AbortController();
  let given: AbortSignal | null | undefined;
  await send(
    async (_url, init) => {
      given = init.signal;
      return new Response();
    },
    { signal: controller.signal },
  );
  controller.abort(new Error("enough"));
  assert.ok(given?.aborted);
});

test("send resource: what is no response, and a network that fails, are told apart", async () => {
  const nothing: FetchFunction = async () => Object("no response");
  await assert.rejects(send(nothing), { code: "ERR_CONFIGURATION_OPTION", parameter: "fetch" });
  await assert.rejects(
    send(async () => Promise.reject(new TypeError("fetch failed"))),
    { code: "ERR_TRANSPORT_NETWORK" },
  );
});
