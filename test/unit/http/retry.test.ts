import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { createHttp } from "../../../src/http/openapi-client.ts";
import { createRetry, type HttpRetriedEvent, type RetryOptions } from "../../../src/http/retry.ts";

type Answer = number | Error | Readonly<Record<string, string>> | (() => Promise<Response>);

const jwks = {
  path: "/jwks",
  url: "https://id.example.com/keys?tenant=1",
  endpointName: "jwks_uri",
  accept: "application/json",
} as const;

/** Calls whose wire answers as told: a status, a failure, or a 503 with header fields. Waits take no time but on the clock. */
function setUp(answers: readonly Answer[], options: RetryOptions = {}, timeoutMs = 30_000) {
  const time = { nowMs: 1_800_000_000_000 };
  const events: HttpRetriedEvent[] = [];
  const waits: number[] = [];
  const left = [...answers];
  const sent = { count: 0 };
  const retry = createRetry({
    clock: () => time.nowMs,
    random: () => new Uint8Array([0]),
    onEvent: (event) => events.push(event),
    wait: async (ms) => {
      waits.push(ms);
      time.nowMs += ms;
    },
    ...options,
  });
  const http = createHttp({
    retry,
    timeoutMs,
    async fetch() {
      sent.count += 1;
      const answer = left.shift() ?? 200;
      if (answer instanceof Error) throw answer;
      if (typeof answer === "function") return answer();
      if (typeof answer === "number") return new Response("{}", { status: answer });
      return new Response("{}", { status: 503, headers: answer });
    },
  });
  return { http, get: () => http.get(jwks), time, events, waits, sent };
}

for (const status of [408, 429, 500, 502, 503, 504]) {
  test(`sends a GET again that was answered with ${status}`, async () => {
    const { get, events, waits } = setUp([status]);
    assert.equal((await get()).status, 200);
    const url = "https://id.example.com/keys";
    assert.deepEqual(events, [
      { type: "http.retried", endpointName: "jwks_uri", url, attempt: 2, delayMs: 200, status },
    ]);
    assert.ok(Object.isFrozen(events[0]));
    assert.deepEqual(waits, [200]);
  });
}

for (const status of [200, 304, 400, 401, 403, 404, 409, 421, 425, 501, 505]) {
  test(`does not send a GET again that was answered with ${status}`, async () => {
    const { get, sent } = setUp([status === 304 ? async () => new Response(null, { status }) : status]);
    assert.equal((await get()).status, status);
    assert.equal(sent.count, 1);
  });
}

test("sends a GET again whose connection failed, before or during the answer", async () => {
  const broken = async () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          controller.error(new Error("ECONNRESET"));
        },
      }),
    );
  const { get, events, sent } = setUp([new TypeError("fetch failed"), broken], { attempts: 3 });
  assert.equal((await get()).status, 200);
  assert.equal(sent.count, 3);
  assert.deepEqual(
    events.map(({ error }) => String(error).split(":")[0]),
    ["TransportError", "TransportError"],
  );
});

test("never sends a POST, PUT or DELETE again (RFC 9110 §9.2.2)", async () => {
  const operation = { url: "https://id.example.com/token", endpointName: "token_endpoint", accept: "application/json" };
  for (const failure of [503, new TypeError("fetch failed")]) {
    const post = setUp([failure]);
    await post.http.post({ ...operation, path: "/token" }).catch(() => undefined);
    const put = setUp([failure]);
    const body = { client_id: "a" };
    await put.http.put({ ...operation, path: "/register/{client_id}", body }).catch(() => undefined);
    const remove = setUp([failure]);
    await remove.http.delete({ ...operation, path: "/register/{client_id}" }).catch(() => undefined);
    for (const { sent } of [post, put, remove]) assert.equal(sent.count, 1);
  }
});

test("a POST is not shown to whoever repeats, and not repeated by what repeats everything", async () => {
  const shown: string[] = [];
  const http = createHttp({
    retry: {
      run: async ({ method }, _call, send) => {
        shown.push(method);
        await send();
        return send();
      },
    },
    fetch: async () => new Response("{}"),
  });
  await http.post({ path: "/token", url: jwks.url, endpointName: "token_endpoint", accept: "a/b" });
  await http.get(jwks);
  assert.deepEqual(shown, ["GET"]);
});

test("does not repeat a request with a DPoP proof, which is good once (RFC 9449 §11.1)", async () => {
  const { http, sent } = setUp([503]);
  assert.equal((await http.get({ ...jwks, headers: { dpop: "proof" } })).status, 503);
  assert.equal(sent.count, 1);
});

test("waits twice as long each time, up to the longest wait, with a part taken off by chance", async () => {
  const { get, waits } = setUp([500, 500, 500, 500], { attempts: 5, baseDelayMs: 100, maxDelayMs: 300 });
  await get();
  assert.deepEqual(waits, [100, 200, 300, 300]);
  const half = setUp([500], { random: () => new Uint8Array([255]) });
  await half.get();
  assert.deepEqual(half.waits, [100]);
});

test("after the last attempt the last answer or failure stands", async () => {
  const { get, sent } = setUp([500, 502, 503], { attempts: 2 });
  assert.equal((await get()).status, 502);
  assert.equal(sent.count, 2);
  const none = setUp([500], { attempts: 1 });
  assert.equal((await none.get()).status, 500);
  assert.equal(none.sent.count, 1);
  const failing = setUp([new Error("one"), new Error("two")]);
  await assert.rejects(failing.get(), { code: "ERR_TRANSPORT_NETWORK", message: /two/ });
});

test("honours Retry-After, in seconds or as a date; who asks for more than the longest wait is not asked again", async () => {
  const seconds = setUp([{ "retry-after": "1" }]);
  assert.equal((await seconds.get()).status, 200);
  assert.deepEqual(seconds.waits, [1000]);
  const date = setUp([{ "retry-after": new Date(1_800_000_002_000).toUTCString() }]);
  assert.equal((await date.get()).status, 200);
  assert.deepEqual(date.waits, [2000]);
  const atOnce = setUp([{ "retry-after": "0" }]);
  await atOnce.get();
  assert.deepEqual(atOnce.waits, [200]);
  const long = setUp([{ "retry-after": "3" }]);
  assert.equal((await long.get()).status, 503);
  assert.deepEqual([long.sent.count, long.events.length], [1, 0]);
  for (const absurd of ["1000000000", "9".repeat(400), "Fri, 31 Dec 9999 23:59:59 GMT"]) {
    const never = setUp([{ "retry-after": absurd }]);
    await never.get();
    assert.deepEqual([never.sent.count, never.waits], [1, []], absurd);
  }
  for (const nonsense of ["soon", "-1", "NaN", "Infinity", "1.5", "0x10", "1e3", "120, 60"]) {
    const guessed = setUp([{ "retry-after": nonsense }]);
    await guessed.get();
    assert.deepEqual(guessed.waits, [200], nonsense);
  }
});

test("what repeats may throw at once: the call ends, and nothing keeps the process alive", async () => {
  const { signal } = new AbortController();
  const http = createHttp({
    retry: {
      run() {
        throw new RangeError("mine");
      },
    },
    fetch: async () => new Response("{}"),
  });
  await assert.rejects(http.get({ ...jwks, signal }), RangeError);
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("many attempts leave no listener on the caller's signal", async () => {
  const { signal } = new AbortController();
  const { http, sent } = setUp([500, new TypeError("fetch failed"), 500, 500], {
    attempts: 5,
    wait: undefined,
    baseDelayMs: 0,
  });
  await http.get({ ...jwks, signal });
  assert.equal(sent.count, 5);
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("waits are within their bounds, whatever chance says", async () => {
  for (let octet = 0; octet < 256; octet += 1) {
    const { get, waits } = setUp([500, 500, 500], { attempts: 4, random: () => new Uint8Array([octet]) });
    await get();
    assert.deepEqual(
      waits.map((wait, index) => wait <= 200 * 2 ** index && wait >= 100 * 2 ** index),
      [true, true, true],
      `${octet}: ${waits.join()}`,
    );
  }
});

test("all attempts share one deadline: a wait that would outlast it is not begun", async () => {
  const { get, sent, time } = setUp(
    [
      async () => {
        time.nowMs += 900;
        return new Response("{}", { status: 503 });
      },
    ],
    {},
    1000,
  );
  assert.equal((await get()).status, 503);
  assert.equal(sent.count, 1);
});

test("the deadline ends a second attempt that hangs, and the caller's signal a wait", async () => {
  const retry = createRetry({ baseDelayMs: 1 });
  let count = 0;
  const http = createHttp({
    retry,
    timeoutMs: 60,
    fetch: async () => {
      count += 1;
      return count === 1 ? new Response("{}", { status: 503 }) : new Promise<Response>(() => undefined);
    },
  });
  await assert.rejects(http.get(jwks), {
    code: "ERR_TRANSPORT_TIMEOUT",
    message: /within 60 ms: .* waiting for the answer to begin/,
  });
  const controller = new AbortController();
  let calls = 0;
  const waiting = createHttp({
    retry: createRetry({ baseDelayMs: 2000, onEvent: () => controller.abort(new Error("enough")) }),
    fetch: async () => {
      calls += 1;
      return new Response("{}", { status: 503 });
    },
  });
  await assert.rejects(waiting.get({ ...jwks, signal: controller.signal }), { code: "ERR_TRANSPORT_ABORTED" });
  assert.equal(calls, 1);
});

test("an answer that is refused, too large or a redirect, is not asked for again", async () => {
  const redirect = setUp([async () => new Response(null, { status: 302, headers: { location: "/" } })]);
  await assert.rejects(redirect.get(), { code: "ERR_RESPONSE_REDIRECT" });
  assert.equal(redirect.sent.count, 1);
});

test("refuses options that can't be used", () => {
  const refused = [
    [{ attempts: 0 }, "attempts"],
    [{ attempts: 11 }, "attempts"],
    [{ attempts: 1.5 }, "attempts"],
    [{ baseDelayMs: -1 }, "baseDelayMs"],
    [{ maxDelayMs: Number.NaN }, "maxDelayMs"],
  ] as const;
  for (const [options, parameter] of refused) {
    assert.throws(() => createRetry(options), { code: "ERR_CONFIGURATION_OPTION", parameter });
  }
});
