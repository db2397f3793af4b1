import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { TransportError } from "../../../src/errors/families.ts";
import { type Call, withDeadline } from "../../../src/http/deadline.ts";

const endpoint = "token_endpoint https://id.example.com/token";
const never = new Promise<never>(() => undefined);

function ends(code: string, ...texts: readonly string[]): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof TransportError);
    assert.equal(error.code, code);
    for (const text of [endpoint, ...texts]) assert.ok(error.message.includes(text), `${error.message} lacks ${text}`);
    return true;
  };
}

test("gives the result of work that ends in time, and leaves no listener behind", async () => {
  const { signal } = new AbortController();
  const result = await withDeadline({ timeoutMs: 1000, signal, endpoint }, async (call) => {
    assert.equal(getEventListeners(signal, "abort").length, 1);
    assert.equal(call.signal.aborted, false);
    return 7;
  });
  assert.equal(result, 7);
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("passes on the error of work that fails, and leaves no listener behind", async () => {
  const { signal } = new AbortController();
  const failing = async (): Promise<never> => Promise.reject(new RangeError("mine"));
  await assert.rejects(withDeadline({ timeoutMs: 1000, signal, endpoint }, failing), RangeError);
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("ends with work that throws at once or gives no promise, and leaves neither a timer nor a listener behind", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { signal } = new AbortController();
  const calls: Call[] = [];
  const limits = { timeoutMs: 50, signal, endpoint };
  const throwing = withDeadline(limits, (call) => {
    calls.push(call);
    throw new RangeError("at once");
  });
  await assert.rejects(throwing, RangeError);
  const given = await withDeadline(limits, (call) => {
    calls.push(call);
    return JSON.parse("7");
  });
  t.mock.timers.tick(51);
  assert.equal(given, 7);
  assert.deepEqual(
    calls.map(({ stopped }) => stopped),
    [false, false],
  );
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("ends work that ignores its signal when the deadline passes, and says after how long and where", async () => {
  const calls: Call[] = [];
  let stops = 0;
  const work = (call: Call): Promise<never> => {
    calls.push(call);
    call.onStop = () => {
      stops += 1;
    };
    return never;
  };
  const outcome = withDeadline({ timeoutMs: 20, signal: undefined, endpoint }, work);
  await assert.rejects(outcome, ends("ERR_TRANSPORT_TIMEOUT", "20 ms", "waiting for the answer to begin"));
  assert.deepEqual([calls[0]?.stopped, calls[0]?.signal.aborted, stops], [true, true, 1]);
});

test("names the phase that the deadline passed in", async () => {
  const work = (call: Call): Promise<never> => {
    call.phase = "reading the body";
    return never;
  };
  const outcome = withDeadline({ timeoutMs: 20, signal: undefined, endpoint }, work);
  await assert.rejects(outcome, ends("ERR_TRANSPORT_TIMEOUT", "while reading the body"));
});

test("ends with the caller's signal, keeps its reason, and leaves no listener behind", async () => {
  const controller = new AbortController();
  const reason = new Error("user left");
  const outcome = withDeadline({ timeoutMs: 1000, signal: controller.signal, endpoint }, () => never);
  controller.abort(reason);
  await assert.rejects(outcome, (error) => {
    assert.ok(error instanceof Error);
    assert.equal(error.cause, reason);
    return ends("ERR_TRANSPORT_ABORTED", "while waiting for the answer to begin")(error);
  });
  assert.equal(getEventListeners(controller.signal, "abort").length, 0);
});

test("does nothing when the caller's signal has aborted before", async () => {
  let started = false;
  const work = async (): Promise<void> => {
    started = true;
  };
  const outcome = withDeadline({ timeoutMs: 1000, signal: AbortSignal.abort("gone"), endpoint }, work);
  await assert.rejects(outcome, ends("ERR_TRANSPORT_ABORTED", "before the request was sent"));
  assert.equal(started, false);
});
